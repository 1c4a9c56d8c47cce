import * as z from 'zod';
import { PERSON } from '../books/actors.ts';
import { recordEvent } from '../books/audit.ts';
import { Books } from '../books/books.ts';
import { setPreference } from '../books/preferences.ts';
import { objectOf, objectsOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { oauthSettingsSchema, changeSettings } from '../oauth/settings.ts';
import { revokeAll } from '../oauth/grants.ts';
import { readingsSchema } from '../readings.ts';
import { isDate } from '../times.ts';
import type { Sandbox } from '../types.ts';
import { json } from './json-schema.ts';
import { personDoes, personSchema } from './person.ts';

/** What `POST /__sandbox/company` takes: any of these together. */
export const companySchema = z.strictObject({
  /** The company, by either word; the oldest without it. */
  companyId: z.string().optional(),
  realmId: z.string().optional(),
  customTxnNumbers: z.boolean().optional(),
  /** Books are closed up to and with this day; null opens them. */
  bookCloseDate: z.string().refine(isDate, 'must be YYYY-MM-DD').nullable().optional(),
  subscriptionStatus: z.string().optional(),
  /** `{"TaxPrefs": {"UsingSalesTax": false}}`: set as they stand; null removes a member. */
  preferences: z.record(z.string(), z.record(z.string(), json)).optional(),
  readings: readingsSchema.partial().optional(),
  oauth: oauthSettingsSchema.partial().optional(),
  /** Every app of the named company, or of all when none is named. */
  revokeTokens: z.literal(true).optional(),
  person: personSchema.optional(),
});

export type CompanyOrder = z.input<typeof companySchema>;

/** Only the members that were sent: defaults of a partial schema would undo earlier switches. */
const sentOf = <T extends object>(sent: T, raw: Json | undefined): Partial<T> => {
  const named = objectOf(raw);
  const picked: Partial<T> = { ...sent };
  for (const key in picked) if (named[key] === undefined) Reflect.deleteProperty(picked, key);
  return picked;
};

function setSubscription(books: Books, status: string): void {
  const info = objectOf(books.get('CompanyInfo', '1'));
  const others = objectsOf(info.NameValue).filter((pair) => pair.Name !== 'SubscriptionStatus');
  const NameValue = [...others, { Name: 'SubscriptionStatus', Value: status }];
  books.put('CompanyInfo', { ...info, ...books.changedRow(info), NameValue });
  recordEvent(books, 'Edit', 'CompanyInfo', `SubscriptionStatus → ${status}`);
}

/** Changes a company the way its people can, or the switches of the sandbox. */
export function changeCompany(
  sandbox: Sandbox,
  now: Date,
  order: z.output<typeof companySchema>,
  raw: Json,
): JsonObject {
  const named = order.companyId ?? order.realmId;
  const realmId = named ?? [...sandbox.store.rows('company').keys()][0] ?? '';
  if (sandbox.store.get('company', realmId) === undefined) throw new Error(`there is no company ${realmId}`);
  const books = new Books(sandbox.store, sandbox.indexes, realmId, now, PERSON);
  const { customTxnNumbers, bookCloseDate, subscriptionStatus } = order;
  if (customTxnNumbers !== undefined)
    setPreference(books, 'SalesFormsPrefs', 'CustomTxnNumbers', customTxnNumbers);
  if (bookCloseDate !== undefined)
    setPreference(books, 'AccountingInfoPrefs', 'BookCloseDate', bookCloseDate);
  if (subscriptionStatus !== undefined) setSubscription(books, subscriptionStatus);
  for (const [group, members] of Object.entries(order.preferences ?? {})) {
    for (const [name, value] of Object.entries(members)) setPreference(books, group, name, value);
  }
  if (order.readings !== undefined) {
    books.set('readings', { ...books.readings, ...sentOf(order.readings, objectOf(raw).readings) });
  }
  if (order.oauth !== undefined) changeSettings(sandbox, sentOf(order.oauth, objectOf(raw).oauth));
  const revoked = order.revokeTokens === true ? revokeAll(sandbox, now, named) : undefined;
  const result = order.person === undefined ? undefined : personDoes(books, order.person);
  return { realmId, revoked, result };
}
