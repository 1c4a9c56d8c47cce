import type { JsonObject } from '../../json.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import type { Lines } from '../sales/lines.ts';
import { taxOutsideUs } from './global.ts';
import { taxInUs } from './us.ts';

/** What tax makes of the lines. */
export interface Taxed {
  /** Lines as replies show them. */
  readonly rows: readonly JsonObject[];
  readonly subTotal: Decimal;
  readonly total: Decimal;
  readonly TxnTaxDetail: JsonObject;
}

/** Tax of a transaction by the country's rules (qbo-api.md 3.6, 3.7). */
export function taxed(books: Books, payload: JsonObject, lines: Lines): Taxed {
  return books.country === 'US' ? taxInUs(books, payload, lines) : taxOutsideUs(books, payload, lines);
}
