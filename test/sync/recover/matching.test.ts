import { describe, expect, test } from 'vitest';
import type { KnownSighting } from '../../../src/ledger/ledger.ts';
import { matched, sourceMarks } from '../../../src/sync/recover/matching.ts';
import { anEntry, anEntryLink, anInvoice } from '../../support/builders.ts';

const ONE = anInvoice();
const one = anEntry(ONE);
const two = anEntry(anInvoice({ sourceId: '502', number: 'INV-2' }));

function sighting(booksId: string, mark: string | undefined, holder?: string): KnownSighting {
  return { booksId, mark, content: '{}', holder };
}

function ids(
  entries: (typeof one)[],
  found: KnownSighting[],
  ofOthers: string[] = [],
): Record<string, string[]> {
  const matches = matched(entries, found, new Set(ofOthers));
  return Object.fromEntries([...matches].map(([key, some]) => [key, some.map(({ booksId }) => booksId)]));
}

describe('objects of the books are a record’s', () => {
  test('by the mark with its source id, all of them', () => {
    const found = [
      sighting('10', '501'),
      sighting('11', '502'),
      sighting('12', '501'),
      sighting('13', '503'),
    ];
    expect(ids([one, two], found)).toEqual({ '501': ['10', '12'], '502': ['11'] });
  });

  test('by the mark with its number, which it had before the source gave ids', () => {
    expect(ids([one, two], [sighting('10', 'INV-1')])).toEqual({ '501': ['10'], '502': [] });
  });

  test('but not by a number that is the source id of another record', () => {
    const odd = anEntry(anInvoice({ sourceId: '600', number: '501' }));
    const found = [sighting('10', '501')];
    expect(ids([odd], found, ['501'])).toEqual({ '600': [] });
    expect(ids([one], found, ['501'])).toEqual({ '501': ['10'] });
  });

  test('by the link of the ledger, with no mark or whichever', () => {
    const linked = { ...one, link: anEntryLink(ONE, { booksId: '20' }) };
    expect(ids([linked], [sighting('20', undefined, '501')])).toEqual({ '501': ['20'] });
    expect(ids([linked], [sighting('20', '501', '501'), sighting('21', '501')])).toEqual({
      '501': ['20', '21'],
    });
  });

  test('but not what the ledger has linked to another', () => {
    expect(ids([one, two], [sighting('10', '501', '502')])).toEqual({ '501': [], '502': [] });
  });

  test('by a mark of a long id, which is shortened', () => {
    const sourceId = 'x'.repeat(150);
    const [mark] = sourceMarks([{ sourceId }]);
    expect(mark).toMatch(/^sha256-/);
    expect(ids([anEntry(anInvoice({ sourceId }))], [sighting('10', mark)])).toEqual({ [sourceId]: ['10'] });
  });
});
