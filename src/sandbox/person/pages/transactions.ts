import { objectOf, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { rulesFor } from '../../books/entities.ts';
import { markup } from '../../markup/markup.ts';
import type { Screen } from '../frame.ts';
import { history } from '../history.ts';
import { OTHERS, buttonTo, customerOf, nameOf, pageOf, words } from '../links.ts';
import { contains, listing } from '../listing.ts';
import { isVoided, mark } from '../status.ts';
import { facts } from '../table.ts';
import { at, money } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { linesOf, linkedOf, taxOf } from './lines.ts';
import { newestFirst } from './order.ts';

interface Entry {
  readonly entity: string;
  readonly row: JsonObject;
}

const label = (row: JsonObject): string => textOf(row.DocNumber) ?? `id ${textOf(row.Id) ?? ''}`;

const KINDS = [{ value: '', label: 'Any' }, ...OTHERS.map((value) => ({ value, label: words(value) }))];

export function transactionsPage(visit: Visit): Screen {
  const { books, request, company } = visit;
  const search = (request.query.get('q') ?? '').toLowerCase();
  const kind = request.query.get('kind') ?? '';
  const entries = OTHERS.filter((entity) => kind === '' || kind === entity)
    .flatMap((entity) => [...books.rows(entity)].map((row): Entry => ({ entity, row })))
    .filter(
      ({ row }) =>
        search === '' || contains(search, textOf(row.DocNumber), nameOf(visit, 'Customer', row.CustomerRef)),
    )
    .sort((a, b) => newestFirst(a.row, b.row));
  return {
    title: 'Other transactions',
    section: 'transactions',
    main: listing(
      request.query,
      `Transactions of ${company.name} that are neither invoices nor payments, in ${books.facts.currency}`,
      [
        {
          label: 'Number',
          cell: ({ entity, row }: Entry) =>
            markup`<a href="${pageOf(visit, entity, textOf(row.Id) ?? '')}">${label(row)}</a>`,
        },
        { label: 'Kind', cell: ({ entity }) => words(entity) },
        { label: 'Date', cell: ({ row }) => textOf(row.TxnDate) },
        { label: 'Customer', cell: ({ row }) => customerOf(visit, row) },
        { label: 'Total', cell: ({ row }) => money(row.TotalAmt), number: true },
      ],
      entries,
      'There are no other transactions yet.',
      [
        { name: 'q', label: 'Number or customer' },
        { name: 'kind', label: 'Kind', choices: KINDS },
      ],
    ),
  };
}

export function transactionPage(visit: Visit, entity: string, id: string): Screen | undefined {
  const row = OTHERS.some((name) => name === entity) ? visit.books.get(entity, id) : undefined;
  if (row === undefined) return undefined;
  const rule = rulesFor(entity);
  const action = (name: string): string => at(visit, 'transactions', entity, id, name);
  return {
    title: `${words(entity)} ${label(row)}`,
    section: 'transactions',
    main: [
      facts([
        ['State', isVoided(row) && mark('Voided')],
        ['Customer', customerOf(visit, row)],
        ['Date', textOf(row.TxnDate)],
        [`Total (${visit.books.facts.currency})`, money(row.TotalAmt)],
        ['Balance', row.Balance !== undefined && money(row.Balance)],
        ['Deposited to', nameOf(visit, 'Account', row.DepositToAccountRef)],
        ['Message to the customer', textOf(objectOf(row.CustomerMemo).value)],
        ['Memo', textOf(row.PrivateNote)],
        ['Id', id],
      ]),
      markup`<ul class="actions">
${rule?.voided !== undefined && !isVoided(row) && buttonTo(action('void'), 'Void', 'quiet-danger')}
${rule?.remove !== undefined && buttonTo(action('delete'), 'Delete', 'quiet-danger')}
</ul>`,
      linesOf(visit, row),
      row.TxnTaxDetail !== undefined && taxOf(visit, row),
      linkedOf(visit, row),
      history(visit, entity, id),
    ],
  };
}
