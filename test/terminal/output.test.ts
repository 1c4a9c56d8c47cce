import { parse } from 'csv-parse/sync';
import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { EXIT, Problem } from '../../src/domain/problems.ts';
import { clean, shorten } from '../../src/terminal/clean.ts';
import { csvLine, csvText } from '../../src/terminal/csv.ts';
import { problemJson, problemText } from '../../src/terminal/show.ts';
import { PLAIN, openStyle } from '../../src/terminal/style.ts';
import { tableText } from '../../src/terminal/table.ts';

const NASTY = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u001b[31m',
        '\u001b]0;x\u0007',
        '\u009b2J',
        '\r',
        '\n',
        '\t',
        '\b',
        '\u202e',
        '\u2066',
        '\u200f',
      ),
      fc.constantFrom(
        '\u061c',
        '\u2028',
        '\ufeff',
        '\u200b',
        '\u0000',
        '\u007f',
        '"',
        ',',
        '=',
        '+',
        '-',
        '@',
        "'",
        ' ',
      ),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
// What moves the cursor, changes colours, or turns the direction of a line.
const HARMFUL = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

describe('text from outside', () => {
  test.each([
    ['Anna\u001b[31mBerg', 'Anna\ufffd[31mBerg'],
    ['\u009b2JAnna', '\ufffd2JAnna'],
    ['Anna\u202egreB', 'Anna\ufffdgreB'],
    ['a\r\n\tb', 'a b'],
    ['\u0007\u0000\u007f', '\ufffd\ufffd\ufffd'],
    ['\u2066x\u2069', '\ufffdx\ufffd'],
    ['Müller & Söhne 李 ☀️', 'Müller & Söhne 李 ☀️'],
    ['', ''],
  ])('%j is shown as %j', (text, shown) => {
    expect(clean(text)).toBe(shown);
  });

  test('never does harm, and is not changed by a second cleaning', () => {
    fc.assert(
      fc.property(NASTY, (text) => {
        expect(clean(text)).not.toMatch(HARMFUL);
        expect(clean(clean(text))).toBe(clean(text));
      }),
    );
  });

  test('is cut between characters, with a sign that it was', () => {
    expect(shorten('Anna Berg', 9)).toBe('Anna Berg');
    expect(shorten('Anna Berg', 8)).toBe('Anna Be…');
    expect(shorten('☀☀☀☀', 3)).toBe('☀☀…');
    expect(shorten('👷👷👷👷', 3)).toBe('👷👷…');
    expect(shorten('👷👷👷', 3)).toBe('👷👷👷');
  });
});

describe('CSV', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+61 400 000', "'+61 400 000"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-2+3', "'-2+3"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['-5.00', '-5.00'],
    ['1200.10', '1200.10'],
    ['-', "'-"],
    ['--5', "'--5"],
    ['a=b', 'a=b'],
    ['Berg, Anna', '"Berg, Anna"'],
    ['the "best"', '"the ""best"""'],
    ['=1,"2"', `"'=1,""2"""`],
    ['two\nlines', '"two\nlines"'],
    [' blank', '" blank"'],
    ['', ''],
  ])('%j is written %j', (cell, written) => {
    expect(csvLine([cell])).toBe(written);
  });

  test('has one line a row with CRLF, and an empty cell for what is not there', () => {
    expect(
      csvText(
        ['a', 'b'],
        [
          ['1', undefined],
          ['=x', 'y'],
        ],
      ),
    ).toBe("a,b\r\n1,\r\n'=x,y\r\n");
  });

  test('is read back as it was, and no cell of it is a formula', () => {
    const rows = fc.array(fc.array(NASTY, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, (given) => {
        const text = csvText(['a', 'b', 'c'], given);
        const read: string[][] = parse(text, { record_delimiter: '\r\n' });
        expect(
          read.slice(1).map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''))),
        ).toEqual(given.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''))));
        for (const cell of read.flat()) {
          if (!/^-?\d+(\.\d+)?$/.test(cell)) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
        }
      }),
    );
  });
});

describe('a table', () => {
  const columns = [{ head: 'Number' }, { head: 'Total', align: 'right' as const }, { head: 'Customer' }];

  test('has columns that stand under each other, without lines and blanks at the end', () => {
    const rows = [
      ['INV-1', '1,200.10', 'Anna Berg'],
      ['INV-10000', '5.00', ''],
    ];
    expect(tableText(columns, rows, PLAIN)).toBe(
      ['Number        Total  Customer', 'INV-1      1,200.10  Anna Berg', 'INV-10000      5.00', ''].join(
        '\n',
      ),
    );
  });

  test('is nothing without rows', () => {
    expect(tableText(columns, [], PLAIN)).toBe('');
  });

  test('counts wide characters and colours as they are seen', async () => {
    const style = await openStyle(true);
    const text = tableText(
      [{ head: 'A' }, { head: 'B' }],
      [
        ['李小龍', 'x'],
        [{ styled: style.good('ok') }, 'x'],
      ],
      PLAIN,
    );
    const [, wide = '', coloured = ''] = text.split('\n');
    expect(wide).toBe('李小龍  x');
    expect(coloured).toBe(`${style.good('ok')}      x`);
  });

  test('has one line a row whatever the cells hold', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(NASTY, NASTY, NASTY), { minLength: 1, maxLength: 6 }), (rows) => {
        const lines = tableText(columns, rows, PLAIN).split('\n');
        expect(lines).toHaveLength(rows.length + 2);
        expect(lines.join('')).not.toMatch(HARMFUL);
      }),
    );
  });
});

describe('colours', () => {
  test('are there only where they are wanted', async () => {
    expect((await openStyle(false)).bad('x')).toBe('x');
    expect((await openStyle(true)).bad('x')).not.toBe('x');
    expect((await openStyle(true)).status('Active')).toContain('Active');
  });
});

describe('a problem', () => {
  const problem = (posted: 'nothing' | 'see-status') =>
    new Problem({
      code: 'DISK_FULL',
      reason: 'It \u001b[31mfailed.',
      fix: 'Run: x',
      exit: EXIT.stopped,
      posted,
    });

  test('says what happened, what was posted and what to do', () => {
    expect(problemText(problem('nothing'), PLAIN)).toBe(
      '✖ It \ufffd[31mfailed.\n  What to do: Run: x\n  (DISK_FULL; more: qbsync explain DISK_FULL)\n',
    );
    expect(problemText(problem('see-status'), PLAIN)).toContain('What was posted before stands');
  });

  test('is data for scripts', () => {
    expect(problemJson(problem('nothing'))).toEqual({
      error: {
        code: 'DISK_FULL',
        reason: 'It \u001b[31mfailed.',
        fix: 'Run: x',
        retry: 'never',
        posted: 'nothing',
        exit: 6,
      },
    });
  });
});
