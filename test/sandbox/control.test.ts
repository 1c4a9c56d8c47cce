import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf } from '../../src/sandbox/json.ts';
import { Client, faultOf, idOf, line, ref } from './client.ts';

describe('faults on demand', () => {
  test('cut-before does nothing; it is used up, and only by what it matches', () => {
    const qbo = new Client();
    qbo.control('faults', {
      kind: 'cut-before',
      times: 2,
      match: { method: 'POST', operation: 'DisplayName' },
    });
    const create = (DisplayName: string) => qbo.post('customer', { DisplayName }).after;
    expect(qbo.call('GET', 'customer/1').status).toBe(200);
    expect([create('A'), create('A'), create('A')]).toEqual([{ cut: true }, { cut: true }, undefined]);
    expect(qbo.rows('Customer', "where DisplayName = 'A'")).toHaveLength(1);
  });

  test.each([429, 500, 502, 503, 504] as const)('status %i comes as JSON, HTML or nothing', (status) => {
    const qbo = new Client();
    for (const body of ['json', 'html', 'empty'] as const)
      qbo.control('faults', { kind: 'status', status, body, retryAfter: 7 });
    const [json, html, empty] = ['a', 'b', 'c'].map((DisplayName) => qbo.post('customer', { DisplayName }));
    expect([json?.status, html?.status, empty?.status]).toEqual([status, status, status]);
    expect(json?.headers['Retry-After']).toBe('7');
    expect(json?.text).toMatch(status === 429 ? /ThrottleExceeded/ : /System Failure Error/);
    expect(html?.text).toMatch(new RegExp(`<h1>${status} `));
    expect(empty?.text).toBe('');
    expect(qbo.rows('Customer', "where DisplayName in ('a', 'b', 'c')")).toHaveLength(0);
  });

  test('a 429 needs no Retry-After', () => {
    const qbo = new Client();
    qbo.control('faults', { kind: 'status', status: 429 });
    expect(qbo.call('GET', 'customer/1').headers['Retry-After']).toBeUndefined();
  });

  test('unauthorized comes once, then the same token works', () => {
    const qbo = new Client();
    qbo.control('faults', { kind: 'unauthorized' });
    expect(qbo.call('GET', 'customer/1').text).toContain('errorCode=003200');
    expect(qbo.call('GET', 'customer/1').status).toBe(200);
  });

  test('slow and truncate act on the delivery of an answer that was given', () => {
    const qbo = new Client();
    qbo.control('faults', { kind: 'slow', ms: 1500 });
    qbo.control('faults', { kind: 'truncate' });
    expect(qbo.post('customer', { DisplayName: 'S' })).toMatchObject({
      status: 200,
      after: { delayMs: 1500 },
    });
    expect(qbo.post('customer', { DisplayName: 'T' })).toMatchObject({
      status: 200,
      after: { truncate: true },
    });
  });

  test('can be cleared, and nonsense is refused with a sentence', () => {
    const qbo = new Client();
    qbo.control('faults', { kind: 'cut-before' });
    expect(qbo.control('faults', { clear: true })).toEqual({ waiting: 0 });
    const http = qbo.raw('POST', '/__sandbox/faults', '{"kind":"meteor"}', {
      headers: { 'content-type': 'application/json' },
    });
    expect(http.status).toBe(400);
    expect(http.body.error).toMatch(/Invalid/);
  });
});

describe('the person in QuickBooks', () => {
  test('pays, edits, voids and deletes, so that clients meet it', () => {
    const qbo = new Client();
    const make = () => qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(80)] });
    const [paid, edited, voided, deleted] = [make(), make(), make(), make()].map(idOf);
    qbo.control('company', { person: { operation: 'pay', id: paid ?? '', amount: 30 } });
    qbo.control('company', { person: { operation: 'pay', id: paid ?? '' } });
    qbo.control('company', {
      person: { operation: 'edit', entity: 'Invoice', id: edited ?? '', body: { PrivateNote: 'by hand' } },
    });
    qbo.control('company', { person: { operation: 'void', entity: 'Invoice', id: voided ?? '' } });
    qbo.control('company', { person: { operation: 'delete', entity: 'Invoice', id: deleted ?? '' } });
    expect(qbo.get('Invoice', paid)).toMatchObject({ Balance: 0, LinkedTxn: [{}, {}] });
    expect(qbo.get('Invoice', edited)).toMatchObject({ PrivateNote: 'by hand', SyncToken: '1' });
    expect(qbo.get('Invoice', voided)).toMatchObject({ TotalAmt: 0 });
    expect(faultOf(qbo.call('GET', `invoice/${deleted ?? ''}`)).code).toBe('610');
    const update = { Id: edited, SyncToken: '0', sparse: true, PrivateNote: 'by app' };
    expect(faultOf(qbo.post('invoice', update)).code).toBe('5010');
  });

  test('is told by fault when an order cannot be done, and nothing is half done', () => {
    const qbo = new Client();
    const order = { bookCloseDate: '2026-01-31', person: { operation: 'pay', id: '99' } };
    const http = qbo.raw('POST', '/__sandbox/company', JSON.stringify(order), {
      headers: { 'content-type': 'application/json' },
    });
    expect(http).toMatchObject({ status: 400, body: { error: 'there is no invoice 99' } });
    expect(
      objectOf(objectOf(qbo.call('GET', 'preferences').body.Preferences).AccountingInfoPrefs).BookCloseDate,
    ).toBeUndefined();
  });

  test('sets preferences as they stand', () => {
    const qbo = new Client();
    qbo.control('company', {
      preferences: { TaxPrefs: { UsingSalesTax: false }, SalesFormsPrefs: { AllowDiscount: false } },
    });
    const taxed = qbo.made('Invoice', {
      CustomerRef: ref('1'),
      Line: [line(100, { TaxCodeRef: ref('TAX') })],
    });
    expect(taxed.TotalAmt).toBe(100);
    const discount = { Amount: 1, DetailType: 'DiscountLineDetail', DiscountLineDetail: {} };
    expect(faultOf(qbo.post('invoice', { CustomerRef: ref('1'), Line: [line(2), discount] })).code).toBe(
      '6000',
    );
  });

  test('keeps the switches that an order does not name', () => {
    const qbo = new Client();
    qbo.control('company', { readings: { emojiInNames: 'store' } });
    qbo.control('company', { readings: { replayFaults: false } });
    expect(qbo.post('customer', { DisplayName: '☀️' }).status).toBe(200);
  });
});

describe('control over HTTP', () => {
  const order = (qbo: Client, headers: Record<string, string>) =>
    qbo.raw('POST', '/__sandbox/clock', '{"advanceSeconds":60}', { headers }).status;
  const json = { 'content-type': 'application/json' };

  test('is for this machine only, and not for a page of another site', () => {
    const qbo = new Client();
    expect(order(qbo, { ...json, host: '127.0.0.1:4000' })).toBe(200);
    expect(order(qbo, { ...json, host: 'localhost:4000', origin: 'http://localhost:4000' })).toBe(200);
    expect(order(qbo, { ...json, host: 'rebound.example' })).toBe(403);
    expect(order(qbo, { ...json, host: 'localhost:4000', origin: 'https://evil.example' })).toBe(403);
    expect(order(qbo, { 'content-type': 'text/plain', host: 'localhost:4000' })).toBe(403);
  });

  test('moves the clock, which MetaData and daylight saving follow', () => {
    const qbo = new Client();
    const stamp = (name: string) => objectOf(qbo.made('Customer', { DisplayName: name }).MetaData).CreateTime;
    expect(stamp('winter')).toBe('2026-03-02T10:00:00-08:00');
    qbo.control('clock', { set: '2026-03-08T09:59:59.000Z' });
    expect(new Client().sandbox.clock().toISOString()).toBe('2026-03-02T18:00:00.000Z');
    qbo.signIn();
    expect(stamp('before')).toBe('2026-03-08T01:59:59-08:00');
    qbo.control('clock', { advanceSeconds: 1 });
    expect(stamp('after')).toBe('2026-03-08T03:00:00-07:00');
  });

  test('shows the whole company', () => {
    const qbo = new Client();
    qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(12.3)] });
    const { body } = qbo.raw('GET', '/__sandbox/books');
    const books = objectOf(body.books);
    expect(objectsOf(books.Invoice).map((row) => row.TotalAmt)).toEqual([12.3]);
    expect(Object.keys(books)).not.toContain('setting');
    expect(JSON.stringify(body)).not.toContain(qbo.refresh);
  });
});

test('an empty company has what QuickBooks makes, and nobody in it', () => {
  for (const country of ['US', 'AU', 'GB', 'CA'] as const) {
    const qbo = new Client({ country, seed: 'empty' });
    expect(
      ['Customer', 'Vendor', 'Employee', 'Item', 'Invoice'].flatMap((entity) => qbo.rows(entity)),
    ).toEqual([]);
    expect(qbo.rows('TaxCode').length).toBeGreaterThan(3);
    expect(qbo.rows('Account', "where AccountType = 'Accounts Receivable'")).toHaveLength(1);
    expect(objectOf(qbo.call('GET', `companyinfo/${qbo.realmId}`).body.CompanyInfo).Country).toBe(country);
  }
});

test('every country has a working seed', () => {
  for (const country of ['US', 'AU', 'GB', 'CA'] as const) {
    const qbo = new Client({ country });
    expect(qbo.rows('Customer').length).toBeGreaterThan(2);
    expect(qbo.rows('Item').every((row) => row.Type === 'Service')).toBe(true);
    expect(qbo.rows('PaymentMethod').map((row) => row.Name)).toContain('Direct Debit');
    expect(qbo.rows('TaxCode', 'where Active in (true, false)').length).toBeGreaterThan(4);
  }
});

describe('a company that is named', () => {
  test('is the one that books and export show, by either word; a wrong name is refused', () => {
    const qbo = new Client({ companies: [{ country: 'US' }, { country: 'GB' }] });
    const [first = '', second = ''] = [...qbo.sandbox.store.rows('company').keys()];
    const get = (what: string, query: Record<string, string>) =>
      qbo.raw('GET', `/__sandbox/${what}`, '', { query });
    for (const word of ['companyId', 'realmId']) {
      expect(get('books', { [word]: second }).body.realmId).toBe(second);
      expect(get('export', { [word]: second }).body.company).toMatchObject({ id: second });
    }
    expect(get('books', {}).body.realmId).toBe(first);
    for (const what of ['books', 'export']) {
      expect(get(what, { companyId: '123' })).toMatchObject({
        status: 404,
        body: { error: 'There is no company 123.' },
      });
      expect(get(what, { company: second }).status).toBe(400);
    }
    qbo.control('company', { companyId: second, bookCloseDate: '2026-01-31' });
    qbo.realmId = first;
    qbo.signIn();
    expect(qbo.call('GET', 'preferences').text).not.toContain('BookCloseDate');
    qbo.control('company', { companyId: second, revokeTokens: true });
    expect(qbo.call('GET', 'preferences').status).toBe(200);
  });

  test('an order that makes no sense is refused in one line without marks', () => {
    const qbo = new Client();
    const said = (order: object) =>
      qbo.raw('POST', '/__sandbox/limits', JSON.stringify(order), {
        headers: { 'content-type': 'application/json' },
      }).body.error;
    expect(said({ foo: 1 })).toBe('Unrecognized key: "foo"');
    expect(said({ on: 'yes', latencyMs: -1 })).toMatch(/^[^\n✖→]+ \(at on\); [^\n✖→]+ \(at latencyMs\)$/);
  });
});
