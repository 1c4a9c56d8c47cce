import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { AREAS, CATALOGUE } from '../../src/domain/catalogue/index.ts';
import { QUICKBOOKS } from '../../src/domain/catalogue/quickbooks.ts';
import { problemsPage } from '../../scripts/problems-page.ts';
import { jargonIn } from '../support/plain-words.ts';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** The program's own code; the sandbox tells no problems of ours, the catalogue is what is held against the rest. */
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'))
  .filter((name) => !name.startsWith('sandbox/') && !name.startsWith('domain/catalogue/'));

/** Texts in capitals with an underscore that are QuickBooks' words, or names of variables, not codes of ours. */
const NOT_OURS = new Set(['CREDIT_CARD', 'ZERO_RATE', 'QBSYNC_KEY', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']);

const texts = files.map((name) => readFileSync(join(SRC, name), 'utf8'));
/** What looks like a code. */
const written = new Set<string>();
for (const text of texts) {
  const found = text.matchAll(/\bcode: '([A-Z]+)'|'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g);
  for (const [, word, words] of found) written.add(word ?? words ?? '');
}
const codes = Object.keys(CATALOGUE);

describe('the catalogue', () => {
  test('has every code that is written in src/, or the system’s name for it', () => {
    const others = Object.values(CATALOGUE).flatMap(({ also = [] }) => also);
    const known = new Set([...codes, ...others, ...NOT_OURS]);
    expect([...written].filter((code) => !known.has(code))).toEqual([]);
  });

  test('has no code that src/ does not use; those of QuickBooks come from QuickBooks', () => {
    const own = codes.filter((code) => !(code in QUICKBOOKS) && !code.startsWith('HTTP_'));
    expect(own.filter((code) => !texts.some((text) => text.includes(`'${code}'`)))).toEqual([]);
  });

  test('lists each of them in one area', () => {
    const listed = AREAS.flatMap(({ entries }) => Object.keys(entries));
    expect(listed.toSorted()).toEqual(codes.toSorted());
  });

  test('gives each other name to one entry', () => {
    const names = Object.values(CATALOGUE).flatMap(({ also = [] }) => also);
    expect(names).toEqual([...new Set(names)]);
    expect(names.filter((name) => name in CATALOGUE || `QBO_${name}` in CATALOGUE)).toEqual([]);
  });
});

const entries = Object.entries(CATALOGUE);

describe('each entry', () => {
  test('is said in plain words', () => {
    const texts = entries.flatMap(([code, { title, happened, fix }]) =>
      [title, happened, ...fix].map((text) => ({ code, jargon: jargonIn(text) })),
    );
    expect(texts.filter(({ jargon }) => jargon.length > 0)).toEqual([]);
  });

  test('has a short title, and whole sentences', () => {
    const bad = entries.filter(
      ([, { title, happened, fix }]) =>
        !/^[^.]{8,60}$/.test(title) ||
        !/^[A-Zq].*\.$/.test(happened) ||
        !fix.every((step) => /^[A-Zq]/.test(step)),
    );
    expect(bad.map(([code]) => code)).toEqual([]);
  });

  test('says what to do next: a command, a menu, or what to mend where', () => {
    const NEXT =
      /qbsync |--\w|→|same command again|the source|OpenSolar|QuickBooks|Nothing to do|backup|disk|folder|file/;
    const bad = entries.filter(([, { fix }]) => !NEXT.test(fix.join(' ')));
    expect(bad.map(([code]) => code)).toEqual([]);
  });

  test('that ends a command says with which code; a record’s leads to 0 or 3', () => {
    const records = new Set(['notThis', 'there']);
    const bad = entries.filter(
      ([, { posted, exit }]) => records.has(posted) && exit.some((one) => one !== 0 && one !== 3),
    );
    expect(bad.map(([code]) => code)).toEqual([]);
  });
});

test('docs/problems.md is what the catalogue gives: npm run docs writes it', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/problems.md', import.meta.url)), 'utf8');
  expect(page.replaceAll('\r\n', '\n')).toBe(problemsPage());
});
