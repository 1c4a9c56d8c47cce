import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import type { Readings } from '../../src/sandbox/readings.ts';
import { addsUp, owedAddsUp } from './books/adds-up.ts';
import { Client, faultOf, idOf, line, linked, ref } from './client.ts';
import type { Options } from './client.ts';

// Both sides of readings that stand beside no other tests: what holds by itself, and what the switch makes of it.

const invoiceOf = (customer: string, amount: number, more: JsonObject = {}): JsonObject => ({
  CustomerRef: ref(customer),
  Line: [line(amount)],
  ...more,
});

const set = (qbo: Client, readings: Partial<Readings>) => qbo.control('company', { readings });

test('a request id is remembered for ever, or for some hours of the clock', () => {
  const qbo = new Client();
  const send = () => idOf(objectOf(qbo.post('invoice', invoiceOf('1', 10), { requestid: 'r' }).body.Invoice));
  const pass = (hours: number) => {
    qbo.control('clock', { advanceSeconds: hours * 3600 });
    qbo.signIn();
  };
  const first = send();
  pass(10_000);
  expect(send()).toBe(first);
  set(qbo, { requestIdHours: 24 });
  const second = send();
  expect(second).not.toBe(first);
  pass(23);
  expect(send()).toBe(second);
  pass(1);
  expect(send()).not.toBe(second);
});

describe('names that differ in case', () => {
  const code = (qbo: Client, entity: string, body: JsonObject) => faultOf(qbo.post(entity, body)).code;

  test('are one name, or two', () => {
    const qbo = new Client();
    qbo.made('Customer', { DisplayName: 'Sun Farm' });
    expect(code(qbo, 'vendor', { DisplayName: 'SUN farm' })).toBe('6240');
    set(qbo, { namesIgnoreCase: false });
    expect(code(qbo, 'vendor', { DisplayName: 'Sun Farm' })).toBe('6240');
    expect(code(qbo, 'vendor', { DisplayName: 'SUN farm' })).toBe('');
  });

  test('of retired rows too', () => {
    const qbo = new Client();
    const { Id } = qbo.made('Customer', { DisplayName: 'Sun Farm' });
    qbo.made('Customer', { Id, SyncToken: '0', sparse: true, Active: false });
    set(qbo, { namesIgnoreCase: false });
    expect(code(qbo, 'customer', { DisplayName: 'Sun Farm' })).toBe('6240');
    expect(code(qbo, 'customer', { DisplayName: 'sun farm' })).toBe('');
    set(qbo, { inactiveNamesClash: false });
    expect(code(qbo, 'customer', { DisplayName: 'Sun Farm' })).toBe('');
  });
});

test('a colon in the name of an item is a 2040, or kept; in the name of a person it never is', () => {
  const qbo = new Client();
  const item = {
    Name: 'Panel: 400 W',
    Type: 'Service',
    IncomeAccountRef: qbo.get('Item', 1).IncomeAccountRef,
  };
  expect(faultOf(qbo.post('item', item)).code).toBe('2040');
  set(qbo, { itemNameCharacters: 'store' });
  expect(qbo.made('Item', item).Name).toBe('Panel: 400 W');
  expect(faultOf(qbo.post('item', { ...item, Name: 'Bell\u0007' })).code).toBe('2040');
  expect(faultOf(qbo.post('customer', { DisplayName: 'a:b' })).code).toBe('2040');
});

test('texts without a documented limit have one, or none', () => {
  const qbo = new Client();
  const pay = (n: number) =>
    faultOf(qbo.post('payment', { CustomerRef: ref('1'), TotalAmt: 1, PaymentRefNum: 'x'.repeat(n) })).code;
  const describe = (n: number) => {
    const { SyncToken } = qbo.get('Item', 1);
    return faultOf(qbo.post('item', { Id: '1', SyncToken, sparse: true, Description: 'x'.repeat(n) })).code;
  };
  expect([pay(21), pay(22), describe(4000), describe(4001)]).toEqual(['', '2050', '', '2050']);
  set(qbo, { paymentRefNumLimit: null, itemDescriptionLimit: null });
  expect([pay(22), describe(4001)]).toEqual(['', '']);
  expect(faultOf(qbo.post('invoice', invoiceOf('1', 1, { DocNumber: 'x'.repeat(22) }))).code).toBe('2050');
});

describe('a lone backslash in a statement', () => {
  const asked = String.raw`select * from Customer where DisplayName = 'Sun\Farm'`;
  const found = (qbo: Client) => objectsOf(objectOf(qbo.query(asked).body.QueryResponse).Customer);
  const names = (qbo: Client) => found(qbo).map((row) => row.DisplayName);

  test('is refused, dropped or kept', () => {
    const qbo = new Client();
    for (const DisplayName of ['SunFarm', String.raw`Sun\Farm`]) qbo.made('Customer', { DisplayName });
    expect(faultOf(qbo.query(asked)).code).toBe('4000');
    set(qbo, { loneBackslash: 'drop' });
    expect(names(qbo)).toEqual(['SunFarm']);
    set(qbo, { loneBackslash: 'keep' });
    expect(names(qbo)).toEqual([String.raw`Sun\Farm`]);
  });
});

test('filters on Active of items, and on ParentRef and Job of customers', () => {
  const qbo = new Client();
  const parent = qbo.made('Customer', { DisplayName: 'Above' });
  const job = qbo.made('Customer', { DisplayName: 'Job', Job: true, ParentRef: ref(parent.Id) });
  const items = 'select * from Item where Active in (true, false)';
  const jobs = `select * from Customer where ParentRef = '${idOf(parent)}' and Job = true`;
  expect(qbo.query(items).status).toBe(200);
  expect(faultOf(qbo.query(jobs))).toMatchObject({
    code: '4001',
    detail: "QueryValidationError: property 'ParentRef' is not queryable",
  });
  set(qbo, { itemActiveFilter: false, customerParentFilters: true });
  expect(faultOf(qbo.query(items)).code).toBe('4001');
  expect(qbo.query('select Active from Item').status).toBe(200);
  const found = objectsOf(objectOf(qbo.query(jobs).body.QueryResponse).Customer);
  expect(found.map(idOf)).toEqual([idOf(job)]);
});

describe('a request target', () => {
  const ask = (qbo: Client, values: number) =>
    qbo.query(`select * from Invoice where DocNumber in ('${'x'.repeat(values)}')`);

  test('beyond 8190 characters is the 414 of the web server, and uses up no limit', () => {
    const qbo = new Client();
    qbo.control('limits', { on: true });
    expect(ask(qbo, 8000).status).toBe(200);
    const refused = ask(qbo, 8190);
    expect(refused.status).toBe(414);
    expect(refused.headers['Content-Type']).toBe('text/html');
    expect(refused.text).toContain('<h1>414 Request-URI Too Large</h1>');
    expect(qbo.sandbox.requests.at(-1)).toMatchObject({ status: 414, writes: 0 });
    const many = Array.from({ length: 20 }, () => ask(qbo, 8190).status);
    expect([...new Set(many), ask(qbo, 1).status]).toEqual([414, 200]);
  });

  test('may be of another length, or of any; a statement in the body always may', () => {
    const qbo = new Client();
    set(qbo, { longestUrl: null });
    expect(ask(qbo, 50_000).status).toBe(200);
    set(qbo, { longestUrl: 200 });
    expect(ask(qbo, 200).status).toBe(414);
    const statement = `select * from Invoice where DocNumber = '${'x'.repeat(300)}'`;
    expect(qbo.call('POST', 'query', statement).status).toBe(200);
  });
});

describe('a payment line that cannot be linked', () => {
  const refusals = (qbo: Client) => {
    const invoice = idOf(qbo.made('Invoice', invoiceOf('1', 100)));
    const code = (customer: string, amount: number) =>
      faultOf(
        qbo.post('payment', { CustomerRef: ref(customer), TotalAmt: 500, Line: [linked(invoice, amount)] }),
      );
    return [code('1', 101), code('2', 100)];
  };

  test('is a 6000, or a 2500', () => {
    const qbo = new Client();
    expect(refusals(qbo).map(({ code }) => code)).toEqual(['6000', '6000']);
    set(qbo, { linkFault: '2500' });
    expect(refusals(qbo).map(({ code }) => code)).toEqual(['2500', '2500']);
    expect(refusals(qbo)[0]?.detail).toMatch(/^Invalid Reference Id : Txns element id \d+ not found$/);
    expect(faultOf(qbo.post('payment', { CustomerRef: ref('1') })).code).toBe('6000');
  });
});

describe('what a new payment leaves unapplied', () => {
  function scene(preference: string) {
    const qbo = new Client();
    qbo.control('company', { preferences: { SalesFormsPrefs: { [preference]: true } } });
    const invoices = ['2026-02-10', '2026-01-10', '2026-03-01'].map((TxnDate) =>
      qbo.made('Invoice', invoiceOf('1', 100, { TxnDate })),
    );
    const balances = () => invoices.map(({ Id }) => qbo.get('Invoice', Id).Balance);
    const pay = (TotalAmt: number, Line: readonly JsonObject[] = []) =>
      qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt, Line });
    return { qbo, invoices, balances, pay };
  }

  test('stays the credit of the customer', () => {
    const { balances, pay } = scene('AutoApplyPayments');
    expect(pay(150)).toMatchObject({ UnappliedAmt: 150, Line: [] });
    expect(balances()).toEqual([100, 100, 100]);
  });

  test.each(['AutoApplyPayments', 'AutoApplyCredit'])(
    'goes to the oldest open invoices, by the reading and %s',
    (preference) => {
      const { qbo, invoices, balances, pay } = scene(preference);
      set(qbo, { autoApply: true });
      expect(pay(150).UnappliedAmt).toBe(0);
      expect(balances()).toEqual([50, 0, 100]);
      const third = pay(60, [linked(invoices[2]?.Id, 40)]);
      expect(balances()).toEqual([30, 0, 60]);
      expect(objectsOf(third.Line).map(({ Amount }) => Amount)).toEqual([40, 20]);
      expect(pay(100).UnappliedAmt).toBe(10);
      expect(qbo.get('Customer', 1).Balance).toBe(-10);
      qbo.post('payment', { Id: third.Id, SyncToken: '0' }, { operation: 'delete' });
      expect(balances()).toEqual([20, 0, 40]);
      addsUp(qbo, 'US');
      owedAddsUp(qbo);
    },
  );

  test('stays where the preference is off, and when a payment is changed', () => {
    const { qbo, balances, pay } = scene('AutoApplyPayments');
    const first = pay(10);
    set(qbo, { autoApply: true });
    qbo.made('Payment', { Id: first.Id, SyncToken: '0', sparse: true, PrivateNote: 'x' });
    qbo.control('company', { preferences: { SalesFormsPrefs: { AutoApplyPayments: false } } });
    pay(10);
    expect(balances()).toEqual([100, 100, 100]);
  });
});

test('today is that of the Pacific, of UTC or of the company', () => {
  // Seven in the evening in California, three in the morning by UTC, two in the afternoon in Sydney.
  const options: Options = { country: 'AU', clock: () => new Date('2026-03-03T03:00:00Z') };
  const qbo = new Client(options);
  const zone = objectOf(qbo.call('GET', `companyinfo/${qbo.realmId}`).body.CompanyInfo).DefaultTimeZone;
  expect(zone).toBe('Australia/Sydney');
  const pay = () => qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt: 1 }).TxnDate;
  expect(pay()).toBe('2026-03-02');
  set(qbo, { todayZone: 'UTC' });
  expect(pay()).toBe('2026-03-03');
  expect(qbo.rows('Payment', 'where TxnDate = CURRENT_DATE')).toHaveLength(1);
  set(qbo, { todayZone: 'company' });
  expect(pay()).toBe('2026-03-03');
  const evening = new Client({ ...options, clock: () => new Date('2026-03-02T20:00:00Z') });
  const payThere = () => evening.made('Payment', { CustomerRef: ref('1'), TotalAmt: 1 }).TxnDate;
  expect(payThere()).toBe('2026-03-02');
  set(evening, { todayZone: 'company' });
  expect(payThere()).toBe('2026-03-03');
});

test('tax on top of net amounts is rounded on the sum of each rate, or on every line', () => {
  const qbo = new Client({ country: 'GB' });
  const code = idOf(qbo.rows('TaxCode').find(({ Name }) => Name === '20.0% S') ?? {});
  const five = Array.from({ length: 5 }, () => line(0.12, { TaxCodeRef: ref(code) }));
  const taxed = () => {
    const made = qbo.made('Invoice', { CustomerRef: ref('1'), Line: five });
    const detail = objectOf(made.TxnTaxDetail);
    const [{ Amount, TaxLineDetail } = {}] = objectsOf(detail.TaxLine);
    return [detail.TotalTax, Amount, objectOf(TaxLineDetail).NetAmountTaxable, made.TotalAmt];
  };
  expect(taxed()).toEqual([0.12, 0.12, 0.6, 0.72]);
  set(qbo, { taxRounding: 'per-line' });
  expect(taxed()).toEqual([0.1, 0.1, 0.6, 0.7]);
  owedAddsUp(qbo);
});

test('an item of a batch cannot use what an earlier one made, or it can', () => {
  const qbo = new Client();
  const after = (row: JsonObject) => String(Number(idOf(row)) + 1);
  let run = 0;
  const codes = () => {
    run++;
    const customer = after(qbo.made('Customer', { DisplayName: `Before ${run}` }));
    const invoice = after(qbo.made('Invoice', invoiceOf('1', 100)));
    const pays = (id: string): JsonObject => ({
      CustomerRef: ref('1'),
      TotalAmt: 10,
      Line: [linked(id, 10)],
    });
    const items: readonly (readonly [string, string, JsonObject])[] = [
      ['create', 'Customer', { DisplayName: `In the batch ${run}` }],
      ['create', 'Invoice', invoiceOf('1', 100, { BillEmail: { Address: 'a@b.example' } })],
      ['create', 'Invoice', invoiceOf(customer, 10)],
      ['create', 'Payment', pays(invoice)],
      ['send', 'Invoice', { Id: invoice }],
      ['create', 'Payment', pays(String(Number(invoice) - 1))],
      ['delete', 'Invoice', { Id: invoice, SyncToken: '0' }],
    ];
    const BatchItemRequest = items.map(([operation, entity, body], at) => ({
      bId: String(at),
      operation,
      [entity]: body,
    }));
    const answers = objectsOf(qbo.post('batch', { BatchItemRequest }).body.BatchItemResponse);
    expect([idOf(objectOf(answers[0]?.Customer)), idOf(objectOf(answers[1]?.Invoice))]).toEqual([
      customer,
      invoice,
    ]);
    expect(qbo.post('invoice', invoiceOf(customer, 1)).status).toBe(200);
    return answers.map((answer) => objectsOf(objectOf(answer.Fault).Error)[0]?.code ?? '');
  };
  expect(codes()).toEqual(['', '', '2500', '2500', '610', '', '610']);
  set(qbo, { batchSees: 'earlier-items' });
  // Mailed and paid meanwhile.
  expect(codes()).toEqual(['', '', '', '', '', '', '5010']);
});

test('a batch is answered as it was sent, or the other way round', () => {
  const qbo = new Client();
  const BatchItemRequest = ['a', 'b', 'c'].map((bId) => ({
    bId,
    operation: 'create',
    Customer: { DisplayName: `Customer ${bId}` },
  }));
  const answered = (requestid: string) =>
    objectsOf(qbo.post('batch', { BatchItemRequest }, { requestid }).body.BatchItemResponse);
  const first = answered('b-1');
  expect(first.map(({ bId }) => bId)).toEqual(['a', 'b', 'c']);
  set(qbo, { batchOrder: 'reversed' });
  expect(answered('b-1')).toEqual(first.toReversed());
});
