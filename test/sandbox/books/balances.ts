import type Big from 'big.js';
import { expect } from 'vitest';
import { isObject, refId, textOf } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import type { Client } from '../client.ts';
import { BANK, RECEIVABLE, UNDEPOSITED, customerOf, home, kept } from './all-rows.ts';
import type { Books } from './all-rows.ts';
import { linkKeys, money, sum, text } from './numbers.ts';

/** Each customer owes what is open, less what is to their credit. */
export function customersAddUp(qbo: Client, { forms, payments, applications, journal }: Books): void {
  for (const customer of qbo.rows('Customer', 'maxresults 1000')) {
    const mine = (row: JsonObject): boolean => customerOf(row) === customer.Id;
    const invoices = (forms.Invoice ?? []).filter(mine).map((row) => money(row.Balance));
    const credits = (forms.CreditMemo ?? []).filter(mine).map((row) => money(row.RemainingCredit).times(-1));
    const unapplied = payments.filter(mine).map((row) => money(row.UnappliedAmt).times(-1));
    const entries = journal
      .filter((line) => line.customer === customer.Id)
      .map(({ item, signed }) => {
        const settled = sum(applications.filter((each) => each.item === item).map(({ amount }) => amount));
        return signed.lt(0) ? signed.plus(settled) : signed.minus(settled);
      });
    expect(text(money(customer.Balance))).toBe(text(...invoices, ...credits, ...unapplied, ...entries));
  }
}

const deposited = (row: JsonObject): boolean => linkKeys(row).length > 0;

/** What forms brought to an account or took from it, in home currency. */
function cash({ forms, payments, deposits }: Books, account: string): Big {
  const at = (row: JsonObject): boolean => refId(row.DepositToAccountRef) === account && kept(row);
  const total = (row: JsonObject): Big => home(row, money(row.TotalAmt));
  const waiting = (row: JsonObject): boolean => account === BANK || !deposited(row);
  const paid = payments
    .filter((row) => refId(row.DepositToAccountRef) === account && waiting(row))
    .map(total);
  const sold = (forms.SalesReceipt ?? []).filter((row) => at(row) && waiting(row)).map(total);
  const refunded = (forms.RefundReceipt ?? []).filter(at).map((row) => total(row).times(-1));
  const advance = (forms.Invoice ?? []).filter(at).map((row) => home(row, money(row.Deposit)));
  return sum([...paid, ...sold, ...refunded, ...advance, ...deposits.filter(at).map(total)]);
}

/** All accounts together are nothing; gives them. */
export function ledgerIsEven(qbo: Client): readonly JsonObject[] {
  const ledger = [...qbo.sandbox.store.rows(`${qbo.realmId}/ledger`).values()].filter(isObject);
  expect(text(...ledger.map((row) => money(row.Balance)))).toBe('0.00');
  return ledger;
}

/** Accounts say what the transactions say, and all of them together are nothing. */
export function accountsAddUp(qbo: Client, books: Books): void {
  const balance = (id: string): Big => money(qbo.get('Account', id).CurrentBalance);
  expect(text(balance(UNDEPOSITED))).toBe(text(cash(books, UNDEPOSITED)));
  expect(text(balance(BANK))).toBe(text(cash(books, BANK)));
  const { forms, payments, applications, journal } = books;
  const open = (row: JsonObject): Big => money(row.HomeBalance ?? row.Balance);
  const entries = journal.map(({ item, signed }) => {
    const settled = sum(applications.filter((each) => each.item === item).map(({ amount }) => amount));
    return signed.lt(0) ? signed.plus(settled) : signed.minus(settled);
  });
  expect(text(balance(RECEIVABLE))).toBe(
    text(
      ...(forms.Invoice ?? []).map(open),
      ...(forms.CreditMemo ?? []).map((row) => open(row).times(-1)),
      ...payments.map((row) => home(row, money(row.UnappliedAmt)).times(-1)),
      ...entries,
    ),
  );
  const ledger = ledgerIsEven(qbo);
  const signs: Readonly<Record<string, number>> = { Asset: 1, Liability: -1, Equity: -1 };
  for (const row of ledger) {
    const account = qbo.get('Account', row.Id);
    const sign = signs[textOf(account.Classification) ?? ''] ?? 0;
    expect(text(money(account.CurrentBalance))).toBe(text(money(row.Balance).times(sign)));
  }
}
