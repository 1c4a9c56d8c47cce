import { objectOf, refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { markup } from '../../markup/markup.ts';
import { decimal } from '../../money.ts';
import type { Screen } from '../frame.ts';
import { history } from '../history.ts';
import { buttonTo, linkTo, nameOf } from '../links.ts';
import { contains, listing } from '../listing.ts';
import { mark } from '../status.ts';
import { facts, table } from '../table.ts';
import { at, money } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { invoiceColumns } from './invoices.ts';
import { newestFirst } from './order.ts';
import { paymentColumns } from './payments.ts';

const nameOfRow = (row: JsonObject): string => textOf(row.DisplayName) ?? '';
const idOf = (row: JsonObject): string => textOf(row.Id) ?? '';
const email = (row: JsonObject): string | undefined => textOf(objectOf(row.PrimaryEmailAddr).Address);
const phone = (row: JsonObject): string | undefined => textOf(objectOf(row.PrimaryPhone).FreeFormNumber);

const STATES = [
  { value: '', label: 'Active' },
  { value: 'all', label: 'Active and inactive' },
];

export function customersPage(visit: Visit): Screen {
  const { books, request, company } = visit;
  const search = (request.query.get('q') ?? '').toLowerCase();
  const all = request.query.get('state') === 'all';
  const rows = [...books.rows('Customer')]
    .filter((row) => (all || row.Active !== false) && contains(search, nameOfRow(row), email(row)))
    .sort((a, b) => nameOfRow(a).localeCompare(nameOfRow(b), 'en'));
  return {
    title: 'Customers',
    section: 'customers',
    main: [
      markup`<ul class="actions">${buttonTo(at(visit, 'customers', 'new'), 'New customer', '')}</ul>`,
      listing(
        request.query,
        `Customers of ${company.name}`,
        [
          { label: 'Name', cell: (row) => linkTo(visit, 'Customer', idOf(row)) },
          { label: 'E-mail', cell: email },
          { label: 'Phone', cell: phone },
          { label: 'State', cell: (row) => mark(row.Active === false ? 'Inactive' : 'Active') },
          { label: `Balance (${books.facts.currency})`, cell: (row) => money(row.Balance), number: true },
        ],
        rows,
        'There are no active customers yet.',
        [
          { name: 'q', label: 'Name or e-mail' },
          { name: 'state', label: 'State', choices: STATES },
        ],
      ),
    ],
  };
}

function address(value: JsonObject): string {
  const lines = ['Line1', 'Line2', 'Line3', 'Line4', 'Line5', 'City', 'CountrySubDivisionCode', 'PostalCode'];
  return [...lines, 'Country'].flatMap((name) => textOf(value[name]) ?? []).join(', ');
}

export function customerPage(visit: Visit, id: string): Screen | undefined {
  const { books } = visit;
  const row = books.get('Customer', id);
  if (row === undefined) return undefined;
  const active = row.Active !== false;
  const own = (entity: string): readonly JsonObject[] =>
    [...(books.lookup(entity, 'CustomerRef', id) ?? [])].sort(newestFirst).slice(0, 1000);
  const tax = refId(row.DefaultTaxCodeRef);
  const action = (name: string): string => at(visit, 'customers', id, name);
  return {
    title: nameOfRow(row),
    section: 'customers',
    main: [
      facts([
        ['State', mark(active ? 'Active' : 'Inactive')],
        [`Balance (${books.facts.currency})`, money(row.Balance)],
        [
          'Balance with jobs',
          !decimal(row.BalanceWithJobs).eq(decimal(row.Balance)) && money(row.BalanceWithJobs),
        ],
        ['Company name', textOf(row.CompanyName)],
        ['E-mail', email(row) ?? 'None'],
        ['Phone', phone(row) ?? 'None'],
        ['Billing address', address(objectOf(row.BillAddr))],
        ['Taxable', row.Taxable === false ? 'No' : undefined],
        ['Tax code', tax === undefined ? undefined : nameOf(visit, 'TaxCode', row.DefaultTaxCodeRef)],
        ['Notes', textOf(row.Notes)],
        ['Id', id],
      ]),
      markup`<ul class="actions">
${buttonTo(`${at(visit, 'invoices', 'new')}?customer=${encodeURIComponent(id)}`, 'New invoice', '')}
${buttonTo(action('edit'), 'Edit')}
${active ? buttonTo(action('deactivate'), 'Make inactive', 'quiet-danger') : buttonTo(action('activate'), 'Make active')}
</ul>
<h2>Invoices</h2>`,
      table('Invoices, the newest first', invoiceColumns(visit), own('Invoice')),
      markup`<h2>Payments</h2>`,
      table('Payments, the newest first', paymentColumns(visit), own('Payment')),
      history(visit, 'Customer', id),
    ],
  };
}
