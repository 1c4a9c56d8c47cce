import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Context } from '../context.ts';
import type { DateOrder } from '../domain/dates.ts';
import { moneyForPeople } from '../domain/money.ts';
import { EXIT } from '../domain/problems.ts';
import type { NewRecord } from '../ledger/ledger.ts';
import type { ReadOptions, Reject } from '../source/contract.ts';
import { isExport } from '../source/exports.ts';
import { keepIntakes, readIntakes, type Intake, type Kept } from '../sync/intake.ts';
import type { Outcome } from '../terminal/outcome.ts';
import type { Style } from '../terminal/style.ts';
import { clean } from '../terminal/clean.ts';
import { tableText } from '../terminal/table.ts';
import { count } from './plan-view.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { fieldNamed, pairs, usage } from './values.ts';

interface Options {
  preview?: boolean;
  columns?: string[];
  dateFormat?: DateOrder;
  encoding?: string;
  kind?: 'invoices' | 'payments';
}

interface FileReport extends Intake, Partial<Kept> {
  shown: string;
}

/** Reads exported files into the ledger; sends nothing anywhere. */
export async function importFiles(context: Context, given: string[], options: Options): Promise<Outcome> {
  context.spareMemory();
  const columns = options.columns ? columnMap(options.columns) : undefined;
  const settings = (await context.files()).settings();
  const dateOrder = options.dateFormat ?? settings.dateOrder;
  const reading: ReadOptions = {
    columns: { ...settings.columns, ...columns },
    ...(dateOrder ? { dateOrder } : {}),
    ...(options.encoding ? { encoding: options.encoding } : {}),
    ...(options.kind ? { kind: options.kind === 'invoices' ? 'invoice' : 'payment' } : {}),
  };
  const files = await filesOf(context, given);
  if (files.length === 0)
    throw usage(
      'There is no export file (.csv, .tsv, .jsonl, .json) in that folder.',
      'Put the exports there, or name the files.',
    );
  const reports = await importAll(context, files, reading, options.preview ?? false);
  if (columns && !options.preview) {
    (await context.files()).saveSettings({ ...settings, columns: { ...settings.columns, ...columns } });
  }
  return importOutcome(reports, options.preview ?? false);
}

/** Every file is read before any is kept, so that a file that is not there leaves nothing half done. */
export async function importAll(
  context: Context,
  files: string[],
  reading: ReadOptions,
  preview: boolean,
): Promise<FileReport[]> {
  const { readFileSource } = await import('../source/file.ts');
  const read = untilInterrupted(readFileSource, context.signal);
  const intakes = preview
    ? await readIntakes(read, files, reading)
    : await keepIntakes(await context.ledger(), read, files, reading);
  return intakes.map((intake) => {
    const shown = relative(context.cwd, intake.file) || intake.file;
    return { ...intake, shown: shown.startsWith('..') ? intake.file : shown };
  });
}

/** Files as they are, folders as the export files in them. Absolute paths. */
export async function filesOf(context: Context, given: string[]): Promise<string[]> {
  const files: string[] = [];
  for (const name of given) {
    const path = resolve(context.cwd, name);
    const folder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!folder) {
      files.push(path);
      continue;
    }
    const inside = await readdir(path);
    files.push(
      ...inside
        .filter(isExport)
        .sort()
        .map((one) => join(path, one)),
    );
  }
  return files;
}

function columnMap(given: string[]): Record<string, string> {
  const named = pairs(given, '--columns "Inv Ref=invoice_number"');
  return Object.fromEntries(named.map(([name, field]) => [name, fieldNamed(field)]));
}

export function importOutcome(reports: FileReport[], preview: boolean): Outcome {
  const rejects = reports.flatMap((report) => report.rejects);
  return {
    exit: rejects.length > 0 ? EXIT.needsPerson : EXIT.done,
    // Made where it is asked for: a file may have a hundred thousand rejects.
    get json() {
      return importJson(reports, rejects, preview);
    },
    text: (style) => reports.map((report) => fileText(report, preview, style)).join(''),
  };
}

function importJson(reports: FileReport[], rejects: Reject[], preview: boolean): object {
  return {
    preview,
    files: reports.map((report) => fileJson(report, preview)),
    rejects: rejects.map((reject) => ({
      file: reject.file,
      line: reject.line,
      kind: reject.kind,
      column: reject.column ?? null,
      column_number: reject.columnNumber ?? null,
      record: reject.recordId ?? null,
      what: reject.what,
      expected: reject.expected,
    })),
    notes: reports.flatMap(({ notes }) =>
      notes.map((note) => ({
        file: note.file,
        line: note.line,
        record: note.recordId,
        what: note.what,
      })),
    ),
  };
}

function fileJson(report: FileReport, preview: boolean): object {
  const { file, understood, records, added, changed, unchanged, rejects } = report;
  return {
    file,
    kind: understood?.kind ?? null,
    format: understood?.format ?? null,
    encoding: understood?.encoding ?? null,
    columns: (understood?.columns ?? []).map(({ name, field }) => ({ name, field: field ?? null })),
    records,
    new: preview ? null : (added ?? 0),
    changed: preview ? null : (changed ?? 0),
    unchanged: preview ? null : (unchanged ?? 0),
    rejected: rejects.length,
  };
}

const MOST_SHOWN = 50;

function fileText(report: FileReport, preview: boolean, style: Style): string {
  const { shown, understood, records, first, rejects, notes } = report;
  const read = understood ? count(records, understood.kind) : undefined;
  const lines = [
    read === undefined
      ? `${style.bold(clean(shown))}: could not be read`
      : preview
        ? `${style.bold(clean(shown))}: ${read} understood; nothing was kept (--preview)`
        : `${style.bold(clean(shown))}: ${read} read: ${report.added ?? 0} new, ${report.changed ?? 0} changed, ${report.unchanged ?? 0} unchanged`,
  ];
  if (preview && understood) {
    lines.push(`  ${understood.format.toUpperCase()}, ${understood.encoding}`, '');
    const rows = understood.columns.map(({ name, field }) => [name, field ?? '(not used)']);
    lines.push(indent(tableText([{ head: 'Column in the file' }, { head: 'Taken as' }], rows, style)));
  }
  if (preview && records > 0) lines.push(indent(recordsText(first, records, style)));
  for (const note of notes.slice(0, MOST_SHOWN)) {
    lines.push(`  ${style.warn('!')} line ${note.line}, ${clean(note.recordId)}: ${clean(note.what)}`);
  }
  for (const reject of rejects.slice(0, MOST_SHOWN)) {
    const column = reject.column === undefined ? '' : `, column "${clean(reject.column)}"`;
    const record = reject.recordId === undefined ? '' : ` (${clean(reject.recordId)})`;
    lines.push(
      `  ${style.bad('✖')} ${clean(shown)}, line ${reject.line}${column}${record}: ${clean(reject.what)}`,
      `      ${style.dim('Right would be:')} ${clean(reject.expected)}`,
    );
  }
  if (rejects.length > MOST_SHOWN)
    lines.push(`  … and ${rejects.length - MOST_SHOWN} more (--json lists them all)`);
  if (rejects.length > 0 && !preview) {
    lines.push(
      records === 0
        ? '  Nothing was kept of this file. Correct it and import it again.'
        : `  ${rejects.length === 1 ? 'This was' : 'These were'} left out, the rest was kept. Correct the file and import it again.`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** The first records as they were understood: the place to see a date that was read the wrong way round. */
function recordsText(first: NewRecord[], of: number, style: Style): string {
  const rows = first.map(({ record, total, customerName }) =>
    record.kind === 'invoice'
      ? [record.number, record.issueDate, customerName ?? '', moneyForPeople(total, record.currency ?? '')]
      : [
          record.sourceId,
          record.date,
          `for ${record.applied.map((one) => one.invoiceNumber).join(', ')}`,
          moneyForPeople(total, record.currency ?? ''),
        ],
  );
  const columns = [
    { head: 'Record' },
    { head: 'Date' },
    { head: 'For' },
    { head: 'Total', align: 'right' as const },
  ];
  const more = of - rows.length;
  return `${tableText(columns, rows, style)}${more > 0 ? `… and ${more} more\n` : ''}`;
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line ? `  ${line}` : line))
    .join('\n');
}
