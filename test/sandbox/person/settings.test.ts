import { expect, test } from 'vitest';
import { faultOf, idOf, line, ref } from '../client.ts';
import { Visitor, textOfPage } from './visitor.ts';

const invoice = (body = {}) => ({ CustomerRef: ref('1'), Line: [line(10)], ...body });

test('the books are closed up to a day, and opened again', () => {
  const robin = new Visitor();
  const made = idOf(robin.made('Invoice', invoice({ TxnDate: '2026-01-31' })));
  robin.done(robin.at('settings', 'close-books'), { date: '2026-01-31' });
  expect(faultOf(robin.post('invoice', invoice({ TxnDate: '2026-01-31' }))).code).toBe('6210');
  expect(robin.post('invoice', invoice({ TxnDate: '2026-02-01' })).status).toBe(200);
  const refused = robin.submit(robin.at('invoices', made, 'void'));
  expect(textOfPage(refused.text)).toContain('Nothing was changed. The books are closed');
  robin.done(robin.at('settings', 'close-books'), { date: '' });
  robin.done(robin.at('invoices', made, 'void'));
});

test('the subscription lapses and is paid', () => {
  const robin = new Visitor();
  robin.done(robin.at('settings', 'subscription'), { status: 'CANCELLED' });
  expect(faultOf(robin.post('invoice', invoice())).code).toBe('6190');
  expect(textOfPage(robin.open('/app/').text)).toContain('Cancelled (lapsed)');
  robin.done(robin.at('settings', 'subscription'), { status: 'PAID' });
  expect(robin.post('invoice', invoice()).status).toBe(200);
});

test('QuickBooks numbers the invoices, or people do', () => {
  const robin = new Visitor();
  robin.done(robin.at('settings', 'numbers'), { custom: 'false' });
  expect(robin.made('Invoice', invoice()).DocNumber).toBe('1001');
  robin.done(robin.at('settings', 'numbers'), { custom: 'true' });
  expect(robin.made('Invoice', invoice()).DocNumber).toBeUndefined();
});

test('sales tax goes off and on, and a tax code is retired', () => {
  const robin = new Visitor();
  const taxed = () => robin.post('invoice', invoice({ Line: [line(100, { TaxCodeRef: ref('TAX') })] }));
  const tax = robin.at('settings', 'sales-tax');
  robin.done(tax, { tax: 'false' });
  expect(taxed().text).toContain('"TotalTax":0');
  robin.done(tax, { tax: 'true' });
  expect(taxed().text).toContain('"TotalTax":8.00');
  robin.done(robin.at('settings', 'tax-code', '2'));
  expect(robin.get('TaxCode', '2').Active).toBe(false);
  expect(faultOf(taxed()).code).toBe('2500');
  robin.done(robin.at('settings', 'tax-code', '2'));
  expect(taxed().status).toBe(200);
  expect(robin.submit(robin.at('settings', 'tax-code', 'TAX')).status).toBe(409);
});

test('several currencies go on, and never off again', () => {
  const robin = new Visitor();
  robin.done(robin.at('settings', 'multicurrency'));
  expect(robin.call('GET', 'preferences').text).toContain('"MultiCurrencyEnabled":true');
  expect(textOfPage(robin.open(robin.at('settings')).text)).toContain('Currencies Several');
});

test('the app is disconnected from this company, and from no other', () => {
  const robin = new Visitor({ companies: [{ country: 'US' }, { country: 'AU' }] });
  const [, second = ''] = [...robin.sandbox.store.rows('company').keys()];
  const { access } = robin;
  const first = robin.realmId;
  robin.realmId = second;
  robin.signIn();
  expect(textOfPage(robin.open(robin.at('settings')).text)).toContain('Connected apps 1');
  robin.done(robin.at('settings', 'disconnect'));
  expect(robin.call('GET', 'customer/1').status).toBe(401);
  expect(robin.refreshWith(robin.refresh).body.error).toBe('invalid_grant');
  robin.realmId = first;
  robin.access = access;
  expect(robin.call('GET', 'customer/1').status).toBe(200);
});

test.each([
  ['3600', 401, true],
  [String(101 * 86_400), 401, false],
] as const)('the clock moves on by %s seconds', (by, status, refreshes) => {
  const robin = new Visitor();
  expect(textOfPage(robin.done(robin.at('settings', 'clock'), { by }))).toContain('The clock of the sandbox');
  expect(robin.call('GET', 'customer/1').status).toBe(status);
  expect(robin.refreshWith(robin.refresh).status === 200).toBe(refreshes);
});

test('a fault is ordered from the list, strikes the app and not the person, and is forgotten', () => {
  const robin = new Visitor();
  robin.done(robin.at('settings', 'fault'), { fault: 'down' });
  expect(robin.open(robin.at('customers')).status).toBe(200);
  expect(robin.call('GET', 'customer/1').status).toBe(503);
  robin.done(robin.at('settings', 'fault'), { fault: 'none' });
  expect(robin.call('GET', 'customer/1').status).toBe(200);
});

test('every fault of the list is one that the sandbox takes', () => {
  const robin = new Visitor();
  const page = robin.open(robin.at('settings', 'fault')).text;
  const faults = [...page.matchAll(/<option value="([^"]+)"/g)].map(([, value = '']) => value);
  expect(faults.length).toBeGreaterThan(8);
  for (const fault of faults) robin.done(robin.at('settings', 'fault'), { fault });
});

test('request limits go on and off', () => {
  const robin = new Visitor();
  robin.done(robin.at('settings', 'limits'), { on: 'true' });
  expect(robin.sandbox.limits.settings.on).toBe(true);
  robin.done(robin.at('settings', 'limits'), { on: 'false' });
  expect(robin.sandbox.limits.settings.on).toBe(false);
});
