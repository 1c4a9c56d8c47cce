import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NoAnswer, type HttpRequest } from '../../src/qbo/http.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Wanted, Writer } from '../../src/sync/writer.ts';
import { anInvoice, aPayment, taken } from '../support/builders.ts';
import { Engine, fault, json, Script, type Step } from '../support/engine.ts';

const INVOICE = anInvoice();
const NOTE = 'OpenSolar invoice INV-1 [qbsync:invoice:501]';
const BODY = { DocNumber: 'INV-1', TxnDate: '2026-02-10', CustomerRef: { value: '58' }, PrivateNote: NOTE };
const wanted = (parts: Partial<Wanted> = {}): Wanted => ({
  kind: 'invoice',
  key: '501',
  operation: 'create',
  body: BODY,
  fingerprint: 'print',
  ...parts,
});
const stored = (parts: object = {}) => ({ Id: '145', SyncToken: '0', ...BODY, TotalAmt: 100, Balance: 100, ...parts });
const made = (parts: object = {}) => json({ Invoice: stored(parts) });
const found = (...invoices: object[]) => json({ QueryResponse: { Invoice: invoices } });
const nothing = json({ QueryResponse: {} });
const lost = new NoAnswer('ECONNRESET', true);

let engine: Engine;
let ledger: Ledger;
beforeEach(async () => {
  engine = new Engine();
  ledger = await engine.ledger();
  await ledger.takeIn('a.csv', [taken(INVOICE), taken(aPayment())], []);
});
afterEach(() => engine.dispose());

async function play(...steps: Step[]): Promise<{ script: Script; writer: Writer }> {
  const script = new Script(...steps);
  return { script, writer: await engine.writer(ledger, script) };
}

const linkOf = async () => (await ledger.linkOf('invoice', '501'))?.booksId;
const standing = async () => (await ledger.entries({ ids: ['501'] }))[0]?.standing?.code;
/** State and request id of every attempt, as another process reads them from the file. */
function attempts(): unknown[] {
  const database = new DatabaseSync(engine.file, { readOnly: true });
  try {
    return database.prepare('SELECT state, request_id AS id, body FROM attempts ORDER BY id').all();
  } finally {
    database.close();
  }
}
const states = () => attempts().map((one) => (typeof one === 'object' && one && 'state' in one ? one.state : ''));

describe('the intent', () => {
  test('is on the disk, whole, before a byte leaves', async () => {
    const seen: unknown[] = [];
    const { script, writer } = await play((request: HttpRequest) => {
      seen.push(...attempts());
      expect(seen).toEqual([{ state: 'open', id: new URL(request.url).searchParams.get('requestid'), body: request.body }]);
      return made();
    });
    expect(await writer.write(wanted())).toMatchObject({ type: 'done', finding: undefined });
    expect(seen).toHaveLength(1);
    expect(script.writes[0]?.body).toBe(JSON.stringify(BODY));
  });

  test('of a crash stays open, and blocks a second write', async () => {
    const { writer } = await play(new TypeError('the process dies here'));
    await expect(writer.write(wanted())).rejects.toThrow('dies');
    expect(states()).toEqual(['open']);
    const second = await play();
    expect(await second.writer.write(wanted())).toMatchObject({ type: 'unknown' });
    expect(await second.writer.write(wanted({ body: { ...BODY, TxnDate: '2026-02-11' } }))).toMatchObject({ type: 'unknown' });
    expect(second.script.seen).toEqual([]);
  });
});

describe('an answer', () => {
  test('is kept together with the link', async () => {
    const { writer } = await play(made({ SyncToken: '3', DocNumber: '1001' }));
    await writer.write(wanted());
    expect(await ledger.linkOf('invoice', '501')).toMatchObject({
      booksId: '145',
      booksNumber: '1001',
      syncToken: '3',
      fingerprint: 'print',
      how: 'created',
    });
    expect(states()).toEqual(['posted']);
  });

  test('with another total is linked, and an error for a person', async () => {
    const { writer } = await play(made({ TotalAmt: 110 }));
    expect(await writer.write(wanted())).toMatchObject({ type: 'done', finding: { code: 'TOTAL_DIFFERS' } });
    expect([await linkOf(), await standing()]).toEqual(['145', 'TOTAL_DIFFERS']);
  });

  test('of a payment is compared with what was applied', async () => {
    const note = 'OpenSolar payment [qbsync:payment:PAY-1]';
    const body = { TxnDate: '2026-02-20', PrivateNote: note };
    const payment = { Id: '245', SyncToken: '0', ...body, CustomerRef: { value: '58' }, TotalAmt: 100 };
    const { writer } = await play(json({ Payment: { ...payment, UnappliedAmt: 100 } }));
    const result = await writer.write(wanted({ kind: 'payment', key: 'PAY-1', body }));
    expect(result).toMatchObject({ type: 'done', finding: { code: 'TOTAL_DIFFERS' } });
  });

  test('that is a definite refusal is an error of the record, and the next request has another id', async () => {
    const { script, writer } = await play(fault('6000', 'no rate'), fault('6000', 'no rate'), made());
    expect(await writer.write(wanted())).toMatchObject({ type: 'refused', finding: { code: 'QBO_6000' }, stopsAll: false });
    expect([await standing(), await linkOf()]).toEqual(['QBO_6000', undefined]);
    await writer.write(wanted());
    await writer.write(wanted());
    expect(new Set(script.requestIds).size).toBe(3);
    expect(states()).toEqual(['refused', 'refused', 'posted']);
    expect([await standing(), await linkOf()]).toEqual([undefined, '145']);
  });

  test.each(['6190', '5030'])('%s stops the whole run', async (code) => {
    const { writer } = await play(fault(code));
    expect(await writer.write(wanted())).toMatchObject({ type: 'refused', stopsAll: true });
  });

  test('of a refusal shows no e-mail address', async () => {
    const { writer } = await play(fault('2210', 'anna@berg.example is wrong'));
    const result = await writer.write(wanted());
    expect(JSON.stringify(result)).not.toContain('anna@berg.example');
  });

  test('with the same content has the same id on every machine', async () => {
    const here = await play(made());
    await here.writer.write(wanted());
    const elsewhere = new Engine();
    const other = await elsewhere.ledger();
    await other.takeIn('a.csv', [taken(INVOICE)], []);
    const script = new Script(made());
    await (await elsewhere.writer(other, script)).write(wanted());
    elsewhere.dispose();
    expect(script.requestIds).toEqual(here.script.requestIds);
  });
});

describe('without a clear answer', () => {
  test('what was made is found, and not made again', async () => {
    const { script, writer } = await play(lost, found(stored({ Id: '9', PrivateNote: 'by hand' }), stored()));
    expect(await writer.write(wanted())).toMatchObject({ type: 'done', object: { Id: '145' } });
    expect([script.writes.length, await linkOf()]).toEqual([1, '145']);
    expect(script.queries[0]).toContain("DocNumber = 'INV-1'");
  });

  test('what is not found is sent again, the same bytes under the same id', async () => {
    const { script, writer } = await play(lost, nothing, made());
    expect(await writer.write(wanted())).toMatchObject({ type: 'done' });
    expect(script.writes.map(({ body }) => body)).toEqual([JSON.stringify(BODY), JSON.stringify(BODY)]);
    expect(script.requestIds[0]).toBe(script.requestIds[1]);
    expect(states()).toEqual(['posted']);
  });

  test('it is looked up before every further try, ever later', async () => {
    const { script, writer } = await play(lost, nothing, lost, nothing, { status: 502, headers: {}, text: '' }, found(stored()));
    expect(await writer.write(wanted())).toMatchObject({ type: 'done' });
    expect(script.seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'GET', 'POST', 'GET']);
    expect(engine.clock.slept).toEqual([1200, 3600]);
    expect(new Set(script.requestIds).size).toBe(1);
  });

  test('in the end stays open, and is not called failed', async () => {
    const { writer } = await play(lost, nothing, lost, nothing, lost, nothing, lost, nothing, lost);
    expect(await writer.write(wanted())).toMatchObject({ type: 'unknown' });
    expect([states(), await standing(), await linkOf()]).toEqual([['open'], undefined, undefined]);
  });

  test('a number that somebody else took is not ours', async () => {
    const { script, writer } = await play(lost, found(stored({ PrivateNote: 'by hand' })));
    expect(await writer.write(wanted())).toMatchObject({ type: 'refused', finding: { code: 'NUMBER_TAKEN' } });
    expect([script.writes.length, states(), await linkOf()]).toEqual([1, ['abandoned'], undefined]);
  });

  test('a look-up that fails leaves it open: nothing is sent on a guess', async () => {
    const { script, writer } = await play(lost, ...Array.from({ length: 5 }, () => ({ status: 502, headers: {}, text: '' })));
    await expect(writer.write(wanted())).rejects.toMatchObject({ code: 'QUICKBOOKS_UNREACHABLE' });
    expect([script.writes.length, states()]).toEqual([1, ['open']]);
  });

  test('of a resend that could not leave it stays open', async () => {
    const never = new NoAnswer('ECONNREFUSED', false);
    const { writer } = await play(lost, nothing, never, never, never, never, never);
    await expect(writer.write(wanted())).rejects.toMatchObject({ name: 'Problem' });
    expect(states()).toEqual(['open']);
  });

  test('an answer without the object counts as none', async () => {
    const { writer } = await play(json({ Customer: {} }), found(stored()));
    expect(await writer.write(wanted())).toMatchObject({ type: 'done' });
  });

  test('where QuickBooks numbers, it is found among those of its day by our mark', async () => {
    const { DocNumber: _, ...body } = BODY;
    const { script, writer } = await play(lost, found(stored({ Id: '9', PrivateNote: 'x' }), stored({ DocNumber: '1001' })));
    expect(await writer.write(wanted({ body }))).toMatchObject({ type: 'done', object: { Id: '145' } });
    expect(script.queries[0]).toContain("TxnDate = '2026-02-10'");
  });

  test('an update is sent again: its version lets it happen once', async () => {
    const body = { ...BODY, Id: '145', SyncToken: '0', sparse: true };
    const { script, writer } = await play(lost, made({ SyncToken: '1' }));
    expect(await writer.write(wanted({ operation: 'update', body }))).toMatchObject({ type: 'done' });
    expect([script.queries, new Set(script.requestIds).size]).toEqual([[], 1]);
    expect(await ledger.linkOf('invoice', '501')).toMatchObject({ how: 'updated', syncToken: '1' });
  });

  test('a request that QuickBooks knows already is looked up again', async () => {
    const { writer } = await play(lost, nothing, fault('600'), found(stored()));
    expect(await writer.write(wanted())).toMatchObject({ type: 'done' });
  });
});

describe('"taken already"', () => {
  const taken6140 = fault('6140', 'DocNumber=INV-1 is assigned to TxnType=Invoice with TxnId=145');

  test('by our own invoice means that it had been made', async () => {
    const { script, writer } = await play(taken6140, json({ Invoice: stored() }));
    expect(await writer.write(wanted())).toMatchObject({ type: 'done', object: { Id: '145' } });
    expect([script.seen[1]?.url.includes('/invoice/145'), await linkOf(), states()]).toEqual([true, '145', ['posted']]);
  });

  test('by another invoice is a refusal', async () => {
    const { writer } = await play(taken6140, json({ Invoice: stored({ PrivateNote: 'by hand' }) }));
    expect(await writer.write(wanted())).toMatchObject({ type: 'refused', finding: { code: 'QBO_6140' } });
    expect([await standing(), await linkOf()]).toEqual(['QBO_6140', undefined]);
  });

  test('by an invoice of another record of ours is a refusal', async () => {
    const { writer } = await play(taken6140, json({ Invoice: stored({ PrivateNote: '[qbsync:invoice:777]' }) }));
    expect(await writer.write(wanted())).toMatchObject({ type: 'refused' });
  });

  test('by something that is gone meanwhile is a refusal', async () => {
    const { writer } = await play(taken6140, fault('610'));
    expect(await writer.write(wanted())).toMatchObject({ type: 'refused' });
  });

  test('without naming who is a refusal', async () => {
    const { script, writer } = await play(fault('6140', 'null'));
    expect(await writer.write(wanted())).toMatchObject({ type: 'refused' });
    expect(script.seen).toHaveLength(1);
  });

  test('by our own customer names the customer', async () => {
    const key = 'id:C-1';
    await ledger.claimCustomer({ key, name: 'Anna', displayName: 'Anna', booksId: undefined });
    const body = { DisplayName: 'Anna', Notes: '[qbsync:customer:id%3AC-1]' };
    const customer = { Id: '58', SyncToken: '0', ...body };
    const { writer } = await play(fault('6240', 'The name supplied already exists. : Id=58'), json({ Customer: customer }));
    expect(await writer.write(wanted({ kind: 'customer', key, body }))).toMatchObject({ type: 'done' });
    expect((await ledger.customers([key]))[0]?.booksId).toBe('58');
  });
});

describe('a problem before sending', () => {
  const never = () => Array.from({ length: 5 }, () => new NoAnswer('ECONNREFUSED', false));

  test('takes the intent back, and the next try has the same id', async () => {
    const first = await play(...never());
    await expect(first.writer.write(wanted())).rejects.toMatchObject({ code: 'QUICKBOOKS_UNREACHABLE' });
    expect([states(), await standing()]).toEqual([['unsent'], undefined]);
    const second = await play(made());
    expect(await second.writer.write(wanted())).toMatchObject({ type: 'done' });
    expect(second.script.requestIds[0]).toBe(first.script.requestIds[0]);
  });

  test.each([
    ['403', json({ fault: { error: [{ code: '3100' }] } }, 403), 'NO_ACCESS'],
    ['401 twice', json({ fault: { error: [{ code: '120' }] } }, 401), 'NO_ACCESS'],
  ])('%s leaves nothing open', async (_, answer, code) => {
    const script = new Script(answer, answer);
    const refresh = async () => Promise.resolve({ accessToken: 'b', accessExpiresAt: '2027-01-01T00:00:00.000Z', refreshToken: 'c', refreshExpiresAt: '2027-01-01T00:00:00.000Z' });
    const writer = await engine.writer(ledger, script, { refresh });
    await expect(writer.write(wanted())).rejects.toMatchObject({ code });
    expect(states()).toEqual(['unsent']);
  });
});

describe('settling what earlier runs left open', () => {
  async function leaveOpen(parts: Partial<Wanted> = {}): Promise<string | null | undefined> {
    const { script, writer } = await play(new TypeError('killed'));
    await writer.write(wanted(parts)).catch(() => undefined);
    return script.requestIds[0];
  }

  test('finds what was made', async () => {
    await leaveOpen();
    const { script, writer } = await play(found(stored()));
    expect(await writer.settleOpen()).toMatchObject([{ attempt: { key: '501' }, result: { type: 'done' } }]);
    expect([script.writes.length, await linkOf(), await ledger.openAttempts()]).toEqual([0, '145', []]);
  });

  test('sends what was not made, the same bytes under the same id', async () => {
    const id = await leaveOpen();
    const { script, writer } = await play(nothing, made());
    await writer.settleOpen();
    expect([script.requestIds, script.writes[0]?.body, await linkOf()]).toEqual([[id], JSON.stringify(BODY), '145']);
  });

  test('keeps the link to the version that was sent, not to what the source says now', async () => {
    await leaveOpen({ fingerprint: 'as it was' });
    const { writer } = await play(found(stored()));
    await writer.settleOpen();
    expect((await ledger.linkOf('invoice', '501'))?.fingerprint).toBe('as it was');
  });

  test('goes through all of them, and does nothing a second time', async () => {
    await leaveOpen();
    await leaveOpen({ kind: 'payment', key: 'PAY-1', body: { TxnDate: '2026-02-20', PrivateNote: '[qbsync:payment:PAY-1]' } });
    const payment = { Id: '245', SyncToken: '0', TxnDate: '2026-02-20', CustomerRef: { value: '58' }, TotalAmt: 100, PrivateNote: '[qbsync:payment:PAY-1]' };
    const { writer } = await play(found(stored()), json({ QueryResponse: { Payment: [payment] } }));
    expect((await writer.settleOpen()).map(({ result }) => result.type)).toEqual(['done', 'done']);
    expect(await writer.settleOpen()).toEqual([]);
  });
});
