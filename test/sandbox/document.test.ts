import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KINDS } from '../../src/sandbox/fault-injection/orders.ts';
import { LIMITS } from '../../src/sandbox/limits/limits.ts';
import { readingsSchema } from '../../src/sandbox/readings.ts';

// docs/sandbox.md against the code: what is listed there is all there is, with the defaults that hold.

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../docs/sandbox.md'), 'utf8');

/** The cells of the first table under a heading, without its head. */
function table(heading: string): string[][] {
  const part = DOCUMENT.slice(DOCUMENT.indexOf(`\n## ${heading}\n`) + 1).split(/\n## /)[0] ?? '';
  const [found = ''] = /(?:^\|.*\n)+/m.exec(part) ?? [];
  const rows = found.trim().split('\n').slice(2);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.replaceAll('`', '').trim()),
  );
}

test('every reading is listed with its default', () => {
  const defaults = Object.entries(readingsSchema.parse({})).map(([name, value]) => [name, String(value)]);
  const listed = table('Readings of what is not confirmed').map(([name, value = '']) => [
    name,
    value.replaceAll('"', ''),
  ]);
  expect(listed.sort()).toEqual(defaults.sort());
});

test('every kind of fault is listed', () => {
  expect(
    table('Faults on demand')
      .map(([kind]) => kind)
      .sort(),
  ).toEqual([...KINDS].sort());
});

test('the limits are the listed ones', () => {
  const figures = table('Request limits').map(([limit = '']) => Number(/\d+/.exec(limit)?.[0]));
  expect(figures).toEqual([
    LIMITS.companyPerMinute,
    LIMITS.appPerSecond,
    LIMITS.appAtOnce,
    LIMITS.appBatchesPerMinute,
    LIMITS.companyBatchesPerMinute,
  ]);
});
