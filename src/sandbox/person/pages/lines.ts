import { isVoided } from '../status.ts';
import { objectOf, objectsOf, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { markup } from '../../markup/markup.ts';
import type { Markup, Part } from '../../markup/markup.ts';
import { decimal } from '../../money.ts';
import { linkTo, nameOf, words } from '../links.ts';
import { table } from '../table.ts';
import { money } from '../visit.ts';
import type { Visit } from '../visit.ts';

/** The detail of a line, under whichever name its type has. */
const detailOf = (line: JsonObject): JsonObject => objectOf(line[textOf(line.DetailType) ?? '']);

function what(visit: Visit, line: JsonObject): Part {
  const detail = detailOf(line);
  const [link] = objectsOf(line.LinkedTxn);
  if (link !== undefined) return linkTo(visit, textOf(link.TxnType) ?? '', textOf(link.TxnId) ?? '');
  if (line.DetailType === 'DiscountLineDetail') return 'Discount';
  if (line.DetailType === 'SubTotalLineDetail') return 'Subtotal';
  const account = detail.AccountRef ?? detail.DiscountAccountRef;
  return nameOf(visit, 'Item', detail.ItemRef) ?? nameOf(visit, 'Account', account) ?? 'Text';
}

const quantity = (line: JsonObject): string | undefined => {
  const { Qty } = detailOf(line);
  return Qty === undefined ? undefined : decimal(Qty).toFixed();
};

/** With cents, and with more places where the price has them. */
function price(line: JsonObject): Part {
  const { UnitPrice } = detailOf(line);
  const exact = decimal(UnitPrice);
  return UnitPrice !== undefined && (exact.eq(exact.round(2)) ? money(UnitPrice) : exact.toFixed());
}

/** The lines of a sale, as the customer sees them. */
export function linesOf(visit: Visit, row: JsonObject): Markup {
  const lines = table(
    `Amounts in ${textOf(objectOf(row.CurrencyRef).value) ?? visit.books.facts.currency}`,
    [
      { label: 'Item', cell: (line: JsonObject) => what(visit, line) },
      { label: 'Description', cell: (line) => textOf(line.Description) },
      { label: 'Quantity', cell: quantity, number: true },
      {
        label: 'Price',
        cell: price,
        number: true,
      },
      { label: 'Tax code', cell: (line) => nameOf(visit, 'TaxCode', detailOf(line).TaxCodeRef) },
      { label: 'Amount', cell: (line) => line.Amount !== undefined && money(line.Amount), number: true },
    ],
    objectsOf(row.Line),
    'It has no lines.',
  );
  return markup`<h2>Lines</h2>\n${lines}`;
}

/** One row a tax rate. */
export function taxOf(visit: Visit, row: JsonObject): Markup {
  const detail = objectOf(row.TxnTaxDetail);
  const rates = table(
    `Tax of ${money(detail.TotalTax)} in all`,
    [
      {
        label: 'Rate',
        cell: (line: JsonObject) => nameOf(visit, 'TaxRate', objectOf(line.TaxLineDetail).TaxRateRef),
      },
      {
        label: 'Percent',
        cell: (line) => decimal(objectOf(line.TaxLineDetail).TaxPercent).toFixed(),
        number: true,
      },
      { label: 'On', cell: (line) => money(objectOf(line.TaxLineDetail).NetAmountTaxable), number: true },
      { label: 'Tax', cell: (line) => money(line.Amount), number: true },
    ],
    objectsOf(detail.TaxLine),
    'No tax.',
  );
  return markup`<h2>Tax</h2>\n${rates}`;
}

/** What a transaction put on another one. */
export function appliedOf(other: JsonObject | undefined, id: string): Part {
  const lines = objectsOf(other?.Line).filter((line) =>
    objectsOf(line.LinkedTxn).some((link) => link.TxnId === id),
  );
  return lines.length > 0 && lines.map((line) => money(line.Amount)).join(' + ');
}

/** Payments and credits on a sale, the deposit of a receipt. */
export function linkedOf(visit: Visit, row: JsonObject): Markup {
  const id = textOf(row.Id) ?? '';
  const found = (link: JsonObject): JsonObject | undefined =>
    visit.books.get(textOf(link.TxnType) ?? '', textOf(link.TxnId));
  const links = table(
    'Payments, credits and deposits',
    [
      {
        label: 'Transaction',
        cell: (link: JsonObject) => linkTo(visit, textOf(link.TxnType) ?? '', textOf(link.TxnId) ?? ''),
      },
      { label: 'Kind', cell: (link) => words(textOf(link.TxnType) ?? '') },
      { label: 'Date', cell: (link) => textOf(found(link)?.TxnDate) },
      { label: 'Amount on this', cell: (link) => appliedOf(found(link), id), number: true },
    ],
    objectsOf(row.LinkedTxn),
    isVoided(row) ? 'None: the void took them off.' : 'Nothing is linked to it.',
  );
  return markup`<h2>Linked transactions</h2>\n${links}`;
}

/** What the lines of a payment were put on. */
export function applicationsOf(visit: Visit, row: JsonObject): Markup {
  const first = (line: JsonObject): JsonObject => objectsOf(line.LinkedTxn)[0] ?? {};
  const lines = table(
    'What it pays',
    [
      {
        label: 'Transaction',
        cell: (line: JsonObject) =>
          linkTo(visit, textOf(first(line).TxnType) ?? '', textOf(first(line).TxnId) ?? ''),
      },
      { label: 'Amount', cell: (line) => money(line.Amount), number: true },
    ],
    objectsOf(row.Line),
    'It pays no invoice.',
  );
  return markup`<h2>Applied to</h2>\n${lines}`;
}
