import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Intent, Ledger } from '../../src/ledger/ledger.ts';
import { aLink, aStanding, anInvoice, takeIn, taken } from '../support/builders.ts';
import { Engine } from '../support/engine.ts';
import { intended } from '../support/intended.ts';

let engine: Engine;
let ledger: Ledger;
let runId: number;
beforeEach(async () => {
  engine = new Engine();
  ledger = await engine.ledger();
  await takeIn(ledger, 'a.csv', [taken(anInvoice()), taken(anInvoice({ sourceId: '502', number: 'INV-2' }))]);
  runId = await ledger.startRun('sync');
});
afterEach(() => engine.dispose());

const intent = (parts: Partial<Intent> = {}): Intent => ({
  runId,
  kind: 'invoice',
  key: '501',
  operation: 'create',
  requestId: 'r-1',
  body: '{"DocNumber":"INV-1"}',
  bodyHash: 'hash',
  fingerprint: 'print',
  ...parts,
});
const posted = { state: 'posted', booksId: '145', tid: 't' } as const;
const link = aLink(anInvoice());
const isOpen = async () => (await ledger.entries({ ids: ['501'] }))[0]?.open;

/** What another process sees in the file, committed. */
function seen(sql: string): unknown[] {
  const database = new DatabaseSync(engine.file, { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

describe('an intent', () => {
  test('is committed, byte for byte, when intend returns', async () => {
    const body = '{"Description":"\u00e9 ☀ \\u0000"}';
    await intended(ledger, intent({ body }));
    expect(seen('SELECT request_id, body, state FROM attempts')).toEqual([
      { request_id: 'r-1', body, state: 'open' },
    ]);
    expect(await ledger.openAttempts()).toMatchObject([
      { ...intent({ body }), sentAt: engine.clock.now().toISOString() },
    ]);
    expect(await isOpen()).toBe(true);
  });

  test('is the only open one of its record', async () => {
    await intended(ledger, intent());
    await expect(ledger.intend([intent({ requestId: 'r-2' })])).rejects.toMatchObject({ name: 'Problem' });
    expect(await intended(ledger, intent({ key: '502' }))).toBeGreaterThan(0);
    expect(await intended(ledger, intent({ kind: 'customer' }))).toBeGreaterThan(0);
    expect(await ledger.openAttempts()).toHaveLength(3);
  });

  test('may follow one that ended, however it ended', async () => {
    for (const state of ['refused', 'unsent', 'abandoned'] as const) {
      await ledger.settle([{ attemptId: await intended(ledger, intent()), end: { state, fault: 'X' } }]);
    }
    await ledger.settle([{ attemptId: await intended(ledger, intent()), end: posted }]);
    expect(await intended(ledger, intent())).toBeGreaterThan(0);
  });

  test('belongs to a run that exists', async () => {
    await expect(ledger.intend([intent({ runId: 99 })])).rejects.toMatchObject({ name: 'Problem' });
  });
});

describe('an outcome', () => {
  test('is committed together with the link', async () => {
    const id = await intended(ledger, intent());
    await ledger.settle([{ attemptId: id, end: posted, consequence: { link: { ...link, how: 'created' } } }]);
    expect(await isOpen()).toBe(false);
    expect(await ledger.linkOf('invoice', '501')).toMatchObject({
      booksId: '145',
      how: 'created',
      syncToken: '0',
    });
    expect(seen('SELECT a.state, l.books_id FROM attempts a JOIN links l ON l.key = a.key')).toEqual([
      { state: 'posted', books_id: '145' },
    ]);
  });

  test('is not kept without its link', async () => {
    await ledger.link([{ kind: 'invoice', key: '502', link: link }]);
    const id = await intended(ledger, intent());
    // One object of the books belongs to one record: the link cannot be made, so nothing is.
    await expect(
      ledger.settle([{ attemptId: id, end: posted, consequence: { link } }]),
    ).rejects.toMatchObject({ name: 'Problem' });
    expect(await ledger.openAttempts()).toHaveLength(1);
    expect(await ledger.linkOf('invoice', '501')).toBeUndefined();
  });

  test('is not kept without its judgement', async () => {
    const id = await intended(ledger, intent());
    const database = new DatabaseSync(engine.file);
    database.exec(
      "CREATE TRIGGER full BEFORE INSERT ON standings BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
    );
    database.close();
    await expect(
      ledger.settle([
        { attemptId: id, end: posted, consequence: { link, standing: aStanding(anInvoice()) } },
      ]),
    ).rejects.toMatchObject({ name: 'Problem' });
    expect(await isOpen()).toBe(true);
    expect(await ledger.linkOf('invoice', '501')).toBeUndefined();
  });

  test('for a customer names who the books hold', async () => {
    const claim = { key: 'id:C-1', name: 'Anna', displayName: 'Anna', booksId: undefined };
    await ledger.claimCustomers([claim]);
    const id = await intended(ledger, intent({ kind: 'customer', key: 'id:C-1' }));
    await ledger.settle([
      { attemptId: id, end: { ...posted, booksId: '58' }, consequence: { customerId: '58' } },
    ]);
    expect(await ledger.customers(['id:C-1', 'id:C-9'])).toEqual([{ ...claim, booksId: '58' }]);
  });

  test('that is a link takes away the error, but not a person’s ignore', async () => {
    const ref = { kind: 'invoice' as const, key: '501' };
    await ledger.judge([{ ...ref, standing: aStanding(anInvoice()) }]);
    await ledger.link([{ kind: 'invoice', key: '501', link: link }]);
    expect((await ledger.entries({ ids: ['501'] }))[0]?.standing).toBeUndefined();
    await ledger.judge([{ ...ref, standing: aStanding(anInvoice(), { state: 'ignored' }) }]);
    await ledger.link([{ kind: 'invoice', key: '501', link: link }]);
    expect((await ledger.entries({ ids: ['501'] }))[0]?.standing?.state).toBe('ignored');
    await ledger.judge([{ ...ref, standing: undefined }]);
    expect((await ledger.entries({ ids: ['501'] }))[0]?.standing).toBeUndefined();
  });

  test('that differs keeps both the link and the error', async () => {
    const id = await intended(ledger, intent());
    await ledger.settle([
      {
        attemptId: id,
        end: posted,
        consequence: { link, standing: aStanding(anInvoice(), { code: 'TOTAL_DIFFERS' }) },
      },
    ]);
    const [entry] = await ledger.entries({ ids: ['501'] });
    expect([entry?.link?.booksId, entry?.standing?.code]).toEqual(['145', 'TOTAL_DIFFERS']);
  });
});

test('every refusal of records is told, and what was never sent or given up is none', async () => {
  const end = async (parts: Partial<Intent>, state: 'refused' | 'unsent' | 'abandoned') =>
    ledger.settle([{ attemptId: await intended(ledger, intent(parts)), end: { state, fault: 'QBO_6000' } }]);
  await end({}, 'refused');
  await end({}, 'unsent');
  await end({}, 'abandoned');
  await end({ bodyHash: 'other' }, 'refused');
  await end({ operation: 'update' }, 'refused');
  await end({ key: '502' }, 'refused');
  const refused = async (...keys: string[]) => {
    const told = await ledger.refusals('invoice', keys);
    return told.map(({ key, operation, bodyHash }) => `${key} ${operation} ${bodyHash}`).sort();
  };
  expect(await refused('501')).toEqual(['501 create hash', '501 create other', '501 update hash']);
  expect(await refused('501', '502')).toHaveLength(4);
  expect(await ledger.refusals('payment', ['501'])).toEqual([]);
});

describe('names of customers', () => {
  const claim = (key: string, displayName: string) => ({
    key,
    name: displayName,
    displayName,
    booksId: undefined,
  });

  test('belong to one, without regard to case', async () => {
    await ledger.claimCustomers([claim('id:1', 'Anna Berg')]);
    expect((await ledger.customerNamed('ANNA BERG'))?.key).toBe('id:1');
    await expect(ledger.claimCustomers([claim('id:2', 'anna berg')])).rejects.toMatchObject({
      name: 'Problem',
    });
  });

  test('are compared beyond ASCII as well, as the plan and QuickBooks do', async () => {
    await ledger.claimCustomers([claim('id:1', 'MÜLLER')]);
    expect((await ledger.customerNamed('Müller'))?.key).toBe('id:1');
  });

  test('may be changed by who holds them', async () => {
    await ledger.claimCustomers([claim('id:1', 'Anna')]);
    await ledger.claimCustomers([claim('id:1', 'Anna (1)')]);
    expect(await ledger.customerNamed('Anna')).toBeUndefined();
    await ledger.claimCustomers([claim('id:2', 'Anna')]);
    expect((await ledger.customers(['id:1', 'id:2'])).map(({ displayName }) => displayName).sort()).toEqual([
      'Anna',
      'Anna (1)',
    ]);
  });
});

test('a run is kept with what it came to', async () => {
  await ledger.endRun(runId, { exit: 3, created: 2, failed: 1 });
  expect(seen('SELECT command, exit, created, failed FROM runs')).toEqual([
    { command: 'sync', exit: 3, created: 2, failed: 1 },
  ]);
});
