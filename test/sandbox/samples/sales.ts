import type { JsonObject } from '../../../src/sandbox/json.ts';
import { idOf, line, linked, ref } from '../client.ts';
import type { Client, Reply } from '../client.ts';
import { answered } from './sample.ts';
import type { Sample } from './sample.ts';

const INVOICES = 'invoices: create, read, void, delete, taxed';
const PAYMENTS = 'payments: create, linked to an invoice, void, delete';
const FORMS = 'sales receipts, credit memos, deposits: create, update, void';

const CustomField = [{ DefinitionId: '1', Name: 'Roof', Type: 'StringType' }];
const ProjectRef = ref('415');

export const invoiceBody: JsonObject = {
  CustomerRef: ref('1'),
  DocNumber: 'S-2201',
  CustomField,
  Line: [line(118.4)],
};

/** Sends the operation for a row that was just made. */
function after(
  qbo: Client,
  entity: string,
  body: JsonObject,
  operation: Readonly<Record<string, string>>,
): Reply {
  const { Id } = qbo.made(entity, body);
  const include = operation.include === undefined ? {} : { sparse: true };
  return qbo.post(entity.toLowerCase(), { Id, SyncToken: '0', ...include }, operation);
}

const receipt: JsonObject = {
  CustomerRef: ref('1'),
  DocNumber: 'R-310',
  CustomField,
  Line: [{ ...line(192.5, { ItemRef: ref('2'), Qty: 3.5, UnitPrice: 55 }), Description: 'Roof survey' }],
};
const freeReceipt: JsonObject = { DocNumber: 'R-311', Line: [line(0, { Qty: 1, UnitPrice: 0 })] };

export const sales: readonly Sample[] = [
  {
    file: 'invoice-create-response.qbo_api.json',
    family: INVOICES,
    ours: (qbo) => answered(qbo.post('invoice', invoiceBody)),
  },
  {
    file: 'invoice-read-response.qbo_api.json',
    family: INVOICES,
    ours: (qbo) => answered(qbo.call('GET', `invoice/${idOf(qbo.made('Invoice', invoiceBody))}`)),
  },
  {
    file: 'invoice-void-response.qbo_api.json',
    family: INVOICES,
    ours: (qbo) => answered(after(qbo, 'Invoice', invoiceBody, { operation: 'void' })),
  },
  {
    file: 'invoice-delete-response.qbo_api.json',
    family: INVOICES,
    ours: (qbo) => answered(after(qbo, 'Invoice', invoiceBody, { operation: 'delete' })),
  },
  {
    file: 'invoice-taxed-with-estimate-link.docs.json',
    family: INVOICES,
    ours: (qbo) =>
      answered(
        qbo.post('invoice', {
          ...invoiceBody,
          CustomField: [{ ...CustomField[0], StringValue: 'South' }],
          ProjectRef,
          SalesTermRef: ref('3'),
          CustomerMemo: { value: 'The sun is with you' },
          BillEmail: { Address: 'ada@renner.example' },
          BillAddr: {
            Line1: 'Ada Renner',
            Line2: 'Renner Orchard',
            Line3: '9 Kiln Lane',
            Line4: 'Fresno, CA 93704',
          },
          ShipAddr: {
            Line1: '9 Kiln Lane',
            City: 'Fresno',
            CountrySubDivisionCode: 'CA',
            PostalCode: '93704',
          },
          Line: [
            { ...line(480, { Qty: 2, UnitPrice: 240, TaxCodeRef: ref('TAX') }), Description: 'Inverter' },
          ],
        }),
      ),
  },
  {
    file: 'payment-create-unapplied-response.docs.json',
    family: PAYMENTS,
    ours: (qbo) => answered(qbo.post('payment', { CustomerRef: ref('1'), TotalAmt: 41, ProjectRef })),
  },
  {
    file: 'payment-linked-to-invoice.docs.json',
    family: PAYMENTS,
    ours: (qbo) => {
      const { Id } = qbo.made('Invoice', invoiceBody);
      return answered(
        qbo.post('payment', { CustomerRef: ref('1'), TotalAmt: 90, ProjectRef, Line: [linked(Id, 75)] }),
      );
    },
  },
  {
    file: 'payment-void-response.docs.json',
    family: PAYMENTS,
    ours: (qbo) => {
      const payment = { CustomerRef: ref('1'), TotalAmt: 7, PaymentMethodRef: ref('2'), ProjectRef };
      return answered(after(qbo, 'Payment', payment, { operation: 'update', include: 'void' }));
    },
  },
  {
    file: 'payment_void_response_success.quickbooks-ruby.xml',
    family: PAYMENTS,
    ours: (qbo) => {
      const { Id } = qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt: 7 });
      return answered(
        qbo.call(
          'POST',
          'payment',
          { Id, SyncToken: '0', sparse: true },
          { query: { operation: 'update', include: 'void' }, headers: { accept: 'application/xml' } },
        ),
      );
    },
  },
  {
    file: 'payment-delete-response.docs.json',
    family: PAYMENTS,
    ours: (qbo) =>
      answered(after(qbo, 'Payment', { CustomerRef: ref('1'), TotalAmt: 7 }, { operation: 'delete' })),
  },
  {
    file: 'salesreceipt-create-response.exquickbooks.json',
    family: FORMS,
    ours: (qbo) => answered(qbo.post('salesreceipt', freeReceipt)),
  },
  {
    file: 'salesreceipt-update-with-requestid-response.qbo_api.json',
    family: FORMS,
    ours: (qbo) => {
      // The company of the recording numbers by itself, so a full update without a number keeps it.
      qbo.control('company', { customTxnNumbers: false });
      const { Id, Line } = qbo.made('SalesReceipt', receipt);
      const query = { minorversion: '4', requestid: '7f0c1c0e-1f0b-4f57-9a55-5a2f6f0f6a01' };
      const first = qbo.post('salesreceipt', { Id, SyncToken: '0', Line }, query);
      const again = qbo.post('salesreceipt', { Id, SyncToken: '0', Line }, query);
      if (again.text !== first.text) throw new Error('the second reply is not the first');
      return answered(again);
    },
  },
  {
    file: 'salesreceipt-void-response.exquickbooks.json',
    family: FORMS,
    ours: (qbo) =>
      answered(after(qbo, 'SalesReceipt', freeReceipt, { operation: 'update', include: 'void' })),
  },
  {
    file: 'creditmemo-create-response.docs.json',
    family: FORMS,
    ours: (qbo) =>
      answered(qbo.post('creditmemo', { ...invoiceBody, DocNumber: 'C-12', ProjectRef, Line: [line(60)] })),
  },
  {
    file: 'deposit-create-response.docs.json',
    family: FORMS,
    ours: (qbo) =>
      answered(
        qbo.post('deposit', {
          DepositToAccountRef: ref('9'),
          Line: [
            {
              Amount: 30,
              DetailType: 'DepositLineDetail',
              ProjectRef,
              DepositLineDetail: { AccountRef: { value: '7', name: 'Uncategorized Income' } },
            },
          ],
        }),
      ),
  },
];
