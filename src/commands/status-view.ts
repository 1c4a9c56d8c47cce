import { amountForPeople } from '../domain/money.ts';
import { clean, shorten } from '../terminal/clean.ts';
import type { Style } from '../terminal/style.ts';
import { tableText } from '../terminal/table.ts';
import { waysText } from './findings-view.ts';
import type { StatusRow } from './status.ts';

// How `status` shows records to people.

/** What the other columns take; the reason gets the rest of the line. */
const OTHER_COLUMNS = 98;
const LEAST_REASON = 40;
/** Off a terminal nothing has to fit. */
const WIDE = 200;

export function recordsText(rows: StatusRow[], width: number | undefined, style: Style): string {
  if (rows.length === 0) return 'No records. Read an export with: qbsync import FILE\n';
  const columns = [
    { head: 'Status' },
    { head: 'Record' },
    { head: 'Date' },
    { head: 'Customer' },
    { head: 'Total', align: 'right' as const },
    { head: 'QuickBooks' },
    { head: 'Why' },
  ];
  const room = width === undefined ? WIDE : Math.max(LEAST_REASON, width - OTHER_COLUMNS);
  const table = tableText(
    columns,
    rows.map((row) => [
      { styled: style.status(row.status) },
      nameOf(row),
      row.date ?? '',
      shorten(aboutOf(row), 26),
      amountText(row),
      row.qbo_number ?? (row.qbo_id ? `id ${row.qbo_id}` : ''),
      shorten(reasonOf(row) ?? '', room),
    ]),
    style,
  );
  const counts = Object.entries(countsOf(rows)).map(([name, many]) => `${many} ${name}`);
  const ways = waysText(
    rows.flatMap((row) =>
      row.status !== 'Not synced' && row.status !== 'Ignored' && row.fix
        ? [{ name: nameOf(row), fix: row.fix }]
        : [],
    ),
    style,
  );
  return `${table}\n${counts.join(', ')}\n${ways && `\n${ways}`}`;
}

export function countsOf(rows: StatusRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row.status] = (counts[row.status] ?? 0) + 1;
  return counts;
}

function nameOf(row: StatusRow): string {
  return row.number ?? row.id ?? `${row.file}, line ${row.line}`;
}

/** Nothing is wrong with a cancelled invoice that is voided in QuickBooks too, but its total would mislead. */
function reasonOf(row: StatusRow): string | null {
  const withdrawn = row.status === 'Active' && row.source_state === 'cancelled';
  return withdrawn ? 'Cancelled in the source, and voided or deleted in QuickBooks.' : row.reason;
}

/** Whom an invoice is for, or what a payment pays. */
function aboutOf(row: StatusRow): string {
  return row.invoices && row.invoices.length > 0 ? `pays ${row.invoices.join(', ')}` : (row.customer ?? '');
}

function amountText(row: StatusRow): string {
  return row.total === null ? '' : amountForPeople(row.total, row.currency ?? '');
}

/** One record with everything that is known of it. */
export function recordText(row: StatusRow, style: Style): string {
  const lines: [string, string | null][] = [
    ['Why', reasonOf(row)],
    ['What to do', row.fix],
    ['More', row.code && `qbsync explain ${row.code}`],
    ['Customer', row.customer],
    ['Pays', row.invoices && row.invoices.join(', ')],
    ['Project', row.project ?? row.project_id],
    ['Date', row.date],
    ['Total', amountText(row)],
    ['In the source', row.source_state],
    ['In QuickBooks', row.qbo_id && `id ${row.qbo_id}${row.qbo_number ? `, number ${row.qbo_number}` : ''}`],
    ['Link', row.qbo_link],
    ['Read from', `${row.file}, line ${row.line}`],
  ];
  const labelled = (name: string, value: string) => `${name.padEnd(14)} ${value}`;
  return [
    labelled('Record', `${row.kind} ${clean(nameOf(row))}`),
    labelled('Status', style.status(row.status)),
    ...lines.flatMap(([name, value]) => (value ? [labelled(name, clean(value))] : [])),
    '',
  ].join('\n');
}
