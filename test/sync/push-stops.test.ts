import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NoAnswer } from '../../src/qbo/http.ts';
import { fault, json } from '../support/engine.ts';
import { aNewCustomer, aCreate, aPlan, made, ONE, plan, PushDesk, states } from './pushing.ts';

let desk: PushDesk;
beforeEach(async () => {
  desk = await PushDesk.open();
});
afterEach(() => desk.engine.dispose());

describe('what ends a run early', () => {
  test('an item that cannot be made keeps its lines out', async () => {
    const items = [{ type: 'milestone' as const, name: 'X', accountId: '79', accountName: 'Sales' }];
    const { report } = await desk.run({ ...plan, items, itemIds: {} }, [
      fault('6000'),
      made('Customer', '58'),
      made('Customer', '59'),
    ]);
    expect(states(report)).toEqual(['501 QBO_6000', '502 QBO_6000']);
  });

  test('a refusal that would come for every record stops it', async () => {
    const { report, script } = await desk.run(plan, [
      made('Customer', '58'),
      made('Customer', '59'),
      fault('6190', 'ended'),
    ]);
    expect(report.stoppedBy).toMatchObject({ code: 'QBO_6190' });
    expect(report.outcomes.map(({ state }) => state)).toEqual(['not-reached', 'not-reached']);
    expect(script.rest).toEqual([]);
  });

  test('a problem stops it, and what was done before stands', async () => {
    const forbidden = json({ fault: { error: [{ code: '3100' }] } }, 403);
    const { report } = await desk.run(plan, [
      made('Customer', '58'),
      made('Customer', '59'),
      made('Invoice', '145'),
      forbidden,
    ]);
    expect(report.stoppedBy).toMatchObject({ code: 'NO_ACCESS' });
    expect(states(report)).toEqual(['501 done', '502 not-reached']);
    expect((await desk.ledger.linkOf('invoice', '501'))?.booksId).toBe('145');
    expect(await desk.ledger.openAttempts()).toEqual([]);
  });

  test('Ctrl-C lets what is in flight end, and begins nothing new', async () => {
    const stop = new AbortController();
    const { report, script } = await desk.run(
      plan,
      [
        made('Customer', '58'),
        made('Customer', '59'),
        (request) => {
          stop.abort();
          return made('Invoice', '145')(request);
        },
      ],
      stop.signal,
    );
    expect(report.stoppedBy).toBe('interrupted');
    expect(states(report)).toEqual(['501 done', '502 not-reached']);
    expect([script.rest, await desk.ledger.openAttempts()]).toEqual([[], []]);
  });

  test('Ctrl-C before anything sends nothing', async () => {
    const { report, script } = await desk.run(plan, [], AbortSignal.abort());
    expect([report.stoppedBy, script.seen, states(report)]).toEqual([
      'interrupted',
      [],
      ['501 not-reached', '502 not-reached'],
    ]);
  });

  test('a look-up that QuickBooks refuses stops it, without an error of our own, and nothing is sent on a guess', async () => {
    const customers = [{ ...aNewCustomer(ONE), action: 'known' as const, booksId: '58' }];
    const lost = new NoAnswer('ECONNRESET', true);
    const { report, script } = await desk.run(aPlan({ customers, invoices: [aCreate(ONE)] }), [
      lost,
      fault('4001', 'not queryable'),
    ]);
    expect([report.stoppedBy === undefined, script.writes.length]).toEqual([false, 1]);
    expect(await desk.ledger.openAttempts()).toHaveLength(1);
    expect(states(report)).toEqual(['501 PENDING']);
  });

  test('one refused record stops no other', async () => {
    const { report } = await desk.run(plan, [
      made('Customer', '58'),
      made('Customer', '59'),
      fault('6000'),
      made('Invoice', '146'),
    ]);
    expect(states(report)).toEqual(['501 QBO_6000', '502 done']);
    expect(report.stoppedBy).toBeUndefined();
  });
});
