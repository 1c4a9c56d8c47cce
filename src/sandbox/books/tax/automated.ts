import { business } from '../../faults.ts';
import { objectOf, objectsOf } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { amount, cents, decimal, sum, ZERO } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';

/** Whether QuickBooks works the company's sales tax out by itself: true, not just present (qbo-api.md 3.8). */
export const isAutomated = (books: Books): boolean =>
  books.country === 'US' && books.preference('TaxPrefs', 'PartnerTaxEnabled') === true;

/** Whether somebody put another amount of tax in the place of the computed one. */
const isOverridden = (detail: Json | undefined): boolean =>
  objectsOf(objectOf(detail).TaxLine).some(
    (line) => objectOf(line.TaxLineDetail).OverrideDeltaAmount !== undefined,
  );

/** What a sparse update carries over is no override of new lines or of a new address, unless it was one. */
export const carriedOverride = (detail: Json | undefined): Json | undefined =>
  isOverridden(detail) ? detail : undefined;

/**
 * The amount of tax that is sent, which overrides the computed one. Whether a TxnTaxDetail without TotalTax
 * says zero, unless TotalTaxSpecified is false, is U (qbo-api.md 3.7).
 */
function sentTotal(books: Books, payload: JsonObject): Decimal | undefined {
  if (payload.TxnTaxDetail === undefined) return undefined;
  const { TotalTax, TotalTaxSpecified } = objectOf(payload.TxnTaxDetail);
  if (TotalTaxSpecified === false) return undefined;
  if (TotalTax !== undefined) return cents(decimal(TotalTax));
  return books.readings.taxDetailWithoutTotal === 'zero' ? ZERO : undefined;
}

/** Refuses an override that is too far off (U), or that no rate can carry. */
function checkOverride(books: Books, wanted: Decimal, computed: Decimal, rates: number): void {
  const off = wanted.minus(computed).abs();
  const limited = books.readings.automatedTaxOverride === 'tolerance';
  if (off.gt(0) && (rates === 0 || (limited && off.gt(books.readings.taxOverrideTolerance)))) {
    throw business(
      `The sales tax of ${wanted.toFixed(2)} was miscalculated: automated sales tax makes it ${computed.toFixed(2)}.`,
    );
  }
}

/** The tax lines with the amount that was sent: the last rate takes the difference, and says so. */
export function withOverride(
  books: Books,
  payload: JsonObject,
  lines: readonly JsonObject[],
): readonly JsonObject[] {
  const wanted = sentTotal(books, payload);
  const computed = sum(lines.map((line) => decimal(line.Amount)));
  if (wanted === undefined) return lines;
  checkOverride(books, wanted, computed, lines.length);
  const delta = wanted.minus(computed);
  if (delta.eq(0)) return lines;
  return lines.map((line, at) =>
    at < lines.length - 1
      ? line
      : {
          ...line,
          Amount: amount(decimal(line.Amount).plus(delta)),
          TaxLineDetail: { ...objectOf(line.TaxLineDetail), OverrideDeltaAmount: amount(delta) },
        },
  );
}
