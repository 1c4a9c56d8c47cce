import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Redactor } from '../../src/doctor/bundle/redact.ts';
import { zipOf } from '../../src/doctor/bundle/zip.ts';
import { unzipped } from '../support/unzip.ts';

const PEOPLE = [
  { kind: 'customer', values: ['Will Ferntickle', 'Will', 'Ferntickle'] },
  { kind: 'email', values: ['will@ferntickle.example'] },
  { kind: 'customer', values: ['Ann Baker', 'Ann Baker (cus_1)'] },
];
const redactor = () => new Redactor(['s3cret'], PEOPLE, false);

describe('a text', () => {
  test.each([
    ['our own words stay', 'Run: qbsync doctor --fix', 'Run: qbsync doctor --fix'],
    ['a person is one label in every form', 'Will Ferntickle, ferntickle', 'customer-1, customer-1'],
    ['a name in other letters', 'WILL FERNTICKLE', 'customer-1'],
    ['the longer of two names', 'Ann Baker (cus_1)', 'customer-2'],
    ['a name within a word is none', 'Willing', 'name-1'],
    ['an e-mail that is known, and one that is not', 'will@ferntickle.example x@y.example', 'email-1 email-2'],
    ['the same unknown name twice', 'Zed Ott, the invoice, Zed Ott', 'name-1, the invoice, name-1'],
    ['a number of a telephone', 'call +1 (555) 867-5309', 'name-1 number-1'],
    ['days, amounts and numbers of invoices stay', 'INV-00019, 2026-03-02, 1,234.50 USD', 'INV-00019, 2026-03-02, 1,234.50 USD'],
    ['codes stay', 'NUMBER_TAKEN (QBO_6240)', 'NUMBER_TAKEN (QBO_6240)'],
    ['secrets', 'Bearer s3cret', 'Bearer [secret]'],
    ['what is too long for a word', `the ${'a1'.repeat(20)}`, 'the [long]'],
  ])('%s', (_, text, expected) => {
    expect(redactor().text(text)).toBe(expected);
  }); // prettier-ignore

  test('with contacts: only secrets go', () => {
    const open = new Redactor(['s3cret'], PEOPLE, true);
    expect(open.text('Will Ferntickle, s3cret')).toBe('Will Ferntickle, [secret]');
  });

  test('no name and no secret survives, wherever it stands in any text', () => {
    const around = fc.string({ unit: 'grapheme' });
    const hidden = fc.constantFrom('Will Ferntickle', 'will@ferntickle.example', 's3cret', 'Zed Ott');
    fc.assert(
      fc.property(around, hidden, around, (before, name, after) => {
        const text = redactor().text(`${before} ${name} ${after}`).toLowerCase();
        expect(text).not.toContain(name.toLowerCase());
      }),
      { numRuns: 300 },
    );
  });
});

test('an archive gives back what was put into it, whatever it was', () => {
  const entry = fc.record({
    name: fc.stringMatching(/^[a-zé]{1,12}\.json$/),
    text: fc.string({ unit: 'binary' }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: ({ name }) => name, maxLength: 5 }), (entries) => {
      const read = unzipped(zipOf(entries, new Date('2026-03-02T09:00:00Z')));
      const expected = entries.map(({ name, text }) => [name, Buffer.from(text, 'utf8').toString('utf8')]);
      expect([...read]).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});
