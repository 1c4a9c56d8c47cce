import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf, parseJson, textOf } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { START, faultOf, idOf, line, linked, ref } from '../client.ts';
import { Visitor, textOfPage } from './visitor.ts';

const exported = (robin: Visitor): JsonObject =>
  robin.raw('GET', '/__sandbox/export', '', { query: { companyId: robin.realmId } }).body;

const log = (robin: Visitor): readonly JsonObject[] => objectsOf(exported(robin).auditLog);

describe('the audit log', () => {
  test('says when, who, what, of what, for whom, and the amount before and after', () => {
    const robin = new Visitor();
    const before = log(robin).length;
    const invoice = robin.made('Invoice', { CustomerRef: ref('1'), DocNumber: 'A-1', Line: [line(80)] });
    const id = idOf(invoice);
    robin.control('clock', { advanceSeconds: 60 });
    robin.done(robin.at('invoices', id, 'edit'), { amount0: '90.00' });
    robin.done(robin.at('invoices', id, 'void'));
    robin.done(robin.at('invoices', id, 'delete'));
    const app = { Who: 'Alex Owner', App: robin.sandbox.clientId, At: START };
    const person = { Who: 'Robin Bookkeeper', At: '2026-03-02T18:01:00.000Z' };
    const it = {
      Entity: 'Invoice',
      ObjectId: id,
      Number: 'A-1',
      Customer: { value: '1', name: 'Maria Fernandez' },
    };
    const [added, edited, voided, deleted, ...none] = log(robin).slice(before);
    expect(none).toEqual([]);
    expect(added).toEqual({ Id: String(before + 1), What: 'Add', ...app, ...it, AmountAfter: 80 });
    expect(edited).toMatchObject({ What: 'Edit', ...person, ...it, AmountBefore: 80, AmountAfter: 90 });
    expect(edited?.Changed).toEqual(expect.arrayContaining(['Line', 'TotalAmt', 'Balance']));
    expect(edited?.Changed).not.toContain('SyncToken');
    expect(voided).toMatchObject({ What: 'Void', ...person, ...it, AmountBefore: 90, AmountAfter: 0 });
    expect(deleted).toMatchObject({ What: 'Delete', ...person, AmountBefore: 0 });
    expect(deleted).not.toHaveProperty('AmountAfter');
  });

  test('has nothing of what was refused, alone or in a batch', () => {
    const robin = new Visitor();
    const before = log(robin).length;
    robin.post('customer', { DisplayName: 'Maria Fernandez' });
    robin.post('payment', { CustomerRef: ref('1'), TotalAmt: 5, Line: [linked('99', 5)] });
    const item = (bId: string, DisplayName: string) => ({
      bId,
      operation: 'create',
      Customer: { DisplayName },
    });
    robin.post('batch', { BatchItemRequest: [item('1', 'Ada'), item('2', 'Ada'), item('3', 'Bo')] });
    expect(
      log(robin)
        .slice(before)
        .map((entry) => entry.Number),
    ).toEqual(['Ada', 'Bo']);
  });

  test('has a replayed write once', () => {
    const robin = new Visitor();
    const before = log(robin).length;
    for (let sent = 0; sent < 2; sent++) {
      robin.post('customer', { DisplayName: 'Once' }, { requestid: 'r-1' });
      expect(log(robin).length - before).toBe(1);
    }
  });

  test('tells settings, the tax service, and apps that come and go', () => {
    const robin = new Visitor({ country: 'AU' });
    robin.done(robin.at('settings', 'numbers'), { custom: 'false' });
    robin.done(robin.at('settings', 'subscription'), { status: 'TRIAL' });
    const TaxRateDetails = [{ TaxRateName: 'New', RateValue: '3', TaxAgencyId: '1' }];
    robin.post('taxservice/taxcode', { TaxCode: 'New', TaxRateDetails });
    robin.done(robin.at('settings', 'disconnect'));
    const page = textOfPage(robin.open(robin.at('audit')).text);
    expect(page).toContain('SalesFormsPrefs.CustomTxnNumbers: true → false');
    expect(page).toContain('SubscriptionStatus → TRIAL');
    expect(page).toMatch(/Alex Owner \(by the app\) Add Tax code New/);
    expect(page).toMatch(/Robin Bookkeeper Disconnect App/);
    expect(page).toMatch(/Alex Owner \(by the app\) Connect App/);
  });

  test('is filtered by who, what and of what', () => {
    const robin = new Visitor();
    robin.made('Customer', { DisplayName: 'From the app' });
    robin.done(robin.at('customers', 'new'), { name: 'By hand' });
    const names = (filter: string): string => textOfPage(robin.open(`${robin.at('audit')}?${filter}`).text);
    expect(names('who=app&of=Customer')).toContain('From the app');
    expect(names('who=app&of=Customer')).not.toContain('By hand');
    expect(names('who=person&of=Customer')).toContain('By hand');
    expect(names('what=Void')).toContain('Nothing matches.');
    expect(names('q=by+hand')).toContain('By hand');
  });

  test('gives an object its history, with what came about by others', () => {
    const robin = new Visitor();
    const id = idOf(robin.made('Invoice', { CustomerRef: ref('1'), DocNumber: 'A-1', Line: [line(80)] }));
    robin.made('Payment', {
      CustomerRef: ref('1'),
      TotalAmt: 80,
      PaymentRefNum: 'P-1',
      Line: [linked(id, 80)],
    });
    const history = textOfPage(robin.open(robin.at('invoices', id)).text).split('History')[1];
    expect(history).toMatch(/Add Payment P-1.*Add Invoice A-1/);
  });
});

describe('a 5010 names who was faster', () => {
  test.each([
    ['the app', 'Alex Owner'],
    ['the person', 'Robin Bookkeeper'],
  ])('%s', (who, name) => {
    const robin = new Visitor();
    const { SyncToken } = robin.get('Customer', '1');
    const change = { Id: '1', SyncToken, sparse: true, Notes: 'first' };
    if (who === 'the app') robin.made('Customer', change);
    else robin.done(robin.at('customers', '1', 'edit'), { notes: 'first' });
    const late = faultOf(robin.post('customer', { ...change, Notes: 'second' }));
    expect(late.code).toBe('5010');
    expect(late.detail).toContain(`You and ${name} were working on this at the same time. ${name} finished`);
  });

  test('the one whose payment changed the invoice', () => {
    const robin = new Visitor();
    const invoice = robin.made('Invoice', { CustomerRef: ref('1'), Line: [line(80)] });
    robin.done(robin.at('invoices', idOf(invoice), 'pay'));
    const { Id, SyncToken } = invoice;
    const late = robin.post('invoice', { Id, SyncToken, sparse: true, PrivateNote: 'x' });
    expect(faultOf(late).detail).toContain('Robin Bookkeeper finished before you did');
  });
});

describe('the export', () => {
  test('has everything of one company in a steady order, and no secret', () => {
    const robin = new Visitor();
    for (let at = 0; at < 12; at++)
      robin.made('Invoice', { CustomerRef: ref('1'), DocNumber: `E-${at}`, Line: [line(at)] });
    robin.post('customer', { DisplayName: 'By request id' }, { requestid: 'r-secret' });
    const text = robin.open(robin.at('export'));
    expect(text.headers['Content-Disposition']).toBe(`attachment; filename="company-${robin.realmId}.json"`);
    const company = objectOf(parseJson(text.text));
    expect(company).toEqual(exported(robin));
    expect(Object.keys(company)).toEqual(['company', 'exportedAt', 'books', 'auditLog', 'readings']);
    const books = objectOf(company.books);
    expect(Object.keys(books)).toEqual([...Object.keys(books)].sort());
    expect(objectsOf(books.Invoice).map((row) => Number(row.Id))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
    expect(Object.keys(books)).toEqual(
      expect.arrayContaining(['CompanyInfo', 'Preferences', 'TaxCode', 'Account']),
    );
    for (const secret of [robin.access, robin.refresh, robin.sandbox.clientSecret, 'r-secret'])
      expect(text.text).not.toContain(secret);
    expect(robin.raw('GET', '/__sandbox/export', '', { query: { companyId: '1' } }).status).toBe(404);
  });

  test('is the same after a restart, the audit log with it', () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'qbsync-audit-'));
    try {
      const first = new Visitor({ stateDir });
      first.made('Customer', { DisplayName: 'Kept' });
      const before = exported(first);
      first.close();
      const second = new Visitor({ stateDir });
      const after = exported(second);
      second.close();
      // The second visitor signed in, which is one entry more.
      const entries = objectsOf(after.auditLog);
      expect(entries.at(-1)?.What).toBe('Connect');
      expect({ ...after, auditLog: entries.slice(0, -1) }).toEqual(before);
    } finally {
      rmSync(stateDir, { recursive: true });
    }
  });

  test('and the log are no lists of the books', () => {
    const robin = new Visitor();
    const books = objectOf(robin.raw('GET', '/__sandbox/books').body.books);
    expect(Object.keys(books)).not.toContain('audit');
    expect(robin.call('GET', 'audit/1').status).toBe(400);
    expect(robin.query('select * from audit').status).toBe(400);
  });
});

describe('a change', () => {
  const changed = (body: JsonObject, entity = 'Invoice') => {
    const robin = new Visitor();
    const made = robin.made(entity, { CustomerRef: ref('1'), DocNumber: 'INV-00204', Line: [line(80)] });
    const { Id, SyncToken } = made;
    robin.made(entity, { Id, SyncToken, sparse: true, ...body });
    return { robin, id: idOf(made), entry: log(robin).at(-1) };
  };

  test('of the number keeps the old one, in every list, and it can be searched for', () => {
    const { robin, id, entry } = changed({ DocNumber: '1001' });
    expect(entry).toMatchObject({ Number: '1001', Values: { DocNumber: ['INV-00204', '1001'] } });
    const history = textOfPage(robin.open(robin.at('invoices', id)).text).split('History')[1];
    expect(history).toMatch(/Edit Invoice 1001 .*Doc number INV-00204 → 1001/);
    expect(history).toMatch(/Add Invoice INV-00204 \(today 1001\)/);
    const found = textOfPage(robin.open(`${robin.at('audit')}?q=inv-00204&what=Edit`).text);
    expect(found).toContain('Doc number INV-00204 → 1001');
  });

  test('says old and new dates, memo, message and customer, in the words of the pages', () => {
    const { robin, id } = changed({
      TxnDate: '2026-02-01',
      DueDate: '2026-05-01',
      PrivateNote: 'by <b>hand</b>',
      CustomerRef: ref('2'),
    });
    const page = robin.open(robin.at('invoices', id));
    const second = textOf(robin.get('Customer', '2').DisplayName) ?? '';
    for (const said of [
      'Date 2026-03-02 → 2026-02-01',
      '→ 2026-05-01',
      'Memo (empty) → by <b>hand</b>',
      `Customer Maria Fernandez → ${second}`,
    ])
      expect(textOfPage(page.text)).toContain(said);
    expect(page.text).not.toContain('<b>hand');
  });

  test('of a customer says name, e-mail and whether it is active', () => {
    const robin = new Visitor();
    robin.done(robin.at('customers', '1', 'edit'), { name: 'Maria Costa', email: 'maria@example.com' });
    const saved = textOfPage(robin.open(robin.at('customers', '1')).text);
    expect(saved).toContain('Display name Maria Fernandez → Maria Costa');
    expect(saved).toMatch(/E-mail \S+ → maria@example\.com/);
    robin.done(robin.at('customers', '1', 'deactivate'));
    expect(textOfPage(robin.open(robin.at('audit')).text)).toContain('Active yes → no');
  });

  test('keeps long texts short', () => {
    const { entry } = changed({ PrivateNote: '\u{1F600}'.repeat(2000) });
    const short = `${'\u{1F600}'.repeat(99)}…`;
    expect(objectOf(entry?.Values).PrivateNote).toEqual([null, short]);
  });
});
