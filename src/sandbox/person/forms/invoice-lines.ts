import { objectOf, objectsOf, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, decimal } from '../../money.ts';
import type { Field, Typed } from '../form.ts';
import { nameOf } from '../links.ts';
import { money } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { amountTyped } from './orders.ts';

/** Prices have as many places as QuickBooks takes (qbo-api.md 3.2). */
const PRICE_PLACES = 7;

const isSale = (line: JsonObject): boolean => line.DetailType === 'SalesItemLineDetail';
const detailOf = (line: JsonObject): JsonObject => objectOf(line.SalesItemLineDetail);

/** What the person sees as the amount: with tax in it where the invoice is written so. */
const seen = (line: JsonObject): number => amount(decimal(detailOf(line).TaxInclusiveAmt ?? line.Amount));

const fieldName = (at: number): string => `amount${at}`;

/** One field for the amount of each line that sells something. */
export function lineFields(visit: Visit, invoice: JsonObject): readonly Field[] {
  return objectsOf(invoice.Line).flatMap((line, at) => {
    if (!isSale(line)) return [];
    const item = nameOf(visit, 'Item', detailOf(line).ItemRef) ?? 'Item';
    const words = textOf(line.Description);
    const label = `Amount of line ${at + 1}: ${item}${words === undefined ? '' : `, ${words.slice(0, 60)}`}`;
    return [{ name: fieldName(at), label, kind: 'money', value: money(seen(line)), required: true }];
  });
}

/** The line with another amount: as in QuickBooks, the quantity stays and the price follows. */
function changed(line: JsonObject, value: number): JsonObject {
  const { TaxInclusiveAmt, UnitPrice, Qty, ...rest } = detailOf(line);
  const quantity = decimal(Qty);
  const price = quantity.eq(0)
    ? undefined
    : Number(decimal(value).div(quantity).round(PRICE_PLACES).toString());
  return {
    ...line,
    Amount: value,
    SalesItemLineDetail: {
      ...rest,
      Qty,
      UnitPrice: UnitPrice === undefined ? undefined : price,
      TaxInclusiveAmt: TaxInclusiveAmt === undefined ? undefined : value,
    },
  };
}

/** All lines of the invoice with what was typed, or undefined when no amount is another one. */
export function typedLines(invoice: JsonObject, typed: Typed): readonly JsonObject[] | undefined {
  const before = objectsOf(invoice.Line);
  const lines = before.map((line, at) => {
    if (!isSale(line)) return line;
    const value = amountTyped(typed, fieldName(at));
    return value === seen(line) ? line : changed(line, value);
  });
  return lines.some((line, at) => line !== before[at]) ? lines : undefined;
}
