import { expect } from 'vitest';
import type { SandboxCountry } from '../../../src/sandbox/index.ts';
import { objectOf, objectsOf } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import type Big from 'big.js';
import type { Client } from '../client.ts';
import { home, read } from './all-rows.ts';
import type { Books } from './all-rows.ts';
import { accountsAddUp, customersAddUp, ledgerIsEven } from './balances.ts';
import { depositsAgree, linksAgree } from './links-agree.ts';
import { money, text } from './numbers.ts';
import { expected } from './tax-oracle.ts';

/** Totals and tax of every form are what its lines say. */
function formsAddUp(country: SandboxCountry, { forms }: Books): void {
  for (const form of Object.values(forms).flat()) {
    const want = expected(country, form);
    const tax = objectOf(form.TxnTaxDetail);
    expect(text(money(form.TotalAmt))).toBe(text(want.total));
    expect(text(money(tax.TotalTax))).toBe(text(want.tax));
    expect(text(...objectsOf(tax.TaxLine).map((line) => money(line.Amount)))).toBe(text(want.tax));
    const shown = objectsOf(form.Line).find((line) => line.DetailType === 'SubTotalLineDetail');
    expect(text(money(shown?.Amount))).toBe(text(want.subTotal));
    if (form.HomeTotalAmt === undefined) continue;
    expect(text(money(form.HomeTotalAmt))).toBe(text(home(form, money(form.TotalAmt))));
  }
}

/** Tax payable is what all forms together charge, in home currency. */
function taxAddsUp(qbo: Client, { forms }: Books): void {
  const account = qbo.rows('Account', "where Name = 'Sales Tax Payable'")[0];
  const signed = (kind: string, row: JsonObject): Big => {
    const value = money(objectOf(row.TxnTaxDetail).TotalTax);
    return home(row, value).times(kind === 'Invoice' || kind === 'SalesReceipt' ? 1 : -1);
  };
  const all = Object.entries(forms).flatMap(([kind, rows]) => rows.map((row) => signed(kind, row)));
  expect(text(money(account?.CurrentBalance))).toBe(text(...all));
}

/** Every rule that ties the rows of a company together. */
export function addsUp(qbo: Client, country: SandboxCountry): void {
  const books = read(qbo);
  formsAddUp(country, books);
  linksAgree(books);
  depositsAgree(books);
  customersAddUp(qbo, books);
  accountsAddUp(qbo, books);
  taxAddsUp(qbo, books);
}

/** The rules that hold whatever taxes and accounts the people of a company made up. */
export function owedAddsUp(qbo: Client): void {
  const books = read(qbo);
  linksAgree(books);
  depositsAgree(books);
  customersAddUp(qbo, books);
  ledgerIsEven(qbo);
}
