import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { delimiterOf, findRows, splitRows, type Stop } from '../../src/source/csv-text.ts';
import { heldBytes } from '../../src/source/file-bytes.ts';
import { textIn } from '../../src/source/file-text.ts';
import { readFileSource } from '../../src/source/file.ts';
import { amounts, csv, read } from './helpers.ts';

const HEADER = 'invoice_number,customer_name,issue_date,amount,description';
const row = (number: string, amount = '100.00', description = 'x') =>
  `${number},Acme,2026-01-05,${amount},${description}`;

describe('shapes of CSV', () => {
  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('lines that end in %s', async (_, end) => {
    const { invoices, origins, rejects } = await read([HEADER, row('A'), '', row('B')].join(end) + end + end);
    expect(rejects).toEqual([]);
    expect(invoices.map(({ number }) => number)).toEqual(['A', 'B']);
    expect(origins.map(({ line }) => line)).toEqual([2, 4]);
  });

  test.each([
    ['semicolon', ';'],
    ['tab', '\t'],
    ['comma', ','],
  ])('%s', async (_, delimiter) => {
    const text = csv(HEADER, row('A')).replaceAll(',', delimiter);
    expect(amounts(await read(text))).toEqual(['100.00']);
  });

  test('a first line `sep=;` and blank lines before the header', async () => {
    const text = `\n\nsep=;\n${csv(HEADER, row('A')).replaceAll(',', ';')}`;
    const { origins, rejects } = await read(text);
    expect(rejects).toEqual([]);
    expect(origins[0]?.line).toBe(5);
  });

  test('the delimiter is found outside quotes', () => {
    expect(delimiterOf('"a,b,c,d";e')).toBe(';');
    expect(delimiterOf('one')).toBe(',');
  });

  test('quotes, commas and line ends inside a cell; the line numbers stay true', async () => {
    const text = csv(
      HEADER,
      row('A', '1.00', '"one, ""two""\r\nthree\nfour"'),
      row('B'),
      row('C', '1', '5" pipe'),
    );
    const { invoices, origins } = await read(text);
    expect(invoices[0]?.lines[0]?.description).toBe('one, "two"\r\nthree\nfour');
    expect(invoices[2]?.lines[0]?.description).toBe('5" pipe');
    expect(origins.map(({ line }) => line)).toEqual([2, 5, 6]);
  });

  test('empty columns at the end', async () => {
    const { invoices, rejects, understood } = await read(
      csv(`${HEADER},,`, `${row('A')},,,,`, `${row('B')},`),
    );
    expect(rejects).toEqual([]);
    expect(invoices).toHaveLength(2);
    expect(understood[0]?.columns).toHaveLength(5);
  });

  test('only the outer white space of a cell goes', async () => {
    const { invoices } = await read(csv(HEADER, 'A,"  Smith:\tAnn \u0007 ",2026-01-05,1.00,x'));
    expect(invoices[0]?.customer.name).toBe('Smith:\tAnn \u0007');
  });

  test('no decimal comma is guessed where commas do not separate columns', async () => {
    const text =
      'invoice_number;customer_name;issue_date;amount\nA;Acme;2026-01-05;1,200\nB;Acme;2026-01-05;1,200.10\n';
    const { rejects, invoices } = await read(text);
    expect(rejects).toMatchObject([{ recordId: 'A', column: 'amount', columnNumber: 4 }]);
    expect(invoices).toHaveLength(1);
  });
});

describe('CSV that cannot be taken apart', () => {
  test('a quote that is never closed: rows before it are kept, and the line where it opened is named', async () => {
    const { invoices, rejects } = await read(
      csv(HEADER, row('A'), row('B', '1', '"open'), row('C'), row('D')),
    );
    expect(invoices.map(({ number }) => number)).toEqual(['A']);
    expect(rejects).toHaveLength(1);
    expect(rejects[0]).toMatchObject({ kind: 'file', line: 3 });
    expect(rejects[0]?.what).toContain('opens on line 3');
  });

  test('a quote that opens on a later line of a row', async () => {
    const header = 'invoice_number,customer_name,description,issue_date,amount';
    const { rejects } = await read(csv(header, 'A,"Ac\nme","op,2026-01-05,1.00'));
    expect(rejects[0]).toMatchObject({ line: 3 });
  });

  test('an invoice of which the lost part holds a row is left out, though its first row is clean', async () => {
    const { invoices } = await read(csv(HEADER, row('A'), row('B'), row('C', '1', '"open'), row('A')));
    expect(invoices.map(({ number }) => number)).toEqual(['B']);
  });

  test('text after a closing quote', async () => {
    const { invoices, rejects } = await read(csv(HEADER, row('A'), row('B', '1', '"x"y'), row('C')));
    expect(invoices.map(({ number }) => number)).toEqual(['A']);
    expect(rejects).toMatchObject([{ kind: 'file', line: 3 }]);
    expect(rejects[0]?.what).toContain('more text in the same cell');
  });

  test('the header itself does not close', async () => {
    const { rejects } = await read('invoice_number,"customer\nA,b\n');
    expect(rejects).toMatchObject([{ kind: 'file', line: 1 }]);
  });

  test.each([
    ['too many', `${row('B')},more`, '6 cells, the header has 5'],
    ['too few', 'B,Acme,2026-01-05', '3 cells, the header has 5'],
  ])('%s cells: that row goes, with all of its invoice', async (_, bad, figures) => {
    const { invoices, rejects } = await read(csv(HEADER, row('A'), row('B'), bad, row('C')));
    expect(invoices.map(({ number }) => number)).toEqual(['A', 'C']);
    expect(rejects).toMatchObject([{ kind: 'invoice', line: 4, recordId: 'B' }]);
    expect(rejects[0]?.what).toContain(figures);
  });

  test('rows swallowed by a quote that closes too late are missed in their invoices', async () => {
    const text = csv(HEADER, row('A'), 'B,"Acme,2026-01-05,1.00,x', 'A,Acme,2026-01-05,5.00,"', row('C'));
    const { invoices } = await read(text);
    expect(invoices.map(({ number }) => number)).toEqual(['C']);
  });
});

test('what is said comes in the order of the lines, after what was understood', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'qbsync-order-'));
  const file = join(folder, 'in.csv');
  await writeFile(file, csv(HEADER, row('A'), 'B,Acme', row('C', 'ten'), row('D'), row('E', '1', '"open')));
  const said: string[] = [];
  for await (const event of readFileSource(file, {})) {
    const line =
      event.type === 'record' ? event.origin.line : event.type === 'reject' ? event.reject.line : 0;
    said.push(`${event.type} ${line}`);
  }
  await rm(folder, { recursive: true });
  expect(said).toEqual(['understood 0', 'record 2', 'reject 3', 'reject 4', 'record 5', 'reject 6']);
});

interface Split {
  rows: { line: number; cells: string[] }[];
  stop: Stop | undefined;
}

/** Text taken apart with commas: each row by itself, as it is read wherever it stands. */
async function split(text: string): Promise<Split> {
  const bytes = Buffer.from(text);
  const beginning = { start: 0, line: 1, delimiter: ',' } as const;
  const { places, stop } = await findRows(textIn(heldBytes(bytes), 'utf-8', 0), beginning);
  const rows = Array.from({ length: places.length }, (_, row) => {
    const parts = splitRows(bytes.subarray(places.start(row), places.end(row)), ',');
    expect(parts).toHaveLength(1);
    return { line: places.line(row), cells: parts[0] ?? [] };
  });
  const end = places.length === 0 ? 0 : places.end(places.length - 1);
  expect(splitRows(bytes.subarray(0, end), ',')).toEqual(rows.map(({ cells }) => cells));
  return { rows, stop };
}

describe('the splitter', () => {
  test('bare quotes are taken, also before a fault that stops the reading', async () => {
    const { rows, stop } = await split('a,5" pipe\n\n"b""c",6"\nd,"x"y\ne,"z\n');
    expect(rows).toEqual([
      { line: 1, cells: ['a', '5" pipe'] },
      { line: 2, cells: [''] },
      { line: 3, cells: ['b"c', '6"'] },
    ]);
    expect(stop).toEqual({ line: 4, why: 'after-quote', rest: 21 });
  });

  test('a line end inside quotes is one line, however it is written', async () => {
    const { rows, stop } = await split('"é\r\n\r\n",1\r\n"\n\r",2\rx,3\n"');
    expect(rows.map(({ line }) => line)).toEqual([1, 4, 7]);
    expect(stop).toEqual({ line: 8, why: 'unclosed', rest: 23 });
  });

  test('ends on any text, finds the rows that csv-parse finds, and never gives a line beyond the file', async () => {
    const noise = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r') });
    await fc.assert(
      fc.asyncProperty(noise, async (text) => {
        const lines = text.split(/\r\n|\r|\n/);
        const { rows, stop } = await split(text);
        for (const { line, cells } of rows) {
          // A row begins where its line begins.
          const [start = ''] = (cells[0] ?? '').split(/[\r\n]/);
          expect(lines[line - 1]?.replaceAll('"', '')).toContain(start.replaceAll('"', ''));
        }
        if (stop) expect(lines[stop.line - 1]).toContain('"');
      }),
      { numRuns: 1_000 },
    );
  });
});
