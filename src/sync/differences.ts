import { moneyText, plainText, toCents, type Money } from '../domain/money.ts';
import type { DocumentLine, InvoiceDocument } from './documents.ts';

/** One thing that differs: what QuickBooks has → what the source has. Null: it is not there. */
export interface Change {
  /** In the words people know: `total`, `due date`, `line 2 amount`. */
  field: string;
  from: string | null;
  to: string | null;
}

/** What people call that which documents name by id. */
export interface Words {
  customer: (id: string) => string;
  item: (id: string) => string;
  taxCode: (id: string) => string;
}

/**
 * What is different in the books from what was or will be sent, field by field. What is not sent, the books keep, so it
 * is no difference; lines are replaced as a whole.
 */
export function differences(books: InvoiceDocument, sent: InvoiceDocument, words: Words): Change[] {
  const parts: Part[] = [
    ['customer', books.customerId, sent.customerId, words.customer],
    ['number', books.number, sent.number],
    ['date', books.date, sent.date],
    ['due date', books.dueDate, sent.dueDate],
    ['total', moneyText(books.total), moneyText(sent.total)],
    ['currency', books.currency, sent.currency],
    ['e-mail', books.email, sent.email, masked],
    // QuickBooks does not always say which code it took.
    ['sales tax', books.taxCodeId, books.taxCodeId && sent.taxCodeId, words.taxCode],
  ];
  return [...changed(parts), ...lineChanges(books.lines, sent.lines, words)];
}

/** A field, what the books have, what is sent, and how a value is shown where it is not shown as it is. */
type Part = [
  field: string,
  from: string | undefined,
  to: string | undefined,
  show?: (value: string) => string,
];

function changed(parts: Part[]): Change[] {
  return parts.flatMap(([field, from = '', to, show = (value) => value]) =>
    to === undefined || from === to
      ? []
      : [{ field, from: from === '' ? null : show(from), to: to === '' ? null : show(to) }],
  );
}

/** Lines by position, without those that begin and end both lists alike: where one was put in, the rest stay. */
function lineChanges(books: DocumentLine[], sent: DocumentLine[], words: Words): Change[] {
  const same = (from: DocumentLine | undefined, to: DocumentLine | undefined): boolean =>
    from !== undefined && to !== undefined && partChanges('', from, to, words).length === 0;
  let start = 0;
  while (same(books[start], sent[start])) start++;
  let end = 0;
  const shorter = Math.min(books.length, sent.length);
  while (start + end < shorter && same(books.at(-1 - end), sent.at(-1 - end))) end++;
  const before = books.slice(start, books.length - end);
  const after = sent.slice(start, sent.length - end);
  return Array.from({ length: Math.max(before.length, after.length) }).flatMap((_, at): Change[] => {
    const [from, to] = [before[at], after[at]];
    const field = `line ${start + at + 1}`;
    if (from && to) return partChanges(field, from, to, words);
    return [{ field, from: from ? lineText(from, words) : null, to: to ? lineText(to, words) : null }];
  });
}

function partChanges(line: string, from: DocumentLine, to: DocumentLine, words: Words): Change[] {
  const parts: Part[] = [
    ['description', from.description, to.description],
    ['quantity', quantityText(from), quantityText(to) ?? ''],
    ['amount', moneyText(from.amount), moneyText(to.amount)],
    ['item', from.itemId, to.itemId, words.item],
    ['sales tax', from.taxCodeId, to.taxCodeId, words.taxCode],
  ];
  return changed(parts).map((change) => ({ ...change, field: `${line} ${change.field}` }));
}

/** `Battery, 2 × 500.00 = 1000.00, Services, GST (10%)`. */
function lineText(line: DocumentLine, words: Words): string {
  const quantity = quantityText(line);
  const parts = [
    line.description,
    `${quantity === undefined ? '' : `${quantity} = `}${moneyText(line.amount)}`,
    line.itemId && words.item(line.itemId),
    line.taxCodeId && words.taxCode(line.taxCodeId),
  ];
  return parts.filter(Boolean).join(', ');
}

function quantityText({ quantity, price }: DocumentLine): string | undefined {
  if (!quantity) return undefined;
  return price ? `${plainText(quantity)} × ${priceText(price)}` : plainText(quantity);
}

/** A price may have more places than an amount. */
function priceText(price: Money): string {
  return price.eq(toCents(price)) ? moneyText(price) : plainText(price);
}

/** `a…@example.com`: enough to see that it is another one. An address in full stands in no output. */
function masked(email: string): string {
  const [, first = '', host = ''] = /^(.).*@(.*)$/u.exec(email.trim()) ?? [];
  return `${first}…@${host}`;
}
