import { AUDIT } from '../books/audit.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { clockText, movedBy } from './clock-text.ts';
import { closedUpTo, numbersByHand, subscriptionWords, usesSalesTax } from './company-state.ts';
import { words } from './links.ts';
import { money } from './visit.ts';
import type { Visit } from './visit.ts';

/** `Invoice 1041`: what an entry of the audit log was about, as it was called then. */
export const named = (entry: JsonObject): string =>
  `${words(textOf(entry.Entity) ?? '')} ${textOf(entry.Number) ?? `id ${textOf(entry.ObjectId) ?? ''}`}`;

/** What a form did, in words. `entry` is what it left in the audit log, where that is a write of an object. */
type Said = (visit: Visit, entry: JsonObject) => string;

const onOff = (on: boolean): string => (on ? 'on' : 'off');

const DONE: ReadonlyMap<string, Said> = new Map<string, Said>([
  ['paid', (_visit, entry) => `${named(entry)} of ${money(entry.AmountAfter)} was recorded.`],
  ['saved', (_visit, entry) => `${named(entry)} was saved.`],
  ['created', (_visit, entry) => `${named(entry)} was created.`],
  ['voided', (_visit, entry) => `${named(entry)} was voided. Its amounts are zero now.`],
  ['deleted', (_visit, entry) => `${named(entry)} was deleted. Only the audit log still knows it.`],
  ['retired', (_visit, entry) => `${named(entry)} is inactive now.`],
  ['restored', (_visit, entry) => `${named(entry)} is active again.`],
  [
    'tax-code',
    ({ books }, entry) =>
      `${named(entry)} is ${books.isActive('TaxCode', { value: entry.ObjectId }) ? 'active' : 'inactive'} now.`,
  ],
  [
    'close-books',
    (visit) => {
      const closed = closedUpTo(visit);
      return closed === undefined ? 'The books are open.' : `The books are closed up to and with ${closed}.`;
    },
  ],
  ['subscription', (visit) => `The subscription is now: ${subscriptionWords(visit)}.`],
  [
    'numbers',
    (visit) =>
      numbersByHand(visit)
        ? 'People and apps number the invoices now (custom numbers are on).'
        : 'QuickBooks numbers the invoices now (custom numbers are off).',
  ],
  ['sales-tax', (visit) => `Sales tax is ${onOff(usesSalesTax(visit))} now.`],
  ['multicurrency', () => 'Several currencies are on now.'],
  ['disconnected', () => 'The app was disconnected. It has to be connected again before it can work.'],
  ['clock', ({ sandbox }) => `The clock of the sandbox is at ${clockText(sandbox)}. ${movedBy(sandbox)}.`],
  ['limits', ({ sandbox }) => `Request limits are ${onOff(sandbox.limits.settings.on)} now.`],
  ['fault', ({ sandbox }) => `The fault was ordered. Now ${sandbox.faults.count} wait.`],
  ['no-faults', () => 'Nothing waits and nothing comes by chance any more.'],
]);

/** What the address after a form carries: the word of the form and, by its number, the entry of the audit log. */
export function doneQuery({ books }: Visit, word: string): string {
  return `done=${word}&entry=${books.count(AUDIT)}`;
}

/** What was done, said on the page that comes after a form. */
export function doneText(visit: Visit): string | undefined {
  const { request, books } = visit;
  const said = DONE.get(request.query.get('done') ?? '');
  return said?.(visit, books.get(AUDIT, request.query.get('entry') ?? undefined) ?? {});
}
