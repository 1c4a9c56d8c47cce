import { fc } from '../../support/property.ts';
import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf, textOf } from '../../../src/sandbox/json.ts';
import { Client, idOf, line, linked, ref } from '../client.ts';

const names = (qbo: Client): readonly unknown[] =>
  qbo.rows('Customer', "where DisplayName like 'New%'").map((row) => row.DisplayName);

/** Everything that a store holds, rows in their order. */
const everything = (qbo: Client): string =>
  JSON.stringify([...qbo.sandbox.store.tables].map(([table, rows]) => [table, [...rows]]));

describe('stale reads', () => {
  test('a query does not see the last writes yet; a read by id does; the next query sees all', () => {
    const qbo = new Client();
    const made = ['New A', 'New B', 'New C'].map((DisplayName) => qbo.made('Customer', { DisplayName }));
    const before = everything(qbo);
    qbo.control('faults', { kind: 'stale-query', writes: 2 });
    expect(qbo.get('Customer', idOf(made[2] ?? {})).DisplayName).toBe('New C');
    expect(names(qbo)).toEqual(['New A']);
    expect(everything(qbo)).toBe(before);
    expect(names(qbo)).toEqual(['New A', 'New B', 'New C']);
  });

  test('one write without a number; updates and deletes are undone as well, indexes included', () => {
    const qbo = new Client();
    const customer = qbo.made('Customer', { DisplayName: 'New' });
    qbo.made('Customer', { ...customer, DisplayName: 'Newer', sparse: true });
    qbo.control('faults', { kind: 'stale-query' });
    expect(qbo.rows('Customer', "where DisplayName = 'New'")).toHaveLength(1);
    expect(qbo.rows('Customer', "where DisplayName = 'New'")).toHaveLength(0);
    expect(qbo.rows('Customer', "where DisplayName = 'Newer'")).toHaveLength(1);
    const invoice = qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(10)] });
    qbo.post('invoice', { Id: invoice.Id, SyncToken: invoice.SyncToken }, { operation: 'delete' });
    qbo.control('faults', { kind: 'stale-query' });
    const where = `where Id = '${idOf(invoice)}'`;
    expect([qbo.rows('Invoice', where).length, qbo.rows('Invoice', where).length]).toEqual([1, 0]);
  });

  test('by seconds: what was written in them is not seen, an older write is', () => {
    const qbo = new Client();
    qbo.made('Customer', { DisplayName: 'New A' });
    qbo.control('clock', { advanceSeconds: 5 });
    qbo.made('Customer', { DisplayName: 'New B' });
    qbo.control('clock', { advanceSeconds: 5 });
    qbo.control('faults', { kind: 'stale-query', seconds: 6, times: 2 });
    expect(names(qbo)).toEqual(['New A']);
    qbo.control('clock', { advanceSeconds: 1 });
    expect(names(qbo)).toEqual(['New A', 'New B']);
  });

  test('only queries use it up; a refused write is no write; what a person did is one', () => {
    const qbo = new Client();
    qbo.made('Customer', { DisplayName: 'New A' });
    // The first item is done and taken back when the second one refuses the whole batch.
    const Customer = { DisplayName: 'New and gone' };
    const items = ['1', 'an id too long'].map((bId) => ({ bId, operation: 'create', Customer }));
    expect(qbo.post('batch', { BatchItemRequest: items }, { requestid: 'r-1' }).status).toBe(400);
    qbo.control('faults', { kind: 'stale-query', times: 2 });
    expect(names(qbo)).toEqual([]);
    qbo.control('company', {
      person: { operation: 'create', entity: 'Customer', body: { DisplayName: 'New by hand' } },
    });
    expect(names(qbo)).toEqual(['New A']);
    expect(names(qbo)).toEqual(['New A', 'New by hand']);
  });

  test('queries by POST and in a batch are stale too, and the batch writes all the same', () => {
    const qbo = new Client();
    qbo.made('Customer', { DisplayName: 'New A' });
    qbo.control('faults', { kind: 'stale-query', times: 2, writes: 2 });
    const statement = "select count(*) from Customer where DisplayName like 'New%'";
    const posted = qbo.call('POST', 'query', statement, { headers: { 'content-type': 'application/text' } });
    expect(objectOf(posted.body.QueryResponse).totalCount).toBe(0);
    const reply = qbo.post('batch', {
      BatchItemRequest: [
        { bId: '1', operation: 'create', Customer: { DisplayName: 'New B' } },
        { bId: '2', Query: statement },
        { bId: '3', operation: 'create', Customer: { DisplayName: 'New C' } },
      ],
    });
    const items = objectsOf(reply.body.BatchItemResponse);
    expect(items[1]?.QueryResponse).toEqual({ totalCount: 0 });
    expect(names(qbo)).toEqual(['New A', 'New B', 'New C']);
  });

  test('the making of a company is no write', () => {
    const qbo = new Client();
    const terms = qbo.rows('Term');
    qbo.control('faults', { kind: 'stale-query', writes: 9, times: 2 });
    expect(qbo.rows('Term')).toEqual(terms);
    const { id } = qbo.control('companies', { country: 'AU' });
    qbo.realmId = textOf(id) ?? '';
    qbo.signIn();
    expect(qbo.rows('Term')).not.toEqual([]);
  });

  test("another company's writes are not counted", () => {
    const qbo = new Client({ companies: [{ country: 'US' }, { country: 'AU' }] });
    const [us = '', au = ''] = [...qbo.sandbox.store.rows('company').keys()];
    qbo.made('Customer', { DisplayName: 'New A' });
    const inUs = qbo.access;
    qbo.realmId = au;
    qbo.signIn();
    qbo.made('Customer', { DisplayName: 'New in AU' });
    [qbo.realmId, qbo.access] = [us, inUs];
    qbo.control('faults', { kind: 'stale-query' });
    expect(names(qbo)).toEqual([]);
  });

  test('after any writes, a stale query answers as it did then, and leaves nothing', () => {
    const step = fc.record({ what: fc.nat(3), which: fc.nat(20), amount: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        (steps, back) => {
          const qbo = new Client();
          const shot = () =>
            ['Invoice', 'Payment', 'Customer'].map(
              (entity) => qbo.query(`select * from ${entity} orderby Id`).text,
            );
          const seen = [shot()];
          for (const { what, which, amount } of steps) {
            const invoices = qbo.rows('Invoice');
            const invoice = invoices[which % Math.max(1, invoices.length)];
            const key = { Id: invoice?.Id, SyncToken: invoice?.SyncToken };
            const reply =
              invoice === undefined || what === 0
                ? qbo.post('invoice', { CustomerRef: ref('1'), Line: [line(amount)] })
                : what === 1
                  ? qbo.post('payment', {
                      CustomerRef: ref('1'),
                      TotalAmt: amount,
                      Line: [linked(invoice.Id, amount)],
                    })
                  : qbo.post('invoice', key, { operation: what === 2 ? 'void' : 'delete' });
            if (reply.status === 200) seen.push(shot());
          }
          const before = everything(qbo);
          qbo.control('faults', { kind: 'stale-query', writes: back, times: 3 });
          expect(shot()).toEqual(seen.at(-1 - back) ?? seen[0]);
          expect(everything(qbo)).toBe(before);
          expect(qbo.sandbox.store.mark()).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
