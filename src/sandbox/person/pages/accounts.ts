import { textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Screen } from '../frame.ts';
import { contains, listing } from '../listing.ts';
import { mark } from '../status.ts';
import { money } from '../visit.ts';
import type { Visit } from '../visit.ts';

const nameOfRow = (row: JsonObject): string => textOf(row.FullyQualifiedName) ?? textOf(row.Name) ?? '';

/** The chart of accounts, as far as balances are kept (docs/sandbox.md). */
export function accountsPage({ books, request, company }: Visit): Screen {
  const search = (request.query.get('q') ?? '').toLowerCase();
  const key = (row: JsonObject): string => `${textOf(row.AccountType) ?? ''} ${nameOfRow(row)}`;
  const rows = [...books.rows('Account')]
    .filter((row) => contains(search, nameOfRow(row), textOf(row.AccountType)))
    .sort((a, b) => key(a).localeCompare(key(b), 'en'));
  return {
    title: 'Chart of accounts',
    section: 'accounts',
    main: listing(
      request.query,
      `Accounts of ${company.name}`,
      [
        { label: 'Account', cell: nameOfRow },
        { label: 'Type', cell: (row) => textOf(row.AccountType) },
        { label: 'Detail type', cell: (row) => textOf(row.AccountSubType) },
        { label: 'State', cell: (row) => mark(row.Active === false ? 'Inactive' : 'Active') },
        {
          label: `Balance (${books.facts.currency})`,
          cell: (row) => money(row.CurrentBalance),
          number: true,
        },
      ],
      rows,
      'There are no accounts yet.',
      [{ name: 'q', label: 'Name or type' }],
    ),
  };
}
