import { business, missing, notFound, notSupported } from '../../faults.ts';
import { objectOf, textOf, without } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { decimal } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import { isDate, metaTime } from '../../times.ts';
import type { Books } from '../books.ts';
import type { EntityRules } from '../entity.ts';
import { keptCurrency, multicurrency } from './currencies.ts';

const MULTICURRENCY_OFF = 'Multicurrency is not turned on for this company.';

/** The newest rate of a currency up to a day, among its own rates only. */
function latest(books: Books, code: string, day: string): JsonObject | undefined {
  let found: JsonObject | undefined;
  for (const row of books.lookup('ExchangeRate', 'SourceCurrencyCode', code) ?? []) {
    const date = textOf(row.AsOfDate) ?? '';
    if (date <= day && date > (textOf(found?.AsOfDate) ?? '')) found = row;
  }
  return found;
}

/** Home units for one unit of a currency on a day: from the list, else 1 (qbo-api.md 3.9). */
export function rateOn(books: Books, code: string, day: string): Decimal {
  const row = latest(books, code, day);
  return row === undefined ? decimal(1) : decimal(row.Rate);
}

function write(books: Books, payload: JsonObject): JsonObject {
  if (!multicurrency(books)) throw notSupported(MULTICURRENCY_OFF);
  const code = textOf(payload.SourceCurrencyCode);
  if (code === undefined) throw missing('SourceCurrencyCode');
  if (payload.Rate === undefined) throw missing('Rate');
  const home = books.facts.currency;
  const target = textOf(payload.TargetCurrencyCode) ?? home;
  if (code === home || target !== home) {
    throw business(`An exchange rate says how much one unit of a foreign currency is in ${home}.`);
  }
  keptCurrency(books, code);
  if (decimal(payload.Rate).lte(0)) throw business('The exchange rate must be greater than 0.');
  const AsOfDate = textOf(payload.AsOfDate) ?? books.today;
  const id = `${code}@${AsOfDate}`;
  const before = books.get('ExchangeRate', id);
  return books.put('ExchangeRate', {
    ...(before === undefined ? books.newRow('ExchangeRate', id) : books.changedRow(before)),
    SourceCurrencyCode: code,
    TargetCurrencyCode: home,
    Rate: payload.Rate,
    AsOfDate,
  });
}

/** `GET exchangerate?sourcecurrencycode=EUR&asofdate=2026-03-02`: what a transaction of that day would take. */
export function readRate(books: Books, code: string | null, asOf: string | null): JsonObject {
  if (!multicurrency(books)) throw notSupported(MULTICURRENCY_OFF);
  if (code === null || code === '') throw missing('sourcecurrencycode');
  const day = asOf ?? books.today;
  if (!isDate(day)) throw business(`The date ${day} is not written as YYYY-MM-DD.`);
  const home = books.facts.currency;
  if (code !== home) keptCurrency(books, code);
  const row = latest(books, code, day);
  if (row === undefined && code !== home) throw notFound();
  return {
    SyncToken: row?.SyncToken ?? '0',
    domain: 'QBO',
    sparse: false,
    SourceCurrencyCode: code,
    TargetCurrencyCode: home,
    Rate: row?.Rate ?? 1,
    AsOfDate: day,
    MetaData: { LastUpdatedTime: objectOf(row?.MetaData).LastUpdatedTime ?? metaTime(books.now) },
  };
}

/** Rates are found by currency and day: they have no id that clients see, and lists leave out more (recorded). */
export const exchangeRateRules: EntityRules = {
  entity: 'ExchangeRate',
  readOnly: [],
  write,
  shown: (_books, row) => ({
    ...without(row, ['Id', 'SyncToken', 'domain', 'sparse']),
    MetaData: { LastUpdatedTime: objectOf(row.MetaData).LastUpdatedTime },
  }),
};
