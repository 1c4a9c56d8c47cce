import type { Address, SourceCustomer } from '../domain/records.ts';
import type { CellReader } from './cells.ts';
import type { Field } from './fields.ts';
import type { Row } from './rows.ts';

/** A property where there is a text for it. */
export function present<K extends string>(key: K, text: string): Partial<Record<K, string>> {
  const made: Partial<Record<K, string>> = {};
  if (text !== '') made[key] = text;
  return made;
}

/** A row must say who the customer is: by name, by first and last name, or by company. */
export function requireCustomer(row: Row, cells: CellReader): void {
  if (nameOf((field) => row.cell(field).text) !== '') return;
  const column: Field = row.cell('customer_name').column === undefined ? 'last_name' : 'customer_name';
  cells.refuse(row, column, 'The customer name is missing.', "Write it, for example Mary O'Neil.");
}

/** The customer as the source has it. Whether the name and the e-mail will do is judged later, where it stays visible. */
export function readCustomer(stated: (field: Field) => string): SourceCustomer {
  const address: Address = {
    ...present('line1', stated('address_line1')),
    ...present('city', stated('city')),
    ...present('state', stated('state')),
    ...present('postalCode', stated('postal_code')),
    ...present('country', stated('country')),
  };
  return {
    ...present('sourceId', stated('customer_id')),
    name: nameOf(stated),
    ...present('firstName', stated('first_name')),
    ...present('lastName', stated('last_name')),
    ...present('company', stated('company')),
    ...present('email', stated('email')),
    ...present('phone', stated('phone')),
    address,
  };
}

function nameOf(stated: (field: Field) => string): string {
  const parts = [stated('first_name'), stated('last_name')].filter((part) => part !== '');
  return stated('customer_name') || parts.join(' ') || stated('company');
}
