import { AUDIT } from '../../src/sandbox/books/audit.ts';
import { textOf } from '../../src/sandbox/json.ts';
import type { Client } from '../sandbox/client.ts';
import { rowsOf } from './books.ts';
import type { Machine } from './machine.ts';
import type { Person } from './person.ts';

const KINDS: Record<string, string> = {
  Invoice: 'invoice',
  Payment: 'payment',
  Customer: 'customer',
  Item: 'item',
};
const OPERATIONS: Record<string, string> = { Add: 'create', Edit: 'update', Void: 'void' };

/**
 * The history of the books against the ledgers: every write by an app has its attempt in one, and no attempt is open
 * after quiet runs. A ledger that was lost or put back explains nothing of before; nor can any be told of a customer
 * whose making was never answered, and whom a person put out of sight since; nor of an invoice that a person renumbered
 * before its making was answered, so that another machine made it once more, and of its payments.
 */
export function unexplained(qbo: Client, machines: readonly Machine[], person: Person): string[] {
  const wrong: string[] = [];
  const attempts = machines.flatMap((machine) => machine.attempts());
  for (const { kind, key, state } of attempts)
    if (state === 'open') wrong.push(`the attempt of ${kind} ${key} is still open`);
  const count = (list: readonly string[]) => {
    const counted = new Map<string, number>();
    for (const one of list) counted.set(one, (counted.get(one) ?? 0) + 1);
    return counted;
  };
  const known = count(
    attempts.flatMap(({ kind, operation, state, books_id: id }) =>
      state === 'posted' ? [`${operation} ${kind} ${id ?? ''}`] : [],
    ),
  );
  const done = count(
    rowsOf(qbo, AUDIT).flatMap((entry) => {
      const kind = KINDS[textOf(entry.Entity) ?? ''];
      const what = textOf(entry.What) ?? '';
      const operation = OPERATIONS[what] ?? what;
      const byApp = textOf(entry.App) !== undefined;
      return byApp && kind !== undefined ? [`${operation} ${kind} ${textOf(entry.ObjectId) ?? ''}`] : [];
    }),
  );
  const forgot = machines.some((machine) => machine.forgot);
  const hideable: [kind: string, entity: string][] = [['customer', 'Customer']];
  if (machines.length > 1) hideable.push(['invoice', 'Invoice'], ['payment', 'Payment']);
  const ofPaid = rowsOf(qbo, 'Payment').filter((row) => person.metWith('Payment', row));
  const touched = new Set([...person.touched, ...ofPaid.map(({ Id }) => `Payment ${textOf(Id) ?? ''}`)]);
  for (const [write, times] of done) {
    const explained = known.get(write) ?? 0;
    const hidden = hideable.some(([kind, entity]) => touched.has(write.replace(`create ${kind}`, entity)));
    if (!forgot && !hidden && explained < times)
      wrong.push(`no ledger explains: ${write} (${times} in the books, ${explained} known)`);
  }
  for (const write of known.keys())
    if (!done.has(write)) wrong.push(`a ledger knows of a write that the books do not: ${write}`);
  return wrong;
}
