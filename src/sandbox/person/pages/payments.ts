import { objectsOf, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { markup } from '../../markup/markup.ts';
import type { Screen } from '../frame.ts';
import { history } from '../history.ts';
import { buttonTo, customerOf, nameOf, pageOf } from '../links.ts';
import { contains, listing } from '../listing.ts';
import { isVoided, mark } from '../status.ts';
import { facts } from '../table.ts';
import type { Column } from '../table.ts';
import { at, money } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { applicationsOf, linkedOf } from './lines.ts';
import { newestFirst } from './order.ts';

const idOf = (row: JsonObject): string => textOf(row.Id) ?? '';
const label = (row: JsonObject): string => textOf(row.PaymentRefNum) ?? `id ${idOf(row)}`;

export function paymentColumns(visit: Visit): readonly Column<JsonObject>[] {
  return [
    {
      label: 'Reference',
      cell: (row) => markup`<a href="${pageOf(visit, 'Payment', idOf(row))}">${label(row)}</a>`,
    },
    { label: 'Date', cell: (row) => textOf(row.TxnDate) },
    { label: 'Customer', cell: (row) => customerOf(visit, row) },
    { label: 'Method', cell: (row) => nameOf(visit, 'PaymentMethod', row.PaymentMethodRef) },
    { label: 'State', cell: (row) => isVoided(row) && mark('Voided') },
    { label: 'Amount', cell: (row) => money(row.TotalAmt), number: true },
    { label: 'Unapplied', cell: (row) => money(row.UnappliedAmt), number: true },
  ];
}

export function paymentsPage(visit: Visit): Screen {
  const { books, request, company } = visit;
  const search = (request.query.get('q') ?? '').toLowerCase();
  const rows = [...books.rows('Payment')]
    .filter(
      (row) =>
        search === '' ||
        contains(search, textOf(row.PaymentRefNum), nameOf(visit, 'Customer', row.CustomerRef)),
    )
    .sort(newestFirst);
  return {
    title: 'Payments',
    section: 'payments',
    main: listing(
      request.query,
      `Payments to ${company.name} in ${books.facts.currency}`,
      paymentColumns(visit),
      rows,
      'There are no payments yet.',
      [{ name: 'q', label: 'Reference or customer' }],
    ),
  };
}

export function paymentPage(visit: Visit, id: string): Screen | undefined {
  const { books } = visit;
  const row = books.get('Payment', id);
  if (row === undefined) return undefined;
  const action = (name: string): string => at(visit, 'payments', id, name);
  return {
    title: `Payment ${label(row)}`,
    section: 'payments',
    main: [
      facts([
        ['State', isVoided(row) && mark('Voided')],
        ['Customer', customerOf(visit, row)],
        ['Date', textOf(row.TxnDate)],
        [`Amount (${books.facts.currency})`, money(row.TotalAmt)],
        ['Unapplied', money(row.UnappliedAmt)],
        ['Method', nameOf(visit, 'PaymentMethod', row.PaymentMethodRef)],
        ['Reference', textOf(row.PaymentRefNum)],
        ['Deposited to', nameOf(visit, 'Account', row.DepositToAccountRef)],
        ['Memo', textOf(row.PrivateNote)],
        ['Id', id],
      ]),
      markup`<ul class="actions">${!isVoided(row) && [buttonTo(action('edit'), 'Edit'), buttonTo(action('void'), 'Void', 'quiet-danger')]}${buttonTo(action('delete'), 'Delete', 'quiet-danger')}</ul>`,
      applicationsOf(visit, row),
      objectsOf(row.LinkedTxn).length > 0 && linkedOf(visit, row),
      history(visit, 'Payment', id),
    ],
  };
}
