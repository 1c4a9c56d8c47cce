import { describe, expect, test } from 'vitest';
import { idOf, line, ref } from '../client.ts';
import { FORM, Visitor, attributes, fieldsOf } from './visitor.ts';

describe('only browsers of this machine get in', () => {
  const close = (headers: Readonly<Record<string, string>>): number => {
    const robin = new Visitor();
    return robin.send(robin.at('settings', 'close-books'), { date: '2026-01-31' }, headers).status;
  };

  test.each([
    ['as a browser sends it', {}, 303],
    ['without an origin, as a tool', { origin: undefined }, 303],
    ['localhost', { host: 'localhost:4000', origin: 'http://localhost:4000' }, 303],
    ['[::1]', { host: '[::1]:4000', origin: 'http://[::1]:4000' }, 303],
    ['a foreign host', { host: 'rebound.example', origin: 'http://rebound.example' }, 403],
    ['a host that only looks like this machine', { host: 'localhost.example:4000' }, 403],
    ['no host', { host: '' }, 403],
    ['a foreign origin', { origin: 'https://evil.example' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:4001' }, 403],
    ['another name of this machine', { origin: 'http://localhost:4000' }, 403],
    ['https', { origin: 'https://127.0.0.1:4000' }, 403],
    ['a hidden origin', { origin: 'null' }, 403],
    ['another site by fetch metadata', { origin: undefined, 'sec-fetch-site': 'cross-site' }, 403],
    ['JSON', { 'content-type': 'application/json' }, 403],
    ['text, which other sites may send', { 'content-type': 'text/plain' }, 403],
    ['a form with a charset', { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }, 303],
  ])('%s: %o gives %i', (_what, change, status) => {
    const headers = Object.entries({ ...FORM, ...change });
    expect(
      close(Object.fromEntries(headers.filter((pair): pair is [string, string] => pair[1] !== undefined))),
    ).toBe(status);
  });

  test('reading, too, and no other method', () => {
    const robin = new Visitor();
    expect(robin.raw('GET', '/app/', '', { headers: { host: 'rebound.example' } }).status).toBe(403);
    expect(robin.raw('DELETE', robin.at('invoices')).status).toBe(403);
    expect(robin.raw('GET', '/__sandbox/export', '', { headers: { host: 'rebound.example' } }).status).toBe(
      403,
    );
  });
});

test('pages may run nothing, load nothing, be framed by nobody', () => {
  const robin = new Visitor();
  const { headers } = robin.open('/app/');
  const policy = headers['Content-Security-Policy'] ?? '';
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; base-uri 'none'/);
  expect(policy).toContain("form-action 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  // no-referrer would make browsers hide the origin of the forms.
  expect(headers['Referrer-Policy']).toBe('same-origin');
});

describe('what comes through the API is text', () => {
  const evil = `"><script>alert(1)</script><b onclick='x'>&amp;`;

  function withEvil(): Visitor {
    const robin = new Visitor();
    const customer = {
      DisplayName: evil,
      CompanyName: evil,
      Notes: evil,
      PrimaryPhone: { FreeFormNumber: evil.slice(0, 30) },
    };
    const { Id } = robin.made('Customer', customer);
    const sold = { ...line(5), Description: evil };
    const invoice = {
      CustomerRef: ref(Id),
      DocNumber: '<script>1</script>',
      PrivateNote: evil,
      Line: [sold],
    };
    robin.made('Invoice', { ...invoice, CustomerMemo: { value: evil } });
    robin.made('Payment', {
      CustomerRef: ref(Id),
      TotalAmt: 3,
      PaymentRefNum: '<script>',
      PrivateNote: evil,
    });
    return robin;
  }

  test('on every page and in every field', () => {
    const robin = withEvil();
    const [customer = {}] = robin.rows('Customer', "where CompanyName like '%script%'");
    const of = (entity: string) => idOf(robin.rows(entity)[0] ?? {});
    const pages = [
      robin.at('customers'),
      robin.at('customers', idOf(customer)),
      robin.at('customers', idOf(customer), 'edit'),
      robin.at('customers', idOf(customer), 'deactivate'),
      robin.at('invoices'),
      robin.at('invoices', of('Invoice')),
      robin.at('invoices', of('Invoice'), 'edit'),
      robin.at('invoices', of('Invoice'), 'pay'),
      robin.at('invoices', of('Invoice'), 'void'),
      `${robin.at('invoices', 'new')}?customer=${idOf(customer)}`,
      robin.at('payments'),
      robin.at('payments', of('Payment')),
      robin.at('payments', of('Payment'), 'edit'),
      robin.at('audit'),
      `${robin.at('audit')}?q=${encodeURIComponent(evil)}`,
      `${robin.at('audit')}?page=2&rows=${encodeURIComponent(evil)}`,
    ];
    for (const address of pages) {
      const { status, text } = robin.open(address);
      expect([address, status]).toEqual([address, 200]);
      expect(text).not.toMatch(/<script|<b /i);
    }
  });

  test('and comes back from a form as it was', () => {
    const robin = withEvil();
    const [customer = {}] = robin.rows('Customer', "where CompanyName like '%script%'");
    const edit = robin.at('customers', idOf(customer), 'edit');
    expect(fieldsOf(robin.open(edit).text)).toMatchObject({ name: evil, notes: evil });
    robin.done(edit);
    expect(robin.get('Customer', customer.Id)).toMatchObject({ DisplayName: evil, Notes: evil });
  });

  test('as does what is typed into a form that is refused', () => {
    const robin = new Visitor();
    const reply = robin.submit(robin.at('customers', 'new'), {
      name: 'Maria Fernandez',
      notes: evil,
      email: evil,
    });
    expect(reply.status).toBe(409);
    expect(reply.text).not.toContain('<script');
    expect(attributes(reply.text, 'input').find(({ name }) => name === 'email')?.value).toBe(evil);
  });
});
