import { objectsOf, textOf } from '../json.ts';
import type { Visit } from './visit.ts';

/** `CompanyInfo.NameValue` SubscriptionStatus in words (qbo-api.md 7.2, code 6190). */
export const SUBSCRIPTIONS: ReadonlyMap<string, string> = new Map([
  ['PAID', 'Paid'],
  ['TRIAL', 'Trial'],
  ['CANCELLED', 'Cancelled (lapsed)'],
  ['EXPIRED', 'Expired (lapsed)'],
]);

export const subscriptionOf = (visit: Visit): string =>
  textOf(
    objectsOf(visit.books.get('CompanyInfo', '1')?.NameValue).find(
      (pair) => pair.Name === 'SubscriptionStatus',
    )?.Value,
  ) ?? 'PAID';

export function subscriptionWords(visit: Visit): string {
  const status = subscriptionOf(visit);
  return SUBSCRIPTIONS.get(status) ?? status;
}

export const closedUpTo = (visit: Visit): string | undefined =>
  textOf(visit.books.preference('AccountingInfoPrefs', 'BookCloseDate'));

export const numbersByHand = ({ books }: Visit): boolean =>
  books.preference('SalesFormsPrefs', 'CustomTxnNumbers') === true;

export const usesSalesTax = ({ books }: Visit): boolean =>
  books.preference('TaxPrefs', 'UsingSalesTax') === true;
