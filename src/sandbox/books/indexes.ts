import { isObject, refId, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Store } from '../store.ts';
import { AUDIT, auditKeys } from './audit.ts';

/** Lists whose names share one space (qbo-api.md 3.1). */
export const NAMED_PEOPLE = ['Customer', 'Vendor', 'Employee'] as const;

const DELETED = ' (deleted)';

type Keys = (row: JsonObject) => readonly (string | undefined)[];

const ParentRef: Keys = (row) => [refId(row.ParentRef)];

/** Lists whose rows stand under one another. */
const levels = { Name: names('Name'), FullyQualifiedName: names('FullyQualifiedName'), ParentRef };

const forms: { readonly DocNumber: Keys; readonly CustomerRef: Keys } = {
  DocNumber: (row) => [textOf(row.DocNumber)],
  CustomerRef: (row) => [refId(row.CustomerRef)],
};

/** Per entity, the equality look-ups that must not scan: names, numbers, owners. */
const indexed: Readonly<Record<string, Readonly<Record<string, Keys>>>> = {
  Customer: { DisplayName: names('DisplayName'), FullyQualifiedName: names('FullyQualifiedName'), ParentRef },
  Vendor: { DisplayName: names('DisplayName') },
  Employee: { DisplayName: names('DisplayName') },
  Item: levels,
  Account: levels,
  Class: levels,
  Department: levels,
  Term: { Name: names('Name') },
  PaymentMethod: { Name: names('Name') },
  TaxCode: { Name: names('Name') },
  TaxRate: { Name: names('Name') },
  TaxAgency: { DisplayName: names('DisplayName') },
  Invoice: forms,
  CreditMemo: forms,
  SalesReceipt: forms,
  RefundReceipt: forms,
  JournalEntry: { DocNumber: forms.DocNumber },
  ExchangeRate: { SourceCurrencyCode: (row) => [textOf(row.SourceCurrencyCode)] },
  CompanyCurrency: { Code: (row) => [textOf(row.Code)] },
  [AUDIT]: { Object: auditKeys },
  Payment: {
    CustomerRef: (row) => [refId(row.CustomerRef)],
    PaymentRefNum: (row) => [textOf(row.PaymentRefNum)],
  },
};

/** An inactive row is found under its name and under the name it had before " (deleted)" was added. */
function names(member: string): Keys {
  return (row) => {
    const name = textOf(row[member]);
    return name?.endsWith(DELETED) === true ? [name, name.slice(0, -DELETED.length)] : [name];
  };
}

/** Equality look-ups over every company's rows, kept in step with the store. */
export class Indexes {
  private readonly ids = new Map<string, Set<string>>();

  constructor(store: Store) {
    store.watch((table, key, before, after) => {
      this.each(table, before, (entry) => this.ids.get(entry)?.delete(key));
      this.each(table, after, (entry) => {
        const ids = this.ids.get(entry);
        if (ids === undefined) this.ids.set(entry, new Set([key]));
        else ids.add(key);
      });
    });
  }

  /** Ids of the rows whose property has this value, case ignored; undefined when it is not indexed. */
  find(table: string, property: string, value: string): readonly string[] | undefined {
    const entity = table.slice(table.indexOf('/') + 1);
    if (indexed[entity]?.[property] === undefined) return undefined;
    return [...(this.ids.get(entryKey(table, property, value)) ?? [])];
  }

  private each(table: string, row: Json | undefined, visit: (entry: string) => void): void {
    if (!isObject(row)) return;
    const properties = indexed[table.slice(table.indexOf('/') + 1)] ?? {};
    for (const [property, keys] of Object.entries(properties)) {
      for (const value of keys(row)) if (value !== undefined) visit(entryKey(table, property, value));
    }
  }
}

const entryKey = (table: string, property: string, value: string): string =>
  `${table}\u0000${property}\u0000${value.toLowerCase()}`;
