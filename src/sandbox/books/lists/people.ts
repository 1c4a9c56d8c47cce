import { missing } from '../../faults.ts';
import { compact, refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { keepAddress } from './addresses.ts';
import type { Books } from '../books.ts';
import { personCurrency } from '../currency/person.ts';
import type { EntityRules } from '../entity.ts';
import { checkRetirable, fullName, levelOf, moveTotal, parentOf, putInTree } from './hierarchy.ts';
import { checkEmail, claimPersonName, nameFor } from './names.ts';
import { activeRef } from '../references.ts';

const NAME_PARTS = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix'] as const;
const TREE = { entity: 'Customer', name: 'DisplayName' } as const;

/** The name to show: as sent, or joined from its parts (qbo-api.md 3.1). */
function displayName(payload: JsonObject): string {
  const joined = NAME_PARTS.map((part) => textOf(payload[part])?.trim())
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
  const name = textOf(payload.DisplayName)?.trim() ?? joined;
  if (name === '') throw missing('DisplayName');
  return name;
}

/** What all three kinds of people share, in the order that replies have. */
function person(
  books: Books,
  entity: string,
  payload: JsonObject,
  before: JsonObject | undefined,
  above?: JsonObject,
): JsonObject {
  checkEmail(payload, 'PrimaryEmailAddr');
  const active = payload.Active !== false;
  const name = nameFor(displayName(payload), active);
  if (active) claimPersonName(books, name, fullName(above, name), { entity, id: textOf(before?.Id) });
  else checkRetirable(books, entity, before);
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
  const above = parentOf(books, 'Customer', payload, before);
  const shared = person(books, 'Customer', payload, before, above);
  const name = textOf(shared.DisplayName) ?? '';
  const bill = keepAddress(books, payload.BillAddr, before?.BillAddr);
  const tax =
    books.country === 'US' ? textOf(refId(books.preference('TaxPrefs', 'TaxGroupCodeRef'))) : undefined;
  const defaultTax = refId(payload.DefaultTaxCodeRef) ?? tax;
  const row = compact({
    Taxable: payload.Taxable ?? true,
    BillAddr: bill,
    ShipAddr: keepAddress(books, payload.ShipAddr, before?.ShipAddr) ?? bill,
    Job: above !== undefined,
    BillWithParent: payload.BillWithParent ?? false,
    ParentRef: above === undefined ? undefined : books.refTo('Customer', textOf(above.Id) ?? ''),
    Level: above === undefined ? undefined : levelOf(books, 'Customer', above) + 1,
    Balance: before?.Balance ?? 0,
    BalanceWithJobs: before?.BalanceWithJobs ?? 0,
    CurrencyRef: personCurrency(books, payload, before, above),
    PreferredDeliveryMethod: payload.PreferredDeliveryMethod ?? 'Print',
    SalesTermRef: activeRef(books, 'Term', payload.SalesTermRef),
    PaymentMethodRef: activeRef(books, 'PaymentMethod', payload.PaymentMethodRef),
    ResaleNum: payload.ResaleNum,
    TaxExemptionReasonId: payload.TaxExemptionReasonId,
    PrimaryTaxIdentifier: payload.PrimaryTaxIdentifier,
    ...shared,
    FullyQualifiedName: fullName(above, name),
    DefaultTaxCodeRef:
      payload.Taxable === false || defaultTax === undefined ? undefined : { value: defaultTax },
  });
  const made = putInTree(books, TREE, row, before);
  moveTotal(books, 'Customer', 'BalanceWithJobs', made, before);
  return made;
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
        CurrencyRef: personCurrency(books, payload, before),
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
