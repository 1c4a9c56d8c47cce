import { business } from '../../faults.ts';
import { refId } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import { currencyRefOf, keptCurrency, multicurrency } from './currencies.ts';

/**
 * The currency of a customer or vendor: chosen when they are made, the home currency by default, and fixed
 * from then on (qbo-api.md 3.1, 3.9). A job has its customer's, so that balances can be added up.
 */
export function personCurrency(
  books: Books,
  payload: JsonObject,
  before: JsonObject | undefined,
  above?: JsonObject,
): JsonObject {
  const sent = refId(payload.CurrencyRef);
  const home = books.facts.currency;
  if (sent !== undefined && sent !== home && !multicurrency(books)) {
    throw business('Multicurrency should be enabled to perform this operation.');
  }
  const was = refId(before?.CurrencyRef);
  if (was !== undefined && sent !== undefined && sent !== was) {
    throw business(`The currency of a customer or vendor cannot be changed. It is ${was}.`);
  }
  const code = was ?? sent ?? refId(above?.CurrencyRef) ?? home;
  if (was === undefined) keptCurrency(books, code);
  if (above !== undefined && code !== (refId(above.CurrencyRef) ?? home)) {
    throw business('A job must have the currency of its customer.');
  }
  return currencyRefOf(books, code);
}
