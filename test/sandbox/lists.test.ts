import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { objectsOf, objectOf } from '../../src/sandbox/json.ts';
import { Client, faultOf, idOf, line, ref } from './client.ts';

describe('names', () => {
  test('are one space over customers, vendors and employees, case ignored', () => {
    const qbo = new Client();
    const vendor = qbo.rows('Vendor')[0] ?? {};
    const clash = (entity: string, DisplayName: string) => faultOf(qbo.post(entity, { DisplayName }));
    expect(clash('customer', 'HELIOS panel supply')).toEqual({
      status: 400,
      code: '6240',
      detail: `The name supplied already exists. : Id=${idOf(vendor)}`,
    });
    expect(clash('customer', 'Jordan Blake').code).toBe('6240');
    expect(clash('vendor', 'maria fernandez').code).toBe('6240');
    expect(clash('vendor', 'Free name').code).toBe('');
  });

  test('of inactive people are still taken, unless switched', () => {
    const qbo = new Client();
    qbo.made('Customer', { Id: '1', SyncToken: '0', sparse: true, Active: false });
    expect(faultOf(qbo.post('customer', { DisplayName: 'Maria Fernandez' })).code).toBe('6240');
    qbo.control('company', { readings: { inactiveNamesClash: false } });
    expect(qbo.post('customer', { DisplayName: 'Maria Fernandez' }).status).toBe(200);
    const back = qbo.post('customer', { Id: '1', SyncToken: '1', sparse: true, Active: true });
    expect(faultOf(back).code).toBe('6240');
  });

  test('are built from their parts when absent, and required', () => {
    const qbo = new Client();
    expect(qbo.made('Customer', { Title: 'Dr', GivenName: 'Ann', FamilyName: 'Lee' })).toMatchObject({
      DisplayName: 'Dr Ann Lee',
      FullyQualifiedName: 'Dr Ann Lee',
      PrintOnCheckName: 'Dr Ann Lee',
      Balance: 0,
      Active: true,
    });
    expect(faultOf(qbo.post('customer', { PrimaryPhone: { FreeFormNumber: '1' } })).code).toBe('2020');
  });

  test.each([
    ['Parent:Child', '2040'],
    ['Tab\tbed', '2040'],
    ['New\nline', '2040'],
    ['Bell\u0007', '2040'],
    ['Sunny ☀️ Roofs', '2040'],
    ['x'.repeat(501), '2050'],
    ['x'.repeat(500), ''],
    ['O\'Brien & Söhne "Solar" Ltd', ''],
  ])('%.20s is answered with %j', (DisplayName, code) => {
    expect(faultOf(new Client().post('customer', { DisplayName })).code).toBe(code);
  });
});

describe('a payload', () => {
  const qbo = new Client();
  const code = (entity: string, body: JsonObject) => faultOf(qbo.post(entity, body));

  test('with an unknown member is 2010 in the recorded form', () => {
    expect(code('invoice', { BadJson: true })).toMatchObject({ status: 400, code: '2010' });
    expect(code('invoice', { BadJson: true }).detail).toMatch(
      /^Property Name:Unrecognized field "BadJson" \(class com\.intuit\.schema\.finance\.v3\.Invoice\), not marked as ignorable \(\d+ known properties: "/,
    );
    const nested = { CustomerRef: ref('1'), Line: [line(1, { Price: 1 })] };
    expect(code('invoice', nested).detail).toContain(
      'class com.intuit.schema.finance.v3.SalesItemLineDetail',
    );
  });

  test('that is no JSON object is 2010', () => {
    for (const body of ['', '[', '[]', '"x"', '{"a":', `${'['.repeat(5000)}${']'.repeat(5000)}`]) {
      expect(faultOf(qbo.call('POST', 'customer', body)).code).toBe('2010');
    }
  });

  test('reports lengths and absent members together', () => {
    const reply = qbo.post('invoice', { DocNumber: 'x'.repeat(45), CustomerRef: ref('1'), Line: [line(1)] });
    expect(objectsOf(objectOf(reply.body.Fault).Error)).toEqual([
      {
        Message: 'String length is either shorter or longer than supported by specification',
        Detail:
          'String length specified does not match the supported length. Min:0 Max:21 supported. Supplied length:45',
        code: '2050',
        element: 'DocNumber',
      },
    ]);
    const absent = qbo.post('invoice', {});
    expect(objectsOf(objectOf(absent.body.Fault).Error).map((error) => error.element)).toEqual([
      'Line',
      'CustomerRef',
    ]);
  });

  test('with bad addresses, choices, references and ids gets their codes', () => {
    expect(code('customer', { DisplayName: 'E', PrimaryEmailAddr: { Address: 'nobody' } }).code).toBe('2210');
    expect(code('customer', { DisplayName: 'E', PreferredDeliveryMethod: 'Pigeon' }).code).toBe('2170');
    expect(code('invoice', { CustomerRef: ref('99'), Line: [line(1)] }).detail).toBe(
      'Invalid Reference Id : Names element id 99 not found',
    );
    expect(code('invoice', { CustomerRef: ref('1'), Line: [line(1, { ItemRef: ref('99') })] }).code).toBe(
      '2500',
    );
    expect(code('invoice', { CustomerRef: ref('1'), Line: [{ Amount: 1 }] }).detail).toBe(
      'Required parameter Line.DetailType is missing in the request',
    );
    expect(code('invoice', { CustomerRef: ref('1'), TxnDate: '2026-02-30', Line: [line(1)] }).code).toBe(
      '2010',
    );
    const bad = qbo.call('GET', 'customer/1.5');
    expect(faultOf(bad)).toEqual({
      status: 400,
      code: '2030',
      detail: 'Id should be a valid number. Supplied value:1.5',
    });
    expect(bad.body.time).toBeUndefined();
  });

  test('to a retired customer is refused', () => {
    const { Id } = qbo.made('Customer', { DisplayName: 'Retired' });
    qbo.made('Customer', { Id, SyncToken: '0', sparse: true, Active: false });
    expect(code('invoice', { CustomerRef: ref(Id), Line: [line(1)] }).detail).toContain(
      'has been made inactive',
    );
  });

  test('that is stale, or of nothing, changes nothing', () => {
    expect(code('customer', { Id: '2', SyncToken: '7', sparse: true, Notes: 'x' }).code).toBe('5010');
    expect(code('customer', { Id: '2', sparse: true, Notes: 'x' }).code).toBe('2020');
    expect(code('customer', { Id: '999', SyncToken: '0', sparse: true }).code).toBe('610');
    expect(qbo.get('Customer', '2')).toMatchObject({ SyncToken: '0' });
  });

  test('on a path that leads nowhere is 400/500, not 404', () => {
    expect(faultOf(qbo.call('GET', 'customer/1/5'))).toMatchObject({ status: 400, code: '500' });
    expect(faultOf(qbo.post('Customer', {})).code).toBe('500');
    expect(faultOf(qbo.post('taxcode', { Name: 'x' })).code).toBe('500');
    expect(faultOf(qbo.post('customer', { Id: '1', SyncToken: '0' }, { operation: 'delete' })).code).toBe(
      '500',
    );
    expect(faultOf(qbo.post('payment', {}, { operation: 'void' })).code).toBe('500');
  });
});

test('a full update of a customer clears what is left out; read-only members are passed over', () => {
  const qbo = new Client();
  const full = qbo.made('Customer', { Id: '1', SyncToken: '0', DisplayName: 'Maria F', Balance: 999 });
  expect(full).toMatchObject({ SyncToken: '1', DisplayName: 'Maria F', Balance: 0 });
  expect(full.PrimaryEmailAddr).toBeUndefined();
  expect(full.BillAddr).toBeUndefined();
});

test('jobs stand under their customer, whose BalanceWithJobs has them all', () => {
  const qbo = new Client();
  const job = qbo.made('Customer', { DisplayName: 'Roof', ParentRef: ref('1'), Job: true });
  expect(job).toMatchObject({ Job: true, FullyQualifiedName: 'Maria Fernandez:Roof', Level: 1 });
  qbo.made('Invoice', { CustomerRef: ref(job.Id), Line: [line(30)] });
  expect(qbo.get('Customer', '1')).toMatchObject({ Balance: 0, BalanceWithJobs: 30 });
  expect(qbo.get('Customer', job.Id)).toMatchObject({ Balance: 30 });
});

test('items need a type and an income account, accounts a type; names are unique in their list', () => {
  const qbo = new Client();
  const item = (body: JsonObject) => faultOf(qbo.post('item', body)).code;
  expect(item({ Type: 'Service', IncomeAccountRef: ref('6') })).toBe('2020');
  expect(item({ Name: 'Widget', Type: 'Service' })).toBe('2020');
  expect(item({ Name: 'Widget', Type: 'Service', IncomeAccountRef: ref('9') })).toBe('6000');
  expect(item({ Name: 'services', Type: 'Service', IncomeAccountRef: ref('6') })).toBe('6240');
  expect(item({ Name: 'Widget', Type: 'Service', IncomeAccountRef: ref('6') })).toBe('');
  expect(faultOf(qbo.post('account', { Name: 'Fees' })).code).toBe('2020');
  expect(qbo.made('Account', { Name: 'Fees', AccountType: 'Income' })).toMatchObject({
    Classification: 'Revenue',
  });
  expect(qbo.made('PaymentMethod', { Name: 'Finance' })).toMatchObject({ Type: 'NON_CREDIT_CARD' });
  expect(qbo.made('Term', { Name: 'Net 7', DueDays: 7 })).toMatchObject({ Type: 'STANDARD', DueDays: 7 });
});

test('a result comes as XML when JSON was not asked for, its text escaped and its references flat', () => {
  const qbo = new Client();
  qbo.made('Customer', { DisplayName: 'A & <B>' });
  const { text } = qbo.call('GET', 'query', undefined, {
    query: { query: "select * from Customer where DisplayName = 'A & <B>'" },
    headers: { accept: '*/*' },
  });
  expect(text).toContain(
    '<QueryResponse startPosition="1" maxResults="1"><Customer domain="QBO" sparse="false">',
  );
  expect(text).toContain('<DisplayName>A &amp; &lt;B&gt;</DisplayName>');
  expect(text).toContain('<CurrencyRef name="United States Dollar">USD</CurrencyRef>');
});
