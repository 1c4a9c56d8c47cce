import type { Context } from '../context.ts';
import { foldNumber } from '../domain/fingerprint.ts';
import { decimal, moneyForPeople, moneyText } from '../domain/money.ts';
import { EXIT } from '../domain/problems.ts';
import { statusOf, type Status } from '../domain/status.ts';
import type { Entry, Filter, KeptReject } from '../ledger/ledger.ts';
import { endpointsOf, webLink, type Endpoints } from '../qbo/endpoints.ts';
import { csvText } from '../terminal/csv.ts';
import type { Outcome } from '../terminal/outcome.ts';
import type { Style } from '../terminal/style.ts';
import { shorten } from '../terminal/clean.ts';
import { tableText } from '../terminal/table.ts';
import { factsOf } from './choose.ts';
import { projectOutcome } from './status-projects.ts';
import { statusNamed, usage } from './values.ts';

interface Options {
  /** True for `--project` without a name. */
  project?: string | true;
  status?: string;
  csv?: boolean;
  json?: boolean;
}

/** One record as `status` shows it; the members of this are the members of its JSON. */
export interface StatusRow {
  kind: string;
  id: string | null;
  number: string | null;
  status: Status;
  code: string | null;
  reason: string | null;
  fix: string | null;
  project_id: string | null;
  project: string | null;
  customer: string | null;
  date: string | null;
  currency: string | null;
  total: string | null;
  source_state: string | null;
  qbo_id: string | null;
  qbo_number: string | null;
  qbo_link: string | null;
  file: string;
  line: number;
}

/** Where records stand. Reads what is kept on this machine; asks nobody. */
export async function status(context: Context, ids: string[], options: Options): Promise<Outcome> {
  const ledger = await context.ledger();
  const connection = await context.connection();
  const endpoints = connection && endpointsOf(connection.environment, connection.url);
  const filter: Filter = {};
  if (ids.length > 0) filter.ids = ids;
  if (typeof options.project === 'string') filter.project = options.project;
  const entries = await ledger.entries(filter);
  const rows = entries.map((entry) => rowOf(entry, connection?.disconnected, endpoints));
  const rejects = typeof options.project === 'string' ? [] : await ledger.rejects();
  for (const reject of rejects) {
    if (ids.length === 0 || ids.some((id) => foldNumber(id) === foldNumber(reject.recordId ?? '')))
      rows.push(rejectedRow(reject));
  }
  if (ids.length > 0 && rows.length === 0) {
    throw usage(
      `No record is known as ${ids.join(', ')}.`,
      'Import the file that has it: qbsync import FILE',
    );
  }
  if (options.project === true) {
    const paymentsTo = await ledger.applications();
    return projectOutcome(
      entries,
      paymentsTo,
      (entry) => statusOf(factsOf(entry), connection?.disconnected).status,
    );
  }
  const wanted = options.status === undefined ? undefined : statusNamed(options.status);
  const shown = wanted ? rows.filter((row) => row.status === wanted) : rows;
  const company = connection
    ? {
        id: connection.companyId,
        name: connection.companyName,
        environment: connection.environment,
        connected: connection.disconnected === undefined,
      }
    : null;
  return {
    exit: EXIT.done,
    json: { company, counts: countsOf(shown), records: shown },
    text: (style) =>
      ids.length === 1 && shown.length === 1 && shown[0]
        ? oneText(shown[0], style)
        : allText(shown, context.terminal.width, style),
    csv: () =>
      csvText(
        HEADER,
        shown.map((row) => HEADER.map((name) => String(row[name] ?? ''))),
      ),
  };
}

const HEADER = [
  'kind',
  'id',
  'number',
  'status',
  'code',
  'reason',
  'fix',
  'project_id',
  'project',
  'customer',
  'date',
  'currency',
  'total',
  'source_state',
  'qbo_id',
  'qbo_number',
  'qbo_link',
  'file',
  'line',
] as const satisfies (keyof StatusRow)[] as (keyof StatusRow)[];

function rowOf(entry: Entry, disconnected: string | undefined, endpoints: Endpoints | undefined): StatusRow {
  const { status: standing, finding } = statusOf(factsOf(entry), disconnected);
  const { link } = entry;
  const page = entry.kind === 'invoice' ? 'invoice' : 'recvpayment';
  return {
    kind: entry.kind,
    id: entry.sourceId ?? entry.key,
    number: entry.number ?? null,
    status: standing,
    code: finding?.code ?? null,
    reason: finding?.reason ?? null,
    fix: finding?.fix ?? null,
    project_id: entry.projectId ?? null,
    project: entry.projectName ?? null,
    customer: entry.customerName ?? null,
    date: entry.date,
    currency: entry.currency ?? null,
    total: moneyText(entry.total),
    source_state: entry.state,
    qbo_id: link?.booksId ?? null,
    qbo_number: link?.booksNumber ?? null,
    qbo_link: (link && endpoints && webLink(endpoints, page, link.booksId)) ?? null,
    file: entry.file,
    line: entry.line,
  };
}

/** What could not be read is listed too: nothing that was in a file drops out. */
function rejectedRow(reject: KeptReject): StatusRow {
  const where = reject.column === undefined ? '' : `, column "${reject.column}"`;
  return {
    kind: reject.kind,
    id: reject.recordId ?? null,
    number: reject.recordId ?? null,
    status: 'Error',
    code: 'NOT_READ',
    reason: `Left out at import (line ${reject.line}${where}): ${reject.what}`,
    fix: `Right would be: ${reject.expected}. Correct the file and run: qbsync import`,
    project_id: null,
    project: null,
    customer: null,
    date: null,
    currency: null,
    total: null,
    source_state: null,
    qbo_id: null,
    qbo_number: null,
    qbo_link: null,
    file: reject.file,
    line: reject.line,
  };
}

function countsOf(rows: StatusRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row.status] = (counts[row.status] ?? 0) + 1;
  return counts;
}

function amountText(row: StatusRow): string {
  return row.total === null ? '' : moneyForPeople(decimal(row.total), row.currency ?? '');
}

function allText(rows: StatusRow[], width: number, style: Style): string {
  if (rows.length === 0) return 'No records. Read an export with: qbsync import FILE\n';
  const columns = [
    { head: 'Status' },
    { head: 'Record' },
    { head: 'Date' },
    { head: 'Customer' },
    { head: 'Total', align: 'right' as const },
    { head: 'QuickBooks' },
    { head: 'Why, and what to do' },
  ];
  const room = Math.max(30, width - 92);
  const table = tableText(
    columns,
    rows.map((row) => [
      { styled: style.status(row.status) },
      row.number ?? row.id ?? '?',
      row.date ?? '',
      shorten(row.customer ?? '', 24),
      amountText(row),
      row.qbo_number ?? (row.qbo_id ? `id ${row.qbo_id}` : ''),
      row.reason === null ? '' : shorten(`${row.reason} ${row.fix ?? ''}`, Math.max(room, 160)),
    ]),
    style,
  );
  const counts = Object.entries(countsOf(rows)).map(([name, many]) => `${many} ${name}`);
  return `${table}\n${counts.join(', ')}\n`;
}

function oneText(row: StatusRow, style: Style): string {
  const lines: [string, string | null][] = [
    ['Record', `${row.kind} ${row.number ?? row.id ?? ''}`],
    ['Why', row.reason],
    ['What to do', row.fix],
    ['Customer', row.customer],
    ['Project', row.project ?? row.project_id],
    ['Date', row.date],
    ['Total', amountText(row)],
    ['In the source', row.source_state],
    ['In QuickBooks', row.qbo_id && `id ${row.qbo_id}${row.qbo_number ? `, number ${row.qbo_number}` : ''}`],
    ['Link', row.qbo_link],
    ['Read from', `${row.file}, line ${row.line}`],
  ];
  const shown = lines.filter(([, value]) => value);
  return [
    `${'Status'.padEnd(14)} ${style.status(row.status)}`,
    ...shown.map(([name, value]) => `${name.padEnd(14)} ${shorten(value ?? '', 400)}`),
    '',
  ].join('\n');
}
