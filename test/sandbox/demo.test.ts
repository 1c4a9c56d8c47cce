import type Big from 'big.js';
import { describe, expect, test } from 'vitest';
import { booksOf } from '../../src/sandbox/control/export.ts';
import { countryCodes } from '../../src/sandbox/countries.ts';
import { objectOf, objectsOf, refId, textOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { decimal, sum } from '../../src/sandbox/money.ts';
import { Client, idOf } from './client.ts';

type Rows = Readonly<Record<string, readonly JsonObject[]>>;

const TODAY = '2026-03-02';
const demo = (country: (typeof countryCodes)[number], options = {}): Client =>
  new Client({ country, seed: 'demo', ...options });
const books = (qbo: Client): Rows => booksOf(qbo.sandbox, qbo.realmId);
const rows = (all: Rows, entity: string): readonly JsonObject[] => all[entity] ?? [];
const total = (list: readonly JsonObject[], member: string): Big =>
  sum(list.map((row) => decimal(row[member])));
const text = (value: Big): string => value.toFixed(2);

/** What payments applied to a transaction. */
function applied(all: Rows, id: string): Big {
  const lines = rows(all, 'Payment').flatMap((payment) => objectsOf(payment.Line));
  const onto = lines.filter((line) => objectsOf(line.LinkedTxn).some((link) => link.TxnId === id));
  return total(onto, 'Amount');
}

describe.each(countryCodes)('the demo company of %s', (country) => {
  const qbo = demo(country);
  const all = books(qbo);

  test('adds up: forms, open balances, customers, accounts', () => {
    for (const entity of ['Invoice', 'CreditMemo', 'SalesReceipt', 'RefundReceipt']) {
      for (const form of rows(all, entity)) {
        const lines = objectsOf(form.Line).filter((line) => line.DetailType === 'SalesItemLineDetail');
        const tax = decimal(objectOf(form.TxnTaxDetail).TotalTax);
        expect([form.DocNumber, text(total(lines, 'Amount').plus(tax))]).toEqual([
          form.DocNumber,
          text(decimal(form.TotalAmt)),
        ]);
      }
    }
    for (const invoice of rows(all, 'Invoice')) {
      const open = decimal(invoice.TotalAmt).minus(applied(all, idOf(invoice)));
      expect([invoice.DocNumber, text(open)]).toEqual([invoice.DocNumber, text(decimal(invoice.Balance))]);
    }
    for (const customer of rows(all, 'Customer')) {
      const of = (entity: string) =>
        rows(all, entity).filter((row) => refId(row.CustomerRef) === customer.Id);
      const credits = total(of('Payment'), 'UnappliedAmt').plus(total(of('CreditMemo'), 'RemainingCredit'));
      const owes = total(of('Invoice'), 'Balance').minus(credits);
      expect([customer.DisplayName, text(owes)]).toEqual([
        customer.DisplayName,
        text(decimal(customer.Balance)),
      ]);
    }
    const balance = (name: string): string =>
      text(decimal(rows(all, 'Account').find((row) => row.Name === name)?.CurrentBalance));
    expect(balance('Accounts Receivable (A/R)')).toBe(text(total(rows(all, 'Customer'), 'Balance')));
    const deposited = new Set(
      rows(all, 'Deposit')
        .flatMap((row) => objectsOf(row.Line).flatMap((line) => objectsOf(line.LinkedTxn)))
        .map((link) => link.TxnId),
    );
    const waiting = [...rows(all, 'Payment'), ...rows(all, 'SalesReceipt')].filter(
      (row) => refId(row.DepositToAccountRef) === '2' && !deposited.has(row.Id),
    );
    expect(balance('Undeposited Funds')).toBe(text(total(waiting, 'TotalAmt')));
  });

  test('has a year of a small firm in it', () => {
    const invoices = rows(all, 'Invoice');
    expect(rows(all, 'Customer').length).toBeGreaterThanOrEqual(80);
    expect(rows(all, 'Customer').length).toBeLessThanOrEqual(120);
    expect(invoices.length).toBeGreaterThan(160);
    expect(invoices.length).toBeLessThan(210);
    const days = invoices.map((row) => textOf(row.TxnDate) ?? '');
    expect([days.at(0)?.slice(0, 7), days.at(-1)?.slice(0, 7)]).toEqual(['2025-03', '2026-02']);
    expect(days).toEqual([...days].sort());
    expect(invoices.map((row) => row.DocNumber)).toEqual(invoices.map((_, at) => `INV-${1001 + at}`));
    const times = invoices.map((row) => textOf(objectOf(row.MetaData).CreateTime)?.slice(0, 10));
    expect(times).toEqual(days);
    expect(objectOf(rows(all, 'Preferences')[0]?.AccountingInfoPrefs).BookCloseDate).toBe('2025-12-31');
  });

  test('has what goes wrong in a year', () => {
    const invoices = rows(all, 'Invoice');
    const payments = rows(all, 'Payment');
    expect(invoices.filter((row) => textOf(row.PrivateNote)?.startsWith('Voided'))).toHaveLength(1);
    const overdue = invoices.filter(
      (row) => decimal(row.Balance).gt(0) && (textOf(row.DueDate) ?? '') < TODAY,
    );
    expect(overdue.length).toBeGreaterThan(4);
    const part = (row: JsonObject) =>
      decimal(row.Balance).gt(0) && !decimal(row.Balance).eq(decimal(row.TotalAmt));
    const links = (row: JsonObject) => objectsOf(row.LinkedTxn).length;
    expect(invoices.some((row) => part(row) || links(row) > 1)).toBe(true);
    expect(payments.some((row) => objectsOf(row.Line).length > 1 && decimal(row.TotalAmt).gt(0))).toBe(true);
    expect(payments.filter((row) => decimal(row.UnappliedAmt).gt(0))).toHaveLength(1);
    expect(rows(all, 'CreditMemo').map((row) => decimal(row.RemainingCredit).eq(0))).toEqual([
      true,
      false,
      false,
    ]);
    expect(rows(all, 'RefundReceipt')).toHaveLength(1);
    expect(rows(all, 'SalesReceipt')).toHaveLength(8);
    expect(rows(all, 'Deposit').length).toBeGreaterThan(20);
    const people = rows(all, 'Customer').map((row) => textOf(row.DisplayName) ?? '');
    expect(people).toEqual(
      expect.arrayContaining(["Niamh O'Dowd", 'José Álvarez Núñez', '葵 田中', 'Meridian Homes Lot 1']),
    );
    expect(people.filter((name) => name.endsWith('(deleted)'))).toHaveLength(1);
  });

  test('names no address that could be somebody’s', () => {
    const addresses = JSON.stringify(all).match(/[^\s"]+@[^\s"]+/g) ?? [];
    expect(addresses.length).toBeGreaterThan(90);
    for (const address of addresses) expect(address).toMatch(/^[a-z0-9.]+@([a-z]+\.)?example(\.com)?$/);
  });

  test('can be worked with: the closed part is closed, the open part is open', () => {
    const first = rows(all, 'Invoice')[0] ?? {};
    const key = { Id: first.Id, SyncToken: first.SyncToken, sparse: true, PrivateNote: 'x' };
    expect(qbo.post('invoice', key).text).toContain('"code":"6210"');
    const open = rows(all, 'Invoice').findLast((row) => decimal(row.Balance).gt(0)) ?? {};
    const Line = [{ Amount: open.Balance, LinkedTxn: [{ TxnId: open.Id, TxnType: 'Invoice' }] }];
    qbo.made('Payment', { CustomerRef: open.CustomerRef, TotalAmt: open.Balance, Line });
    expect(qbo.get('Invoice', open.Id).Balance).toBe(0);
  });
});

test('the same company at the same time has the same year, another name another one', () => {
  const one = books(demo('GB'));
  expect(books(demo('GB', { random: 'other' }))).toEqual(one);
  const other = books(demo('GB', { name: 'Another Solar Ltd' }));
  expect(rows(other, 'Invoice').map((row) => row.TotalAmt)).not.toEqual(
    rows(one, 'Invoice').map((row) => row.TotalAmt),
  );
});

test.each(['2024-02-29T12:00:00Z', '2026-01-01T08:30:00Z', '2026-12-31T23:59:59Z', '2027-03-14T10:00:00Z'])(
  'a year up to %s is whole',
  (now) => {
    const all = books(
      demo('US', {
        clock: () => new Date(now),
        automatedTax: now.startsWith('2024'),
        multicurrency: now.startsWith('2027'),
      }),
    );
    expect(rows(all, 'Invoice').length).toBeGreaterThan(160);
    const latest = rows(all, 'Invoice').map((row) =>
      Date.parse(textOf(objectOf(row.MetaData).LastUpdatedTime) ?? ''),
    );
    expect(Math.max(...latest)).toBeLessThan(Date.parse(now));
  },
);
