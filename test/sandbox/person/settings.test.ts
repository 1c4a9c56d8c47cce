import { describe, expect, test } from 'vitest';
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
  robin.done(robin.at('settings', 'fault'), { fault: 'down', requests: 'any' });
  expect(robin.open(robin.at('customers')).status).toBe(200);
  expect(robin.call('GET', 'customer/1').status).toBe(503);
  robin.done(robin.at('settings', 'forget-faults'));
  expect(robin.call('GET', 'customer/1').status).toBe(200);
});

test('every fault of the list is one that the sandbox takes', () => {
  const robin = new Visitor();
  const page = robin.open(robin.at('settings', 'fault')).text;
  const [faults = [], requests = []] = [...page.matchAll(/<select.*?<\/select>/gs)].map(([list]) =>
    [...list.matchAll(/<option value="([^"]+)"/g)].map(([, value = '']) => value),
  );
  expect([faults.length > 8, requests.length > 4]).toEqual([true, true]);
  for (const fault of faults) robin.done(robin.at('settings', 'fault'), { fault });
  for (const each of requests) robin.done(robin.at('settings', 'fault'), { requests: each });
});

test('request limits go on and off', () => {
  const robin = new Visitor();
  robin.done(robin.at('settings', 'limits'), { on: 'true' });
  expect(robin.sandbox.limits.settings.on).toBe(true);
  robin.done(robin.at('settings', 'limits'), { on: 'false' });
  expect(robin.sandbox.limits.settings.on).toBe(false);
});

test('a fault strikes the requests that were chosen, and one sees that it struck', () => {
  const robin = new Visitor();
  const faults = () => textOfPage(robin.open(robin.at('settings', 'faults')).text);
  expect(faults()).toContain('No fault waits. Struck No fault struck yet.');
  const after = robin.done(robin.at('settings', 'fault'), { fault: 'broken', requests: 'invoices' });
  expect(textOfPage(after)).toContain('The fault was ordered. Now 1 wait');
  expect(faults()).toMatch(/Answered with an error \(status 500\) POST \/invoice 0 1/);
  expect(robin.post('customer', { DisplayName: 'Not struck' }).status).toBe(200);
  expect(robin.post('invoice', invoice()).status).toBe(500);
  expect(faults()).toMatch(
    /2026-03-02 10:00:00 POST \/invoice Answered with an error \(status 500\) Ordered/,
  );
  robin.control('faults', { seed: 7, rate: 0.25 });
  expect(textOfPage(robin.open('/app/').text)).toContain(
    '0 wait, 1 struck, 25 % of requests by chance (seed 7)',
  );
  expect(textOfPage(robin.done(robin.at('settings', 'forget-faults')))).toContain('nothing comes by chance');
  expect(faults()).not.toContain('25 %');
});

test('each change of a setting says what holds now', () => {
  const robin = new Visitor();
  const said = (setting: string, typed: Readonly<Record<string, string>> = {}): string =>
    textOfPage(robin.done(robin.at('settings', ...setting.split('/')), typed)).split('Settings Setting')[0] ??
    '';
  expect(said('close-books', { date: '2026-01-31' })).toContain(
    'The books are closed up to and with 2026-01-31.',
  );
  expect(said('close-books', { date: '' })).toContain('The books are open.');
  expect(said('subscription', { status: 'TRIAL' })).toContain('The subscription is now: Trial.');
  expect(said('numbers', { custom: 'false' })).toContain('QuickBooks numbers the invoices now');
  expect(said('numbers', { custom: 'true' })).toContain('People and apps number the invoices now');
  expect(said('sales-tax', { tax: 'false' })).toContain('Sales tax is off now.');
  expect(said('tax-code/2')).toMatch(/Tax code \S.* is inactive now\./);
  expect(said('tax-code/2')).toMatch(/Tax code \S.* is active now\./);
  expect(said('limits', { on: 'true' })).toContain('Request limits are on now.');
  expect(said('multicurrency')).toContain('Several currencies are on now.');
  expect(said('disconnect')).toContain('The app was disconnected.');
});

test('an address cannot make the pages say what was not done', () => {
  const robin = new Visitor();
  const page = (query: string) => textOfPage(robin.open(`${robin.at('customers')}?${query}`).text);
  expect(page('done=nonsense&entry=1')).not.toContain('entry');
  expect(page('done=created&entry=999999')).not.toContain('999999');
});

describe('the clock', () => {
  const clock = (robin: Visitor, typed: Readonly<Record<string, string>>) =>
    robin.submit(robin.at('settings', 'clock'), typed);

  test('goes to a day, on and back, at the same time of the day, and back to the real time', () => {
    const robin = new Visitor();
    const to = (typed: Readonly<Record<string, string>>) =>
      textOfPage(robin.done(robin.at('settings', 'clock'), typed));
    // Daylight saving begins between the two.
    expect(to({ by: 'day', day: '2026-03-31' })).toContain(
      'The clock of the sandbox is at 2026-03-31 11:00 Pacific time. Moved on by 29 days and 0 hours, and stays so until it is moved again.',
    );
    expect(to({ by: 'day', day: '2026-02-01' })).toContain('Moved back by 29 days');
    expect(textOfPage(robin.open(robin.at('settings', 'clock')).text)).toContain('Moved back by 29 days');
    expect(to({ by: 'real' })).toContain('is at 2026-03-02 10:00 Pacific time. Not moved.');
    expect(robin.control('clock', { real: true })).toEqual({ now: '2026-03-02T18:00:00.000Z' });
  });

  test('lands on the day although daylight saving lies between, late in the evening', () => {
    const robin = new Visitor({ clock: () => new Date('2026-03-03T07:30:00.000Z') });
    robin.done(robin.at('settings', 'clock'), { by: 'day', day: '2026-03-31' });
    expect(textOfPage(robin.open('/app/').text)).toContain('2026-03-31 23:30 Pacific time');
  });

  test.each([
    [{ by: 'day' }, 'Write the day that it is to be.'],
    [{ by: 'day', day: '9999-01-01' }, 'within a hundred years'],
    [{ by: 'day', day: 'soon' }, 'Write a day as YYYY-MM-DD'],
    [{ by: '3600', day: '2026-03-31' }, 'or leave the day empty'],
    [{ by: 'real', day: '2026-03-31' }, 'or leave the day empty'],
  ])('%o is no move', (typed, says) => {
    const robin = new Visitor();
    const reply = clock(robin, typed);
    expect([reply.status, textOfPage(reply.text)]).toEqual([422, expect.stringContaining(says)]);
    expect(robin.sandbox.store.get('settings', 'clockOffsetMs')).toBeUndefined();
  });
});
