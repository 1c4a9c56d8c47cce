import { named } from '../add.ts';
import { bill } from './billing.ts';
import { customerRef } from './customers.ts';
import type { Party } from './customers.ts';
import { payAll } from './payments.ts';
import { part, system } from './systems.ts';
import { TERMS } from './trade.ts';
import type { Year } from './year.ts';

const DAYS_BETWEEN = 40;
const FIRST_DAY = 20;
const HALVES = [
  { name: 'First half', percent: 50, later: 0 },
  { name: 'Second half', percent: undefined, later: 45 },
] as const;

/** A builder's houses: two invoices for each job, and one payment a month for all that are open. */
export function planJobs(year: Year, builder: Party, jobs: readonly Party[]): void {
  const { diary, dice } = year;
  const open: string[] = [];
  for (const [at, job] of jobs.entries()) {
    const bought = system(year, job);
    for (const { name, percent, later } of HALVES) {
      const lines = part(bought, name, percent, percent === undefined ? [50] : []);
      diary.on(year.day(FIRST_DAY + at * DAYS_BETWEEN + later + dice.whole(0, 6)), (books) => {
        const terms = named(books, 'Term', TERMS.business);
        const more = { DocNumber: year.nextNumber(), SalesTermRef: terms };
        open.push(bill(books, 'Invoice', customerRef(books, job), lines, more));
      });
    }
  }
  for (let month = 1; month <= 12; month++) {
    diary.on(year.day(month * 30), (books) => {
      const invoices = open.splice(0);
      if (invoices.length > 0) payAll(year, books, customerRef(books, builder), invoices);
    });
  }
}
