import { objectOf, refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { markup } from '../../markup/markup.ts';
import { decimal } from '../../money.ts';
import type { Screen } from '../frame.ts';
import { history } from '../history.ts';
import { buttonTo, customerOf, nameOf, pageOf } from '../links.ts';
import { contains, listing } from '../listing.ts';
import { STATUSES, isVoided, marks, statusesOf } from '../status.ts';
import { facts } from '../table.ts';
import type { Column } from '../table.ts';
import { at, money } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { linesOf, linkedOf, taxOf } from './lines.ts';
import { newestFirst } from './order.ts';

const idOf = (row: JsonObject): string => textOf(row.Id) ?? '';
const numberOf = (row: JsonObject): string => textOf(row.DocNumber) ?? `without a number (id ${idOf(row)})`;

export function invoiceColumns(visit: Visit): readonly Column<JsonObject>[] {
  const { books } = visit;
  return [
    {
      label: 'Number',
      cell: (row) => markup`<a href="${pageOf(visit, 'Invoice', idOf(row))}">${numberOf(row)}</a>`,
    },
    { label: 'Date', cell: (row) => textOf(row.TxnDate) },
    { label: 'Due', cell: (row) => textOf(row.DueDate) },
    { label: 'Customer', cell: (row) => customerOf(visit, row) },
    { label: 'Status', cell: (row) => marks(statusesOf(row, books.today)) },
    { label: 'Total', cell: (row) => money(row.TotalAmt), number: true },
    { label: 'Balance', cell: (row) => money(row.Balance), number: true },
  ];
}

const ANY_STATUS = [{ value: '', label: 'Any' }, ...STATUSES.map((value) => ({ value, label: value }))];

export function invoicesPage(visit: Visit): Screen {
  const { books, request, company } = visit;
  const search = (request.query.get('q') ?? '').toLowerCase();
  const status = request.query.get('status') ?? '';
  const { today } = books;
  const rows = [...books.rows('Invoice')]
    .filter(
      (row) =>
        (status === '' || statusesOf(row, today).some((one) => one === status)) &&
        (search === '' ||
          contains(search, textOf(row.DocNumber), nameOf(visit, 'Customer', row.CustomerRef))),
    )
    .sort(newestFirst);
  return {
    title: 'Invoices',
    section: 'invoices',
    main: [
      markup`<ul class="actions">${buttonTo(at(visit, 'invoices', 'new'), 'New invoice', '')}</ul>`,
      listing(
        request.query,
        `Invoices of ${company.name} in ${books.facts.currency}`,
        invoiceColumns(visit),
        rows,
        'There are no invoices yet.',
        [
          { name: 'q', label: 'Number or customer' },
          { name: 'status', label: 'Status', choices: ANY_STATUS },
        ],
      ),
    ],
  };
}

function actions(row: JsonObject): readonly (readonly [string, string, '' | 'second' | 'quiet-danger'])[] {
  if (isVoided(row)) return [['delete', 'Delete', 'quiet-danger']];
  const open = decimal(row.Balance).gt(0);
  return [
    ...(open ? [['pay', 'Receive payment', ''] as const] : []),
    ['edit', 'Edit', 'second'],
    ['void', 'Void', 'quiet-danger'],
    ['delete', 'Delete', 'quiet-danger'],
  ];
}

export function invoicePage(visit: Visit, id: string): Screen | undefined {
  const { books } = visit;
  const row = books.get('Invoice', id);
  if (row === undefined) return undefined;
  return {
    title: `Invoice ${numberOf(row)}`,
    section: 'invoices',
    main: [
      facts([
        ['Status', marks(statusesOf(row, books.today))],
        ['Customer', customerOf(visit, row)],
        ['Date', textOf(row.TxnDate)],
        ['Due', textOf(row.DueDate)],
        ['Terms', nameOf(visit, 'Term', row.SalesTermRef)],
        [`Total (${refId(row.CurrencyRef) ?? books.facts.currency})`, money(row.TotalAmt)],
        ['Balance', money(row.Balance)],
        ['Amounts are', textOf(row.GlobalTaxCalculation)],
        ['E-mail', textOf(objectOf(row.BillEmail).Address)],
        ['Sent', row.EmailStatus === 'EmailSent' && 'Yes'],
        ['Message to the customer', textOf(objectOf(row.CustomerMemo).value)],
        ['Memo (for ourselves)', textOf(row.PrivateNote)],
        ['Id', id],
      ]),
      markup`<ul class="actions">${actions(row).map(([name, label, kind]) => buttonTo(at(visit, 'invoices', id, name), label, kind))}</ul>`,
      linesOf(visit, row),
      taxOf(visit, row),
      linkedOf(visit, row),
      history(visit, 'Invoice', id),
    ],
  };
}
