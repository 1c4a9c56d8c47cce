import { business, inactiveReference, badReference, missing } from '../../faults.ts';
import { compact, refId, textOf } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { keepAddress } from './addresses.ts';
import type { Books } from '../books.ts';
import type { EntityRules } from '../entity.ts';
import { checkEmail, claimPersonName, nameFor } from './names.ts';
import { activeRef } from '../references.ts';

const NAME_PARTS = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix'] as const;
const MAX_DEPTH = 4;

/** The name to show: as sent, or joined from its parts (qbo-api.md 3.1). */
function displayName(payload: JsonObject): string {
  const joined = NAME_PARTS.map((part) => textOf(payload[part])?.trim())
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
  const name = textOf(payload.DisplayName)?.trim() ?? joined;
  if (name === '') throw missing('DisplayName');
  return name;
}

function checkCurrency(books: Books, payload: JsonObject): void {
  const currency = refId(payload.CurrencyRef);
  if (currency !== undefined && currency !== books.facts.currency) {
    throw business('Multicurrency should be enabled to perform this operation.');
  }
}

function parent(books: Books, payload: JsonObject, self: Json | undefined): JsonObject | undefined {
  const id = refId(payload.ParentRef);
  if (id === undefined) return undefined;
  const row = books.get('Customer', id);
  if (row === undefined || id === self) throw badReference('Names', id);
  if (row.Active === false) throw inactiveReference();
  const level = typeof row.Level === 'number' ? row.Level : 0;
  if (level >= MAX_DEPTH) throw business('You can nest customers at most 4 levels below the top.');
  return row;
}

/** What all three kinds of people share, in the order that replies have. */
function person(
  books: Books,
  entity: string,
  payload: JsonObject,
  before: JsonObject | undefined,
): JsonObject {
  checkEmail(payload, 'PrimaryEmailAddr');
  checkCurrency(books, payload);
  const active = payload.Active !== false;
  const name = nameFor(displayName(payload), active);
  if (active) claimPersonName(books, name, { entity, id: textOf(before?.Id) });
  return {
    ...(before === undefined ? books.newRow(entity) : books.changedRow(before)),
    Title: payload.Title,
    GivenName: payload.GivenName,
    MiddleName: payload.MiddleName,
    FamilyName: payload.FamilyName,
    Suffix: payload.Suffix,
    CompanyName: payload.CompanyName,
    DisplayName: name,
    PrintOnCheckName: payload.PrintOnCheckName ?? payload.CompanyName ?? nameFor(name, true),
    Active: active,
    PrimaryPhone: payload.PrimaryPhone,
    AlternatePhone: payload.AlternatePhone,
    Mobile: payload.Mobile,
    Fax: payload.Fax,
    PrimaryEmailAddr: payload.PrimaryEmailAddr,
    WebAddr: payload.WebAddr,
    Notes: payload.Notes,
  };
}

function writeCustomer(books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject {
  const above = parent(books, payload, before?.Id);
  const shared = person(books, 'Customer', payload, before);
  const name = textOf(shared.DisplayName) ?? '';
  const bill = keepAddress(books, payload.BillAddr, before?.BillAddr);
  const tax =
    books.country === 'US' ? textOf(refId(books.preference('TaxPrefs', 'TaxGroupCodeRef'))) : undefined;
  const defaultTax = refId(payload.DefaultTaxCodeRef) ?? tax;
  const level = typeof above?.Level === 'number' ? above.Level : 0;
  const row = compact({
    Taxable: payload.Taxable ?? true,
    BillAddr: bill,
    ShipAddr: keepAddress(books, payload.ShipAddr, before?.ShipAddr) ?? bill,
    Job: above !== undefined,
    BillWithParent: payload.BillWithParent ?? false,
    ParentRef: above === undefined ? undefined : books.refTo('Customer', textOf(above.Id) ?? ''),
    Level: above === undefined ? undefined : level + 1,
    Balance: before?.Balance ?? 0,
    BalanceWithJobs: before?.BalanceWithJobs ?? 0,
    CurrencyRef: books.currencyRef,
    PreferredDeliveryMethod: payload.PreferredDeliveryMethod ?? 'Print',
    SalesTermRef: activeRef(books, 'Term', payload.SalesTermRef),
    PaymentMethodRef: activeRef(books, 'PaymentMethod', payload.PaymentMethodRef),
    ResaleNum: payload.ResaleNum,
    TaxExemptionReasonId: payload.TaxExemptionReasonId,
    PrimaryTaxIdentifier: payload.PrimaryTaxIdentifier,
    ...shared,
    FullyQualifiedName: above === undefined ? name : `${textOf(above.FullyQualifiedName) ?? ''}:${name}`,
    DefaultTaxCodeRef:
      payload.Taxable === false || defaultTax === undefined ? undefined : { value: defaultTax },
  });
  return books.put('Customer', row);
}

export const customerRules: EntityRules = {
  entity: 'Customer',
  readOnly: ['Balance', 'BalanceWithJobs', 'FullyQualifiedName', 'IsProject', 'Level', 'Job'],
  kept: ['DisplayName', 'Taxable'],
  write: writeCustomer,
};

export const vendorRules: EntityRules = {
  entity: 'Vendor',
  readOnly: ['Balance'],
  kept: ['DisplayName'],
  write: (books, payload, before) =>
    books.put(
      'Vendor',
      compact({
        BillAddr: keepAddress(books, payload.BillAddr, before?.BillAddr),
        Balance: before?.Balance ?? 0,
        AcctNum: payload.AcctNum,
        Vendor1099: payload.Vendor1099 ?? false,
        CurrencyRef: books.currencyRef,
        ...person(books, 'Vendor', payload, before),
      }),
    ),
};

export const employeeRules: EntityRules = {
  entity: 'Employee',
  readOnly: [],
  kept: ['DisplayName'],
  write: (books, payload, before) =>
    books.put(
      'Employee',
      compact({
        BillableTime: payload.BillableTime ?? false,
        BirthDate: payload.BirthDate,
        HiredDate: payload.HiredDate,
        ReleasedDate: payload.ReleasedDate,
        PrimaryAddr: keepAddress(books, payload.PrimaryAddr, before?.PrimaryAddr),
        EmployeeNumber: payload.EmployeeNumber,
        ...person(books, 'Employee', payload, before),
      }),
    ),
};
