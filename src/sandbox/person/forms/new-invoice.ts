import { textOf } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { numbersByHand } from '../company-state.ts';
import { Mistyped } from '../form.ts';
import type { Field, Form, Typed } from '../form.ts';
import { at } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { amountTyped, dayTyped, personOrder } from './orders.ts';

/** Names that a browser may suggest; a company with more customers types the name. */
const SUGGESTED = 500;

const nameOf = (row: JsonObject): string => textOf(row.DisplayName) ?? textOf(row.Name) ?? '';

function active({ books }: Visit, entity: string): readonly JsonObject[] {
  return [...books.rows(entity)].filter((row) => row.Active !== false && row.Hidden !== true);
}

const choicesOf = (rows: readonly JsonObject[]) =>
  rows.map((row) => ({ value: textOf(row.Id) ?? '', label: nameOf(row) }));

function fields(visit: Visit): readonly Field[] {
  const { books, request } = visit;
  const customer = books.get('Customer', request.query.get('customer') ?? undefined);
  const customers = active(visit, 'Customer');
  const items = active(visit, 'Item').filter((row) => row.Type !== 'Category' && row.Type !== 'Group');
  const codes = active(visit, 'TaxCode').filter((row) =>
    books.country === 'US' ? row.Id === 'TAX' || row.Id === 'NON' : row.SyncToken !== undefined,
  );
  const required = true;
  return [
    {
      name: 'customer',
      label: 'Customer',
      kind: 'text',
      value: customer === undefined ? '' : nameOf(customer),
      hint: 'The name as it stands in the list of customers.',
      suggestions: customers.length > SUGGESTED ? [] : customers.map(nameOf),
      required,
    },
    { name: 'number', label: 'Number', kind: 'text', value: '', hint: numberHint(visit) },
    { name: 'date', label: 'Date', kind: 'date', value: books.today, required },
    { name: 'item', label: 'Item', kind: 'choice', value: '', choices: choicesOf(items), required },
    { name: 'description', label: 'Description', kind: 'text', value: '' },
    { name: 'amount', label: 'Amount', kind: 'money', value: '', required },
    {
      name: 'tax',
      label: 'Tax code',
      kind: 'choice',
      value: books.country === 'US' ? 'NON' : (textOf(codes[0]?.Id) ?? ''),
      choices: [{ value: '', label: 'None' }, ...choicesOf(codes)],
    },
    { name: 'memo', label: 'Memo (for ourselves)', kind: 'area', value: '' },
  ];
}

function customerTyped({ books }: Visit, typed: Typed): JsonObject {
  const rows = books.lookup('Customer', 'DisplayName', typed('customer')) ?? [];
  const found = rows.find((row) => row.Active !== false);
  if (found === undefined) throw new Mistyped('customer', 'There is no active customer of this name.');
  return found;
}

const numberHint = (visit: Visit): string =>
  numbersByHand(visit)
    ? 'Empty: the invoice has no number, since people and apps number them here (Settings).'
    : 'Empty: QuickBooks numbers it.';

const reference = (id: string): Json | undefined => (id === '' ? undefined : { value: id });

/** One line is enough to rehearse: a number that is taken by hand, an invoice the app knows nothing of. */
export function newInvoiceForm(visit: Visit): Form {
  return {
    title: 'New invoice',
    section: 'invoices',
    fields: fields(visit),
    submit: 'Create the invoice',
    back: at(visit, 'invoices'),
    done: 'created',
    next: (made) => at(visit, 'invoices', textOf(made.Id) ?? ''),
    order: (typed) => {
      const customer = customerTyped(visit, typed);
      const value = amountTyped(typed, 'amount');
      const line = {
        Amount: value,
        Description: textOf(typed('description')),
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: {
          ItemRef: reference(typed('item')),
          Qty: 1,
          UnitPrice: value,
          TaxCodeRef: reference(typed('tax')),
        },
      };
      return personOrder(visit, {
        operation: 'create',
        entity: 'Invoice',
        body: {
          CustomerRef: { value: customer.Id },
          CurrencyRef: customer.CurrencyRef,
          DocNumber: textOf(typed('number')),
          TxnDate: dayTyped(typed, 'date'),
          PrivateNote: textOf(typed('memo')),
          Line: [line],
        },
      });
    },
  };
}
