import { sum, ZERO, type Money } from '../domain/money.ts';
import type { Finding } from '../domain/problems.ts';
import type { SourceRecord } from '../domain/records.ts';
import { invoiceTotals } from '../domain/totals.ts';
import type { Attempt } from '../ledger/ledger.ts';
import { sentBody, type Written } from './attempts.ts';

/**
 * What stands in the books against what was to stand there, to the cent: an invoice's total as the source has it, which
 * is not in the body; a payment as it was sent, since a person may have chosen to apply less.
 */
export function totalDiffers(
  attempt: Attempt,
  record: SourceRecord | undefined,
  object: Written,
): Finding | undefined {
  if (!record || !('TotalAmt' in object)) return undefined;
  if (attempt.operation === 'void') return unequal('total', ZERO, object.TotalAmt);
  if (record.kind === 'invoice') return unequal('total', invoiceTotals(record).total, object.TotalAmt);
  const { TotalAmt: amount = record.amount, Line } = sentBody(attempt);
  const unapplied = amount.minus(sum(Line.map((line) => line.Amount)));
  return (
    unequal('amount', amount, object.TotalAmt) ??
    unequal('part that is not applied', unapplied, 'UnappliedAmt' in object ? object.UnappliedAmt : ZERO)
  );
}

function unequal(what: string, source: Money, books: Money): Finding | undefined {
  if (source.eq(books)) return undefined;
  return {
    code: 'TOTAL_DIFFERS',
    reason: `It is in QuickBooks, but the ${what} there is ${books.toFixed(2)}, in the source ${source.toFixed(2)}.`,
    fix: 'Open it in QuickBooks and compare tax and lines with the source; after correcting it there, run the same command again.',
  };
}
