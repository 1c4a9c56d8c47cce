import { foldNumber } from '../domain/identity.ts';
import type { Filter } from './ledger.ts';
import type { Value } from './sql.ts';

/** The order in which records are given. */
export const ORDER = 'ORDER BY r.kind, r.date, r.number, r.key';

/** Conditions on records `r`. */
export function conditionsOf({ kind, keys, ids, project, since }: Filter): { text: string; values: Value[] } {
  const where: string[] = [];
  const values: Value[] = [];
  const add = (condition: string, ...given: Value[]) => {
    where.push(condition);
    values.push(...given);
  };
  // With a plus sign the kind only filters: the indexes of numbers and ids find the few.
  if (kind) add(ids ? '+r.kind = ?' : 'r.kind = ?', kind);
  if (keys) add('r.key IN (SELECT value FROM json_each(?))', JSON.stringify(keys));
  if (ids) {
    const folded = JSON.stringify(ids.map(foldNumber));
    const one = 'IN (SELECT value FROM json_each(?))';
    add(`(r.number_folded ${one} OR r.source_folded ${one})`, folded, folded);
  }
  if (project !== undefined) {
    const wanted = foldNumber(project);
    add(`(${PROJECT_MATCH})`, wanted, wanted, wanted, wanted);
  }
  if (since) add('r.date >= ?', since);
  return { text: where.length > 0 ? `WHERE ${where.join(' AND ')}` : '', values };
}

/** A payment belongs to the project it names, else to the one of an invoice it pays. */
const PROJECT_MATCH = `r.project_id_folded = ? OR r.project_name_folded = ?
  OR (r.kind = 'payment' AND EXISTS (
    SELECT 1 FROM applications a JOIN records i ON +i.kind = 'invoice' AND i.number_folded = a.number_folded
    WHERE a.payment_key = r.key AND (i.project_id_folded = ? OR i.project_name_folded = ?)))`;
