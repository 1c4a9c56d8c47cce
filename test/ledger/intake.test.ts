import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decimal } from '../../src/domain/money.ts';
import type { SourceInvoice, SourceRecord } from '../../src/domain/records.ts';
import type { FileItem, KeptReject, Ledger } from '../../src/ledger/ledger.ts';
import {
  aCustomer,
  aLine,
  aLink,
  aPayment,
  aStanding,
  anInvoice,
  day,
  takeIn,
  taken,
} from '../support/builders.ts';
import { Engine } from '../support/engine.ts';
import { intended } from '../support/intended.ts';

let engine: Engine;
let ledger: Ledger;
beforeEach(async () => {
  engine = new Engine();
  ledger = await engine.ledger();
});
afterEach(() => engine.dispose());

const take = async (...records: SourceRecord[]) =>
  takeIn(
    ledger,
    'a.csv',
    records.map((record) => taken(record)),
  );
const NOTHING = { added: 0, changed: 0, unchanged: 0, clashes: [] };
const withoutId = (parts: Partial<SourceInvoice> = {}) => anInvoice({ ...parts, sourceId: undefined });
/** Number and id of each invoice that is known. */
const known = async () =>
  (await ledger.entries({ kind: 'invoice' })).map(
    ({ number, sourceId }) => `${number ?? ''} ${sourceId ?? ''}`,
  );
const keyOf = async (id: string) => (await ledger.entries({ kind: 'invoice', ids: [id] }))[0]?.key ?? '';
const aReject = (file: string, line: number, recordId?: string): KeptReject => ({
  file,
  line,
  kind: 'invoice',
  column: 'amount',
  recordId,
  what: 'no amount',
  expected: 'one',
});

/** What a file holds. */
async function* given(...items: FileItem[]): AsyncGenerator<FileItem> {
  for (const item of items) yield await Promise.resolve(item);
}

describe('taking in', () => {
  test('the same again changes nothing', async () => {
    expect(await take(anInvoice(), aPayment())).toEqual({ ...NOTHING, added: 2 });
    const before = await ledger.entries();
    expect(await take(anInvoice(), aPayment())).toEqual({ ...NOTHING, unchanged: 2 });
    expect(await ledger.entries()).toEqual(before);
  });

  test('a changed record is a new version of the same', async () => {
    await take(anInvoice(), aPayment());
    const invoice = anInvoice({ number: 'INV-9', lines: [aLine('120')] });
    expect(await take(invoice, aPayment({ amount: decimal('50') }))).toEqual({ ...NOTHING, changed: 2 });
    expect(await ledger.entries()).toMatchObject([
      { kind: 'invoice', key: '501', number: 'INV-9', total: '120.00' },
      { kind: 'payment', key: 'PAY-1', total: '50.00' },
    ]);
  });

  test('a change keeps the link and what was judged', async () => {
    await take(anInvoice());
    await ledger.link([{ kind: 'invoice', key: '501', link: aLink(anInvoice()) }]);
    await take(anInvoice({ lines: [aLine('120')] }));
    const [entry] = await ledger.entries();
    expect(entry?.link?.booksId).toBe('145');
    expect(entry?.link?.fingerprint).not.toBe(entry?.fingerprint);
  });

  test('a change takes back what was judged of a record that is not in the books, but not a person’s ignore', async () => {
    const records = ['501', '502', '503'].map((sourceId) =>
      anInvoice({ sourceId, number: `INV-${sourceId}` }),
    );
    await take(...records);
    for (const [at, state] of (['error', 'ignored', 'error'] as const).entries()) {
      await ledger.judge([
        { kind: 'invoice', key: String(501 + at), standing: aStanding(anInvoice(), { state }) },
      ]);
    }
    // An error of a record that is in the books stays: only the books can tell.
    const id = await intended(ledger, {
      ...{ runId: await ledger.startRun('sync'), kind: 'invoice', key: '503', operation: 'create' },
      ...{ requestId: 'r', body: '{}', bodyHash: 'h', fingerprint: 'f' },
    });
    const standing = aStanding(anInvoice());
    await ledger.settle([
      {
        attemptId: id,
        end: { state: 'posted', booksId: '145' },
        consequence: { link: aLink(anInvoice()), standing },
      },
    ]);
    await take(...records.map((record) => ({ ...record, lines: [aLine('120')] })));
    const states = (await ledger.entries()).map(({ standing: now }) => now?.state);
    expect(states).toEqual([undefined, 'ignored', 'error']);
  });

  test('applications follow their payment', async () => {
    await take(aPayment());
    await take(aPayment({ applied: [{ invoiceNumber: 'Inv-2', amount: decimal('7.5') }] }));
    const [part, ...others] = await ledger.applications();
    expect([part?.paymentKey, part?.invoiceNumber, part?.amount.toFixed(2), others.length]).toEqual([
      'PAY-1',
      'Inv-2',
      '7.50',
      0,
    ]);
    expect(await ledger.paymentsOf(['INV-2 '])).toEqual(['PAY-1']);
    expect(await ledger.paymentsOf(['INV-1'])).toEqual([]);
  });
});

describe('an invoice with and without an id', () => {
  test('is one by its number, whichever comes first, and keeps its key', async () => {
    await take(withoutId());
    const key = await keyOf('INV-1');
    expect(await take(anInvoice({ number: 'inv-1' }))).toEqual({ ...NOTHING, changed: 1 });
    expect(await known()).toEqual(['inv-1 501']);
    // From now on it is known by the id, under another number too.
    expect(await take(anInvoice({ number: 'INV-7' }))).toEqual({ ...NOTHING, changed: 1 });
    expect(await known()).toEqual(['INV-7 501']);
    expect(await keyOf('501')).toBe(key);
  });

  test('keeps the id it had where a file gives none', async () => {
    await take(anInvoice());
    expect(await take(withoutId({ lines: [aLine('5')] }))).toEqual({ ...NOTHING, changed: 1 });
    expect(await ledger.entries()).toMatchObject([{ key: '501', sourceId: '501', total: '5.00' }]);
  });

  test('is refused where a number belongs to another id', async () => {
    await take(anInvoice());
    expect(await take(anInvoice({ sourceId: '502' }))).toMatchObject({
      added: 0,
      clashes: [{ recordId: 'INV-1' }],
    });
    expect(await ledger.entries()).toMatchObject([{ key: '501' }]);
  });

  test('cannot be renumbered to the number of another', async () => {
    await take(anInvoice(), anInvoice({ sourceId: '502', number: 'INV-2' }));
    expect(await take(anInvoice({ sourceId: '502', number: 'inv-1' }))).toMatchObject({
      changed: 0,
      clashes: [{ recordId: 'inv-1' }],
    });
    expect(await known()).toEqual(['INV-1 501', 'INV-2 502']);
  });

  test('is not overwritten by one whose id looks like its number', async () => {
    await take(withoutId({ number: '1001' }));
    await ledger.link([
      { kind: 'invoice', key: await keyOf('1001'), link: aLink(anInvoice(), { booksId: '77' }) },
    ]);
    await take(anInvoice({ sourceId: '1001', number: 'INV-5', customer: aCustomer({ sourceId: 'C-2' }) }));
    const entries = await ledger.entries();
    expect(entries.map(({ number }) => number)).toEqual(['1001', 'INV-5']);
    expect(entries.map(({ link }) => link?.booksId)).toEqual(['77', undefined]);
  });

  test('of one id in both kinds are two records', async () => {
    expect(await take(anInvoice({ sourceId: '1' }), aPayment({ sourceId: '1' }))).toEqual({
      ...NOTHING,
      added: 2,
    });
    expect(await ledger.entries()).toHaveLength(2);
  });
});

describe('rejects', () => {
  test('of a file are replaced when it is read again, those of others stay', async () => {
    await takeIn(ledger, 'a.csv', [], [aReject('a.csv', 2), aReject('a.csv', 3)]);
    await takeIn(ledger, 'b.csv', [], [aReject('b.csv', 9)]);
    await takeIn(ledger, 'a.csv', [], [aReject('a.csv', 4)]);
    expect((await ledger.rejects()).map(({ file, line }) => `${file}:${line}`)).toEqual([
      'a.csv:4',
      'b.csv:9',
    ]);
  });

  test('come back as they were', async () => {
    const given = [aReject('a.csv', 2, 'INV-1'), { ...aReject('a.csv', 3), column: undefined }];
    await takeIn(ledger, 'a.csv', [], given);
    expect(await ledger.rejects()).toEqual(given);
  });

  test('are forgotten once the record is read, from whichever file', async () => {
    await takeIn(
      ledger,
      'a.csv',
      [],
      [aReject('a.csv', 2, 'inv-1'), aReject('a.csv', 3, '501'), aReject('a.csv', 4, 'INV-2')],
    );
    await takeIn(ledger, 'b.csv', [taken(anInvoice(), 'b.csv')]);
    expect((await ledger.rejects()).map(({ line }) => line)).toEqual([4]);
  });
});

describe('nothing is kept', () => {
  const broken = { ...taken(anInvoice({ sourceId: '502', number: 'INV-2' })), line: 1.5 };

  test('of a file of which one record cannot be', async () => {
    await expect(takeIn(ledger, 'a.csv', [taken(anInvoice()), broken])).rejects.toMatchObject({
      name: 'Problem',
    });
    expect(await ledger.entries()).toEqual([]);
  });

  test('before the last file is read, nor where that one breaks off; the next files are taken in as ever', async () => {
    const breaksOff = async function* (): AsyncGenerator<FileItem> {
      yield { record: taken(aPayment()) };
      expect(await ledger.entries()).toEqual([]);
      throw new Error('gone');
    };
    const files = [
      { file: 'a.csv', items: given({ record: taken(anInvoice()) }) },
      { file: 'b.csv', items: breaksOff() },
    ];
    await expect(ledger.takeIn(files)).rejects.toThrow('gone');
    expect(await ledger.entries()).toEqual([]);
    expect(await take(anInvoice())).toMatchObject({ added: 1 });
  });
});

test('files are taken in one after the other, each with what it holds itself', async () => {
  const changed = anInvoice({ lines: [aLine('120')] });
  const all = await ledger.takeIn([
    { file: 'a.csv', items: given({ record: taken(anInvoice()) }, { reject: aReject('a.csv', 3, 'INV-1') }) },
    { file: 'b.csv', items: given({ reject: aReject('b.csv', 2, 'PAY-1') }, { record: taken(changed) }) },
    { file: 'c.csv', items: given({ record: taken(anInvoice({ sourceId: '502' })) }) },
  ]);
  expect(all).toMatchObject([
    { added: 1 },
    { changed: 1 },
    { clashes: [{ file: 'c.csv', recordId: 'INV-1' }] },
  ]);
  expect(await ledger.entries()).toMatchObject([{ key: '501', total: '120.00' }]);
  // The second file has read INV-1, so the first one's reject of it is settled; its own of a payment is not.
  expect((await ledger.rejects()).map(({ file, recordId }) => [file, recordId])).toEqual([
    ['b.csv', 'PAY-1'],
    ['c.csv', 'INV-1'],
  ]);
});

describe('finding records', () => {
  beforeEach(async () => {
    await take(
      anInvoice({ projectId: 'P-1', projectName: 'Öko  Haus' }),
      anInvoice({ sourceId: 'Ä-2', number: 'RÉF-2', issueDate: day('2026-03-01') }),
      aPayment({ date: day('2026-03-02') }),
      aPayment({ sourceId: 'ÜB-2', applied: [], projectId: 'p-2' }),
    );
  });
  const keys = async (filter: Parameters<Ledger['entries']>[0]) =>
    (await ledger.entries(filter)).map(({ key }) => key).sort();

  test.each<[string, Parameters<Ledger['entries']>[0], string[]]>([
    ['by id', { ids: ['501'] }, ['501']],
    ['by number, in any case of letters', { ids: [' inv-1 '] }, ['501']],
    ['by a number beyond ASCII', { ids: ['réf-2'] }, ['Ä-2']],
    ['by an id beyond ASCII, as it is written', { ids: ['ÜB-2'] }, ['ÜB-2']],
    ['by an id beyond ASCII, in small letters', { ids: ['ä-2'] }, ['Ä-2']],
    ['by kind', { kind: 'payment' }, ['PAY-1', 'ÜB-2']],
    ['since a day', { since: '2026-03-01' }, ['PAY-1', 'Ä-2']],
    ['by project id, with the payments of its invoices', { project: 'p-1' }, ['501', 'PAY-1']],
    ['by the project of the payment itself', { project: 'P-2' }, ['ÜB-2']],
    ['by the project name, as it is written', { project: 'Öko  Haus' }, ['501', 'PAY-1']],
    ['by the project name, in any case of letters', { project: 'öko haus' }, ['501', 'PAY-1']],
    ['not by part of a name', { project: 'öko' }, []],
    ['not by what is in no record', { ids: ['1'] }, []],
    ['by nothing', { ids: [] }, []],
  ])('%s', async (_, filter, expected) => {
    expect(await keys(filter)).toEqual([...expected].sort());
  });

  test('in full, in the order asked for, leaving out what is unknown', async () => {
    const refs = [
      { kind: 'payment' as const, key: 'PAY-1' },
      { kind: 'invoice' as const, key: 'nobody' },
      { kind: 'invoice' as const, key: '501' },
    ];
    expect((await ledger.contents(refs)).map(({ kind }) => kind)).toEqual(['payment', 'invoice']);
  });
});
