import { unsupportedOperation } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import type { Readings } from '../readings.ts';
import type { Books } from './books.ts';

/** What the query string, or a batch item's `optionsData`, asks of a write. */
export interface WriteOptions {
  /** `include=allowduplicatedocnum` */
  readonly duplicateNumber: boolean;
}

/** One kind of object: how it is made, changed, voided, deleted, shown. */
export interface EntityRules {
  readonly entity: string;
  /** Members that only the server writes: sent values are passed over (qbo-api.md 1.2). */
  readonly readOnly: readonly string[];
  /** Members of the stored row that an update without them keeps, even a full one. */
  readonly kept?: readonly string[];
  /** Makes the row from a checked payload; `before` is the row it replaces. Takes effect in the books. */
  readonly write: (
    books: Books,
    payload: JsonObject,
    before: JsonObject | undefined,
    options: WriteOptions,
  ) => JsonObject;
  /** Lists that only QuickBooks itself, or another path, writes. */
  readonly closed?: boolean;
  readonly remove?: (books: Books, row: JsonObject) => void;
  /** Lists and references that a create cannot do without, told together when they are absent. */
  readonly required?: readonly string[];
  /** Void is `operation=update&include=void`, as the reference has it for payments and sales receipts. */
  readonly voidByUpdate?: boolean;
  /** Whether `operation=void` is taken; it is when this is absent. */
  readonly mayVoid?: (readings: Readings) => boolean;
  readonly voided?: (books: Books, row: JsonObject) => JsonObject;
  /** The row as replies show it, when that differs from how it is kept. */
  readonly shown?: (books: Books, row: JsonObject) => JsonObject;
}

/** For entities that have no such operation. */
export function refuseWrite(entity: string): never {
  throw unsupportedOperation(`create or update of ${entity}`);
}
