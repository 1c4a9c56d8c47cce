import { extname } from 'node:path';
import type { ReadOptions, ReadSource, SourceEvent } from './contract.ts';
import { readCsv } from './csv.ts';
import { decode } from './decode.ts';
import { openBytes } from './file-bytes.ts';
import type { FileText } from './file-text.ts';
import { refused } from './groups.ts';
import { readJson } from './json.ts';
import { outcomesOf } from './table-outcomes.ts';

const JSON_NAMES = new Set(['.json', '.jsonl', '.ndjson']);

/**
 * Reads one file of invoices or payments: CSV (comma, semicolon, tab) or JSON lines. What the file says of its columns
 * comes first, then records, rejects and notes in the order of the file's lines. A record is whole or it is not there.
 *
 * The file is gone through twice: first for where its rows stand and which record each belongs to, then for the records.
 * Throws a `Problem` where the file is written to meanwhile; what it gave before is not to be kept then.
 */
export const readFileSource: ReadSource = async function* (file, options) {
  const bytes = await openBytes(file);
  try {
    const decoded = await decode(bytes, options.encoding);
    if (!decoded.ok) {
      const { line, what, expected } = decoded;
      yield* refused(file, line, 'file', [{ line, what, expected }]).events;
      return;
    }
    const { text } = decoded;
    try {
      yield* eventsOf(file, text, options);
    } finally {
      await text.close();
    }
    await bytes.mustBeUnchanged();
  } finally {
    await bytes.close();
  }
};

async function* eventsOf(file: string, text: FileText, options: ReadOptions): AsyncGenerator<SourceEvent> {
  const format = (await isJson(file, text)) ? 'jsonl' : 'csv';
  const table = format === 'jsonl' ? await readJson(text, options) : await readCsv(text, options);
  const { kind, columns } = table;
  if (kind) {
    yield { type: 'understood', understood: { file, format, kind, encoding: text.encoding, columns } };
  }
  const { dateOrder } = options;
  for await (const { events } of outcomesOf(table, { file, dateOrder })) yield* events;
}

async function isJson(file: string, text: FileText): Promise<boolean> {
  if (JSON_NAMES.has(extname(file).toLowerCase())) return true;
  const head = await text.slice(0, Math.min(4096, text.size));
  return /^\s*[{[]/.test(head.toString());
}
