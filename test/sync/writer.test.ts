import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NoAnswer, type HttpRequest } from '../../src/qbo/http.ts';
import { anInvoice, takeIn, taken } from '../support/builders.ts';
import { alone, Engine, fault, json, Script } from '../support/engine.ts';
import { BODY, made, stored, wanted, writeOne, WriterDesk } from './writing.ts';

let desk: WriterDesk;
beforeEach(async () => {
  desk = await WriterDesk.open();
});
afterEach(() => desk.engine.dispose());

describe('the intent', () => {
  test('is on the disk, whole, before a byte leaves', async () => {
    const seen: unknown[] = [];
    const { script, writer } = await desk.play((request: HttpRequest) => {
      seen.push(...desk.attempts());
      expect(seen).toEqual([
        { state: 'open', id: new URL(request.url).searchParams.get('requestid'), body: request.body },
      ]);
      return made();
    });
    expect(await writeOne(writer, wanted())).toMatchObject({ type: 'done', finding: undefined });
    expect(seen).toHaveLength(1);
    expect(script.writes[0]?.body).toBe(JSON.stringify(BODY));
  });

  test('of a crash stays open, and blocks a second write', async () => {
    const { writer } = await desk.play(new TypeError('the process dies here'));
    await expect(writeOne(writer, wanted())).rejects.toThrow('dies');
    expect(desk.states()).toEqual(['open']);
    const second = await desk.play();
    expect(await writeOne(second.writer, wanted())).toMatchObject({ type: 'unknown' });
    expect(await writeOne(second.writer, wanted({ body: { ...BODY, TxnDate: '2026-02-11' } }))).toMatchObject(
      {
        type: 'unknown',
      },
    );
    expect(second.script.seen).toEqual([]);
  });
});

describe('an answer', () => {
  test('is kept together with the link', async () => {
    const { writer } = await desk.play(made({ SyncToken: '3', DocNumber: '1001' }));
    await writeOne(writer, wanted());
    expect(await desk.ledger.linkOf('invoice', '501')).toMatchObject({
      booksId: '145',
      booksNumber: '1001',
      syncToken: '3',
      fingerprint: 'print',
      how: 'created',
    });
    expect(desk.states()).toEqual(['posted']);
  });

  test('with another total is linked, and an error for a person', async () => {
    const { writer } = await desk.play(made({ TotalAmt: 110 }));
    expect(await writeOne(writer, wanted())).toMatchObject({
      type: 'done',
      finding: { code: 'TOTAL_DIFFERS' },
    });
    expect([await desk.linkOf(), await desk.standing()]).toEqual(['145', 'TOTAL_DIFFERS']);
  });

  test('of a payment is compared with what was applied', async () => {
    const note = 'OpenSolar payment [qbsync:payment:PAY-1]';
    const Line = [{ Amount: 60, LinkedTxn: [{ TxnId: '145', TxnType: 'Invoice' }] }];
    const body = { TxnDate: '2026-02-20', PrivateNote: note, TotalAmt: 100, Line };
    const payment = { Id: '245', SyncToken: '0', ...body, CustomerRef: { value: '58' } };
    const answered = async (UnappliedAmt: number) => {
      const { writer } = await desk.play(alone(() => json({ Payment: { ...payment, UnappliedAmt } })));
      return writeOne(writer, wanted({ kind: 'payment', key: 'PAY-1', body }));
    };
    expect(await answered(100)).toMatchObject({ type: 'done', finding: { code: 'TOTAL_DIFFERS' } });
    expect(await answered(40)).toMatchObject({ type: 'done', finding: undefined });
  });

  test('that is a definite refusal is an error of the record, and the next request has another id', async () => {
    const { script, writer } = await desk.play(fault('6000', 'no rate'), fault('6000', 'no rate'), made());
    expect(await writeOne(writer, wanted())).toMatchObject({
      type: 'refused',
      finding: { code: 'QBO_6000' },
      stopsAll: false,
    });
    expect([await desk.standing(), await desk.linkOf()]).toEqual(['QBO_6000', undefined]);
    await writeOne(writer, wanted());
    await writeOne(writer, wanted());
    expect(new Set(script.requestIds).size).toBe(3);
    expect(desk.states()).toEqual(['refused', 'refused', 'posted']);
    expect([await desk.standing(), await desk.linkOf()]).toEqual([undefined, '145']);
  });

  test.each(['6190', '5030'])('%s stops the whole run', async (code) => {
    const { writer } = await desk.play(fault(code));
    expect(await writeOne(writer, wanted())).toMatchObject({ type: 'refused', stopsAll: true });
  });

  test('of a refusal shows no e-mail address', async () => {
    const { writer } = await desk.play(fault('2210', 'anna@berg.example is wrong'));
    const result = await writeOne(writer, wanted());
    expect(JSON.stringify(result)).not.toContain('anna@berg.example');
  });

  test('with the same content has the same id on every machine', async () => {
    const here = await desk.play(made());
    await writeOne(here.writer, wanted());
    const elsewhere = new Engine();
    const other = await elsewhere.ledger();
    await takeIn(other, 'a.csv', [taken(anInvoice())]);
    const script = new Script(made());
    await writeOne(await elsewhere.writer(other, script), wanted());
    elsewhere.dispose();
    expect(script.requestIds).toEqual(here.script.requestIds);
  });
});

describe('"taken already"', () => {
  const taken6140 = fault('6140', 'DocNumber=INV-1 is assigned to TxnType=Invoice with TxnId=145');

  test('by our own invoice means that it had been made', async () => {
    const { script, writer } = await desk.play(taken6140, json({ Invoice: stored() }));
    expect(await writeOne(writer, wanted())).toMatchObject({ type: 'done', object: { Id: '145' } });
    expect([script.seen[1]?.url.includes('/invoice/145'), await desk.linkOf(), desk.states()]).toEqual([
      true,
      '145',
      ['posted'],
    ]);
  });

  test('by another invoice is a refusal', async () => {
    const { writer } = await desk.play(taken6140, json({ Invoice: stored({ PrivateNote: 'by hand' }) }));
    expect(await writeOne(writer, wanted())).toMatchObject({
      type: 'refused',
      finding: { code: 'QBO_6140' },
    });
    expect([await desk.standing(), await desk.linkOf()]).toEqual(['QBO_6140', undefined]);
  });

  test('by an invoice of another record of ours is a refusal', async () => {
    const { writer } = await desk.play(
      taken6140,
      json({ Invoice: stored({ PrivateNote: '[qbsync:invoice:777]' }) }),
    );
    expect(await writeOne(writer, wanted())).toMatchObject({ type: 'refused' });
  });

  test('by something that is gone meanwhile is a refusal', async () => {
    const { writer } = await desk.play(taken6140, fault('610'));
    expect(await writeOne(writer, wanted())).toMatchObject({ type: 'refused' });
  });

  test('without naming who is a refusal', async () => {
    const { script, writer } = await desk.play(fault('6140', 'null'));
    expect(await writeOne(writer, wanted())).toMatchObject({ type: 'refused' });
    expect(script.seen).toHaveLength(1);
  });

  test('by our own customer names the customer', async () => {
    const key = 'id:C-1';
    await desk.ledger.claimCustomers([{ key, name: 'Anna', displayName: 'Anna', booksId: undefined }]);
    const body = { DisplayName: 'Anna', Notes: '[qbsync:customer:id%3AC-1]' };
    const customer = { Id: '58', SyncToken: '0', ...body };
    const { writer } = await desk.play(
      fault('6240', 'The name supplied already exists. : Id=58'),
      json({ Customer: customer }),
    );
    expect(await writeOne(writer, wanted({ kind: 'customer', key, body }))).toMatchObject({ type: 'done' });
    expect((await desk.ledger.customers([key]))[0]?.booksId).toBe('58');
  });
});

describe('a problem before sending', () => {
  const never = () => Array.from({ length: 5 }, () => new NoAnswer('ECONNREFUSED', false));

  test('takes the intent back, and the next try has the same id', async () => {
    const first = await desk.play(...never());
    await expect(writeOne(first.writer, wanted())).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' });
    expect([desk.states(), await desk.standing()]).toEqual([['unsent'], undefined]);
    const second = await desk.play(made());
    expect(await writeOne(second.writer, wanted())).toMatchObject({ type: 'done' });
    expect(second.script.requestIds[0]).toBe(first.script.requestIds[0]);
  });

  test.each([
    ['403', json({ fault: { error: [{ code: '3100' }] } }, 403), 'NO_ACCESS'],
    ['401 twice', json({ fault: { error: [{ code: '120' }] } }, 401), 'NO_ACCESS'],
  ])('%s leaves nothing open', async (_, answer, code) => {
    const script = new Script(answer, answer);
    const refresh = async () =>
      Promise.resolve({
        accessToken: 'b',
        accessExpiresAt: '2027-01-01T00:00:00.000Z',
        refreshToken: 'c',
        refreshExpiresAt: '2027-01-01T00:00:00.000Z',
      });
    const writer = await desk.engine.writer(desk.ledger, script, { refresh });
    await expect(writeOne(writer, wanted())).rejects.toMatchObject({ code });
    expect(desk.states()).toEqual(['unsent']);
  });
});
