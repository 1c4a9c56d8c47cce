import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decimal } from '../../src/domain/money.ts';
import type { SourceRecord } from '../../src/domain/records.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { ReadSource, SourceEvent } from '../../src/source/contract.ts';
import { keepIntakes, readIntakes } from '../../src/sync/intake.ts';
import { readNeeds } from '../../src/sync/lists.ts';
import { aCustomer, aLine, anInvoice, aPayment } from '../support/builders.ts';
import { Engine } from '../support/engine.ts';

/** What nothing refers to any more is gone after that. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // A weak reference keeps what it stands for until the turn of the event loop is over.
  await nextTurn();
  collect();
}

let engine: Engine;
let ledger: Ledger;
beforeEach(async () => {
  engine = new Engine();
  ledger = await engine.ledger();
});
afterEach(() => engine.dispose());

const UNREAD: SourceEvent = {
  type: 'reject',
  reject: { file: 'a.csv', line: 9, kind: 'invoice', what: 'no amount', expected: 'one' },
};

/** Keeps records as if they were read from a file, one a line. */
async function keep(records: SourceRecord[], others: SourceEvent[] = []) {
  const events = records.map((record, at): SourceEvent => ({
    type: 'record',
    record,
    origin: { file: 'a.csv', line: at + 2 },
  }));
  const read: ReadSource = async function* () {
    for (const event of [...events, ...others]) yield await Promise.resolve(event);
  };
  const [kept] = await keepIntakes(ledger, read, ['a.csv'], {});
  return kept;
}

describe('a file', () => {
  test('is kept with what could not be read', async () => {
    const kept = await keep([anInvoice(), aPayment()], [UNREAD]);
    expect(kept).toMatchObject({ added: 2, changed: 0, unchanged: 0, rejects: [{ line: 9 }] });
    expect((await ledger.rejects()).map(({ line }) => line)).toEqual([9]);
  });

  test('a second time changes nothing', async () => {
    await keep([anInvoice(), aPayment()]);
    expect(await keep([anInvoice(), aPayment()])).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 2,
    });
  });

  test('with a number of another invoice rejects that row, and keeps the rest', async () => {
    await keep([anInvoice()]);
    const kept = await keep(
      [anInvoice({ sourceId: '502' }), anInvoice({ sourceId: '503', number: 'INV-3' })],
      [UNREAD],
    );
    expect(kept).toMatchObject({ added: 1, changed: 0 });
    expect(kept?.rejects.map(({ line, recordId }) => [line, recordId])).toEqual([
      [9, undefined],
      [2, 'INV-1'],
    ]);
    expect((await ledger.rejects()).map(({ line }) => line).sort()).toEqual([2, 9]);
  });

  test('gives every record its total with tax, and whose it is', async () => {
    const invoice = anInvoice({ lines: [aLine('100', { taxRate: decimal('10') })] });
    const kept = await keep([invoice, aPayment({ customerId: 'C-1' }), aPayment({ sourceId: 'PAY-2' })]);
    expect(kept?.first.map(({ total, customerKey }) => [total.toFixed(2), customerKey])).toEqual([
      ['110.00', 'id:C-1'],
      ['100.00', 'id:C-1'],
      ['100.00', undefined],
    ]);
  });
});

test.each(['kept', 'only read'] as const)(
  'records that are %s are asked for one by one, and only the first are held',
  async (what) => {
    const alive: WeakRef<SourceRecord>[] = [];
    const read: ReadSource = async function* () {
      for (let at = 0; at < 500; at++) {
        const record = anInvoice({ sourceId: `${at}`, number: `INV-${at}` });
        alive.push(new WeakRef(record));
        yield await Promise.resolve({ type: 'record', record, origin: { file: 'a.csv', line: at + 2 } });
      }
    };
    const intakes = await (what === 'kept'
      ? keepIntakes(ledger, read, ['a.csv'], {})
      : readIntakes(read, ['a.csv'], {}));
    await collectGarbage();
    expect(intakes).toMatchObject([{ records: 500, rejects: [] }]);
    expect(alive.filter((one) => one.deref() !== undefined).length).toBeLessThan(20);
  },
);

test('what must be mapped is what the records use, and 0% in any case', async () => {
  expect(await readNeeds(ledger)).toEqual({ rates: ['0'], methods: [] });
  const lines = ['10', '8.25', '10.0', '14.975'].map((rate) => aLine('5', { taxRate: decimal(rate) }));
  await keep([
    anInvoice({ lines, customer: aCustomer({ sourceId: 'C-2' }) }),
    aPayment({ method: ' Card ' }),
    aPayment({ sourceId: 'PAY-2', method: 'card' }),
    aPayment({ sourceId: 'PAY-3', method: 'Bank transfer' }),
  ]);
  expect(await readNeeds(ledger)).toEqual({
    rates: ['0', '8.25', '10', '14.975'],
    methods: ['bank transfer', 'card'],
  });
});
