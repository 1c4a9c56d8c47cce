import type { JsonObject } from '../../../src/sandbox/json.ts';
import { line, linked, ref } from '../client.ts';
import type { Random } from './random.ts';

const name = (random: Random): string => `Name ${random.below(40)}`;
const number = (random: Random): string => `D-${random.below(60)}`;
const some = (random: Random, bound = 8): JsonObject => ref(String(1 + random.below(bound)));
const cents = (random: Random): number => random.below(100_000) / 100;
const day = (random: Random): string => `2026-0${1 + random.below(4)}-1${random.below(10)}`;
/** A tax code that the country's lines take, mostly. */
const code = (random: Random, us: boolean): JsonObject =>
  ref(random.chance(us ? 85 : 5) ? random.pick(['TAX', 'NON']) : random.pick(['2', '3', '4', '5', '9']));

const salesLine = (random: Random, us: boolean): JsonObject =>
  random.chance(70)
    ? line(cents(random), { ItemRef: some(random, 6), TaxCodeRef: code(random, us) })
    : {
        ...line(30, { Qty: 3, UnitPrice: 10, ItemRef: some(random, 6), TaxCodeRef: code(random, us) }),
        Description: 'x',
      };

const discount: JsonObject = {
  Amount: 1,
  DetailType: 'DiscountLineDetail',
  DiscountLineDetail: { PercentBased: true, DiscountPercent: 5 },
};

const address: JsonObject = {
  Line1: '1 Street',
  City: 'Town',
  CountrySubDivisionCode: 'CA',
  PostalCode: '90001',
};

const form = (random: Random, us: boolean): JsonObject => ({
  CustomerRef: some(random, 4),
  ...(random.chance(60) ? { DocNumber: number(random) } : {}),
  ...(random.chance(40) ? { TxnDate: day(random) } : {}),
  ...(random.chance(20)
    ? { GlobalTaxCalculation: random.pick(['TaxInclusive', 'TaxExcluded', 'NotApplicable']) }
    : {}),
  ...(random.chance(20)
    ? { BillAddr: address, BillEmail: { Address: 'a@b.example' }, PrivateNote: 'note' }
    : {}),
  ...(random.chance(10) ? { CurrencyRef: ref(random.pick(['USD', 'EUR', 'GBP'])), ExchangeRate: 1.25 } : {}),
  ...(random.chance(5) ? { ClassRef: some(random, 3), DepartmentRef: some(random, 3), Deposit: 5 } : {}),
  ...(random.chance(10) ? { TxnTaxDetail: { TotalTax: 1, TxnTaxCodeRef: ref('2'), TaxLine: [] } } : {}),
  Line: [
    salesLine(random, us),
    ...(random.chance(30) ? [salesLine(random, us)] : []),
    ...(random.chance(15) ? [discount] : []),
  ],
});

const person = (random: Random): JsonObject => ({
  DisplayName: name(random),
  ...(random.chance(40) ? { GivenName: 'Given', FamilyName: 'Family', CompanyName: 'Company' } : {}),
  ...(random.chance(40) ? { PrimaryEmailAddr: { Address: 'a@b.example' }, BillAddr: address } : {}),
  ...(random.chance(15) ? { ParentRef: some(random, 6), Job: true } : {}),
});

const entry = (random: Random, PostingType: string, Amount: number): JsonObject => ({
  Amount,
  DetailType: 'JournalEntryLineDetail',
  JournalEntryLineDetail: { PostingType, AccountRef: ref(random.pick(['3', '5', '6', '7', '11', '12'])) },
});

type Body = (random: Random, us: boolean) => JsonObject;

/** Payloads that are right or nearly right, by path. */
export const bodies: ReadonlyMap<string, Body> = new Map<string, Body>([
  ['customer', person],
  ['vendor', person],
  ['employee', person],
  [
    'item',
    (random) => ({
      Name: name(random),
      Type: random.pick(['Service', 'NonInventory', 'Inventory', 'Group', 'Category']),
      IncomeAccountRef: some(random, 12),
      ...(random.chance(30) ? { TrackQtyOnHand: true, QtyOnHand: 5, InvStartDate: '2026-01-01' } : {}),
      ...(random.chance(30)
        ? { AssetAccountRef: some(random, 20), ExpenseAccountRef: some(random, 20) }
        : {}),
    }),
  ],
  [
    'account',
    (random) => ({ Name: name(random), AccountType: random.pick(['Income', 'Bank', 'Expense', 'Equity']) }),
  ],
  ['term', (random) => ({ Name: name(random), DueDays: random.below(90) })],
  ['paymentmethod', (random) => ({ Name: name(random) })],
  ['class', (random) => ({ Name: name(random), ...(random.chance(30) ? { ParentRef: some(random) } : {}) })],
  ['department', (random) => ({ Name: name(random), SubDepartment: false })],
  ['taxagency', (random) => ({ DisplayName: name(random) })],
  ['taxcode', (random) => ({ Name: name(random) })],
  ['taxrate', (random) => ({ Name: name(random) })],
  ['invoice', form],
  ['salesreceipt', form],
  ['creditmemo', form],
  ['refundreceipt', (random, us) => ({ ...form(random, us), DepositToAccountRef: ref('9') })],
  ['estimate', form],
  [
    'payment',
    (random) => ({
      CustomerRef: some(random, 4),
      TotalAmt: cents(random),
      ...(random.chance(50) ? { Line: [linked(String(1 + random.below(60)), 1 + random.below(50))] } : {}),
      ...(random.chance(20) ? { DepositToAccountRef: some(random, 12), PaymentMethodRef: some(random) } : {}),
    }),
  ],
  [
    'deposit',
    (random) => ({
      DepositToAccountRef: ref('9'),
      Line: [
        random.chance(50)
          ? {
              Amount: 10,
              LinkedTxn: [{ TxnId: String(random.below(60)), TxnType: 'Payment', TxnLineId: '0' }],
            }
          : {
              Amount: 10,
              DetailType: 'DepositLineDetail',
              DepositLineDetail: { AccountRef: ref(random.pick(['5', '6', '7', '11'])) },
            },
      ],
    }),
  ],
  [
    'journalentry',
    (random) => {
      const amount = cents(random);
      return {
        TxnDate: day(random),
        Line: [entry(random, 'Debit', amount), entry(random, 'Credit', amount)],
      };
    },
  ],
  [
    'exchangerate',
    () => ({ SourceCurrencyCode: 'EUR', TargetCurrencyCode: 'USD', Rate: 1.1, AsOfDate: '2026-01-05' }),
  ],
  ['companycurrency', () => ({ Code: 'EUR' })],
  [
    'preferences',
    () => ({ SyncToken: '0', Id: '1', sparse: true, SalesFormsPrefs: { CustomTxnNumbers: true } }),
  ],
  ['companyinfo', () => ({ SyncToken: '0', Id: '1', sparse: true, CompanyName: 'x' })],
  [
    'attachable',
    (random) => ({
      Note: 'x',
      AttachableRef: [{ EntityRef: { type: 'Invoice', value: String(random.below(60)) } }],
    }),
  ],
  [
    'taxservice/taxcode',
    (random) => ({
      TaxCode: name(random),
      TaxRateDetails: [
        { TaxRateName: name(random), RateValue: '3.5', TaxAgencyId: '1', TaxApplicableOn: 'Sales' },
        ...(random.chance(30) ? [{ TaxRateId: '1' }] : []),
      ],
    }),
  ],
]);

export const entityPaths: readonly string[] = [...bodies.keys()].filter((path) => !path.includes('/'));

/** `invoice` as replies, queries and batches write it. */
const NAMES: Readonly<Record<string, string>> = {
  paymentmethod: 'PaymentMethod',
  taxagency: 'TaxAgency',
  taxcode: 'TaxCode',
  taxrate: 'TaxRate',
  salesreceipt: 'SalesReceipt',
  creditmemo: 'CreditMemo',
  refundreceipt: 'RefundReceipt',
  journalentry: 'JournalEntry',
  exchangerate: 'ExchangeRate',
  companycurrency: 'CompanyCurrency',
  companyinfo: 'CompanyInfo',
};
export const entityName = (path: string): string =>
  NAMES[path] ?? `${path.slice(0, 1).toUpperCase()}${path.slice(1)}`;

export const bodyOf = (path: string, random: Random, us: boolean): JsonObject =>
  bodies.get(path)?.(random, us) ?? {};
