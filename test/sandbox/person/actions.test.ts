import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf, textOf } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { faultOf, idOf, line, linked, ref } from '../client.ts';
import { Visitor, textOfPage } from './visitor.ts';

function withInvoice(body: JsonObject = {}, options = {}): { robin: Visitor; id: string } {
  const robin = new Visitor(options);
  const invoice = { CustomerRef: ref('1'), DocNumber: 'A-1', Line: [line(80)], ...body };
  return { robin, id: idOf(robin.made('Invoice', invoice)) };
}

describe('an invoice', () => {
  test('is marked paid in part, then whole, with date, method and reference', () => {
    const { robin, id } = withInvoice();
    const [method = {}] = robin.rows('PaymentMethod', "where Name = 'Check'");
    const part = { amount: '30.50', date: '2026-02-20', method: idOf(method), reference: 'CHK 9' };
    const page = robin.done(robin.at('invoices', id, 'pay'), part);
    expect(textOfPage(page)).toMatch(/Payment CHK 9 of 30\.50 was recorded\..*Partly paid/);
    expect(robin.get('Invoice', id).Balance).toBe(49.5);
    const [payment = {}] = robin.rows('Payment');
    expect(payment).toMatchObject({
      TotalAmt: 30.5,
      TxnDate: '2026-02-20',
      PaymentMethodRef: { value: idOf(method) },
      PaymentRefNum: 'CHK 9',
    });
    expect(textOfPage(robin.done(robin.at('invoices', id, 'pay')))).toContain('Status Paid');
    expect(robin.get('Invoice', id)).toMatchObject({ Balance: 0, LinkedTxn: [{}, {}] });
    const shown = textOfPage(robin.open(robin.at('payments', idOf(payment))).text);
    expect(shown).toMatch(/Applied to.*Invoice A-1 .*30\.50/);
  });

  test('is edited: number, day due, amount, message and memo, which can be emptied again', () => {
    const { robin, id } = withInvoice({ Line: [line(100, { Qty: 4, UnitPrice: 25 }), line(7)] });
    const edit = robin.at('invoices', id, 'edit');
    robin.done(edit, {
      number: 'B-2',
      due: '2026-05-01',
      amount0: '1,210',
      message: 'Thanks',
      memo: 'By hand',
    });
    const edited = robin.get('Invoice', id);
    expect(edited).toMatchObject({
      DocNumber: 'B-2',
      DueDate: '2026-05-01',
      TotalAmt: 1217,
      PrivateNote: 'By hand',
      CustomerMemo: { value: 'Thanks' },
    });
    const [first] = objectsOf(edited.Line);
    expect(objectOf(first?.SalesItemLineDetail)).toMatchObject({ Qty: 4, UnitPrice: 302.5 });
    robin.done(edit, { memo: '' });
    expect(robin.get('Invoice', id)).not.toHaveProperty('PrivateNote');
    expect(robin.get('Invoice', id).TotalAmt).toBe(1217);
  });

  test('with tax in its amounts is edited by what the customer sees', () => {
    const robin = new Visitor({ country: 'AU' });
    const gst = robin.rows('TaxCode', "where Name = 'GST'").map(idOf)[0];
    const made = robin.made('Invoice', {
      CustomerRef: ref('1'),
      GlobalTaxCalculation: 'TaxInclusive',
      Line: [line(110, { TaxCodeRef: ref(gst), Qty: 1, UnitPrice: 110, TaxInclusiveAmt: 110 })],
    });
    expect(made.TotalAmt).toBe(110);
    robin.done(robin.at('invoices', idOf(made), 'edit'), { amount0: '220.00' });
    const edited = robin.get('Invoice', idOf(made));
    expect([edited.TotalAmt, objectOf(edited.TxnTaxDetail).TotalTax]).toEqual([220, 20]);
  });

  test('is voided and deleted after a question, and the audit log still knows it', () => {
    const { robin, id } = withInvoice();
    const question = robin.open(robin.at('invoices', id, 'void'));
    expect(textOfPage(question.text)).toContain('Void invoice A-1?');
    expect(robin.get('Invoice', id).TotalAmt).toBe(80);
    expect(textOfPage(robin.done(robin.at('invoices', id, 'void')))).toContain('Status Voided');
    expect(robin.get('Invoice', id).TotalAmt).toBe(0);
    const list = robin.done(robin.at('invoices', id, 'delete'));
    expect(textOfPage(list)).toContain('Invoice A-1 was deleted. Only the audit log still knows it.');
    expect(faultOf(robin.call('GET', `invoice/${id}`)).code).toBe('610');
    expect(robin.open(robin.at('invoices', id)).status).toBe(404);
    expect(textOfPage(robin.open(`${robin.at('audit')}?q=A-1`).text)).toMatch(/Delete Invoice A-1/);
  });

  test('is made by hand under a number that the app then finds taken', () => {
    const robin = new Visitor();
    const made = { customer: 'maria fernandez', number: 'H-7', item: '1', amount: '12.34', memo: 'By hand' };
    const page = textOfPage(robin.done(robin.at('invoices', 'new'), made));
    expect(page).toContain('Invoice H-7');
    const again = { CustomerRef: ref('2'), DocNumber: 'H-7', Line: [line(1)] };
    expect(faultOf(robin.post('invoice', again)).code).toBe('6140');
    const form = robin.submit(robin.at('invoices', 'new'), made);
    expect(form.status).toBe(409);
    expect(textOfPage(form.text)).toContain('This number is used already.');
    expect(textOfPage(form.text)).toContain('TxnType=Invoice');
    expect(form.text).toContain('value="12.34"');
    expect(form.text).toContain('By hand</textarea>');
  });
});

describe('a payment', () => {
  test('is edited, voided and deleted, and the invoice follows', () => {
    const { robin, id } = withInvoice();
    const paid = { CustomerRef: ref('1'), TotalAmt: 80, Line: [linked(id, 80)] };
    const payment = idOf(robin.made('Payment', paid));
    robin.done(robin.at('payments', payment, 'edit'), { amount: '100', reference: 'R-1', memo: 'M' });
    expect(robin.get('Payment', payment)).toMatchObject({
      TotalAmt: 100,
      UnappliedAmt: 20,
      PaymentRefNum: 'R-1',
      PrivateNote: 'M',
    });
    const less = robin.submit(robin.at('payments', payment, 'edit'), { amount: '10' });
    expect([less.status, robin.get('Payment', payment).TotalAmt]).toEqual([409, 100]);
    robin.done(robin.at('payments', payment, 'void'));
    expect(robin.get('Invoice', id).Balance).toBe(80);
    robin.done(robin.at('payments', payment, 'delete'));
    expect(robin.rows('Payment')).toEqual([]);
  });
});

describe('a customer', () => {
  test('is renamed, gets another e-mail, loses it, is retired and used again', () => {
    const robin = new Visitor();
    const edit = robin.at('customers', '1', 'edit');
    robin.done(edit, { name: 'Maria F. Lopez', email: 'wrong@elsewhere.example', city: 'Clovis' });
    expect(robin.get('Customer', '1')).toMatchObject({
      DisplayName: 'Maria F. Lopez',
      PrimaryEmailAddr: { Address: 'wrong@elsewhere.example' },
      BillAddr: { City: 'Clovis', PostalCode: '93704' },
    });
    expect(textOfPage(robin.done(edit, { email: '' }))).toContain('E-mail None');
    expect(robin.get('Customer', '1').PrimaryEmailAddr).toEqual(undefined);
    robin.done(robin.at('customers', '1', 'deactivate'));
    expect(robin.get('Customer', '1')).toMatchObject({
      Active: false,
      DisplayName: 'Maria F. Lopez (deleted)',
    });
    robin.done(robin.at('customers', '1', 'activate'));
    expect(robin.get('Customer', '1')).toMatchObject({ Active: true, DisplayName: 'Maria F. Lopez' });
  });

  test('is made by hand; a name or an address that will not do comes back as it was typed', () => {
    const robin = new Visitor();
    const address = robin.at('customers', 'new');
    const taken = robin.submit(address, { name: 'Helios Panel Supply', notes: 'keep <this>' });
    expect(textOfPage(taken.text)).toContain('This name is used already');
    expect(taken.text).toContain('keep &lt;this&gt;</textarea>');
    const mistyped = robin.submit(address, { name: 'Ada', email: 'no address' });
    expect(textOfPage(mistyped.text)).toContain('The e-mail address is not written as one.');
    expect(textOfPage(robin.done(address, { name: 'Ada', email: 'ada@example.com' }))).toContain('Ada');
    expect(robin.rows('Customer', "where DisplayName = 'Ada'")).toHaveLength(1);
  });
});

test('what was mistyped is told at its field, and nothing is written', () => {
  const { robin, id } = withInvoice();
  const wrong = [
    [robin.at('invoices', id, 'pay'), 'amount', 'ten'],
    [robin.at('invoices', id, 'pay'), 'amount', '0'],
    [robin.at('invoices', id, 'pay'), 'amount', '80.51'],
    [robin.at('invoices', id, 'edit'), 'amount0', '99999999999'],
    [robin.at('customers', '1', 'edit'), 'name', '   '],
    [robin.at('customers', 'new'), 'name', '   '],
    [robin.at('invoices', id, 'pay'), 'date', '2026-02-30'],
    [robin.at('invoices', id, 'edit'), 'amount0', ''],
    [robin.at('invoices', 'new'), 'customer', 'Nobody'],
    [robin.at('settings', 'fault'), 'fault', '__proto__'],
    [robin.at('settings', 'clock'), 'by', '7'],
  ] as const;
  for (const [address, field, value] of wrong) {
    const reply = robin.submit(address, { [field]: value });
    expect([address, value, reply.status]).toEqual([address, value, 422]);
    expect(reply.text).toContain('aria-invalid="true"');
    expect(reply.text).toContain(`id="w-${field}"`);
  }
  expect(robin.rows('Payment')).toEqual([]);
});

test('a page that is stale is refused, and says who was faster', () => {
  const { robin, id } = withInvoice();
  const address = robin.at('invoices', id, 'edit');
  const before = robin.get('Invoice', id);
  const typed = {
    syncToken: textOf(before.SyncToken) ?? '',
    memo: 'mine',
    number: 'A-1',
    date: '2026-03-02',
  };
  robin.made('Invoice', { Id: id, SyncToken: before.SyncToken, sparse: true, PrivateNote: 'by the app' });
  for (const action of ['edit', 'void', 'delete', 'pay']) {
    const reply = robin.send(robin.at('invoices', id, action), { ...typed, amount: '5' });
    expect([action, reply.status]).toEqual([action, 409]);
    expect(textOfPage(reply.text)).toContain('You and Alex Owner were working on this at the same time.');
  }
  expect(robin.send(address, typed).text).toContain('mine</textarea>');
  expect(robin.send(address, typed).text).toContain('<a href="?">Open it again</a>');
  expect(robin.get('Invoice', id).PrivateNote).toBe('by the app');
});

test('pages of a voided invoice that are still open say so; deleting a paid one is warned of', () => {
  const { robin, id } = withInvoice();
  const intro = (name: string) => textOfPage(robin.open(robin.at('invoices', id, name)).text);
  expect(intro('delete')).not.toContain('QuickBooks refuses it');
  robin.done(robin.at('invoices', id, 'pay'), { amount: '5' });
  expect(intro('delete')).toContain('QuickBooks refuses it while payments are on it.');
  robin.done(robin.at('invoices', id, 'void'));
  for (const name of ['void', 'pay', 'edit']) expect(intro(name)).toMatch(/is voided already\./);
});

test('a new invoice says who numbers it', () => {
  const robin = new Visitor();
  const hint = () => textOfPage(robin.open(robin.at('invoices', 'new')).text);
  expect(hint()).toContain('Empty: the invoice has no number');
  robin.control('company', { customTxnNumbers: false });
  expect(hint()).toContain('Empty: QuickBooks numbers it.');
});

test('where several currencies are kept, a new customer has one of them', () => {
  const robin = new Visitor({ multicurrency: true });
  const add = robin.at('customers', 'new');
  expect(robin.submit(add, { name: 'Home' }).status).toBe(303);
  robin.made('CompanyCurrency', { Code: 'EUR' });
  expect(robin.open(add).text).toContain('<option value="EUR">EUR</option>');
  robin.done(add, { name: 'Abroad', currency: 'EUR' });
  const currencies = robin.rows('Customer', "where DisplayName in ('Home', 'Abroad') orderby DisplayName");
  expect(currencies.map(({ CurrencyRef }) => objectOf(CurrencyRef).value)).toEqual(['EUR', 'USD']);
  expect(robin.submit(add, { name: 'Nowhere', currency: 'XXQ' }).status).toBe(409);
  expect(new Visitor().open(add).text).not.toContain('name="currency"');
});
