import type { Books } from '../../books/books.ts';
import { textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, decimal } from '../../money.ts';
import { add, named } from '../add.ts';

/** A line of a form: what it is for, what it costs before tax, and its tax code. */
export interface Sold {
  readonly item: string;
  readonly description: string;
  readonly amount: number;
  readonly tax: string;
  readonly class: 'Residential' | 'Commercial' | 'Service';
  /** Pieces or hours; one without it. */
  readonly quantity?: number;
}

function salesLine(books: Books, sold: Sold): JsonObject {
  const { quantity = 1 } = sold;
  return {
    Amount: sold.amount,
    Description: sold.description,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: {
      ItemRef: named(books, 'Item', sold.item),
      ClassRef: named(books, 'Class', sold.class),
      TaxCodeRef: { value: sold.tax },
      Qty: quantity,
      UnitPrice: amount(decimal(sold.amount).div(quantity)),
    },
  };
}

/** The tax of the whole form: in the US by hand, a group; elsewhere what the lines say. */
function taxes(books: Books, sold: readonly Sold[]): JsonObject {
  const group = books.preference('TaxPrefs', 'TaxGroupCodeRef');
  const taxed = sold.some(({ tax }) => tax === 'TAX');
  if (books.country !== 'US') return { GlobalTaxCalculation: 'TaxExcluded' };
  return taxed && group !== undefined ? { TxnTaxDetail: { TxnTaxCodeRef: group } } : {};
}

/** A sales form with its lines, dated on the day it is made; `more` is what is its own. */
export function bill(
  books: Books,
  entity: 'Invoice' | 'CreditMemo' | 'SalesReceipt' | 'RefundReceipt',
  customer: JsonObject,
  sold: readonly Sold[],
  more: JsonObject,
): string {
  const row = add(books, entity, {
    CustomerRef: customer,
    TxnDate: books.today,
    CurrencyRef: { value: books.facts.currency },
    Line: sold.map((each) => salesLine(books, each)),
    ...taxes(books, sold),
    ...more,
  });
  return textOf(row.Id) ?? '';
}
