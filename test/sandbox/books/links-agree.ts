import { expect } from 'vitest';
import { objectsOf } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { idOf } from '../client.ts';
import type { Application, Books } from './all-rows.ts';
import { linkKeys, money, sum, text } from './numbers.ts';

/** What is open of a transaction is what no payment settles, and both sides know of each other. */
export function linksAgree({ forms, payments, applications, journal }: Books): void {
  const here = (item: string): readonly Application[] => applications.filter((each) => each.item === item);
  const payers = (item: string): readonly string[] =>
    [...new Set(here(item).map(({ payment }) => `Payment ${payment}`))].sort();
  for (const kind of ['Invoice', 'CreditMemo']) {
    for (const row of forms[kind] ?? []) {
      const item = `${kind} ${idOf(row)}`;
      const settled = sum(here(item).map(({ amount }) => amount));
      const open = money(row.TotalAmt).minus(money(row.Deposit)).minus(settled);
      expect(text(money(row.Balance))).toBe(text(open));
      expect(open.gte(0)).toBe(true);
      if (kind === 'CreditMemo') expect(row.RemainingCredit).toBe(row.Balance);
      expect([...linkKeys(row)].sort()).toEqual(payers(item));
    }
  }
  for (const { item, signed, links } of journal) {
    expect(sum(here(item).map(({ amount }) => amount)).lte(signed.abs())).toBe(true);
    expect([...links].sort()).toEqual(payers(item));
  }
  for (const payment of payments) {
    const mine = applications.filter((each) => each.payment === idOf(payment));
    const applied = sum(mine.map(({ amount, credit }) => amount.times(credit ? -1 : 1)));
    expect(text(money(payment.UnappliedAmt))).toBe(text(money(payment.TotalAmt).minus(applied)));
    expect(money(payment.UnappliedAmt).gte(0)).toBe(true);
  }
}

/** Every deposited row is in one deposit, and says which. */
export function depositsAgree({ forms, payments, deposits }: Books): void {
  const taken = deposits.flatMap((deposit) =>
    objectsOf(deposit.Line).flatMap((line) => linkKeys(line).map((key) => [key, idOf(deposit)] as const)),
  );
  expect(new Set(taken.map(([key]) => key)).size).toBe(taken.length);
  const rows: readonly (readonly [string, JsonObject])[] = [
    ...payments.map((row) => ['Payment', row] as const),
    ...(forms.SalesReceipt ?? []).map((row) => ['SalesReceipt', row] as const),
  ];
  for (const [kind, row] of rows) {
    const inside = taken.filter(([key]) => key === `${kind} ${idOf(row)}`).map(([, id]) => `Deposit ${id}`);
    expect(linkKeys(row)).toEqual(inside);
  }
  for (const deposit of deposits) {
    const lines = sum(objectsOf(deposit.Line).map((line) => money(line.Amount)));
    expect(text(money(deposit.TotalAmt))).toBe(text(lines));
  }
}
