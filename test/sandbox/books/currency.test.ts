import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { isObject } from '../../../src/sandbox/json.ts';
import { Client, faultOf, idOf, line, linked, ref } from '../client.ts';

const EUR = ref('EUR');
const USD = ref('USD');
const key = (row: JsonObject): JsonObject => ({ Id: row.Id, SyncToken: row.SyncToken, sparse: true });

let qbo = new Client();
let euro = '';
beforeEach(() => {
  qbo = new Client();
  qbo.control('company', { preferences: { CurrencyPrefs: { MultiCurrencyEnabled: true } } });
  qbo.made('CompanyCurrency', { Code: 'EUR' });
  qbo.made('ExchangeRate', { SourceCurrencyCode: 'EUR', Rate: 1.1, AsOfDate: '2026-01-01' });
  euro = idOf(qbo.made('Customer', { DisplayName: 'Van Dijk Zon', CurrencyRef: EUR }));
});

const invoice = (amount: number, more: JsonObject = {}): JsonObject => ({
  CustomerRef: ref(euro),
  CurrencyRef: EUR,
  Line: [line(amount)],
  ...more,
});
const payment = (TotalAmt: number, more: JsonObject = {}): JsonObject => ({
  CustomerRef: ref(euro),
  CurrencyRef: EUR,
  TotalAmt,
  ...more,
});
const account = (name: string): JsonObject | undefined => qbo.rows('Account', `where Name = '${name}'`)[0];
const ledger = (name: string): unknown => {
  const row = qbo.sandbox.store.get(`${qbo.realmId}/ledger`, idOf(account(name) ?? {}));
  return isObject(row) ? row.Balance : 0;
};

describe('currencies of the company', () => {
  test('are refused while it keeps one', () => {
    const single = new Client();
    const refused = [
      single.post('customer', { DisplayName: 'X', CurrencyRef: EUR }),
      single.post('invoice', { CustomerRef: ref('1'), CurrencyRef: EUR, Line: [line(1)] }),
      single.post('payment', { CustomerRef: ref('1'), CurrencyRef: EUR, TotalAmt: 1 }),
    ];
    for (const reply of refused) {
      expect(faultOf(reply).detail).toContain('Multicurrency should be enabled');
    }
    expect(faultOf(single.post('companycurrency', { Code: 'EUR' })).code).toBe('5030');
    expect(faultOf(single.post('exchangerate', { SourceCurrencyCode: 'EUR', Rate: 1 })).code).toBe('5030');
    const made = single.made('Invoice', { CustomerRef: ref('1'), CurrencyRef: USD, Line: [line(1)] });
    expect(made).not.toHaveProperty('ExchangeRate');
    expect(made).not.toHaveProperty('HomeTotalAmt');
  });

  test('have a name, exist once, and can be retired', () => {
    const [kept = {}] = qbo.rows('CompanyCurrency');
    expect(kept).toMatchObject({ Code: 'EUR', Name: 'Euro', Active: true });
    expect(faultOf(qbo.post('companycurrency', { Code: 'EUR' })).code).toBe('6240');
    expect(faultOf(qbo.post('companycurrency', { Code: 'USD' })).code).toBe('6000');
    expect(faultOf(qbo.post('companycurrency', { Code: 'QQQ' })).code).toBe('2170');
    expect(faultOf(qbo.post('customer', { DisplayName: 'Y', CurrencyRef: ref('GBP') })).code).toBe('2500');
    qbo.made('CompanyCurrency', { ...key(kept), Active: false });
    expect(faultOf(qbo.post('customer', { DisplayName: 'Y', CurrencyRef: EUR })).code).toBe('2500');
    expect(faultOf(qbo.post('invoice', invoice(1))).code).toBe('2500');
  });

  test("of a customer never change, and a job has its customer's", () => {
    const row = qbo.get('Customer', euro);
    expect(row.CurrencyRef).toEqual({ value: 'EUR', name: 'Euro' });
    expect(faultOf(qbo.post('customer', { ...key(row), CurrencyRef: USD })).code).toBe('6000');
    const full = qbo.made('Customer', { Id: euro, SyncToken: '0', DisplayName: 'Zon' });
    expect(full.CurrencyRef).toMatchObject({ value: 'EUR' });
    const job = { DisplayName: 'Roof', Job: true, ParentRef: ref(euro) };
    expect(faultOf(qbo.post('customer', { ...job, CurrencyRef: USD })).code).toBe('6000');
    expect(qbo.made('Customer', job).CurrencyRef).toMatchObject({ value: 'EUR' });
  });
});

describe('exchange rates', () => {
  const rate = (currency: string, day: string) =>
    qbo.call('GET', 'exchangerate', undefined, { query: { sourcecurrencycode: currency, asofdate: day } });

  test('are the newest up to a day', () => {
    qbo.made('ExchangeRate', { SourceCurrencyCode: 'EUR', Rate: 1.25, AsOfDate: '2026-02-01' });
    expect(rate('EUR', '2026-01-31').body.ExchangeRate).toMatchObject({
      SourceCurrencyCode: 'EUR',
      TargetCurrencyCode: 'USD',
      Rate: 1.1,
      AsOfDate: '2026-01-31',
    });
    expect(rate('EUR', '2026-02-01').body.ExchangeRate).toMatchObject({ Rate: 1.25 });
    expect(rate('USD', '2026-02-01').body.ExchangeRate).toMatchObject({ Rate: 1 });
    expect(faultOf(rate('EUR', '2025-12-31')).code).toBe('610');
    expect(faultOf(rate('GBP', '2026-02-01')).code).toBe('2500');
    expect(faultOf(rate('', '2026-02-01')).code).toBe('2020');
    expect(faultOf(rate('EUR', 'soon')).code).toBe('6000');
  });

  test('are set once a day and currency, and have no id', () => {
    qbo.made('ExchangeRate', { SourceCurrencyCode: 'EUR', Rate: 1.2, AsOfDate: '2026-01-01' });
    const rows = qbo.rows('ExchangeRate', "where AsOfDate = '2026-01-01'");
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ Rate: 1.2 });
    for (const member of ['Id', 'SyncToken', 'domain']) expect(rows[0]).not.toHaveProperty(member);
    expect(rate('EUR', '2026-01-01').body.ExchangeRate).toMatchObject({ Rate: 1.2, SyncToken: '1' });
    const bad = [{ Rate: 0 }, { Rate: 1, SourceCurrencyCode: 'USD' }, { Rate: 1, TargetCurrencyCode: 'GBP' }];
    for (const each of bad) {
      expect(faultOf(qbo.post('exchangerate', { SourceCurrencyCode: 'EUR', ...each })).code).toBe('6000');
    }
    expect(faultOf(qbo.post('exchangerate', { SourceCurrencyCode: 'EUR' })).code).toBe('2020');
  });
});

describe('a transaction in another currency', () => {
  test('takes the rate of the list, or its own, and says amounts in home currency', () => {
    expect(qbo.made('Invoice', invoice(100))).toMatchObject({
      CurrencyRef: { value: 'EUR', name: 'Euro' },
      ExchangeRate: 1.1,
      TotalAmt: 100,
      HomeTotalAmt: 110,
      Balance: 100,
      HomeBalance: 110,
    });
    const own = qbo.made('Invoice', invoice(100, { ExchangeRate: 1.23456 }));
    expect(own).toMatchObject({ ExchangeRate: 1.23456, HomeTotalAmt: 123.46 });
    const changed = qbo.made('Invoice', { ...key(own), Line: [line(10)] });
    expect(changed).toMatchObject({ ExchangeRate: 1.23456, HomeTotalAmt: 12.35 });
    expect(qbo.get('Customer', euro).Balance).toBe(110);
    expect(account('Accounts Receivable (A/R)')?.CurrentBalance).toBe(122.35);
    const home = qbo.made('Invoice', { CustomerRef: ref('1'), CurrencyRef: USD, Line: [line(5)] });
    expect(home).toMatchObject({ ExchangeRate: 1, HomeTotalAmt: 5 });
    const early = invoice(100, { TxnDate: '2025-12-31' });
    expect(qbo.made('Invoice', early)).toMatchObject({ ExchangeRate: 1 });
    expect(faultOf(qbo.post('invoice', invoice(1, { ExchangeRate: -1 }))).code).toBe('6000');
  });

  test('must name its currency, unless the reading takes it from the customer', () => {
    const bodies = [
      ['invoice', { CustomerRef: ref(euro), Line: [line(1)] }],
      ['payment', { CustomerRef: ref(euro), TotalAmt: 1 }],
      ['salesreceipt', { CustomerRef: ref(euro), Line: [line(1)] }],
    ] as const;
    for (const [path, body] of bodies) {
      const reply = qbo.post(path, body);
      expect(faultOf(reply)).toMatchObject({ code: '2020', status: 400 });
      expect(reply.text).toContain('Required parameter CurrencyRef');
    }
    qbo.control('company', { readings: { missingCurrency: 'customer' } });
    for (const [path, body] of bodies) expect(qbo.post(path, body).text).toContain('"value":"EUR"');
  });

  test("must be in the customer's currency, and its payment in its own", () => {
    expect(faultOf(qbo.post('invoice', invoice(1, { CurrencyRef: USD }))).detail).toContain(
      "The currency of the transaction (USD) differs from the customer's (EUR).",
    );
    const other = idOf(qbo.made('Customer', { DisplayName: 'Second', CurrencyRef: EUR }));
    const made = qbo.made('Invoice', invoice(10));
    const body = payment(10, { CustomerRef: ref(other), Line: [linked(made.Id, 10)] });
    expect(faultOf(qbo.post('payment', body)).code).toBe('6000');
  });

  test('gains or loses by the rate of its payment', () => {
    const made = qbo.made('Invoice', invoice(100));
    const paid = qbo.made('Payment', payment(60, { ExchangeRate: 1.2, Line: [linked(made.Id, 50)] }));
    expect(paid).toMatchObject({ UnappliedAmt: 10, HomeTotalAmt: 72, ExchangeRate: 1.2 });
    expect(JSON.stringify(paid)).not.toContain('HomeAmount');
    expect(qbo.get('Invoice', made.Id)).toMatchObject({ Balance: 50, HomeBalance: 55 });
    // 72.00 came in; 55.00 of it was owed at 1.1, and 12.00 is the customer's at 1.2.
    expect(ledger('Exchange Gain or Loss')).toBe(-5);
    expect(account('Undeposited Funds')?.CurrentBalance).toBe(72);
    expect(account('Accounts Receivable (A/R)')?.CurrentBalance).toBe(43);
    expect(qbo.get('Customer', euro).Balance).toBe(40);
    const current = qbo.get('Invoice', made.Id);
    expect(faultOf(qbo.post('invoice', { ...key(current), ExchangeRate: 1.3 })).code).toBe('6000');
    qbo.made('Payment', key(paid), { operation: 'delete' });
    expect(ledger('Exchange Gain or Loss')).toBe(0);
    expect(qbo.get('Invoice', made.Id)).toMatchObject({ Balance: 100, HomeBalance: 110 });
  });

  test('leaves nothing open in home currency when it is paid in odd parts', () => {
    const made = qbo.made('Invoice', invoice(10, { ExchangeRate: 1.115 }));
    expect(made.HomeTotalAmt).toBe(11.15);
    for (const part of [3.33, 3.33, 3.34])
      qbo.made('Payment', payment(part, { Line: [linked(made.Id, part)] }));
    expect(qbo.get('Invoice', made.Id)).toMatchObject({ Balance: 0, HomeBalance: 0 });
    expect(account('Accounts Receivable (A/R)')?.CurrentBalance).toBe(0);
  });

  test('goes to the bank at the rate of the deposit', () => {
    const paid = qbo.made('Payment', payment(100));
    const Line = [{ LinkedTxn: [{ TxnId: paid.Id, TxnType: 'Payment', TxnLineId: '0' }] }];
    const deposit = { DepositToAccountRef: ref('9'), Line, CurrencyRef: EUR };
    expect(faultOf(qbo.post('deposit', { ...deposit, CurrencyRef: USD })).code).toBe('6000');
    expect(qbo.made('Deposit', { ...deposit, ExchangeRate: 1.15 })).toMatchObject({ HomeTotalAmt: 115 });
    expect(account('Checking')?.CurrentBalance).toBe(115);
    expect(account('Undeposited Funds')?.CurrentBalance).toBe(0);
    expect(ledger('Exchange Gain or Loss')).toBe(-5);
  });

  test('on a journal entry must be the currency of its customer', () => {
    const entry = (PostingType: string, AccountRef: JsonObject, more: JsonObject = {}): JsonObject => ({
      Amount: 10,
      DetailType: 'JournalEntryLineDetail',
      JournalEntryLineDetail: { PostingType, AccountRef, ...more },
    });
    const Entity = { Type: 'Customer', EntityRef: ref(euro) };
    const Line = [entry('Debit', ref('1'), { Entity }), entry('Credit', ref('5'))];
    expect(faultOf(qbo.post('journalentry', { Line })).code).toBe('6000');
    qbo.made('JournalEntry', { Line, CurrencyRef: EUR });
    expect(qbo.get('Customer', euro).Balance).toBe(10);
    expect(account('Accounts Receivable (A/R)')?.CurrentBalance).toBe(11);
  });
});
