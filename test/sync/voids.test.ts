import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { HttpRequest } from '../../src/qbo/http.ts';
import type { Wanted } from '../../src/sync/writer.ts';
import { anInvoice, takeIn, taken } from '../support/builders.ts';
import { fault, json } from '../support/engine.ts';
import { lost, stored, wanted, writeOne, WriterDesk } from './writing.ts';

let desk: WriterDesk;
beforeEach(async () => {
  desk = await WriterDesk.open();
});
afterEach(() => desk.engine.dispose());

const BODY = { Id: '145', SyncToken: '3' };
const aVoid = (parts: Partial<Wanted> = {}) =>
  wanted({ operation: 'void', body: BODY, fingerprint: 'cancelled:print', ...parts });
const read = (parts: object = {}) => json({ Invoice: stored({ SyncToken: '3', ...parts }) });
const voided = { SyncToken: '4', TotalAmt: 0, Balance: 0 };
const paths = (seen: readonly HttpRequest[]) =>
  seen.map(({ method, url }) => `${method} ${new URL(url).pathname.split('/').slice(4).join('/')}`);

describe('a void', () => {
  test('is one request with id and version, sent once its invoice was looked at', async () => {
    const { script, writer } = await desk.play(read(), read(voided));
    expect(await writeOne(writer, aVoid())).toMatchObject({ type: 'done', finding: undefined });
    expect(paths(script.seen)).toEqual(['GET invoice/145', 'POST invoice']);
    const [sent] = script.writes;
    expect(new URL(sent?.url ?? '').searchParams.get('operation')).toBe('void');
    expect(JSON.parse(sent?.body ?? '')).toEqual(BODY);
    expect(await desk.ledger.linkOf('invoice', '501')).toMatchObject({
      booksId: '145',
      syncToken: '4',
      fingerprint: 'cancelled:print',
      how: 'voided',
    });
  });

  test('in a batch is an operation of its own', async () => {
    await takeIn(desk.ledger, 'a.csv', [taken(anInvoice({ sourceId: '502', number: 'INV-2' }))]);
    const items = z.object({
      BatchItemRequest: z.array(
        z.object({ bId: z.string(), operation: z.string(), Invoice: z.object({ Id: z.string() }) }),
      ),
    });
    const { script, writer } = await desk.play(read(), read({ Id: '146' }), ({ body = '' }) => {
      const { BatchItemRequest } = items.parse(JSON.parse(body));
      expect(BatchItemRequest.map(({ operation }) => operation)).toEqual(['void', 'void']);
      const BatchItemResponse = BatchItemRequest.map(({ bId, Invoice: { Id } }) => ({
        bId,
        Invoice: stored({ ...voided, Id }),
      }));
      return json({ BatchItemResponse });
    });
    const results = await writer.write([aVoid(), aVoid({ key: '502', body: { Id: '146', SyncToken: '0' } })]);
    expect(results.map(({ type }) => type)).toEqual(['done', 'done']);
    expect(paths(script.writes)).toEqual(['POST batch']);
  });

  test.each([
    ['a payment', read({ Balance: 60, LinkedTxn: [{ TxnId: '9', TxnType: 'Payment' }] })],
    ['a credit', read({ Balance: 0 })],
    ['nothing: it is gone', fault('610')],
  ])('is not sent where the invoice meanwhile has %s', async (_, answer) => {
    const { script, writer } = await desk.play(answer);
    expect(await writeOne(writer, aVoid())).toMatchObject({
      type: 'refused',
      finding: { code: 'CHANGED_MEANWHILE' },
      stopsAll: false,
    });
    expect([script.writes, desk.states()]).toEqual([[], []]);
  });

  test('holds up only itself where it may not be sent', async () => {
    const { script, writer } = await desk.play(read({ Balance: 0 }), ({ body = '' }) =>
      json({ Invoice: { ...stored(), ...z.looseObject({}).parse(JSON.parse(body)) } }),
    );
    const [held, done] = await writer.write([aVoid(), wanted({ key: '502' })]);
    expect([held?.type, done?.type, script.writes.length]).toEqual(['refused', 'done', 1]);
  });

  test('that is refused for its version (5010) is an error of the record', async () => {
    const { writer } = await desk.play(read(), fault('5010'));
    expect(await writeOne(writer, aVoid())).toMatchObject({
      type: 'refused',
      finding: { code: 'QBO_5010' },
    });
    expect([await desk.standing(), await desk.linkOf()]).toEqual(['QBO_5010', undefined]);
  });

  test('that leaves an amount is an error for a person', async () => {
    const { writer } = await desk.play(read(), read({ SyncToken: '4' }));
    expect(await writeOne(writer, aVoid())).toMatchObject({ finding: { code: 'TOTAL_DIFFERS' } });
  });
});

describe('a void without a clear answer', () => {
  test('is done where the invoice is seen to be voided', async () => {
    const { script, writer } = await desk.play(read(), lost, read(voided));
    expect(await writeOne(writer, aVoid())).toMatchObject({ type: 'done', object: { SyncToken: '4' } });
    expect([script.writes.length, desk.states()]).toEqual([1, ['posted']]);
  });

  test('is sent again, the same bytes under the same id, where it is not', async () => {
    const { script, writer } = await desk.play(read(), lost, read(), read(voided));
    expect(await writeOne(writer, aVoid())).toMatchObject({ type: 'done' });
    expect(new Set(script.writes.map(({ url, body }) => `${url} ${body ?? ''}`)).size).toBe(1);
    expect([script.writes.length, desk.states()]).toEqual([2, ['posted']]);
  });

  test.each([
    ['paid', read({ Balance: 60 })],
    ['deleted', fault('610')],
  ])('is not sent again where the invoice was %s meanwhile', async (_, answer) => {
    const { script, writer } = await desk.play(read(), lost, answer);
    expect(await writeOne(writer, aVoid())).toMatchObject({
      type: 'refused',
      finding: { code: 'CHANGED_MEANWHILE' },
    });
    expect([script.writes.length, desk.states(), await desk.linkOf()]).toEqual([1, ['abandoned'], undefined]);
  });

  test('of an earlier run is settled by the next', async () => {
    const first = await desk.play(read(), new TypeError('killed'));
    await writeOne(first.writer, aVoid()).catch(() => undefined);
    expect(desk.states()).toEqual(['open']);
    const second = await desk.play(read(voided));
    expect(await second.writer.settleOpen(true)).toMatchObject([{ result: { type: 'done' } }]);
    expect([second.script.writes, desk.states()]).toEqual([[], ['posted']]);
  });
});

test('what was posted before stays known: a void is no version to compare with', async () => {
  const body = { DocNumber: 'INV-1', PrivateNote: '[qbsync:invoice:501]' };
  const { writer } = await desk.play(read(), read(), read(voided));
  await writeOne(writer, wanted({ body }));
  await writeOne(writer, aVoid());
  expect(await desk.ledger.lastPosted('invoice', '501')).toBe(JSON.stringify(body));
});
