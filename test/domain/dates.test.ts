import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { plainDate, readDate, type DateOrder } from '../../src/domain/dates.ts';

const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What a reading comes to, in one word. */
function reading(text: string, order?: DateOrder): string {
  const read = readDate(text, order);
  return read.ok ? read.date : read.why;
}

describe('dates that say what they are', () => {
  test.each([
    ['2026-03-04', '2026-03-04'],
    [' 2026-3-4 ', '2026-03-04'],
    ['2026/03/04', '2026-03-04'],
    ['2026-03-04T23:59:59-08:00', '2026-03-04'],
    ['2026-03-04 10:00', '2026-03-04'],
    ['4 March 2026', '2026-03-04'],
    ['4-Mar-2026', '2026-03-04'],
    ['March 4, 2026', '2026-03-04'],
    ['Sept. 4 2026', '2026-09-04'],
    ['25/12/2026', '2026-12-25'],
    ['12/25/2026', '2026-12-25'],
    ['03/03/2026', '2026-03-03'],
    ['31.12.2026', '2026-12-31'],
  ])('%s is %s', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });
});

describe('dates that may be two days', () => {
  test.each(['03/04/2026', '3-4-2026', '12.11.2026', '01/02/2026'])('%s is ambiguous', (text) => {
    expect(reading(text)).toBe('ambiguous');
  });

  test('are read as they are said to be', () => {
    expect(reading('03/04/2026', 'mdy')).toBe('2026-03-04');
    expect(reading('03/04/2026', 'dmy')).toBe('2026-04-03');
  });

  test('are not turned round to make a day of them', () => {
    expect(reading('25/12/2026', 'mdy')).toBe('no-such-day');
    expect(reading('12/25/2026', 'dmy')).toBe('no-such-day');
  });

  test('an order never changes what an ISO date says', () => {
    for (const order of ['mdy', 'dmy'] as const) expect(reading('2026-03-04', order)).toBe('2026-03-04');
  });
});

describe('days that do not exist', () => {
  test.each([
    '2026-02-29',
    '2025-02-30',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
  ])('%s', (text) => {
    expect(reading(text)).toBe('no-such-day');
    expect(plainDate(text)).toBeUndefined();
  });

  test.each(['2028-02-29', '2000-02-29', '29/02/2028', '29 Feb 2028'])('%s is a leap day', (text) => {
    expect(reading(text)).toMatch(/-02-29$/);
  });
});

describe('what is not a date', () => {
  test.each([
    '',
    'soon',
    '26-03-04',
    '3/4/26',
    '20260304',
    '46085',
    '2026-03',
    '4 Brumaire 2026',
    '2026-03-04x',
  ])('"%s"', (text) => {
    expect(reading(text)).toBe('unreadable');
  });

  test.each(['2026-3-4', '2026/03/04', '2026-03-04T00:00:00Z', ' 2026-03-04'])(
    '"%s" is none of our own making',
    (text) => {
      expect(plainDate(text)).toBeUndefined();
    },
  );
});

describe('every day of four centuries', () => {
  const days = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2299-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

  test('is read back from each way of writing it', () => {
    fc.assert(
      fc.property(days, (iso) => {
        const [year = '', month = '', date = ''] = iso.split('-');
        const name = NAMES[Number(month) - 1] ?? '';
        expect(plainDate(iso)).toBe(iso);
        expect(reading(`${iso}T12:00:00Z`)).toBe(iso);
        expect(reading(`${Number(date)} ${name} ${year}`)).toBe(iso);
        expect(reading(`${name} ${Number(date)}, ${year}`)).toBe(iso);
        expect(reading(`${month}/${date}/${year}`, 'mdy')).toBe(iso);
        expect(reading(`${date}.${month}.${year}`, 'dmy')).toBe(iso);
      }),
    );
  });

  test('is never guessed: without an order it is that day or ambiguous', () => {
    fc.assert(
      fc.property(days, fc.boolean(), (iso, american) => {
        const [year = '', month = '', date = ''] = iso.split('-');
        const text = american ? `${month}/${date}/${year}` : `${date}/${month}/${year}`;
        expect([iso, 'ambiguous']).toContain(reading(text));
        if (reading(text) === 'ambiguous') expect(Math.max(Number(month), Number(date))).toBeLessThan(13);
      }),
    );
  });
});
