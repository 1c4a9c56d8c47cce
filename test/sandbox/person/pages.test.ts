import { describe, expect, test } from 'vitest';
import type { NewCompany } from '../../../src/sandbox/index.ts';
import { idOf, line, ref } from '../client.ts';
import { Visitor, attributes, textOfPage } from './visitor.ts';

/** Pages of a kind are alike: so many of each are opened. */
const OF_A_KIND = 8;

const kindOf = (address: string): string => address.replace(/\d+/g, '0').replace(/\?.*/, '?');

/** Every kind of page that can be reached by links from the start. */
function crawl(robin: Visitor): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  const kinds = new Map<string, number>();
  const waiting = ['/app/'];
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const opened = kinds.get(kindOf(address)) ?? 0;
    if (pages.has(address) || opened >= OF_A_KIND) continue;
    kinds.set(kindOf(address), opened + 1);
    const reply = robin.open(address);
    expect([address, reply.status]).toEqual([address, 200]);
    if (!(reply.headers['Content-Type'] ?? '').startsWith('text/html')) continue;
    pages.set(address, reply.text);
    for (const { href = '' } of attributes(reply.text, 'a')) {
      if (href.startsWith('/app/')) waiting.push(href);
    }
  }
  return pages;
}

function expectReadable(address: string, page: string): void {
  const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
  expect([address, levels.filter((level) => level === 1)]).toEqual([address, [1]]);
  levels.forEach((level, at) => expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1));
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const labelled = new Set(attributes(page, 'label').map((label) => label.for));
  const fields = ['input', 'select', 'textarea'].flatMap((tag) => attributes(page, tag));
  const without = fields.filter(({ type, id = '' }) => type !== 'hidden' && !labelled.has(id));
  expect([address, without]).toEqual([address, []]);
  expect(page).toContain('<html lang="en">');
  expect((page.match(/<table/g) ?? []).length).toBe((page.match(/<caption>/g) ?? []).length);
  expect(page).not.toMatch(/<script|undefined|\[object |NaN/);
}

const SEEDS: readonly NewCompany[] = [
  { country: 'US', seed: 'demo' },
  { country: 'US', seed: 'empty' },
  { country: 'US', seed: 'starter', automatedTax: true },
  { country: 'AU', seed: 'demo' },
  { country: 'GB', seed: 'starter' },
  { country: 'CA', seed: 'starter', multicurrency: true },
];

describe('every page', () => {
  test.each(SEEDS)('can be reached and read: %o', (company) => {
    const robin = new Visitor(company);
    const customer = robin.rows('Customer')[0] ?? robin.made('Customer', { DisplayName: 'Zoe Q' });
    const { CurrencyRef } = customer;
    const code = company.country === 'US' ? {} : { TaxCodeRef: ref(idOf(robin.rows('TaxCode')[0] ?? {})) };
    if (company.seed !== 'empty') {
      const CustomerRef = ref(idOf(customer));
      robin.made('Invoice', { CustomerRef, CurrencyRef, DocNumber: 'Z-1', Line: [line(10, code)] });
      robin.made('Payment', { CustomerRef, CurrencyRef, TotalAmt: 5 });
    }
    const pages = crawl(robin);
    expect(pages.size).toBeGreaterThan(20);
    for (const [address, page] of pages) expectReadable(address, page);
    if (company.seed === 'demo') {
      const kinds = [...pages.keys()].map(kindOf);
      for (const entity of ['Deposit', 'SalesReceipt', 'CreditMemo', 'RefundReceipt'])
        expect(kinds.some((kind) => kind.includes(`/transactions/${entity}/0`))).toBe(true);
    }
    const all = [...pages.values()].join('\n');
    for (const secret of [robin.access, robin.refresh, robin.sandbox.clientSecret])
      expect(all).not.toContain(secret);
  });

  test('that is not there says so', () => {
    const robin = new Visitor();
    const wrong = ['/app/nothing', '/app/company/1/invoices', robin.at('invoices', '99'), robin.at('x')];
    for (const address of wrong) expect(robin.open(address).status).toBe(404);
    expect(robin.open('/').headers.Location).toBe('/app/');
  });
});

describe('lists', () => {
  function withInvoices(count: number): Visitor {
    const robin = new Visitor();
    for (let at = 1; at <= count; at++) {
      const CustomerRef = ref(String((at % 3) + 1));
      robin.made('Invoice', { CustomerRef, DocNumber: `L-${String(at).padStart(4, '0')}`, Line: [line(at)] });
    }
    return robin;
  }
  const numbers = (page: string): readonly string[] =>
    [...page.matchAll(/>(L-\d{4})</g)].map(([, n = '']) => n);

  test('are paged, and leafed through with links that keep the search', () => {
    const robin = withInvoices(230);
    const first = robin.open(`${robin.at('invoices')}?q=L-`).text;
    expect(numbers(first)).toHaveLength(100);
    expect(textOfPage(first)).toContain('(1 to 100 of 230)');
    const next = attributes(first, 'a').find(({ rel }) => rel === 'next')?.href ?? '';
    expect(next).toBe('?q=L-&page=2');
    const third = robin.open(`${robin.at('invoices')}?q=L-&page=3`).text;
    expect(numbers(third)).toHaveLength(30);
    const all = [1, 2, 3].flatMap((page) => numbers(robin.open(`${robin.at('invoices')}?page=${page}`).text));
    expect(new Set(all).size).toBe(230);
    expect(numbers(robin.open(`${robin.at('invoices')}?rows=1000`).text)).toHaveLength(230);
    expect(numbers(robin.open(`${robin.at('invoices')}?rows=999999`).text)).toHaveLength(100);
    expect(numbers(robin.open(`${robin.at('invoices')}?page=-7`).text)).toHaveLength(100);
    expect(numbers(robin.open(`${robin.at('invoices')}?page=one`).text)).toHaveLength(100);
  });

  test('are searched by number and by customer, case ignored, and by status', () => {
    const robin = withInvoices(12);
    expect(numbers(robin.open(`${robin.at('invoices')}?q=l-0007`).text)).toEqual(['L-0007']);
    const maria = numbers(robin.open(`${robin.at('invoices')}?q=maria`).text);
    expect(maria).toEqual(['L-0012', 'L-0009', 'L-0006', 'L-0003']);
    robin.control('company', { person: { operation: 'pay', id: idOf(robin.rows('Invoice')[0] ?? {}) } });
    expect(numbers(robin.open(`${robin.at('invoices')}?status=Paid`).text)).toHaveLength(1);
    robin.control('clock', { advanceSeconds: 40 * 86_400 });
    expect(numbers(robin.open(`${robin.at('invoices')}?status=Overdue`).text)).toHaveLength(11);
    expect(textOfPage(robin.open(`${robin.at('customers')}?q=O'Neill`).text)).toContain("Siobhan O'Neill");
  });
});

test("QuickBooks' own deep links lead to the page", () => {
  const robin = new Visitor({ companies: [{ country: 'AU', seed: 'empty' }, { country: 'US' }] });
  const [, second = ''] = [...robin.sandbox.store.rows('company').keys()];
  robin.realmId = second;
  robin.signIn();
  const invoice = idOf(robin.made('Invoice', { CustomerRef: ref('1'), Line: [line(10)] }));
  const payment = idOf(robin.made('Payment', { CustomerRef: ref('1'), TotalAmt: 5 }));
  const to = (address: string) => robin.open(address).headers.Location;
  expect(to(`/app/invoice?txnId=${invoice}`)).toBe(robin.at('invoices', invoice));
  expect(to(`/app/recvpayment?txnId=${payment}`)).toBe(robin.at('payments', payment));
  expect(to('/app/customerdetail?nameId=1')).toBe(robin.at('customers', '1'));
  expect(to(`/app/auditlog?companyId=${second}`)).toBe(robin.at('audit'));
  expect(robin.open('/app/invoice?txnId=999').status).toBe(404);
  expect(robin.open('/app/__proto__?txnId=1').status).toBe(404);
});

test('a list that is empty says what there is none of; one that was searched says that nothing matches', () => {
  const robin = new Visitor({ seed: 'empty' });
  const page = (path: string) => textOfPage(robin.open(`${robin.at()}/${path}`).text);
  expect(page('payments')).toContain('There are no payments yet.');
  expect(page('payments?q=x')).toContain('Nothing matches.');
  expect(page('invoices')).toContain('There are no invoices yet.');
  expect(page('invoices?status=Paid')).toContain('Nothing matches.');
  expect(page('invoices?q=&status=&rows=250')).toContain('There are no invoices yet.');
  expect(page('transactions')).toContain('There are no other transactions yet.');
  expect(page('customers')).toContain('There are no active customers yet.');
  expect(page('transactions')).not.toContain('Estimate');
});

test('an invoice that is partly paid and late is found under both', () => {
  const robin = new Visitor();
  const late = { CustomerRef: ref('1'), DocNumber: 'LATE', DueDate: '2026-01-31', TxnDate: '2026-01-01' };
  const id = idOf(robin.made('Invoice', { ...late, Line: [line(100)] }));
  robin.done(robin.at('invoices', id, 'pay'), { amount: '40' });
  for (const status of ['Overdue', 'Partly%20paid']) {
    const page = textOfPage(robin.open(`${robin.at('invoices')}?status=${status}`).text);
    expect(page).toMatch(/LATE .* Partly paid Overdue/);
  }
  expect(textOfPage(robin.open(`${robin.at('invoices')}?status=Open`).text)).toContain('Nothing matches.');
});
