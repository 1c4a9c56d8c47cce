import { currencyRefOf, multicurrency } from '../../books/currency/currencies.ts';
import { objectOf, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { Mistyped } from '../form.ts';
import type { Field, Form, Typed } from '../form.ts';
import { at } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { personOrder } from './orders.ts';

function fields(row: JsonObject): readonly Field[] {
  const address = objectOf(row.BillAddr);
  return [
    {
      name: 'name',
      label: 'Display name',
      kind: 'text',
      value: textOf(row.DisplayName) ?? '',
      required: true,
    },
    { name: 'company', label: 'Company name', kind: 'text', value: textOf(row.CompanyName) ?? '' },
    {
      name: 'email',
      label: 'E-mail',
      kind: 'email',
      value: textOf(objectOf(row.PrimaryEmailAddr).Address) ?? '',
      hint: 'Several are parted by commas. Empty: none.',
    },
    {
      name: 'phone',
      label: 'Phone',
      kind: 'text',
      value: textOf(objectOf(row.PrimaryPhone).FreeFormNumber) ?? '',
    },
    { name: 'street', label: 'Street', kind: 'text', value: textOf(address.Line1) ?? '' },
    { name: 'city', label: 'City', kind: 'text', value: textOf(address.City) ?? '' },
    { name: 'postcode', label: 'Postcode', kind: 'text', value: textOf(address.PostalCode) ?? '' },
    { name: 'notes', label: 'Notes', kind: 'area', value: textOf(row.Notes) ?? '' },
  ];
}

function nameTyped(typed: Typed): string {
  const name = typed('name');
  if (name === '') throw new Mistyped('name', 'Write a name.');
  return name;
}

/** Only what differs from the row: what the person did not touch is not sent. */
function body(row: JsonObject, typed: Typed): JsonObject {
  const address = objectOf(row.BillAddr);
  const lines = { Line1: typed('street'), City: typed('city'), PostalCode: typed('postcode') };
  const moved = Object.entries(lines).some(([name, value]) => value !== (textOf(address[name]) ?? ''));
  const within = (member: string, name: string, value: string): JsonObject =>
    value === (textOf(objectOf(row[member])[name]) ?? '') ? {} : { [member]: { [name]: value } };
  return {
    DisplayName: nameTyped(typed),
    CompanyName: typed('company'),
    Notes: typed('notes'),
    ...within('PrimaryEmailAddr', 'Address', typed('email')),
    ...within('PrimaryPhone', 'FreeFormNumber', typed('phone')),
    ...(moved ? { BillAddr: { ...address, ...lines } } : {}),
  };
}

export function editCustomerForm(visit: Visit, id: string): Form | undefined {
  const row = visit.books.get('Customer', id);
  if (row === undefined) return undefined;
  return {
    title: `Edit ${textOf(row.DisplayName) ?? `customer id ${id}`}`,
    section: 'customers',
    fields: fields(row),
    syncToken: textOf(row.SyncToken),
    submit: 'Save',
    back: at(visit, 'customers', id),
    done: 'saved',
    order: (typed, syncToken) =>
      personOrder(visit, { operation: 'edit', entity: 'Customer', id, syncToken, body: body(row, typed) }),
  };
}

/** A customer has one currency for good; only a company that keeps several asks for it. */
function currencyFields({ books }: Visit): readonly Field[] {
  if (!multicurrency(books)) return [];
  const home = books.facts.currency;
  const foreign = [...books.rows('CompanyCurrency')].filter((row) => row.Active !== false);
  const codes = [home, ...foreign.flatMap((row) => textOf(row.Code) ?? [])];
  return [
    {
      name: 'currency',
      label: 'Currency',
      kind: 'choice',
      value: home,
      choices: codes.map((value) => ({ value, label: value })),
      hint: 'It cannot be changed later.',
    },
  ];
}

export function newCustomerForm(visit: Visit): Form {
  return {
    title: 'New customer',
    section: 'customers',
    fields: [...fields({}), ...currencyFields(visit)],
    submit: 'Create the customer',
    back: at(visit, 'customers'),
    done: 'created',
    next: (made) => at(visit, 'customers', textOf(made.Id) ?? ''),
    order: (typed) =>
      personOrder(visit, {
        operation: 'create',
        entity: 'Customer',
        body: {
          ...made(typed),
          CurrencyRef: currencyRefOf(visit.books, textOf(typed('currency')) ?? visit.books.facts.currency),
        },
      }),
  };
}

const made = (typed: Typed): JsonObject =>
  Object.fromEntries(Object.entries(body({}, typed)).filter(([, value]) => value !== ''));
