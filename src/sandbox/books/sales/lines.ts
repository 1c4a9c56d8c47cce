import { business, invalidEnumeration, missing, notSupported, wrongAmount } from '../../faults.ts';
import { compact, objectOf, objectsOf, refId, textOf } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { amount, cents, decimal, sum, withThousands } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import { lineClass } from '../lists/tracking.ts';
import { referenced } from '../references.ts';
import { groupLine } from './group-line.ts';
import { numbered } from './line-numbers.ts';
import { innerLines, salesLines } from './sales-lines.ts';

/** Most lines of a taxable transaction (qbo-api.md 3.2). */
const MAX_LINES = 750;
/** Of these a form needs at least one (qbo-api.md 3.2). */
const COUNTING = ['SalesItemLineDetail', 'GroupLineDetail', 'SubTotalLineDetail'];

export interface Lines {
  /** As replies show them, without the closing SubTotal line. Amounts as sent. */
  readonly rows: readonly JsonObject[];
  readonly discount: Decimal;
}

/** `Amount` against `Qty x UnitPrice`, half-up (qbo-api.md 3.7). */
function lineAmount(books: Books, line: JsonObject, detail: JsonObject, inclusive: boolean): Decimal {
  if (line.Amount === undefined) throw missing('Line.Amount');
  const sent = cents(decimal(line.Amount));
  if (detail.Qty === undefined || detail.UnitPrice === undefined) return sent;
  const product = cents(decimal(detail.Qty).times(decimal(detail.UnitPrice)));
  if (product.eq(sent)) return sent;
  // A reply of an inclusive invoice shows Amount net beside the gross price; sent back, it is no mistake.
  if (inclusive && detail.TaxInclusiveAmt !== undefined && product.eq(decimal(detail.TaxInclusiveAmt)))
    return sent;
  if (books.country !== 'US' && books.readings.nonUsAmount === 'replace') return product;
  throw wrongAmount(sent);
}

const descriptionLine = (line: JsonObject): JsonObject => ({
  Id: line.Id,
  Description: line.Description,
  DetailType: 'DescriptionOnly',
  DescriptionLineDetail: {},
});

function salesLine(books: Books, line: JsonObject, inclusive: boolean): JsonObject {
  const detail = objectOf(line.SalesItemLineDetail);
  const fallback =
    books.readings.lineWithoutItem === 'default-item' ? { value: defaultItem(books) } : undefined;
  const itemRef = refId(detail.ItemRef) === undefined ? fallback : detail.ItemRef;
  const item = referenced(books, 'Item', itemRef);
  if (item === undefined) {
    // Without an item the line is documentation and its amount does not count (qbo-api.md 3.2).
    return descriptionLine(line);
  }
  if (item.Type === 'Category' || item.Type === 'Group') {
    throw business('The item of a sales line can be neither a category nor a bundle.');
  }
  if (detail.DiscountRate !== undefined || detail.DiscountAmt !== undefined) {
    throw notSupported('Discounts on a line are not supported; send a DiscountLineDetail line.');
  }
  const gross = inclusive ? detail.TaxInclusiveAmt : undefined;
  const plain = lineAmount(books, line, detail, inclusive);
  return {
    Id: line.Id,
    Description: line.Description,
    Amount: amount(gross === undefined ? plain : decimal(gross)),
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: compact({
      ServiceDate: detail.ServiceDate,
      ItemRef: books.refTo('Item', refId(itemRef) ?? ''),
      ClassRef: lineClass(books, detail.ClassRef),
      UnitPrice: detail.UnitPrice,
      Qty: detail.Qty,
      TaxCodeRef: detail.TaxCodeRef ?? (books.country === 'US' ? usTaxMark(item) : undefined),
    }),
  };
}

const usTaxMark = (item: JsonObject): JsonObject => ({ value: item.Taxable === true ? 'TAX' : 'NON' });

function defaultItem(books: Books): string {
  const pairs = objectsOf(objectOf(books.preferences.OtherPrefs).NameValue);
  return textOf(pairs.find((pair) => pair.Name === 'SalesFormsPrefs.DefaultItem')?.Value) ?? '';
}

function discountLine(books: Books, line: JsonObject, base: Decimal): JsonObject {
  if (
    books.readings.discountNeedsPreference &&
    books.preference('SalesFormsPrefs', 'AllowDiscount') !== true
  ) {
    throw business('Discounts are not turned on for this company.');
  }
  const detail = objectOf(line.DiscountLineDetail);
  const percent = detail.PercentBased === true ? decimal(detail.DiscountPercent) : undefined;
  if (percent === undefined && line.Amount === undefined) throw missing('Line.Amount');
  const value = percent === undefined ? cents(decimal(line.Amount)) : cents(base.times(percent).div(100));
  const account =
    refId(detail.DiscountAccountRef) ?? textOf(books.preference('SalesFormsPrefs', 'DefaultDiscountAccount'));
  referenced(books, 'Account', account === undefined ? undefined : { value: account });
  return {
    Id: line.Id,
    Description: line.Description,
    Amount: amount(value),
    DetailType: 'DiscountLineDetail',
    DiscountLineDetail: compact({
      PercentBased: percent !== undefined,
      DiscountPercent: percent === undefined ? undefined : detail.DiscountPercent,
      DiscountAccountRef: account === undefined ? undefined : books.refTo('Account', account),
      TaxCodeRef: detail.TaxCodeRef,
    }),
  };
}

function row(
  books: Books,
  line: JsonObject,
  inclusive: boolean,
  base: () => Decimal,
): JsonObject | undefined {
  switch (textOf(line.DetailType)) {
    case 'SalesItemLineDetail':
      return salesLine(books, line, inclusive);
    case 'DiscountLineDetail':
      return discountLine(books, line, base());
    case 'DescriptionOnly':
      return descriptionLine(line);
    // The server writes its own at the end of every reply; one that is sent back says nothing.
    case 'SubTotalLineDetail':
      return undefined;
    case 'GroupLineDetail':
      return groupLine(books, line, (inner) => salesLine(books, inner, inclusive));
    case undefined:
      throw missing('Line.DetailType');
    default:
      throw invalidEnumeration(textOf(line.DetailType) ?? '', 'Line.DetailType');
  }
}

/** The lines of an invoice, checked and completed (qbo-api.md 3.2, line types). */
export function readLines(
  books: Books,
  sent: Json | undefined,
  before: readonly JsonObject[],
  inclusive: boolean,
): Lines {
  const lines = objectsOf(sent);
  const inBundles = lines.flatMap(innerLines);
  if (lines.length + inBundles.length > MAX_LINES)
    throw business(`A transaction can have at most ${MAX_LINES} lines.`);
  const done: JsonObject[] = [];
  const sales = (): Decimal => sum(salesLines(done).map((made) => decimal(made.Amount)));
  for (const line of lines) {
    const made = row(books, line, inclusive, sales);
    if (made !== undefined) done.push(made);
  }
  if (!lines.some((line) => COUNTING.includes(textOf(line.DetailType) ?? ''))) throw missing('Line');
  const rows = numbered(done, before);
  const discounts = rows.filter((made) => made.DetailType === 'DiscountLineDetail');
  if (discounts.length > 1) throw business('A transaction can have only one discount line.');
  const discount = sum(discounts.map((made) => decimal(made.Amount)));
  if (discount.lt(0))
    throw business(`A discount cannot be negative. Supplied value:${withThousands(discount)}`);
  return { rows, discount };
}
