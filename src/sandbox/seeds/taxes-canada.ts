import type { Books } from '../books/books.ts';
import { code, rate } from './rows.ts';

/** The ids of a recorded Ontario company (qbo-api.md 3.6). */
export function canada(books: Books): void {
  rate(books, { id: '2', name: 'Exempt', percent: 0 });
  rate(books, { id: '3', name: 'Zero-rated', percent: 0, special: 'ZERO_RATE' });
  rate(books, { id: '4', name: 'GST/HST Adjustment', percent: 0, special: 'ADJUSTMENT_RATE' });
  rate(books, { id: '5', name: 'HST ON', percent: 13 });
  rate(books, { id: '6', name: 'Out of Scope', percent: 0 });
  rate(books, { id: '7', name: 'GST', percent: 5 });
  rate(books, { id: '8', name: 'HST ON (ITC)', percent: 13 });
  rate(books, { id: '9', name: 'PST BC', percent: 7 });
  code(books, {
    id: '2',
    name: 'Exempt',
    description: 'Exempt',
    sales: ['2'],
    purchases: ['2'],
    taxable: false,
  });
  code(books, { id: '3', name: 'Zero-rated', description: 'Zero-rated', sales: ['3'], purchases: ['3'] });
  code(books, {
    id: '4',
    name: 'GST/HST Adjustment',
    description: 'Adjustment',
    sales: ['4'],
    purchases: ['4'],
  });
  code(books, { id: '5', name: 'HST ON', description: 'HST Ontario', sales: ['5'], purchases: ['8'] });
  code(books, {
    id: '6',
    name: 'Out of Scope',
    description: 'Out of scope',
    sales: ['6'],
    purchases: ['6'],
    taxable: false,
  });
  code(books, { id: '7', name: 'GST', description: 'GST', sales: ['7'], purchases: ['7'] });
  code(books, {
    id: '8',
    name: 'GST/PST BC',
    description: 'GST and PST, British Columbia',
    sales: ['7', '9'],
    purchases: ['7'],
  });
  quebec(books);
}

/** Quebec's tax is a part of the net; until 2012 it was one of the price with the federal tax. */
function quebec(books: Books): void {
  rate(books, { id: '10', name: 'TPS', percent: 5 });
  rate(books, { id: '11', name: 'TVQ', percent: 9.975 });
  rate(books, { id: '12', name: 'TVQ 2012', percent: 9.5 });
  code(books, {
    id: '9',
    name: 'TPS/TVQ QC - 9,975',
    description: 'TPS et TVQ, Québec',
    sales: ['10', '11'],
    purchases: ['10', '11'],
  });
  code(books, {
    id: '10',
    name: 'TPS/TVQ QC - 9,5',
    description: 'TPS et TVQ, Québec, 2012',
    sales: ['10', '12'],
    purchases: ['10', '12'],
    onTax: ['12'],
  });
}
