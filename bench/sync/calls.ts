import { textOf } from '../../src/sandbox/json.ts';
import type { SeenRequest } from '../../src/sandbox/index.ts';
import { Company } from './company.ts';
import { objectsOf, sales, sizeOf, sizeOfObjects } from './exports.ts';
import type { Sale, Size } from './exports.ts';
import type { Figure } from './figure.ts';

const SIZES = [sizeOfObjects(1_000), sizeOfObjects(3_500)];
const MANY = sizeOf(10_000);

/** The calls of QuickBooks that runs make, counted in the log of the sandbox. */
export async function calls(more: readonly Size[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of [...SIZES, ...more])
    await Company.during(async (company) => figures.push(...(await firstAndSecond(company, size))));
  await Company.during(async (company) => {
    figures.push(...(await firstAndSecond(company, MANY)));
    figures.push(await oneChanged(company, MANY), ...(await oneBad(company, MANY)));
  });
  return figures;
}

const figure = (what: string, value: number, unit: string, most?: number): Figure => ({
  part: 'calls',
  what,
  value,
  unit,
  ...(most === undefined ? {} : { goal: { most } }),
});

async function firstAndSecond(company: Company, size: Size): Promise<Figure[]> {
  const objects = objectsOf(size);
  await company.take(size);
  const first = await company.sync();
  company.expectBooked(size);
  const second = await company.sync();
  return [
    figure(`first sync of ${objects} objects`, first.calls.length / objects, 'calls an object', 0.05),
    figure(`nothing changed among ${objects}`, second.calls.length, 'calls', 3),
    figure(`nothing changed among ${objects}`, writesOf(second.calls), 'writes', 0),
  ];
}

const writesOf = (requests: readonly SeenRequest[]): number =>
  requests.reduce((sum, { writes }) => sum + writes, 0);

const dearer = (sale: Sale): Sale => ({
  ...sale,
  lines: [...sale.lines, { description: 'Permit', cents: 12_300 }],
});

async function oneChanged(company: Company, size: Size): Promise<Figure> {
  // An odd one has no payment: nothing but itself changes.
  const at = size.invoices / 2 + 1;
  await company.take(size, { from: at, to: at + 1 }, dearer);
  const ran = await company.sync();
  if (writesOf(ran.calls) !== 1) throw new Error(`the changed invoice made ${writesOf(ran.calls)} writes`);
  return figure(`one invoice changed among ${size.invoices}`, ran.calls.length, 'calls', 5);
}

const BATCH = 30;

/** Thirty new invoices for customers that are there, and thirty more, one of them for a customer who was retired. */
async function oneBad(company: Company, size: Size): Promise<Figure[]> {
  const booked = () => company.sandbox.books().Invoice?.length ?? 0;
  const from = size.invoices;
  await company.take(size, { from, to: from + BATCH });
  const without = await company.sync();
  // Its first invoice is the third and last one of a customer, and has no payment.
  const bad = { from: from + BATCH + 1, to: from + 2 * BATCH + 1 };
  retire(company, size, bad.from);
  await company.take(size, bad);
  const before = booked();
  const { calls: made } = await company.sync();
  return [
    figure('30 invoices and 15 payments', without.calls.length, 'calls'),
    figure('the same with a bad invoice', made.length - without.calls.length, 'calls more', 2),
    { ...figure('booked beside the bad one', booked() - before, 'invoices'), goal: { least: BATCH - 1 } },
  ];
}

/** Somebody makes the customer of that sale inactive: invoices for them are refused, which qbsync cannot know before. */
function retire({ sandbox }: Company, size: Size, at: number): void {
  const [sale] = sales(size, { from: at, to: at + 1 });
  const found = sandbox.books().Customer?.find(({ DisplayName }) => DisplayName === sale?.customer.name);
  const id = textOf(found?.Id);
  if (id === undefined) throw new Error('the customer of the bad invoice is not in the books');
  const body = { Active: false };
  sandbox.control('company', { person: { operation: 'edit', entity: 'Customer', id, body } });
}
