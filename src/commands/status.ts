import { basename } from 'node:path';
import type { Context } from '../context.ts';
import { foldNumber } from '../domain/identity.ts';
import { EXIT } from '../domain/problems.ts';
import { statusOf, type Status } from '../domain/status.ts';
import type { Entry, Filter, KeptReject, LedgerCompany } from '../ledger/ledger.ts';
import { webLink } from '../qbo/endpoints.ts';
import { clean } from '../terminal/clean.ts';
import { csvText } from '../terminal/csv.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { factsOf } from './choose.ts';
import { countsOf, recordsText, recordText } from './status-view.ts';
import { projectOutcome } from './status-projects.ts';
import { warnOfEnd } from './sign-in-warning.ts';
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
  /** For a payment: the numbers of the invoices it pays. */
  invoices: string[] | null;
}

/** Where records stand. Reads what is kept on this machine; asks nobody. */
export async function status(context: Context, ids: string[], options: Options): Promise<Outcome> {
  const ledger = await context.ledger();
  const company = await ledger.company();
  warnOfEnd(context, company);
  const filter: Filter = {};
  if (ids.length > 0) filter.ids = ids;
  if (typeof options.project === 'string') filter.project = options.project;
  const entries = await ledger.entries(filter);
  const parts = await ledger.applications();
  const pays = new Map<string, string[]>();
  for (const part of parts)
    pays.set(part.paymentKey, [...(pays.get(part.paymentKey) ?? []), part.invoiceNumber]);
  const rows = entries.map((entry) => rowOf(entry, pays.get(entry.key) ?? [], company));
  const rejects = typeof options.project === 'string' ? [] : await ledger.rejects();
  const wantedIds = new Set(ids.map(foldNumber));
  for (const reject of rejects) {
    const known = rows.find((row) => isOf(reject, row));
    // Of several faults in one record the first is shown; the import said them all.
    if (known?.code === 'NOT_READ' || (known && reject.ignored !== undefined)) continue;
    if (known) Object.assign(known, notRead(reject, known.qbo_id !== null));
    else if (ids.length === 0 || wantedIds.has(foldNumber(reject.recordId ?? basename(reject.file))))
      rows.push(rejectedRow(reject));
  }
  if (ids.length > 0 && rows.length === 0) {
    throw usage(
      `No record is known as ${ids.join(', ')}.`,
      'Import the file that has it: qbsync import FILE',
    );
  }
  if (options.project === true) {
    return projectOutcome(entries, parts, (entry) => statusOf(factsOf(entry), company?.disconnected).status);
  }
  const wanted = options.status === undefined ? undefined : statusNamed(options.status);
  const shown = wanted ? rows.filter((row) => row.status === wanted) : rows;
  return {
    exit: EXIT.done,
    json: { company: companyJson(company), counts: countsOf(shown), records: shown },
    text: (style) =>
      ids.length === 1 && shown.length === 1 && shown[0]
        ? recordText(shown[0], style)
        : shown.length === 0 && (wanted || options.project)
          ? nothingText(wanted, options.project)
          : recordsText(shown, context.terminal.width, style),
    csv: (naming) =>
      csvText(
        HEADER,
        shown.map((row) =>
          HEADER.map((name) => (name === 'fix' ? naming(row.fix ?? '') : cellOf(row[name]))),
        ),
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
  'invoices',
] as const satisfies (keyof StatusRow)[] as (keyof StatusRow)[];

function nothingText(status: string | undefined, project: string | true | undefined): string {
  const where = typeof project === 'string' ? ` of a project "${clean(project)}"` : '';
  return `No record${where} ${status ? `is ${status}` : 'is known'}.\n`;
}

/** The company as `--json` names it. */
export function companyJson(company: LedgerCompany | undefined): object | null {
  if (!company) return null;
  const { id, name, environment, disconnected, endsUnused, endsAnyway } = company;
  const connected = disconnected === undefined;
  return {
    id,
    name,
    environment,
    connected,
    sign_in_ends_unused: (connected && endsUnused) || null,
    sign_in_ends_anyway: (connected && endsAnyway) || null,
  };
}

function rowOf(entry: Entry, pays: string[], company: LedgerCompany | undefined): StatusRow {
  const { status: standing, finding } = statusOf(factsOf(entry), company?.disconnected);
  const { link } = entry;
  const page = entry.kind === 'invoice' ? 'invoice' : 'recvpayment';
  return {
    kind: entry.kind,
    id: entry.sourceId ?? null,
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
    total: entry.total,
    source_state: entry.state,
    qbo_id: link?.booksId ?? null,
    qbo_number: link?.booksNumber ?? null,
    qbo_link: (link && company && webLink(company.environment, page, link.booksId)) ?? null,
    file: entry.file,
    line: entry.line,
    invoices: entry.kind === 'payment' ? pays : null,
  };
}

function isOf(reject: KeptReject, row: StatusRow): boolean {
  if (reject.recordId === undefined || row.kind !== reject.kind) return false;
  return [row.number, row.id].some(
    (name) => name !== null && foldNumber(name) === foldNumber(reject.recordId ?? ''),
  );
}

/** How a record stands whose row could not be read; the version before it, where there is one, stays. */
function notRead(
  reject: KeptReject,
  inBooks: boolean,
): Pick<StatusRow, 'status' | 'code' | 'reason' | 'fix'> {
  const where = reject.column === undefined ? '' : `, column "${reject.column}"`;
  const before = inBooks ? ' QuickBooks has the version before.' : '';
  return {
    status: 'Error',
    code: 'NOT_READ',
    reason: `Left out at import (${basename(reject.file)}, line ${reject.line}${where}): ${sentence(reject.what)}${before}`,
    fix: `${sentence(reject.expected)} Then run: qbsync import "${reject.file}"`,
  };
}

function leftOutForGood(
  reason: string,
  { recordId, file }: KeptReject,
): Pick<StatusRow, 'status' | 'code' | 'reason' | 'fix'> {
  const name = recordId ?? basename(file);
  return {
    status: 'Ignored',
    code: 'IGNORED',
    reason,
    fix: `To take it up again, run: qbsync ignore --undo ${name}`,
  };
}

/** What could not be read is listed too: nothing that was in a file drops out. */
function rejectedRow(reject: KeptReject): StatusRow {
  return {
    kind: reject.kind,
    id: reject.recordId ?? basename(reject.file),
    number: reject.kind === 'payment' ? null : (reject.recordId ?? null),
    ...(reject.ignored === undefined ? notRead(reject, false) : leftOutForGood(reject.ignored, reject)),
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
    invoices: null,
  };
}

/** With one full stop at its end. */
function sentence(text: string): string {
  return `${text.replace(/\.+$/, '')}.`;
}

function cellOf(value: StatusRow[keyof StatusRow]): string {
  return Array.isArray(value) ? value.join(' ') : String(value ?? '');
}
