import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { families, notServed, samples } from './registry.ts';
import { requests } from './requests.ts';
import { fixtureOf, present, recordedFiles, why } from './sample.ts';

const DOCUMENT = join(import.meta.dirname, '../../../docs/sandbox.md');
const FIXTURES = join(import.meta.dirname, '../fixtures');

/** The rows under "How true it is": what the first column names, and the number in the second. */
function documented(): ReadonlyMap<string, number> {
  const text = readFileSync(DOCUMENT, 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith('How true it is')) ?? '';
  const rows = [...section.matchAll(/^\| *([^|]+?) *\| *(\d+) *\|/gm)];
  return new Map(rows.map(([, name = '', number = '']) => [name, Number(number)]));
}

test('the table of the documentation counts the sample tests as they are', () => {
  expect(Object.fromEntries(documented())).toEqual(Object.fromEntries(families()));
});

const held = [...samples, ...requests].map(({ file }) => file);

test('a recording is held once, and has one fixture', () => {
  expect(new Set(held).size).toBe(held.length);
  expect([...new Set(held.map(fixtureOf))].sort()).toEqual(readdirSync(FIXTURES).sort());
});

test.skipIf(!present)(`every recording is held to something, or is listed as not served${why}`, () => {
  expect([...held, ...Object.keys(notServed)].sort()).toEqual([...recordedFiles()].sort());
});
