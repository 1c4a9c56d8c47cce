import { describe, expect, test } from 'vitest';
import { decimal } from '../../src/domain/money.ts';
import { customerBody, invoiceBody, itemBody, paymentBody } from '../../src/sync/bodies.ts';
import { aCompany, aCustomer, aLine, anInvoice, aPayment, day, someSettings } from '../support/builders.ts';
import { CODES, REFS, taxOf } from './refs.ts';

/** What goes over the wire. */
const sent = (body: object): unknown => JSON.parse(JSON.stringify(body));
describe('an invoice', () => {
  test('in the US, in full', () => {
    const invoice = anInvoice({
      projectName: 'Roof',
      dueDate: day('2026-03-10'),
      lines: [
        aLine('1200.10', { description: 'Deposit', quantity: decimal('2'), unitPrice: decimal('600.05') }),
        aLine('-200.10', { type: 'discount', description: '' }),
      ],
    });
    expect(sent(invoiceBody(invoice, REFS, taxOf(invoice), aCompany(), 'source'))).toEqual({
      DocNumber: 'INV-1',
      TxnDate: '2026-02-10',
      DueDate: '2026-03-10',
      CustomerRef: { value: '58' },
      BillEmail: { Address: 'anna@berg.example' },
      PrivateNote: 'OpenSolar invoice INV-1, project Roof [qbsync:invoice:501]',
      Line: [
        {
          DetailType: 'SalesItemLineDetail',
          Amount: 1200.1,
          Description: 'Deposit',
          SalesItemLineDetail: {
            ItemRef: { value: '7' },
            Qty: 2,
            UnitPrice: 600.05,
            TaxCodeRef: { value: 'NON' },
          },
        },
        {
          DetailType: 'SalesItemLineDetail',
          Amount: -200.1,
          SalesItemLineDetail: { ItemRef: { value: '8' }, TaxCodeRef: { value: 'NON' } },
        },
      ],
    });
  });

  test('in Australia, in a company of several currencies', () => {
    const company = aCompany({ country: 'AU', homeCurrency: 'AUD', multiCurrency: true });
    const invoice = anInvoice({ lines: [aLine('100.00', { taxRate: decimal('10') }), aLine('5.00')] });
    const body = invoiceBody(invoice, REFS, taxOf(invoice, company, CODES), company, 'source');
    expect(sent(body)).toMatchObject({
      CurrencyRef: { value: 'AUD' },
      GlobalTaxCalculation: 'TaxExcluded',
      Line: [
        { SalesItemLineDetail: { TaxCodeRef: { value: '2' } } },
        { SalesItemLineDetail: { TaxCodeRef: { value: '3' } } },
      ],
    });
    expect(body).not.toHaveProperty('TxnTaxDetail.TotalTax');
  });

  test('carries no number where QuickBooks counts', () => {
    const invoice = anInvoice();
    const body = invoiceBody(invoice, REFS, taxOf(invoice), aCompany(), 'quickbooks');
    expect(sent(body)).not.toHaveProperty('DocNumber');
  });

  test.each([
    ['3', '33.335', '100.01', true],
    ['3', '33.335', '100.00', false],
    ['128.35', '14.5', '1861.08', true],
    ['128.35', '14.5', '1861.07', false],
    ['1', '-50', '-50', true],
    ['0.5', '0.01', '0.01', true],
    ['2', undefined, '7', false],
    [undefined, '7', '7', false],
  ])('has quantity %s and price %s only where they come to %s', (quantity, unitPrice, amount, isSent) => {
    const line = aLine(amount, {
      ...(quantity === undefined ? {} : { quantity: decimal(quantity) }),
      ...(unitPrice === undefined ? {} : { unitPrice: decimal(unitPrice) }),
    });
    const invoice = anInvoice({ lines: [line] });
    const detail = { Qty: Number(quantity), UnitPrice: Number(unitPrice) };
    const body = sent(invoiceBody(invoice, REFS, taxOf(anInvoice()), aCompany(), 'source'));
    if (isSent) expect(body).toMatchObject({ Line: [{ SalesItemLineDetail: detail }] });
    else expect(JSON.stringify(body)).not.toMatch(/Qty|UnitPrice/);
  });

  test('cuts a description to what QuickBooks takes', () => {
    const invoice = anInvoice({ lines: [aLine('1', { description: '☀'.repeat(5000) })] });
    const body = sent(invoiceBody(invoice, REFS, taxOf(invoice), aCompany(), 'source'));
    expect(body).toHaveProperty('Line.0.Description', '☀'.repeat(4000));
  });
});

describe('a payment', () => {
  test('over two invoices, in full', () => {
    const payment = aPayment({
      amount: decimal('150.30'),
      method: 'Card ',
      reference: 'ch_123',
      fee: decimal('2.9'),
      applied: [
        { invoiceNumber: 'INV-1', amount: decimal('100.10') },
        { invoiceNumber: 'INV-2', amount: decimal('50.20') },
      ],
    });
    const refs = {
      customerId: '58',
      applied: [
        { invoiceId: '145', amount: decimal('100.10') },
        { invoiceId: '146', amount: decimal('50.20') },
      ],
    };
    const settings = someSettings({
      depositAccount: { id: '35', name: 'Bank' },
      paymentMethods: { card: { id: '3', name: 'Credit card' } },
    });
    expect(sent(paymentBody(payment, refs, aCompany(), settings))).toEqual({
      CustomerRef: { value: '58' },
      TotalAmt: 150.3,
      TxnDate: '2026-02-20',
      PaymentMethodRef: { value: '3' },
      PaymentRefNum: 'ch_123',
      DepositToAccountRef: { value: '35' },
      PrivateNote:
        'OpenSolar payment for INV-1, INV-2, by Card , reference ch_123, fee 2.90 [qbsync:payment:PAY-1]',
      Line: [
        { Amount: 100.1, LinkedTxn: [{ TxnId: '145', TxnType: 'Invoice' }] },
        { Amount: 50.2, LinkedTxn: [{ TxnId: '146', TxnType: 'Invoice' }] },
      ],
    });
  });

  test('that is a credit, with nothing mapped', () => {
    const payment = aPayment({ applied: [], method: 'wire', reference: 'x'.repeat(22) });
    expect(sent(paymentBody(payment, { customerId: '58', applied: [] }, aCompany(), someSettings()))).toEqual(
      {
        CustomerRef: { value: '58' },
        TotalAmt: 100,
        TxnDate: '2026-02-20',
        PrivateNote: `OpenSolar payment for credit, by wire, reference ${'x'.repeat(22)} [qbsync:payment:PAY-1]`,
        Line: [],
      },
    );
  });
});

describe('a customer', () => {
  test('in full', () => {
    const customer = aCustomer({
      firstName: 'Anna',
      lastName: 'Berg: jr',
      company: ' Berg\tLtd ',
      email: ' anna@berg.example ',
      phone: ' +1 555 0100 ',
      address: { line1: '1 Sun St', city: 'Reno', state: 'NV', postalCode: '89501', country: 'USA' },
    });
    expect(sent(customerBody(customer, 'Anna Berg (C-1)', 'id:C-1', 'USD'))).toEqual({
      DisplayName: 'Anna Berg (C-1)',
      GivenName: 'Anna',
      FamilyName: 'Berg - jr',
      CompanyName: 'Berg Ltd',
      PrimaryEmailAddr: { Address: 'anna@berg.example' },
      PrimaryPhone: { FreeFormNumber: '+1 555 0100' },
      BillAddr: {
        Line1: '1 Sun St',
        City: 'Reno',
        CountrySubDivisionCode: 'NV',
        PostalCode: '89501',
        Country: 'USA',
      },
      CurrencyRef: { value: 'USD' },
      Notes: 'OpenSolar customer [qbsync:customer:id%3AC-1]',
    });
  });

  test('with the least that is known, and a telephone number that is none', () => {
    const customer = aCustomer({ phone: 'call the office between nine and five', address: { city: ' ' } });
    expect(sent(customerBody(customer, 'Anna Berg', 'id:C-1', undefined))).toEqual({
      DisplayName: 'Anna Berg',
      PrimaryEmailAddr: { Address: 'anna@berg.example' },
      Notes: 'OpenSolar customer [qbsync:customer:id%3AC-1]',
    });
  });
});

test('an item stands on its income account', () => {
  expect(sent(itemBody('OpenSolar milestone', '79'))).toEqual({
    Name: 'OpenSolar milestone',
    Type: 'Service',
    IncomeAccountRef: { value: '79' },
  });
});
