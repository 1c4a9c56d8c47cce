import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { EXIT, Problem } from '../domain/problems.ts';
import type { ReadOptions, ReadSource, Understood } from './contract.ts';
import { readCsv } from './csv.ts';
import { decode } from './decode.ts';
import { refused, type Outcome } from './groups.ts';
import { readInvoices } from './invoices.ts';
import { readJson } from './json.ts';
import { readPayments } from './payments.ts';
import type { Table, TableFault } from './table.ts';

// Text longer than this does not fit into one string of Node 20; an export of ten years is a tenth of it.
const LARGEST = 400 * 1024 * 1024;
const JSON_NAMES = new Set(['.json', '.jsonl', '.ndjson']);

/**
 * Reads one file of invoices or payments: CSV (comma, semicolon, tab) or JSON lines. What the file says of its columns
 * comes first, then records, rejects and notes in the order of the file's lines. A record is whole or it is not there.
 */
export const readFileSource: ReadSource = async function* (file, options) {
  const decoded = decode(await bytesOf(file), options.encoding);
  if (!decoded.ok) {
    yield* refused(file, decoded.line, 'file', [fault(decoded)]).events;
    return;
  }
  const format = isJson(file, decoded.text) ? 'jsonl' : 'csv';
  const table = format === 'jsonl' ? readJson(decoded.text, options) : readCsv(decoded.text, options);
  if (table.kind) {
    const { kind, columns } = table;
    const understood: Understood = { file, format, kind, encoding: decoded.encoding, columns };
    yield { type: 'understood', understood };
  }
  const outcomes = [...tableFaults(table, file), ...records(table, file, options)];
  outcomes.sort((one, other) => one.line - other.line);
  for (const { events } of outcomes) yield* events;
};

function records({ kind, rows, spoiled }: Table, file: string, { dateOrder }: ReadOptions): Outcome[] {
  const context = { file, ...(dateOrder ? { dateOrder } : {}) };
  if (kind === 'invoice') return readInvoices(rows, spoiled, context);
  return kind === 'payment' ? readPayments(rows, spoiled, context) : [];
}

function tableFaults({ kind, fileFaults, rowFaults }: Table, file: string): Outcome[] {
  return [
    ...fileFaults.map((one) => refused(file, one.line, 'file', [fault(one)])),
    ...rowFaults.map((one) => refused(file, one.line, kind ?? 'file', [fault(one)], one.recordId)),
  ];
}

function fault({ line, column, what, expected }: TableFault): TableFault {
  return { line, ...(column === undefined ? {} : { column }), what, expected };
}

function isJson(file: string, text: string): boolean {
  return JSON_NAMES.has(extname(file).toLowerCase()) || /^\s*[{[]/.test(text.slice(0, 4096));
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw unreadable(file, 'is a folder, not a file', 'Name the files in it.');
    if (found.size > LARGEST) {
      throw unreadable(file, 'is larger than 400 MB', 'Export a shorter time, or split the file.');
    }
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw problemOf(file, cause);
  }
}

function problemOf(file: string, cause: unknown): Problem {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return unreadable(file, 'does not exist', 'Check the name and the folder.', cause);
    case 'EACCES':
    case 'EPERM':
      return unreadable(
        file,
        'may not be read by you',
        'Ask for the right to read it, or copy it to a folder of yours.',
        cause,
      );
    case 'EBUSY':
      return unreadable(file, 'is in use by another program', 'Close it in Excel and try again.', cause);
    default: {
      const why = cause instanceof Error ? cause.message : String(cause);
      return unreadable(file, `cannot be read (${why})`, 'Copy it to this computer and try again.', cause);
    }
  }
}

function unreadable(file: string, what: string, fix: string, cause?: unknown): Problem {
  return new Problem({
    code: 'SOURCE_FILE',
    reason: `The file ${basename(file) || file} ${what}: ${file}`,
    fix,
    exit: EXIT.usage,
    cause,
  });
}
