import { objectOf, objectsOf, refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { cents, decimal, sum } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import { systemAccount } from '../accounts.ts';
import type { Books } from '../books.ts';
import type { Posting } from '../ledger.ts';
import { ratesOf } from '../tax/rates.ts';
import type { Draft, SalesForm } from './form.ts';
import { salesLines } from './sales-lines.ts';

/** Where a part of the total goes, in the form's currency: to an account, or on a customer's account. */
export interface Settlement {
  readonly account: string;
  readonly value: Decimal;
  readonly customer?: string | undefined;
}

interface Part {
  readonly account: string;
  readonly value: Decimal;
}

/** A line without its tax. Where replies show it gross, the tax is taken out again. */
function net(books: Books, row: JsonObject): Decimal {
  const detail = objectOf(row.SalesItemLineDetail);
  const shown = decimal(row.Amount);
  if (detail.TaxInclusiveAmt === undefined || books.readings.inclusiveAmount === 'net') return shown;
  const percent = sum(ratesOf(books, refId(detail.TaxCodeRef) ?? '').map((rate) => rate.ofNet));
  return cents(shown.times(100).div(percent.plus(100)));
}

function incomeAccount(books: Books, row: JsonObject): string {
  const item = books.get('Item', refId(objectOf(row.SalesItemLineDetail).ItemRef));
  return refId(item?.IncomeAccountRef) ?? systemAccount(books, 'sales');
}

/** The account of a discount: the line's, else the company's. */
function discountAccount(books: Books, row: JsonObject): string {
  const sent = refId(objectOf(row.DiscountLineDetail).DiscountAccountRef);
  const preferred = textOf(books.preference('SalesFormsPrefs', 'DefaultDiscountAccount'));
  const known = [sent, preferred].find((id) => books.get('Account', id) !== undefined);
  return known ?? systemAccount(books, 'discounts');
}

/** Income by item, tax and discount of a form, which together are its total. */
function parts(books: Books, row: JsonObject): readonly Part[] {
  const lines = salesLines(objectsOf(row.Line));
  const income = lines.map((line) => ({ account: incomeAccount(books, line), value: net(books, line) }));
  const tax = decimal(objectOf(row.TxnTaxDetail).TotalTax);
  const taxes = tax.eq(0) ? [] : [{ account: systemAccount(books, 'salesTax'), value: tax }];
  const rest = decimal(row.TotalAmt).minus(sum([...income, ...taxes].map((part) => part.value)));
  if (rest.eq(0)) return [...income, ...taxes];
  const discount = objectsOf(row.Line).find((line) => line.DetailType === 'DiscountLineDetail');
  // Without a discount the rest is what a tax override moved between net and tax of gross prices.
  const account = discount === undefined ? income.at(-1)?.account : discountAccount(books, discount);
  return [...income, ...taxes, { account: account ?? systemAccount(books, 'sales'), value: rest }];
}

/** The double entry of a sales form: what it settles against income, tax and discount. */
export function formPostings(
  form: SalesForm,
  draft: Draft,
  row: JsonObject,
  settlement: readonly Settlement[],
): readonly Posting[] {
  const { books, currency } = draft;
  const settled = settlement.map(({ account, value, customer }) => ({
    account,
    value: currency.home(value).times(form.direction),
    customer:
      customer === undefined ? undefined : { id: customer, value: cents(value).times(form.direction) },
  }));
  const sales = parts(books, row).map(({ account, value }) => ({
    account,
    value: currency.home(value).times(-form.direction),
  }));
  const [first, ...others] = sales;
  if (first === undefined) return settled;
  // The first line takes what rounding to home currency leaves.
  const rest = sum([...settled, ...sales].map((posting) => posting.value));
  return [...settled, { ...first, value: first.value.minus(rest) }, ...others];
}
