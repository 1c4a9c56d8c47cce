import { expect, test } from 'vitest';
import { readCsv } from '../../src/source/csv.ts';
import { heldBytes } from '../../src/source/file-bytes.ts';
import { textIn, type FileText } from '../../src/source/file-text.ts';
import { readJson } from '../../src/source/json.ts';
import { outcomesOf } from '../../src/source/table-outcomes.ts';

// A file is gone through a window at a time, however many records it has: what was asked of it says what can be held.

const RECORDS = 9_000;
const KEYS = ['invoice_number', 'customer_name', 'issue_date', 'amount'];
const ROWS = Array.from({ length: RECORDS }, (_, at) => [
  `INV-${at}`,
  `Customer ${at}`,
  '2026-01-05',
  '100.00',
]);
const OBJECTS = ROWS.map((row) =>
  JSON.stringify(Object.fromEntries(row.map((text, at) => [KEYS[at], text]))),
);

/** The longest look at a file: where the header of a CSV file may be. */
const LONGEST = 131_072;
/** How much further than the record that is asked for: rows are taken apart some at a time. */
const AHEAD = 32_768;

test.each([
  { what: 'CSV', lines: [KEYS.join(','), ...ROWS.map((row) => row.join(','))], read: readCsv },
  { what: 'JSON lines', lines: OBJECTS, read: readJson },
  { what: 'a JSON array', lines: ['[', OBJECTS.join(',\n'), ']'], read: readJson },
])('$what: no more is read than the next records need', async ({ lines, read }) => {
  const bytes = Buffer.from(lines.join('\n'));
  expect(bytes.length).toBeGreaterThan(2 * LONGEST);
  const reads: number[] = [];
  const text: FileText = {
    ...textIn(heldBytes(bytes), 'utf-8', 0),
    slice: async (from, to) => {
      reads.push(to - from);
      return Promise.resolve(Buffer.from(bytes.subarray(from, to)));
    },
  };
  const table = await read(text, {});
  expect(Math.max(...reads)).toBeLessThanOrEqual(LONGEST);

  const ends = lineEndsOf(bytes);
  reads.length = 0;
  let [records, total] = [0, 0];
  for await (const { line, events } of outcomesOf(table, { file: 'in' })) {
    for (const length of reads.splice(0)) total += length;
    expect(total - (ends[line - 1] ?? bytes.length)).toBeLessThan(AHEAD);
    records += events.filter(({ type }) => type === 'record').length;
  }
  expect(records).toBe(RECORDS);
});

/** Where each line of a text ends. */
function lineEndsOf(bytes: Buffer): number[] {
  const ends: number[] = [];
  for (let at = bytes.indexOf('\n'); at >= 0; at = bytes.indexOf('\n', at + 1)) ends.push(at);
  return ends;
}
