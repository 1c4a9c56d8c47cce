import { textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? 1 : -1);

/** By date and then by id, the newest first. */
export const newestFirst = (a: JsonObject, b: JsonObject): number =>
  compare(textOf(a.TxnDate) ?? '', textOf(b.TxnDate) ?? '') || Number(b.Id) - Number(a.Id);
