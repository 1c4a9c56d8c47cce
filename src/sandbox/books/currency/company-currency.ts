import { business, duplicateName, missing, notSupported } from '../../faults.ts';
import { compact, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import type { EntityRules } from '../entity.ts';
import { companyCurrency, currencyName, multicurrency } from './currencies.ts';

function write(books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject {
  if (!multicurrency(books)) throw notSupported('Multicurrency is not turned on for this company.');
  const code = textOf(payload.Code) ?? textOf(before?.Code);
  if (code === undefined) throw missing('Code');
  if (before !== undefined && code !== before.Code) {
    throw business('The code of a currency cannot be changed.');
  }
  if (code === books.facts.currency) throw business('The home currency is kept already.');
  const other = companyCurrency(books, code);
  if (other !== undefined && other.Id !== before?.Id) throw duplicateName(textOf(other.Id) ?? '');
  return books.put(
    'CompanyCurrency',
    compact({
      Code: code,
      Name: currencyName(code),
      CustomField: payload.CustomField,
      Active: payload.Active ?? true,
      ...(before === undefined ? books.newRow('CompanyCurrency') : books.changedRow(before)),
    }),
  );
}

/** The foreign currencies that a company uses (qbo-api.md 3.9). */
export const companyCurrencyRules: EntityRules = {
  entity: 'CompanyCurrency',
  readOnly: ['Name'],
  kept: ['Code'],
  write,
};
