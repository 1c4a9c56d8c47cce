import * as z from 'zod';
import { lastActor, record } from '../books/audit.ts';
import type { Books } from '../books/books.ts';
import type { EntityRules } from '../books/entity.ts';
import { rulesFor } from '../books/entities.ts';
import { makeVoid, remove, save } from '../books/write.ts';
import { stale } from '../faults.ts';
import { compact } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { isDate } from '../times.ts';
import { row } from './json-schema.ts';

/** What the person saw: another one since then is a 5010. The present one without it. */
const syncToken = z.string().optional();
const named = { entity: z.string(), id: z.string(), syncToken };

/** What the person in QuickBooks does beside the app. */
export const personSchema = z.discriminatedUnion('operation', [
  z.strictObject({ operation: z.literal('create'), entity: z.string(), body: row }),
  z.strictObject({ ...named, operation: z.literal('edit'), body: row }),
  z.strictObject({ ...named, operation: z.enum(['void', 'delete']) }),
  z.strictObject({
    operation: z.literal('pay'),
    id: z.string(),
    syncToken,
    /** All that is open without it. */
    amount: z.number().positive().optional(),
    date: z.string().refine(isDate, 'must be YYYY-MM-DD').optional(),
    /** Id of a payment method. */
    method: z.string().optional(),
    reference: z.string().optional(),
  }),
  /** Tax codes are closed to the API; people retire and rename them. */
  z.strictObject({
    operation: z.literal('taxCode'),
    id: z.string(),
    active: z.boolean().optional(),
    name: z.string().min(1).max(100).optional(),
  }),
  /** No person can delete one: for a company that never had it. */
  z.strictObject({ operation: z.literal('noTaxCode'), id: z.string() }),
]);

type PersonOrder = z.output<typeof personSchema>;

const BY_HAND = { duplicateNumber: false };

function ruleOf(entity: string): EntityRules {
  const rule = rulesFor(entity);
  if (rule === undefined) throw new Error(`the sandbox keeps no ${entity}`);
  return rule;
}

function rowOf(books: Books, entity: string, id: string): JsonObject {
  const found = books.get(entity, id);
  if (found === undefined) throw new Error(`there is no ${entity.toLowerCase()} ${id}`);
  return found;
}

function pay(books: Books, order: Extract<PersonOrder, { operation: 'pay' }>): JsonObject {
  const invoice = rowOf(books, 'Invoice', order.id);
  if (order.syncToken !== undefined && order.syncToken !== invoice.SyncToken) {
    throw stale(lastActor(books, 'Invoice', order.id));
  }
  const amount = order.amount ?? invoice.Balance;
  const payment = compact({
    CustomerRef: invoice.CustomerRef,
    TotalAmt: amount,
    TxnDate: order.date,
    PaymentMethodRef: order.method === undefined ? undefined : { value: order.method },
    PaymentRefNum: order.reference,
    CurrencyRef: invoice.CurrencyRef,
    Line: [{ Amount: amount, LinkedTxn: [{ TxnId: order.id, TxnType: 'Invoice' }] }],
  });
  return save(books, ruleOf('Payment'), payment, BY_HAND);
}

function changeTaxCode(
  books: Books,
  { id, active, name }: Extract<PersonOrder, { operation: 'taxCode' }>,
): JsonObject {
  const before = rowOf(books, 'TaxCode', id);
  if (before.SyncToken === undefined) throw new Error(`${id} is QuickBooks' own and cannot be changed`);
  const [taken] = name === undefined ? [] : (books.lookup('TaxCode', 'Name', name) ?? []);
  if (taken !== undefined && taken.Id !== id) throw new Error(`another tax code is called "${name ?? ''}"`);
  const changes = { Active: active ?? before.Active, Name: name ?? before.Name };
  const after = books.put('TaxCode', { ...before, ...books.changedRow(before), ...changes });
  record(books, 'Edit', 'TaxCode', before, after);
  return after;
}

/** Does what a person does in QuickBooks, by the same rules as the API. */
export function personDoes(books: Books, order: PersonOrder): JsonObject {
  if (order.operation === 'create') return save(books, ruleOf(order.entity), order.body, BY_HAND);
  if (order.operation === 'pay') return pay(books, order);
  if (order.operation === 'noTaxCode') {
    const row = rowOf(books, 'TaxCode', order.id);
    books.forget('TaxCode', order.id);
    return row;
  }
  if (order.operation === 'taxCode') return changeTaxCode(books, order);
  const rule = ruleOf(order.entity);
  const seen: Json | undefined = order.syncToken ?? rowOf(books, order.entity, order.id).SyncToken;
  const key = { Id: order.id, SyncToken: seen };
  switch (order.operation) {
    case 'edit':
      return save(books, rule, { ...order.body, ...key, sparse: true }, BY_HAND);
    case 'void':
      return makeVoid(books, rule, key);
    case 'delete':
      return remove(books, rule, key);
  }
}
