import { objectOf, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
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

/** Only what differs from the row: what the person did not touch is not sent. */
function body(row: JsonObject, typed: Typed): JsonObject {
  const address = objectOf(row.BillAddr);
  const lines = { Line1: typed('street'), City: typed('city'), PostalCode: typed('postcode') };
  const moved = Object.entries(lines).some(([name, value]) => value !== (textOf(address[name]) ?? ''));
  const within = (member: string, name: string, value: string): JsonObject =>
    value === (textOf(objectOf(row[member])[name]) ?? '') ? {} : { [member]: { [name]: value } };
  return {
    DisplayName: typed('name'),
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
    title: `Edit ${textOf(row.DisplayName) ?? `customer no. ${id}`}`,
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

export function newCustomerForm(visit: Visit): Form {
  return {
    title: 'New customer',
    section: 'customers',
    fields: fields({}),
    submit: 'Create the customer',
    back: at(visit, 'customers'),
    done: 'created',
    next: (made) => at(visit, 'customers', textOf(made.Id) ?? ''),
    order: (typed) =>
      personOrder(visit, {
        operation: 'create',
        entity: 'Customer',
        body: { ...made(typed), CurrencyRef: visit.books.currencyRef },
      }),
  };
}

const made = (typed: Typed): JsonObject =>
  Object.fromEntries(Object.entries(body({}, typed)).filter(([, value]) => value !== ''));
