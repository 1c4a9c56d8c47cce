import { fc } from '../../support/property.ts';
import type { SandboxCountry } from '../../../src/sandbox/index.ts';
import { refId } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { ref } from '../client.ts';
import type { Client } from '../client.ts';

export const FORMS = ['Invoice', 'CreditMemo', 'SalesReceipt', 'RefundReceipt'] as const;
export type Form = (typeof FORMS)[number];

const ACTS = [
  ...FORMS.map((form) => `create ${form}` as const),
  ...FORMS.map((form) => `edit ${form}` as const),
  ...FORMS.map((form) => `delete ${form}` as const),
  'void Invoice',
  'void CreditMemo',
  'void SalesReceipt',
  'pay',
  'pay with credit',
  'pay journal',
  'edit Payment',
  'void Payment',
  'delete Payment',
  'create Deposit',
  'edit Deposit',
  'delete Deposit',
  'create JournalEntry',
  'edit JournalEntry',
  'delete JournalEntry',
] as const;

export type Act = (typeof ACTS)[number];
export const EVERY_ACT: readonly string[] = ACTS;

/** Acts that the others need come more often. */
const OFTEN: readonly Act[] = [
  'create Invoice',
  'create Invoice',
  'create CreditMemo',
  'create CreditMemo',
  'pay with credit',
  'pay',
  'pay with credit',
  'create SalesReceipt',
  'create JournalEntry',
  'pay journal',
  'pay with credit',
  'void SalesReceipt',
];

export interface Step {
  readonly act: Act;
  readonly pick: number;
  readonly other: number;
  readonly cents: readonly number[];
  readonly inclusive: boolean;
  readonly percent: number;
}

export const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...ACTS, ...OFTEN),
  pick: fc.nat(60),
  other: fc.nat(60),
  cents: fc.array(fc.integer({ min: -5_000, max: 2_000_000 }), { minLength: 1, maxLength: 4 }),
  inclusive: fc.boolean(),
  percent: fc.integer({ min: 0, max: 30 }),
});

export interface World {
  readonly qbo: Client;
  readonly country: SandboxCountry;
  readonly multicurrency: boolean;
}

export const key = (row: JsonObject): JsonObject => ({ Id: row.Id, SyncToken: row.SyncToken, sparse: true });

/** Currency and rate of a customer's transaction; every third one takes the rate of the list. */
export function inCurrency({ qbo, multicurrency }: World, customer: string, { percent }: Step): JsonObject {
  if (!multicurrency) return {};
  const { CurrencyRef } = qbo.get('Customer', customer);
  const ExchangeRate = percent % 3 === 0 ? {} : { ExchangeRate: (100 + percent) / 97 };
  return { CurrencyRef, ...(refId(CurrencyRef) === 'EUR' ? ExchangeRate : {}) };
}

export const BANK = ref('9');

export const linkTo = (row: JsonObject, TxnType: string, Amount: number, TxnLineId?: string): JsonObject => ({
  Amount,
  LinkedTxn: [{ TxnId: row.Id, TxnType, ...(TxnLineId === undefined ? {} : { TxnLineId }) }],
});

export const pickOf = (rows: readonly JsonObject[], at: number): JsonObject =>
  rows[at % Math.max(1, rows.length)] ?? {};
export const open = (rows: readonly JsonObject[]): readonly JsonObject[] =>
  rows.filter((row) => Number(row.Balance) > 0);

/** A part of an amount, or all of it. */
export const part = (amount: number, percent: number): number =>
  percent % 2 === 0 ? amount : Number((amount * (percent / 30)).toFixed(2));
