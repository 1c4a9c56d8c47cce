import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Ledger, Sighting } from '../../src/ledger/ledger.ts';
import { aLink, anInvoice, takeIn, taken } from '../support/builders.ts';
import { Engine } from '../support/engine.ts';

let engine: Engine;
let ledger: Ledger;
beforeEach(async () => {
  engine = new Engine();
  ledger = await engine.ledger();
});
afterEach(() => engine.dispose());

const sighting = (booksId: string, mark?: string): Sighting => ({
  booksId,
  mark,
  content: `{"Id":"${booksId}"}`,
});
const ids = (found: readonly Sighting[]) => found.map(({ booksId }) => booksId);

/** A link of some invoice to an object of the books. */
async function linked(key: string, booksId: string): Promise<void> {
  await ledger.link([{ kind: 'invoice', key, link: aLink(anInvoice(), { booksId }) }]);
}

describe('sightings', () => {
  test('are found by marks and by ids, each once, the lowest id first', async () => {
    const sightings = await ledger.sightings();
    await sightings.add('invoice', [
      sighting('100', 'a'),
      sighting('9', 'a'),
      sighting('10', 'b'),
      sighting('11'),
    ]);
    await sightings.add('payment', [sighting('12', 'a')]);
    expect(ids(await sightings.find('invoice', ['a'], []))).toEqual(['9', '100']);
    expect(ids(await sightings.find('invoice', ['a', 'z'], ['11', '100', '12']))).toEqual(['9', '11', '100']);
    expect(await sightings.find('invoice', [], [])).toEqual([]);
  });

  test('are given back as they were, with the record that is linked to them', async () => {
    const sightings = await ledger.sightings();
    await linked('501', '9');
    const content = '{"Id":"9","é":"☀ \\u0000 \'\\""}';
    await sightings.add('invoice', [{ booksId: '9', mark: undefined, content }]);
    expect(await sightings.find('invoice', [], ['9'])).toEqual([
      { booksId: '9', mark: undefined, content, holder: '501' },
    ]);
  });

  test('that come again are the same: pages move while the books are read', async () => {
    const sightings = await ledger.sightings();
    await sightings.add('invoice', [sighting('9', 'a')]);
    await sightings.add('invoice', [sighting('9', 'b')]);
    expect(ids(await sightings.find('invoice', ['a', 'b'], ['9']))).toEqual(['9']);
  });

  test('are strangers while nobody recognised them and they carry a mark', async () => {
    const sightings = await ledger.sightings();
    await sightings.add('invoice', [
      sighting('9', 'a'),
      sighting('10', 'b'),
      sighting('11'),
      sighting('12', 'c'),
    ]);
    await sightings.recognise('invoice', ['10']);
    await sightings.recognise('payment', ['9']);
    expect(await sightings.strangers('invoice', 1)).toMatchObject({
      count: 2,
      first: [{ booksId: '9', mark: 'a' }],
    });
    expect(ids((await sightings.strangers('invoice', 9)).first)).toEqual(['9', '12']);
  });

  test('tell which linked objects were not come across', async () => {
    const sightings = await ledger.sightings();
    await linked('501', '9');
    await linked('502', '10');
    await sightings.add('invoice', [sighting('10')]);
    expect(await sightings.missing('invoice')).toEqual(['9']);
    expect(await sightings.missing('payment')).toEqual([]);
  });

  test('of an earlier reading are gone, and none stand in the ledger file', async () => {
    await (await ledger.sightings()).add('invoice', [sighting('9', 'a')]);
    const again = await ledger.sightings();
    expect(await again.find('invoice', ['a'], ['9'])).toEqual([]);
    const database = new DatabaseSync(engine.file, { readOnly: true });
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE name LIKE 'sighting%'").all();
    database.close();
    expect(tables).toEqual([]);
  });
});

describe('keys', () => {
  test('are those of the entries, in their order', async () => {
    const records = ['3', '1', '2'].map((n) => taken(anInvoice({ sourceId: n, number: `INV-${n}` })));
    await takeIn(ledger, 'a.csv', records);
    expect(await ledger.keys({ kind: 'invoice' })).toEqual(['1', '2', '3']);
    expect(await ledger.keys({ kind: 'payment' })).toEqual([]);
    expect((await ledger.entries({ kind: 'invoice', keys: ['3', '2', 'x'] })).map(({ key }) => key)).toEqual([
      '2',
      '3',
    ]);
  });
});

describe('a link with a finding', () => {
  test('stands with it, and without one it takes the one before away', async () => {
    await takeIn(ledger, 'a.csv', [taken(anInvoice())]);
    const link = aLink(anInvoice());
    const standing = { state: 'error', code: 'SOME', reason: 'r', fix: 'f', fingerprint: 'p' } as const;
    await ledger.link([{ kind: 'invoice', key: '501', link, standing }]);
    expect(await ledger.entries()).toMatchObject([{ link: { booksId: '145' }, standing }]);
    await ledger.link([{ kind: 'invoice', key: '501', link }]);
    expect((await ledger.entries())[0]?.standing).toBeUndefined();
  });
});
