import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NoAnswer } from '../../src/qbo/http.ts';
import type { Wanted } from '../../src/sync/writer.ts';
import { fault, json } from '../support/engine.ts';
import { BODY, found, lost, made, nothing, stored, wanted, writeOne, WriterDesk } from './writing.ts';

let desk: WriterDesk;
beforeEach(async () => {
  desk = await WriterDesk.open();
});
afterEach(() => desk.engine.dispose());

describe('without a clear answer', () => {
  test('what was made is found, and not made again', async () => {
    const { script, writer } = await desk.play(
      lost,
      found(stored({ Id: '9', PrivateNote: 'by hand' }), stored()),
    );
    expect(await writeOne(writer, wanted())).toMatchObject({ type: 'done', object: { Id: '145' } });
    expect([script.writes.length, await desk.linkOf()]).toEqual([1, '145']);
    expect(script.queries[0]).toContain("DocNumber IN ('INV-1')");
  });

  test('what is not found is sent again, the same bytes under the same id', async () => {
    const { script, writer } = await desk.play(lost, nothing, made());
    expect(await writeOne(writer, wanted())).toMatchObject({ type: 'done' });
    expect(script.writes.map(({ body }) => body)).toEqual([JSON.stringify(BODY), JSON.stringify(BODY)]);
    expect(script.requestIds[0]).toBe(script.requestIds[1]);
    expect(desk.states()).toEqual(['posted']);
  });

  test('it is looked up before every further try, ever later', async () => {
    const { script, writer } = await desk.play(
      lost,
      nothing,
      lost,
      nothing,
      { status: 502, headers: {}, text: '' },
      found(stored()),
    );
    expect(await writeOne(writer, wanted())).toMatchObject({ type: 'done' });
    expect(script.seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'GET', 'POST', 'GET']);
    expect(desk.engine.clock.slept).toEqual([1200, 3600]);
    expect(new Set(script.requestIds).size).toBe(1);
  });

  test('in the end stays open, and is not called failed', async () => {
    const { writer } = await desk.play(lost, nothing, lost, nothing, lost, nothing, lost, nothing, lost);
    expect(await writeOne(writer, wanted())).toMatchObject({ type: 'unknown' });
    expect([desk.states(), await desk.standing(), await desk.linkOf()]).toEqual([
      ['open'],
      undefined,
      undefined,
    ]);
  });

  test('a number that somebody else took is not ours', async () => {
    const { script, writer } = await desk.play(lost, found(stored({ PrivateNote: 'by hand' })));
    expect(await writeOne(writer, wanted())).toMatchObject({
      type: 'refused',
      finding: { code: 'NUMBER_TAKEN' },
    });
    expect([script.writes.length, desk.states(), await desk.linkOf()]).toEqual([1, ['abandoned'], undefined]);
  });

  test('a look-up that fails leaves it open: nothing is sent on a guess', async () => {
    const { script, writer } = await desk.play(
      lost,
      ...Array.from({ length: 5 }, () => ({ status: 502, headers: {}, text: '' })),
    );
    await expect(writeOne(writer, wanted())).rejects.toMatchObject({ code: 'QUICKBOOKS_UNREACHABLE' });
    expect([script.writes.length, desk.states()]).toEqual([1, ['open']]);
  });

  test('of a resend that could not leave it stays open', async () => {
    const never = new NoAnswer('ECONNREFUSED', false);
    const { writer } = await desk.play(lost, nothing, never, never, never, never, never);
    await expect(writeOne(writer, wanted())).rejects.toMatchObject({ name: 'Problem' });
    expect(desk.states()).toEqual(['open']);
  });

  test('an answer without the object counts as none', async () => {
    const { writer } = await desk.play(json({ Customer: {} }), found(stored()));
    expect(await writeOne(writer, wanted())).toMatchObject({ type: 'done' });
  });

  test('where QuickBooks numbers, it is found among those of its day by our mark', async () => {
    const body = { ...BODY, DocNumber: undefined };
    const { script, writer } = await desk.play(
      lost,
      found(stored({ Id: '9', PrivateNote: 'x' }), stored({ DocNumber: '1001' })),
    );
    expect(await writeOne(writer, wanted({ body }))).toMatchObject({ type: 'done', object: { Id: '145' } });
    expect(script.queries[0]).toContain("TxnDate IN ('2026-02-10')");
  });

  test('an update is sent again: its version lets it happen once', async () => {
    const body = { ...BODY, Id: '145', SyncToken: '0', sparse: true };
    const { script, writer } = await desk.play(lost, made({ SyncToken: '1' }));
    expect(await writeOne(writer, wanted({ operation: 'update', body }))).toMatchObject({ type: 'done' });
    expect([script.queries, new Set(script.requestIds).size]).toEqual([[], 1]);
    expect(await desk.ledger.linkOf('invoice', '501')).toMatchObject({ how: 'updated', syncToken: '1' });
  });

  test('a request that QuickBooks knows already is looked up again', async () => {
    const { writer } = await desk.play(lost, nothing, fault('600'), found(stored()));
    expect(await writeOne(writer, wanted())).toMatchObject({ type: 'done' });
  });
});

describe('settling what earlier runs left open', () => {
  async function leaveOpen(parts: Partial<Wanted> = {}): Promise<string | null | undefined> {
    const { script, writer } = await desk.play(new TypeError('killed'));
    await writeOne(writer, wanted(parts)).catch(() => undefined);
    return script.requestIds[0];
  }

  test('finds what was made', async () => {
    await leaveOpen();
    const { script, writer } = await desk.play(found(stored()));
    expect(await writer.settleOpen(true)).toMatchObject([
      { attempt: { key: '501' }, result: { type: 'done' } },
    ]);
    expect([script.writes.length, await desk.linkOf(), await desk.ledger.openAttempts()]).toEqual([
      0,
      '145',
      [],
    ]);
  });

  test('sends what was not made, the same bytes under the same id', async () => {
    const id = await leaveOpen();
    const { script, writer } = await desk.play(nothing, made());
    await writer.settleOpen(true);
    expect([script.requestIds, script.writes[0]?.body, await desk.linkOf()]).toEqual([
      [id],
      JSON.stringify(BODY),
      '145',
    ]);
  });

  test('keeps the link to the version that was sent, not to what the source says now', async () => {
    await leaveOpen({ fingerprint: 'as it was' });
    const { writer } = await desk.play(found(stored()));
    await writer.settleOpen(true);
    expect((await desk.ledger.linkOf('invoice', '501'))?.fingerprint).toBe('as it was');
  });

  test('goes through all of them, and does nothing a second time', async () => {
    await leaveOpen();
    await leaveOpen({
      kind: 'payment',
      key: 'PAY-1',
      body: { TxnDate: '2026-02-20', PrivateNote: '[qbsync:payment:PAY-1]' },
    });
    const payment = {
      Id: '245',
      SyncToken: '0',
      TxnDate: '2026-02-20',
      CustomerRef: { value: '58' },
      TotalAmt: 100,
      PrivateNote: '[qbsync:payment:PAY-1]',
    };
    const { writer } = await desk.play(found(stored()), json({ QueryResponse: { Payment: [payment] } }));
    expect((await writer.settleOpen(true)).map(({ result }) => result.type)).toEqual(['done', 'done']);
    expect(await writer.settleOpen(true)).toEqual([]);
  });
});
