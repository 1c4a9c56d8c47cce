import { objectOf, objectsOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, decimal, sum } from '../../money.ts';

/** The lines that a bundle's line holds. */
export const innerLines = (line: JsonObject): readonly JsonObject[] =>
  objectsOf(objectOf(line.GroupLineDetail).Line);

/** Sales lines, wherever they stand: a bundle holds its own. */
export const salesLines = (lines: readonly JsonObject[]): readonly JsonObject[] =>
  lines.flatMap((line) => {
    if (line.DetailType === 'GroupLineDetail') return salesLines(innerLines(line));
    return line.DetailType === 'SalesItemLineDetail' ? [line] : [];
  });

/** The line with other lines in its bundle; it comes to what they come to. */
export const withInner = (line: JsonObject, inner: readonly JsonObject[]): JsonObject => ({
  ...line,
  Amount: amount(sum(inner.map((each) => decimal(each.Amount)))),
  GroupLineDetail: { ...objectOf(line.GroupLineDetail), Line: inner },
});

/** The lines with every sales line changed, those in bundles too. */
export const mapSalesLines = (
  lines: readonly JsonObject[],
  change: (line: JsonObject) => JsonObject,
): readonly JsonObject[] =>
  lines.map((line) => {
    if (line.DetailType === 'GroupLineDetail')
      return withInner(line, mapSalesLines(innerLines(line), change));
    return line.DetailType === 'SalesItemLineDetail' ? change(line) : line;
  });
