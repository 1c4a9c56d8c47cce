import type { Books } from '../../books/books.ts';
import { setPreference } from '../../books/preferences.ts';
import { textOf } from '../../json.ts';
import { addDays } from '../../times.ts';
import { add } from '../add.ts';
import { builder, businesses, customerRef, households } from './customers.ts';
import type { Party } from './customers.ts';
import { planJobs } from './jobs.ts';
import { planCredits, planPrepayment, planRetired, planVoided, planWriteOff } from './mishaps.ts';
import { EMPLOYEES, VENDORS } from './names.ts';
import { bankDeposit } from './payments.ts';
import { planProject } from './projects.ts';
import { hire, planCounterSales, planVisits } from './service.ts';
import { DAYS, Year } from './year.ts';

const BUYERS = 42;
const VISITED = 16;
const ASKED = 13;
const ITEMS = [
  ['Annual Service', '6'],
  ['Inverter Replacement', '5'],
  ['Panel Upgrade', '11'],
  ['Monitoring', '6'],
] as const;

/** What the starter company lacks: classes, more items, the people it works with. */
function prepare(books: Books): void {
  setPreference(books, 'AccountingInfoPrefs', 'ClassTrackingPerTxnLine', true);
  for (const Name of ['Residential', 'Commercial', 'Service']) add(books, 'Class', { Name });
  for (const [Name, account] of ITEMS) {
    add(books, 'Item', { Name, Type: 'Service', IncomeAccountRef: { value: account } });
  }
  hire(books, VENDORS, EMPLOYEES);
}

/** The customers that the company had before. */
const known = (books: Books): readonly Party[] =>
  [...books.rows('Customer')].map((body) => ({ body, business: false, id: textOf(body.Id) ?? '' }));

/** The last day of the last month but two: the accountant has been there. */
function closingDay(today: string): string {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 3, 0)).toISOString().slice(0, 10);
}

function planSales(year: Year, books: Books): void {
  const { dice } = year;
  const homes = households(books, dice, BUYERS + VISITED + ASKED);
  const firms = businesses(books, dice);
  const buyers = dice.shuffled([...homes.slice(0, BUYERS), ...firms]);
  for (const [at, party] of buyers.entries()) {
    const sold = year.day(Math.floor((at * 360) / buyers.length) + dice.whole(0, 4));
    planProject(year, party, sold);
  }
  const visited = [...known(books), ...homes.slice(BUYERS, BUYERS + VISITED)];
  planVisits(year, visited, 17);
  planCounterSales(year, firms.slice(0, 8), 41);
  planMishaps(year, visited, homes.slice(BUYERS + VISITED));
  const { builder: owner, jobs } = builder(books, dice);
  planJobs(year, owner, jobs);
}

function planMishaps(year: Year, visited: readonly Party[], asked: readonly Party[]): void {
  const [voided, owing, late, delayed, ...others] = visited;
  const [retired, early, ...rest] = asked;
  if (voided === undefined || owing === undefined || late === undefined || delayed === undefined) return;
  if (retired === undefined || early === undefined) return;
  planVoided(year, voided);
  planWriteOff(year, owing);
  planCredits(year, [late, delayed], others[0] ?? late);
  planRetired(year, retired);
  planPrepayment(year, early);
  for (const [at, party] of rest.entries()) {
    year.diary.on(year.day(40 + at * 27), (books) => void customerRef(books, party));
  }
}

/** Before anybody was at work on the first day of the year. */
export const beforeYear = (books: Books): Date => new Date(`${addDays(books.today, -DAYS)}T09:00:00Z`);

/**
 * A solar installer's year, up to yesterday: about 90 customers and 200 invoices with what people do with
 * them. Everything goes by the rules of the API, each on its own day, so it adds up; the same company at
 * the same time has the same year.
 */
export function seedYear(books: Books, text: string): void {
  const year = new Year(books, text);
  prepare(books.at(beforeYear(books), books.by));
  planSales(year, books);
  for (let week = 1; week <= 51; week++)
    year.diary.on(year.day(week * 7), (later) => bankDeposit(year, later));
  year.diary.play(books, year.first);
  setPreference(books, 'AccountingInfoPrefs', 'BookCloseDate', closingDay(books.today));
}
