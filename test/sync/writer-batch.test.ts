import { expect, test } from 'vitest';
import { isObject, objectsOf, parseJson, textOf } from '../../src/sandbox/json.ts';
import type { Transport } from '../../src/qbo/http.ts';
import { aPayment, takeIn, taken } from '../support/builders.ts';
import { Engine, json } from '../support/engine.ts';
import { wanted } from './writing.ts';

const keys = ['pay_1', 'pay_2', 'pay_3'];

/** What QuickBooks goes by for each payment of one batch: request id and item, by the payment's key. */
async function namesOf(group: readonly string[]): Promise<Map<string, string>> {
  const engine = new Engine();
  const names = new Map<string, string>();
  const transport: Transport = (request) => {
    const body = parseJson(request.body ?? '');
    const items = isObject(body) ? objectsOf(body.BatchItemRequest) : [];
    const requestId = new URL(request.url).searchParams.get('requestid') ?? '';
    for (const [at, item] of items.entries())
      names.set(group[at] ?? '', `${requestId} ${textOf(item.bId) ?? ''}`);
    const Payment = {
      Id: '1',
      SyncToken: '0',
      TotalAmt: 10,
      TxnDate: '2026-03-01',
      CustomerRef: { value: '5' },
      Line: [],
    };
    return Promise.resolve(
      json({
        BatchItemResponse: items.map(({ bId }) => ({ bId, Payment: { ...Payment, Id: textOf(bId) ?? '' } })),
      }),
    );
  };
  try {
    const ledger = await engine.ledger();
    await takeIn(
      ledger,
      'a.csv',
      keys.map((sourceId) => taken(aPayment({ sourceId }))),
    );
    const writer = await engine.writer(ledger, { transport });
    await writer.write(
      group.map((key) => wanted({ kind: 'payment', key, body: { PrivateNote: `[qbsync:payment:${key}]` } })),
    );
    return names;
  } finally {
    engine.dispose();
  }
}

// A payment has no number that QuickBooks keeps unique: where a look-up lags, only this keeps it from being posted twice
// by a second machine, or after a lost ledger, which may cut its records into other batches.
test('a payment is the same request to QuickBooks whichever others are sent with it', async () => {
  const [alone, some, all] = [
    await namesOf(['pay_2']),
    await namesOf(['pay_2', 'pay_3']),
    await namesOf(keys),
  ];
  expect(new Set(all.values()).size).toBe(3);
  expect(alone.get('pay_2')).toBe(all.get('pay_2'));
  expect(some.get('pay_2')).toBe(all.get('pay_2'));
  expect(some.get('pay_3')).toBe(all.get('pay_3'));
});
