import type { CompanyFacts } from '../sync/company.ts';
import { clean } from '../terminal/clean.ts';
import type { Style } from '../terminal/style.ts';
import { tableText } from '../terminal/table.ts';
import { findingsText } from './findings-view.ts';
import { count } from './plan-view.ts';
import type { Counts, RecoverTally } from './recover-tally.ts';

// How the outcome of a reading of the books is shown: to people, and as JSON.

/** What was done with what was found. `nothing`: the ledger had all of it. */
export type RecoverEnd = 'dry-run' | 'kept' | 'nothing';

/** What people are told before anything is read. */
export function introduction({ name }: CompanyFacts, dryRun: boolean): string {
  return `Reads all customers, invoices and payments of ${clean(name)} in QuickBooks, finds by their marks those that qbsync put there,
and ${dryRun ? 'shows' : 'after asking writes down on this computer'} which record is which. QuickBooks is not changed.`;
}

/** What is in the books, one way of standing after another. */
const ROWS: { what: string; of: (counts: Counts) => number }[] = [
  { what: 'In QuickBooks through qbsync', of: inBooks },
  { what: '  agree to the cent', of: ({ agrees }) => agrees },
  { what: '  differ', of: ({ differs }) => differs },
  { what: '  voided there', of: ({ voided }) => voided },
  { what: '  there twice', of: ({ twice }) => twice },
  { what: '  changed in the export since', of: ({ changed }) => changed },
  { what: '  ignored', of: ({ ignored }) => ignored },
  { what: '  in no imported file', of: ({ notImported }) => notImported },
  { what: 'Deleted there', of: ({ deleted }) => deleted },
  { what: 'Sent, outcome not known', of: ({ pending }) => pending },
  { what: 'Imported, not in QuickBooks', of: ({ absent }) => absent },
  { what: 'To be written down', of: ({ toKeep }) => toKeep },
];

function inBooks({ agrees, differs, voided, twice, changed, ignored, notImported }: Counts): number {
  return agrees + differs + voided + twice + changed + ignored + notImported;
}

export function tallyText({ counts, relinked, relinkedCount }: RecoverTally, style: Style): string {
  const { invoice, payment, customer } = counts;
  const rows = ROWS.map(({ what, of }) => ({ what, many: [of(invoice), of(payment), of(customer)] }));
  const [total, ...others] = rows;
  const shown = [...(total ? [total] : []), ...others.filter(({ many }) => many.some((one) => one > 0))];
  const right = 'right' as const;
  const columns = [
    { head: '' },
    { head: 'Invoices', align: right },
    { head: 'Payments', align: right },
    { head: 'Customers', align: right },
  ];
  const table = tableText(
    columns,
    shown.map(({ what, many }) => [{ styled: what }, ...many.map(String)]),
    style,
  );
  const lines = relinked.map(
    ({ kind, name, before, booksId }) =>
      `  ${kind} ${clean(name)}: id ${clean(before)} until now, id ${clean(booksId)} from now on\n`,
  );
  const more = relinkedCount - relinked.length;
  return [
    table,
    lines.length > 0 ? `\nKnown here as another one:\n${lines.join('')}` : '',
    more > 0 ? `  … and ${more} more (--json lists them all)\n` : '',
  ].join('');
}

export function recoverText(tally: RecoverTally, end: RecoverEnd, style: Style): string {
  const { counts, findings, findingCount } = tally;
  const { invoice, payment, customer } = counts;
  const many = [
    count(invoice.toKeep, 'invoice'),
    count(payment.toKeep, 'payment'),
    count(customer.toKeep, 'customer'),
  ].join(', ');
  const sign = findingCount > 0 ? style.warn('!') : style.good('✔');
  const head = {
    'dry-run': '',
    kept: `${sign} ${many} written down on this computer. QuickBooks was not changed.\n`,
    nothing: `${sign} Nothing to write down: this computer knows everything that was found.\n`,
  }[end];
  const listed = findings.map(({ kind, name, finding }) => ({ name: `${kind} ${name}`, finding }));
  const more = findingCount - findings.length;
  return [
    head,
    findingCount > 0 ? `${count(findingCount, 'finding')} for a person to look at:\n` : '',
    findingsText(listed, listed.length, style),
    more > 0 ? `  … and ${more} more (--json lists them all)\n` : '',
    end === 'dry-run' ? style.dim('Dry run: nothing was written down.\n') : '',
  ].join('');
}

export function recoverJson(tally: RecoverTally, company: CompanyFacts, end: RecoverEnd): object {
  const { counts, relinked, findings } = tally;
  const { id, name, country = null, environment } = company;
  return {
    dry_run: end === 'dry-run',
    kept: end === 'kept',
    company: { id, name, country, environment },
    totals: (['invoice', 'payment', 'customer'] as const).map((kind) => totalsJson(kind, counts[kind])),
    relinked: relinked.map(({ kind, name: record, before, booksId }) => ({
      kind,
      record,
      qbo_id_before: before,
      qbo_id: booksId,
    })),
    findings: findings.map(({ kind, name: record, booksId, finding: { code, reason, fix } }) => ({
      kind,
      record,
      qbo_id: booksId ?? null,
      code,
      reason,
      fix,
    })),
  };
}

function totalsJson(kind: string, counts: Counts): object {
  return {
    kind,
    in_quickbooks: inBooks(counts),
    agree: counts.agrees,
    differ: counts.differs,
    voided: counts.voided,
    twice: counts.twice,
    changed: counts.changed,
    ignored: counts.ignored,
    not_imported: counts.notImported,
    deleted: counts.deleted,
    pending: counts.pending,
    not_in_quickbooks: counts.absent,
    to_keep: counts.toKeep,
  };
}
