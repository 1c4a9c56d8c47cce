import type { RecordKind } from '../domain/records.ts';
import { badMapping, mappedHeadings, missing, place, unknownKind } from './columns.ts';
import type { ColumnMap, Understood } from './contract.ts';
import type { Field } from './fields.ts';
import { guessKind } from './kind.ts';

/** Which column holds which field, or why that cannot be said. */
export type ColumnReading =
  | { ok: true; kind: RecordKind; at: ReadonlyMap<Field, number>; columns: Understood['columns'] }
  | { ok: false; kind?: RecordKind; columns: Understood['columns']; what: string; expected: string };

/**
 * Reads the headings of a file (or the keys of its JSON objects). A saved mapping wins over guesses, an exact canonical
 * name over a similar one; two columns that are equally good are refused, because picking one could book the wrong money.
 */
export function readColumns(
  headings: readonly string[],
  options: { columns?: ColumnMap; kind?: RecordKind },
): ColumnReading {
  const unused = headings.map((name) => ({ name }));
  const mapped = mappedHeadings(headings, options.columns ?? {});
  if (typeof mapped === 'string') return { ok: false, columns: unused, ...badMapping(mapped) };
  const kind = options.kind ?? guessKind(headings, mapped);
  if (!kind) return { ok: false, columns: unused, ...unknownKind(headings) };
  const placed = place(headings, mapped, kind);
  const columns = headings.map((name, index) => {
    const field = [...placed.at].find(([, position]) => position === index)?.[0];
    return field ? { name, field } : { name };
  });
  const wrong = placed.clash ?? missing(headings, placed.at, kind);
  return wrong ? { ok: false, kind, columns, ...wrong } : { ok: true, kind, at: placed.at, columns };
}
