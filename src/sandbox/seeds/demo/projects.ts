import type { JsonObject } from '../../json.ts';
import { named } from '../add.ts';
import { bill } from './billing.ts';
import type { Sold } from './billing.ts';
import { customerRef } from './customers.ts';
import type { Party } from './customers.ts';
import { payAll, payPart } from './payments.ts';
import { part, system } from './systems.ts';
import { TERMS } from './trade.ts';
import type { Year } from './year.ts';

/** The parts in which a system is invoiced: percent of it, and how many days after the sale. */
const STAGES = [
  { name: 'Deposit', percent: 20, days: [0, 0] },
  { name: 'Progress, materials on site', percent: 50, days: [21, 35] },
  { name: 'Final, commissioned', percent: undefined, days: [42, 63] },
] as const;

/** Older invoices are paid; one in a few of the newer ones is not. */
const PATIENCE = 120;

function permits({ trade }: Year, party: Party): Sold {
  return {
    item: 'Permits and Inspections',
    description: 'Permits and grid connection',
    amount: trade.permits,
    tax: party.business ? trade.businessTax : trade.homeTax,
    class: party.business ? 'Commercial' : 'Residential',
  };
}

/** When, and in how many payments, an invoice is paid. */
export function settle(year: Year, customer: JsonObject, invoice: string, issued: string): void {
  const { dice, diary } = year;
  const recent = year.day(PATIENCE, issued) > year.last;
  if (recent && dice.once(6)) return;
  if (dice.once(8)) {
    diary.on(year.day(dice.whole(1, 12), issued), (books) => payPart(year, books, customer, invoice));
  }
  const days = dice.once(5) ? dice.whole(31, 75) : dice.whole(1, 28);
  diary.on(year.day(days, issued), (books) => payAll(year, books, customer, [invoice]));
}

/** A system from the sale to the last payment: three invoices, each paid on its own. */
export function planProject(year: Year, party: Party, sold: string): void {
  const { dice, diary } = year;
  const bought = system(year, party);
  const terms = party.business ? TERMS.business : TERMS.home;
  const percents = STAGES.flatMap(({ percent }) => percent ?? []);
  for (const [at, { name, percent, days }] of STAGES.entries()) {
    const lines = part(bought, name, percent, percents.slice(0, at));
    diary.on(year.day(dice.whole(days[0], days[1]), sold), (books) => {
      const customer = customerRef(books, party);
      const invoice = bill(books, 'Invoice', customer, at === 1 ? [...lines, permits(year, party)] : lines, {
        DocNumber: year.nextNumber(),
        SalesTermRef: named(books, 'Term', at === 0 ? 'Due on receipt' : terms),
        BillEmail: party.body.PrimaryEmailAddr,
      });
      settle(year, customer, invoice, books.today);
    });
  }
}
