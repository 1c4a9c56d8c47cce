import { business, fault, missing } from '../../faults.ts';
import { compact, refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { accountTypes } from '../../schema/lists.ts';
import type { Books } from '../books.ts';
import { refuseWrite } from '../entity.ts';
import type { EntityRules } from '../entity.ts';
import { claimName, nameFor } from './names.ts';
import { activeRef, referenced } from '../references.ts';

/** The name of a list row, its uniqueness checked within its own list. */
function listName(books: Books, entity: string, payload: JsonObject, before: JsonObject | undefined): string {
  const given = textOf(payload.Name)?.trim() ?? '';
  if (given === '') throw missing('Name');
  const name = nameFor(given, payload.Active !== false);
  if (payload.Active !== false) claimName(books, [entity], 'Name', name, { entity, id: textOf(before?.Id) });
  return name;
}

const base = (books: Books, entity: string, before: JsonObject | undefined): JsonObject =>
  before === undefined ? books.newRow(entity) : books.changedRow(before);

function incomeAccount(books: Books, payload: JsonObject): JsonObject | undefined {
  const id = refId(payload.IncomeAccountRef);
  const account = referenced(books, 'Account', payload.IncomeAccountRef);
  if (account !== undefined && account.AccountType !== 'Income' && account.AccountType !== 'Other Income') {
    throw business('You must select an Income account for this item.');
  }
  return id === undefined ? undefined : books.refTo('Account', id);
}

function writeItem(books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject {
  const name = listName(books, 'Item', payload, before);
  const type = textOf(payload.Type) ?? textOf(before?.Type);
  if (type === undefined) throw missing('Type');
  if (type !== 'Service' && type !== 'NonInventory') {
    throw fault(
      '5030',
      'Feature Not Supported',
      `Items of type ${type} are not kept by this company.`,
      'Type',
    );
  }
  const income = incomeAccount(books, payload);
  if (income === undefined) throw missing('IncomeAccountRef');
  const expense = activeRef(books, 'Account', payload.ExpenseAccountRef);
  return books.put(
    'Item',
    compact({
      Name: name,
      Sku: payload.Sku,
      Description: payload.Description,
      Active: payload.Active ?? true,
      FullyQualifiedName: name,
      Taxable: books.country === 'US' ? (payload.Taxable ?? false) : undefined,
      SalesTaxIncluded: books.country === 'US' ? undefined : (payload.SalesTaxIncluded ?? false),
      SalesTaxCodeRef: activeRef(books, 'TaxCode', payload.SalesTaxCodeRef),
      UnitPrice: payload.UnitPrice ?? 0,
      Type: type,
      IncomeAccountRef: income,
      PurchaseDesc: payload.PurchaseDesc,
      PurchaseCost: payload.PurchaseCost ?? 0,
      ExpenseAccountRef: expense,
      TrackQtyOnHand: false,
      ...base(books, 'Item', before),
    }),
  );
}

function writeAccount(books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject {
  const name = listName(books, 'Account', payload, before);
  if (name.includes('"')) {
    throw fault(
      '2040',
      'Invalid String',
      `Invalid String. Element contains invalid characters. Supplied value:${name}`,
      'Name',
    );
  }
  const type = textOf(payload.AccountType) ?? textOf(before?.AccountType);
  if (type === undefined) throw missing('AccountType');
  return books.put(
    'Account',
    compact({
      Name: name,
      SubAccount: false,
      FullyQualifiedName: name,
      Description: payload.Description,
      AcctNum: payload.AcctNum,
      Active: payload.Active ?? true,
      Classification: accountTypes[type],
      AccountType: type,
      AccountSubType: payload.AccountSubType ?? before?.AccountSubType ?? type.replaceAll(' ', ''),
      CurrentBalance: before?.CurrentBalance ?? 0,
      CurrentBalanceWithSubAccounts: before?.CurrentBalanceWithSubAccounts ?? 0,
      CurrencyRef: books.currencyRef,
      ...base(books, 'Account', before),
    }),
  );
}

function writeTerm(books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject {
  const name = listName(books, 'Term', payload, before);
  if (payload.DueDays === undefined && payload.DayOfMonthDue === undefined) throw missing('DueDays');
  const standard = payload.DueDays !== undefined;
  return books.put(
    'Term',
    compact({
      Name: name,
      Active: payload.Active ?? true,
      Type: standard ? 'STANDARD' : 'DATE_DRIVEN',
      DiscountPercent: payload.DiscountPercent ?? 0,
      DueDays: payload.DueDays,
      DiscountDays: standard ? (payload.DiscountDays ?? 0) : undefined,
      DayOfMonthDue: payload.DayOfMonthDue,
      DueNextMonthDays: payload.DueNextMonthDays,
      DiscountDayOfMonth: payload.DiscountDayOfMonth,
      ...base(books, 'Term', before),
    }),
  );
}

const agencyRow = (books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject => {
  const name = textOf(payload.DisplayName);
  if (name === undefined) throw missing('DisplayName');
  claimName(books, ['TaxAgency'], 'DisplayName', name, { entity: 'TaxAgency', id: textOf(before?.Id) });
  return {
    DisplayName: name,
    TaxTrackedOnPurchases: payload.TaxTrackedOnPurchases ?? false,
    TaxTrackedOnSales: payload.TaxTrackedOnSales ?? true,
    ...base(books, 'TaxAgency', before),
  };
};

const readOnly = (entity: string): EntityRules => ({
  entity,
  readOnly: [],
  closed: true,
  write: () => refuseWrite(entity),
});

/** Lists other than people, and what exists once a company (qbo-api.md 3.4 to 3.6). */
export const listRules: readonly EntityRules[] = [
  { entity: 'Item', readOnly: ['FullyQualifiedName', 'Level'], kept: ['Type'], write: writeItem },
  {
    entity: 'Account',
    readOnly: ['CurrentBalance', 'CurrentBalanceWithSubAccounts', 'Classification', 'FullyQualifiedName'],
    kept: ['AccountType', 'AccountSubType'],
    write: writeAccount,
  },
  { entity: 'Term', readOnly: ['Type'], write: writeTerm },
  {
    entity: 'PaymentMethod',
    readOnly: [],
    write: (books, payload, before) =>
      books.put('PaymentMethod', {
        Name: listName(books, 'PaymentMethod', payload, before),
        Active: payload.Active ?? true,
        Type: payload.Type ?? 'NON_CREDIT_CARD',
        ...base(books, 'PaymentMethod', before),
      }),
  },
  {
    entity: 'TaxAgency',
    readOnly: [],
    write: (books, payload, before) => books.put('TaxAgency', agencyRow(books, payload, before)),
  },
  // Rates and codes come only from the tax service (qbo-api.md 3.6).
  readOnly('TaxCode'),
  readOnly('TaxRate'),
  readOnly('CompanyInfo'),
  readOnly('Preferences'),
];
