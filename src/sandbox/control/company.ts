import * as z from 'zod';
import { Books } from '../books/books.ts';
import type { EntityRules } from '../books/entity.ts';
import { makeVoid, remove, rulesFor, save } from '../books/write.ts';
import { isObject, jsonOf, objectOf, objectsOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { oauthSettingsSchema, changeSettings } from '../oauth/settings.ts';
import { revokeAll } from '../oauth/grants.ts';
import { readingsSchema } from '../readings.ts';
import { isDate } from '../times.ts';
import type { Sandbox } from '../types.ts';

const json = z.unknown().transform((value, context): Json => {
  const found = jsonOf(value);
  if (found !== undefined) return found;
  context.addIssue('must be plain JSON');
  return z.NEVER;
});
const row = json.transform((value, context): JsonObject => {
  if (isObject(value)) return value;
  context.addIssue('must be an object');
  return z.NEVER;
});

/** What the person in QuickBooks does beside the app. */
const personSchema = z.discriminatedUnion('operation', [
  z.strictObject({ operation: z.literal('create'), entity: z.string(), body: row }),
  z.strictObject({ operation: z.literal('edit'), entity: z.string(), id: z.string(), body: row }),
  z.strictObject({ operation: z.enum(['void', 'delete']), entity: z.string(), id: z.string() }),
  z.strictObject({ operation: z.literal('pay'), id: z.string(), amount: z.number().positive().optional() }),
]);

/** What `POST /__sandbox/company` takes: any of these together. */
export const companySchema = z.strictObject({
  realmId: z.string().optional(),
  customTxnNumbers: z.boolean().optional(),
  /** Books are closed up to and with this day; null opens them. */
  bookCloseDate: z.string().refine(isDate, 'must be YYYY-MM-DD').nullable().optional(),
  subscriptionStatus: z.string().optional(),
  /** `{"TaxPrefs": {"UsingSalesTax": false}}`: set as they stand; null removes a member. */
  preferences: z.record(z.string(), z.record(z.string(), json)).optional(),
  readings: readingsSchema.partial().optional(),
  oauth: oauthSettingsSchema.partial().optional(),
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

function setPreference(books: Books, group: string, name: string, value: Json): void {
  const current = books.preferences;
  const members = { ...objectOf(current[group]), [name]: value ?? undefined };
  books.put('Preferences', { ...current, ...books.changedRow(current), [group]: members });
}

function setSubscription(books: Books, status: string): void {
  const info = objectOf(books.get('CompanyInfo', '1'));
  const others = objectsOf(info.NameValue).filter((pair) => pair.Name !== 'SubscriptionStatus');
  const NameValue = [...others, { Name: 'SubscriptionStatus', Value: status }];
  books.put('CompanyInfo', { ...info, ...books.changedRow(info), NameValue });
}

function ruleOf(entity: string): EntityRules {
  const rule = rulesFor(entity);
  if (rule === undefined) throw new Error(`the sandbox keeps no ${entity}`);
  return rule;
}

function personDoes(books: Books, order: z.output<typeof personSchema>): JsonObject {
  const options = { duplicateNumber: false };
  if (order.operation === 'create') return save(books, ruleOf(order.entity), order.body, options);
  if (order.operation === 'pay') {
    const invoice = books.get('Invoice', order.id);
    if (invoice === undefined) throw new Error(`there is no invoice ${order.id}`);
    const amount = order.amount ?? invoice.Balance;
    const Line = [{ Amount: amount, LinkedTxn: [{ TxnId: order.id, TxnType: 'Invoice' }] }];
    return save(
      books,
      ruleOf('Payment'),
      { CustomerRef: invoice.CustomerRef, TotalAmt: amount, Line },
      options,
    );
  }
  const rule = ruleOf(order.entity);
  const current = books.get(order.entity, order.id);
  if (current === undefined) throw new Error(`there is no ${order.entity} ${order.id}`);
  const key = { Id: order.id, SyncToken: current.SyncToken };
  switch (order.operation) {
    case 'edit':
      return save(books, rule, { ...order.body, ...key, sparse: true }, options);
    case 'void':
      return makeVoid(books, rule, key);
    case 'delete':
      return remove(books, rule, key);
  }
}

/** Changes a company the way its people can, or the switches of the sandbox. */
export function changeCompany(
  sandbox: Sandbox,
  now: Date,
  order: z.output<typeof companySchema>,
  raw: Json,
): JsonObject {
  const realmId = order.realmId ?? [...sandbox.store.rows('company').keys()][0] ?? '';
  if (sandbox.store.get('company', realmId) === undefined) throw new Error(`there is no company ${realmId}`);
  const books = new Books(sandbox.store, sandbox.indexes, realmId, now);
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
  const revoked = order.revokeTokens === true ? revokeAll(sandbox) : undefined;
  const result = order.person === undefined ? undefined : personDoes(books, order.person);
  return { realmId, revoked, result };
}
