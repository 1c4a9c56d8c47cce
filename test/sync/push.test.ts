import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decimal } from '../../src/domain/money.ts';
import { NoAnswer } from '../../src/qbo/http.ts';
import { aCustomer, aPayment, anInvoice, takeIn, taken } from '../support/builders.ts';
import { alone, fault, json } from '../support/engine.ts';
import {
  aCreate,
  aNewCustomer,
  aPaymentOf,
  aPlan,
  bodyOf,
  made,
  ONE,
  paths,
  plan,
  PushDesk,
  states,
  TWO,
} from './pushing.ts';

let desk: PushDesk;
beforeEach(async () => {
  desk = await PushDesk.open();
});
afterEach(() => desk.engine.dispose());

describe('a plan that goes well', () => {
  test('is carried out lists first, one after another, then invoices, then payments', async () => {
    const items = [
      { type: 'milestone' as const, name: 'OpenSolar milestone', accountId: '79', accountName: 'Sales' },
    ];
    const { report, script } = await desk.run(
      { ...plan, items, itemIds: {}, payments: [aPaymentOf(aPayment())] },
      [
        made('Item', '19'),
        made('Customer', '58'),
        made('Customer', '59'),
        made('Invoice', '145'),
        made('Invoice', '146'),
        alone(made('Payment', '245')),
      ],
    );
    expect(paths(script)).toEqual([
      'POST item',
      'POST customer',
      'POST customer',
      'POST invoice',
      'POST invoice',
      'POST batch',
    ]);
    expect(states(report)).toEqual(['501 done', '502 done', 'PAY-1 done']);
    expect(bodyOf(script, 3)).toMatchObject({
      CustomerRef: { value: '58' },
      Line: [{ SalesItemLineDetail: { ItemRef: { value: '19' } } }],
    });
    expect(bodyOf(script, 4)).toMatchObject({ CustomerRef: { value: '59' } });
    expect((await desk.ledger.customers(['id:C-1', 'id:C-2'])).map(({ booksId }) => booksId).sort()).toEqual([
      '58',
      '59',
    ]);
  });

  test('takes over what is in the books already without a word to QuickBooks', async () => {
    const adoption = { booksId: '145', booksNumber: 'INV-1', syncToken: '2', total: decimal('100') };
    const { report, script } = await desk.run(
      aPlan({ invoices: [{ ...aCreate(ONE), tax: undefined, action: 'adopt', adoption }] }),
      [],
    );
    expect([states(report), script.seen]).toEqual([['501 done'], []]);
    expect(await desk.ledger.linkOf('invoice', '501')).toMatchObject({
      booksId: '145',
      how: 'adopted',
      syncToken: '2',
    });
  });

  test('leaves alone what is not to be done', async () => {
    const skipped = { ...aCreate(ONE), action: 'skip' as const };
    const { report, script } = await desk.run(
      aPlan({ invoices: [skipped, { ...aCreate(TWO), action: 'none' }] }),
      [],
    );
    expect([report.outcomes, script.seen]).toEqual([[], []]);
  });

  test('updates the version that was planned on', async () => {
    const update = {
      ...aCreate(ONE),
      action: 'update' as const,
      target: { booksId: '145', syncToken: '3', note: undefined },
    };
    const customers = [{ ...aNewCustomer(ONE), action: 'known' as const, booksId: '58' }];
    const { script } = await desk.run(aPlan({ customers, invoices: [update] }), [
      made('Invoice', '145', { SyncToken: '4' }),
    ]);
    expect(bodyOf(script, 0)).toMatchObject({ Id: '145', SyncToken: '3', sparse: true });
  });
});

describe('a customer that cannot be made', () => {
  test('keeps its invoices out, and only those', async () => {
    const { report, script } = await desk.run(plan, [
      fault('2210', 'bad'),
      made('Customer', '59'),
      made('Invoice', '146'),
    ]);
    expect(states(report)).toEqual(['501 QBO_2210', '502 done']);
    expect(desk.progress).toEqual(['0 of 2, 0', '1 of 2, 1', '2 of 2, 1']);
    expect(script.rest).toEqual([]);
    expect((await desk.ledger.entries({ ids: ['501'] }))[0]?.standing?.code).toBe('QBO_2210');
  });

  test('because a vendor has its name gets another one in the next run', async () => {
    const { report } = await desk.run(aPlan({ customers: [aNewCustomer(ONE)], invoices: [aCreate(ONE)] }), [
      fault('6240', 'null'),
    ]);
    expect(states(report)).toEqual(['501 CUSTOMER_NAME_TAKEN']);
    expect((await desk.ledger.customers(['id:C-1']))[0]?.displayName).toBe('Anna Berg (C-1)');
  });

  test('of three by one name a vendor has, none stops the others', async () => {
    const three = ['C-1', 'C-2', 'C-3'].map((sourceId, at) =>
      anInvoice({ sourceId: String(501 + at), number: `INV-${at + 1}`, customer: aCustomer({ sourceId }) }),
    );
    await takeIn(
      desk.ledger,
      'a.csv',
      three.map((record) => taken(record)),
    );
    for (const record of three) {
      const { report } = await desk.run(
        aPlan({ customers: [aNewCustomer(record)], invoices: [aCreate(record)] }),
        [fault('6240', 'null')],
      );
      expect(states(report)).toEqual([`${record.sourceId ?? ''} CUSTOMER_NAME_TAKEN`]);
      expect(report.stoppedBy).toBeUndefined();
    }
    const names = (await desk.ledger.customers(['id:C-1', 'id:C-2', 'id:C-3'])).map(
      ({ displayName }) => displayName,
    );
    expect(new Set(names).size).toBe(3);
  });

  test('for want of an answer leaves its invoices pending, and nothing is sent for them', async () => {
    const lost = new NoAnswer('ECONNRESET', true);
    const nothing = json({ QueryResponse: {} });
    const { report, script } = await desk.run(
      aPlan({ customers: [aNewCustomer(ONE)], invoices: [aCreate(ONE)] }),
      [...[lost, nothing, lost, nothing, lost, nothing, lost, nothing, lost]],
    );
    expect(states(report)).toEqual(['501 PENDING']);
    expect(paths(script).filter((path) => path === 'POST invoice')).toEqual([]);
  });
});
