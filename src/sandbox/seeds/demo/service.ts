import type { Books } from '../../books/books.ts';
import { add, named } from '../add.ts';
import { bill } from './billing.ts';
import type { Sold } from './billing.ts';
import { customerRef } from './customers.ts';
import type { Party } from './customers.ts';
import { wait } from './payments.ts';
import { settle } from './projects.ts';
import { TERMS } from './trade.ts';
import type { Year } from './year.ts';

/** A visit: by the hour, and now and then a part. */
function visit(year: Year, party: Party): readonly Sold[] {
  const { dice, trade } = year;
  const common = { tax: trade.businessTax, class: 'Service' } as const;
  const hours = dice.whole(1, 4);
  return [
    { ...common, item: 'Annual Service', description: 'Clean and inspect the system', amount: trade.service },
    ...(dice.once(2)
      ? [
          {
            ...common,
            item: 'Hours',
            description: 'Repairs by the hour',
            amount: hours * 95,
            quantity: hours,
          },
        ]
      : []),
    ...(party.business || dice.once(5)
      ? [{ ...common, item: 'Inverter Replacement', description: 'New inverter', amount: trade.inverter }]
      : []),
  ];
}

/** Small invoices for those who have a system already. */
export function planVisits(year: Year, parties: readonly Party[], every: number): void {
  for (const [at, party] of parties.entries()) {
    year.diary.on(year.day(12 + at * every), (books) => {
      const customer = customerRef(books, party);
      const invoice = bill(books, 'Invoice', customer, visit(year, party), {
        DocNumber: year.nextNumber(),
        SalesTermRef: named(books, 'Term', TERMS.home),
      });
      settle(year, customer, invoice, books.today);
    });
  }
}

/** Parts over the counter, paid at once. */
export function planCounterSales(year: Year, parties: readonly Party[], every: number): void {
  for (const [at, party] of parties.entries()) {
    year.diary.on(year.day(25 + at * every), (books) => {
      const { dice, trade } = year;
      const pieces = dice.whole(1, 6);
      const price = dice.pick([18, 24, 35, 49] as const);
      const sold: Sold = {
        item: 'Services',
        description: 'Clamps and connectors',
        amount: pieces * price,
        quantity: pieces,
        tax: trade.businessTax,
        class: 'Service',
      };
      const PaymentMethodRef = named(books, 'PaymentMethod', dice.pick(['Cash', 'Visa'] as const));
      const receipt = bill(books, 'SalesReceipt', customerRef(books, party), [sold], { PaymentMethodRef });
      wait(year, 'SalesReceipt', books.get('SalesReceipt', receipt) ?? {});
    });
  }
}

/** Who the company buys from and who works there. */
export function hire(
  books: Books,
  vendors: readonly string[],
  employees: readonly (readonly [string, string])[],
): void {
  for (const name of vendors) add(books, 'Vendor', { CompanyName: name, DisplayName: name });
  for (const [GivenName, FamilyName] of employees) {
    add(books, 'Employee', { GivenName, FamilyName, DisplayName: `${GivenName} ${FamilyName}` });
  }
}
