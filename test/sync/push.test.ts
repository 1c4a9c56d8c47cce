import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { customerKey } from '../../src/domain/fingerprint.ts';
import { decimal } from '../../src/domain/money.ts';
import type { SourceInvoice, SourcePayment } from '../../src/domain/records.ts';
import { invoiceTotals } from '../../src/domain/totals.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { NoAnswer, type HttpRequest } from '../../src/qbo/http.ts';
import type { Plan, PlannedCustomer, PlannedInvoice, PlannedPayment } from '../../src/sync/plan.ts';
import { push, type PushReport } from '../../src/sync/push.ts';
import { planTax } from '../../src/sync/tax.ts';
import { aCompany, aCustomer, anEntry, anInvoice, aPayment, someSettings, taken } from '../support/builders.ts';
import { Engine, fault, json, Script, type Step } from '../support/engine.ts';

const ONE = anInvoice();
const TWO = anInvoice({ sourceId: '502', number: 'INV-2', customer: aCustomer({ sourceId: 'C-2' }) });

function aCreate(record: SourceInvoice): PlannedInvoice {
  const tax = planTax(invoiceTotals(record), aCompany(), someSettings());
  if ('code' in tax) throw new Error(tax.reason);
  const entry = anEntry(record);
  return { kind: 'invoice', entry, record, action: 'create', customerKey: customerKey(record.customer), tax, notes: [], currency: 'USD' };
}

function aNewCustomer({ customer }: SourceInvoice, displayName = customer.name): PlannedCustomer {
  return { key: customerKey(customer), customer, action: 'create', displayName, currency: undefined, notes: [] };
}

function aPaymentOf(record: SourcePayment): PlannedPayment {
  const refs = { customerId: '58', applied: [{ invoiceId: '145', amount: decimal('100') }] };
  return { kind: 'payment', entry: anEntry(record), record, action: 'create', refs, notes: [], currency: 'USD' };
}

function aPlan(parts: Partial<Plan>): Plan {
  return { company: aCompany(), customers: [], items: [], itemIds: { milestone: '7' }, invoices: [], payments: [], ...parts };
}

/** Answers a create with what was sent, under an id. */
const made =
  (entity: string, Id: string, parts: object = {}): ((request: HttpRequest) => ReturnType<typeof json>) =>
  ({ body }) =>
    json({ [entity]: { Id, SyncToken: '0', TotalAmt: 100, ...(JSON.parse(body ?? '{}') as object), ...parts } });

let engine: Engine;
let ledger: Ledger;
beforeEach(async () => {
  engine = new Engine();
  ledger = await engine.ledger();
  await ledger.takeIn('a.csv', [taken(ONE), taken(TWO), taken(aPayment())], []);
});
afterEach(() => engine.dispose());

async function run(plan: Plan, steps: Step[], signal = new AbortController().signal): Promise<{ report: PushReport; script: Script }> {
  const script = new Script(...steps);
  const writer = await engine.writer(ledger, script);
  const report = await push(plan, { ledger, writer, settings: someSettings(), signal, onProgress: () => undefined });
  return { report, script };
}

const states = ({ outcomes }: PushReport) => outcomes.map(({ planned, state, finding }) => `${planned.entry.key} ${finding?.code ?? state}`);
const paths = (script: Script) => script.seen.map(({ method, url }) => `${method} ${new URL(url).pathname.split('/').at(-1) ?? ''}`);
const bodyOf = (script: Script, at: number): unknown => JSON.parse(script.writes[at]?.body ?? '');
const plan = aPlan({ customers: [aNewCustomer(ONE), aNewCustomer(TWO, 'Anna Berg (C-2)')], invoices: [aCreate(ONE), aCreate(TWO)] });

describe('a plan that goes well', () => {
  test('is carried out lists first, one after another, then invoices, then payments', async () => {
    const items = [{ type: 'milestone' as const, name: 'OpenSolar milestone', accountId: '79', accountName: 'Sales' }];
    const { report, script } = await run({ ...plan, items, itemIds: {}, payments: [aPaymentOf(aPayment())] }, [
      made('Item', '19'),
      made('Customer', '58'),
      made('Customer', '59'),
      made('Invoice', '145'),
      made('Invoice', '146'),
      made('Payment', '245'),
    ]);
    expect(paths(script)).toEqual(['POST item', 'POST customer', 'POST customer', 'POST invoice', 'POST invoice', 'POST payment']);
    expect(states(report)).toEqual(['501 done', '502 done', 'PAY-1 done']);
    expect(bodyOf(script, 3)).toMatchObject({
      CustomerRef: { value: '58' },
      Line: [{ SalesItemLineDetail: { ItemRef: { value: '19' } } }],
    });
    expect(bodyOf(script, 4)).toMatchObject({ CustomerRef: { value: '59' } });
    expect((await ledger.customers(['id:C-1', 'id:C-2'])).map(({ booksId }) => booksId).sort()).toEqual(['58', '59']);
  });

  test('takes over what is in the books already without a word to QuickBooks', async () => {
    const adoption = { booksId: '145', booksNumber: 'INV-1', syncToken: '2', total: decimal('100') };
    const { tax: _, ...planned } = aCreate(ONE);
    const { report, script } = await run(aPlan({ invoices: [{ ...planned, action: 'adopt', adoption }] }), []);
    expect([states(report), script.seen]).toEqual([['501 done'], []]);
    expect(await ledger.linkOf('invoice', '501')).toMatchObject({ booksId: '145', how: 'adopted', syncToken: '2' });
  });

  test('leaves alone what is not to be done', async () => {
    const skipped = { ...aCreate(ONE), action: 'skip' as const };
    const { report, script } = await run(aPlan({ invoices: [skipped, { ...aCreate(TWO), action: 'none' }] }), []);
    expect([report.outcomes, script.seen]).toEqual([[], []]);
  });

  test('updates the version that was planned on', async () => {
    const update = { ...aCreate(ONE), action: 'update' as const, target: { booksId: '145', syncToken: '3' } };
    const customers = [{ ...aNewCustomer(ONE), action: 'known' as const, booksId: '58' }];
    const { script } = await run(aPlan({ customers, invoices: [update] }), [made('Invoice', '145', { SyncToken: '4' })]);
    expect(bodyOf(script, 0)).toMatchObject({ Id: '145', SyncToken: '3', sparse: true });
  });
});

describe('a customer that cannot be made', () => {
  test('keeps its invoices out, and only those', async () => {
    const { report, script } = await run(plan, [fault('2210', 'bad'), made('Customer', '59'), made('Invoice', '146')]);
    expect(states(report)).toEqual(['501 QBO_2210', '502 done']);
    expect(script.rest).toEqual([]);
    expect((await ledger.entries({ ids: ['501'] }))[0]?.standing?.code).toBe('QBO_2210');
  });

  test('because a vendor has its name gets another one in the next run', async () => {
    const { report } = await run(aPlan({ customers: [aNewCustomer(ONE)], invoices: [aCreate(ONE)] }), [fault('6240', 'null')]);
    expect(states(report)).toEqual(['501 CUSTOMER_NAME_TAKEN']);
    expect((await ledger.customers(['id:C-1']))[0]?.displayName).toBe('Anna Berg (C-1)');
  });

  test('of three by one name a vendor has, none stops the others', async () => {
    const three = ['C-1', 'C-2', 'C-3'].map((sourceId, at) =>
      anInvoice({ sourceId: String(501 + at), number: `INV-${at + 1}`, customer: aCustomer({ sourceId }) }),
    );
    await ledger.takeIn('a.csv', three.map((record) => taken(record)), []);
    for (const record of three) {
      const { report } = await run(aPlan({ customers: [aNewCustomer(record)], invoices: [aCreate(record)] }), [fault('6240', 'null')]);
      expect(states(report)).toEqual([`${record.sourceId ?? ''} CUSTOMER_NAME_TAKEN`]);
      expect(report.stoppedBy).toBeUndefined();
    }
    const names = (await ledger.customers(['id:C-1', 'id:C-2', 'id:C-3'])).map(({ displayName }) => displayName);
    expect(new Set(names).size).toBe(3);
  });

  test('for want of an answer leaves its invoices pending, and nothing is sent for them', async () => {
    const lost = new NoAnswer('ECONNRESET', true);
    const nothing = json({ QueryResponse: {} });
    const { report, script } = await run(aPlan({ customers: [aNewCustomer(ONE)], invoices: [aCreate(ONE)] }), [
      ...[lost, nothing, lost, nothing, lost, nothing, lost, nothing, lost],
    ]);
    expect(states(report)).toEqual(['501 PENDING']);
    expect(paths(script).filter((path) => path === 'POST invoice')).toEqual([]);
  });
});

describe('what ends a run early', () => {
  test('an item that cannot be made keeps its lines out', async () => {
    const items = [{ type: 'milestone' as const, name: 'X', accountId: '79', accountName: 'Sales' }];
    const { report } = await run({ ...plan, items, itemIds: {} }, [fault('6000'), made('Customer', '58'), made('Customer', '59')]);
    expect(states(report)).toEqual(['501 QBO_6000', '502 QBO_6000']);
  });

  test('a refusal that would come for every record stops it', async () => {
    const { report, script } = await run(plan, [made('Customer', '58'), made('Customer', '59'), fault('6190', 'ended')]);
    expect(report.stoppedBy).toMatchObject({ code: 'QBO_6190' });
    expect(report.outcomes.map(({ state }) => state)).toEqual(['not-reached', 'not-reached']);
    expect(script.rest).toEqual([]);
  });

  test('a problem stops it, and what was done before stands', async () => {
    const forbidden = json({ fault: { error: [{ code: '3100' }] } }, 403);
    const { report } = await run(plan, [made('Customer', '58'), made('Customer', '59'), made('Invoice', '145'), forbidden]);
    expect(report.stoppedBy).toMatchObject({ code: 'NO_ACCESS' });
    expect(states(report)).toEqual(['501 done', '502 not-reached']);
    expect((await ledger.linkOf('invoice', '501'))?.booksId).toBe('145');
    expect(await ledger.openAttempts()).toEqual([]);
  });

  test('Ctrl-C lets what is in flight end, and begins nothing new', async () => {
    const stop = new AbortController();
    const { report, script } = await run(
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
    expect([script.rest, await ledger.openAttempts()]).toEqual([[], []]);
  });

  test('Ctrl-C before anything sends nothing', async () => {
    const { report, script } = await run(plan, [], AbortSignal.abort());
    expect([report.stoppedBy, script.seen, states(report)]).toEqual(['interrupted', [], ['501 not-reached', '502 not-reached']]);
  });

  test('a look-up that QuickBooks refuses stops it, without an error of our own, and nothing is sent on a guess', async () => {
    const customers = [{ ...aNewCustomer(ONE), action: 'known' as const, booksId: '58' }];
    const lost = new NoAnswer('ECONNRESET', true);
    const { report, script } = await run(aPlan({ customers, invoices: [aCreate(ONE)] }), [lost, fault('4001', 'not queryable')]);
    expect([report.stoppedBy === undefined, script.writes.length]).toEqual([false, 1]);
    expect(await ledger.openAttempts()).toHaveLength(1);
  });

  test('one refused record stops no other', async () => {
    const { report } = await run(plan, [made('Customer', '58'), made('Customer', '59'), fault('6000'), made('Invoice', '146')]);
    expect(states(report)).toEqual(['501 QBO_6000', '502 done']);
    expect(report.stoppedBy).toBeUndefined();
  });
});
