import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../src/domain/problems.ts';
import { INVOICE_FIELDS, PAYMENT_FIELDS } from '../../src/source/fields.ts';

// Pages that must not fall behind the code.

const pageOf = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8');
const partOf = (page: string, heading: string) => page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
const firstCells = (text: string) => [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, cell]) => cell ?? '');

describe('docs/import-files.md', () => {
  const page = pageOf('docs/import-files.md');

  test('has every column of an invoice file and of a payment file, and no other', () => {
    expect(firstCells(partOf(page, 'Invoice columns'))).toEqual([...INVOICE_FIELDS]);
    expect(firstCells(partOf(page, 'Payment columns'))).toEqual([...PAYMENT_FIELDS]);
  });
});

describe('docs/exit-codes.md and README.md', () => {
  const codes = Object.values(EXIT).map(String);

  test('have every exit code, and the page a part for each', () => {
    const page = pageOf('docs/exit-codes.md');
    expect(firstCells(page)).toEqual(codes);
    const parts = [...page.matchAll(/^## (\d+): /gm)].map(([, code]) => code);
    expect(parts).toEqual(codes);
    const readme = partOf(pageOf('README.md'), 'Exit codes, for scripts');
    for (const code of codes) expect(readme).toContain(`\`${code}\``);
  });
});

describe('links', () => {
  test.each(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'])(
    'of %s lead to files that are there',
    (name) => {
      const links = [...pageOf(name).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? '');
      for (const link of links.filter((one) => !/^https?:/.test(one))) {
        expect(() => pageOf(link)).not.toThrow();
      }
    },
  );
});
