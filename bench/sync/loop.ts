// What many write first: one request after another with node-quickbooks, as its README shows. Run in a process of its own
// by throughput.ts, which hands it what it needs in the environment.
import QuickBooks from 'node-quickbooks';
import * as z from 'zod';
import { sales, sizeOf, totalOf } from './exports.ts';
import type { Person, Sale } from './exports.ts';

const env = z
  .object({
    QBO_URL: z.string(),
    QBO_COMPANY: z.string(),
    QBO_TOKEN: z.string(),
    QBO_INVOICES: z.coerce.number(),
    /** Whether it looks for each object before it makes it. */
    QBO_CAREFUL: z.stringbool(),
  })
  .parse(process.env);

QuickBooks.V3_ENDPOINT_BASE_URL = `${env.QBO_URL}/v3/company/`;
const qbo = new QuickBooks({
  consumerKey: 'bench',
  consumerSecret: 'bench',
  token: env.QBO_TOKEN,
  tokenSecret: false,
  realmId: env.QBO_COMPANY,
  useSandbox: true,
  debug: false,
  minorversion: 75,
  oauthversion: '2.0',
  refreshToken: '',
});

/** The services item of the sandbox's company. */
const ITEM = { value: '3' };

type Row = QuickBooks.Row;
type Criteria = QuickBooks.Criteria;
type Done<T> = QuickBooks.Callback<T>;

const called = <T>(call: (done: Done<T>) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    call((error, data) => {
      if (error) reject(new Error('QuickBooks refused', { cause: error }));
      else resolve(data);
    });
  });

/** The object that has this value, where the loop is careful and there is one. */
async function existing(
  entity: 'Customer' | 'Invoice' | 'Payment',
  field: string,
  value: string,
): Promise<Row | undefined> {
  if (!env.QBO_CAREFUL) return undefined;
  const criteria: Criteria = [{ field, value, operator: '=' }];
  const found = await called<QuickBooks.Found>((done) => {
    if (entity === 'Customer') qbo.findCustomers(criteria, done);
    else if (entity === 'Invoice') qbo.findInvoices(criteria, done);
    else qbo.findPayments(criteria, done);
  });
  const rows = found.QueryResponse[entity];
  return typeof rows === 'object' ? rows[0] : undefined;
}

async function customerId(person: Person): Promise<string> {
  const body = {
    DisplayName: person.name,
    PrimaryEmailAddr: { Address: person.email },
    PrimaryPhone: { FreeFormNumber: person.phone },
    BillAddr: { Line1: person.street, City: 'Sacramento', CountrySubDivisionCode: 'CA', PostalCode: '95814' },
  };
  const found = await existing('Customer', 'DisplayName', person.name);
  return (found ?? (await called<Row>((done) => qbo.createCustomer(body, done)))).Id;
}

async function invoiceId(sale: Sale, customer: string): Promise<string> {
  const body = {
    DocNumber: sale.number,
    TxnDate: sale.issued,
    DueDate: sale.due,
    CustomerRef: { value: customer },
    Line: sale.lines.map(({ description, cents }) => ({
      Amount: cents / 100,
      Description: description,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: ITEM, Qty: 1, UnitPrice: cents / 100 },
    })),
  };
  const found = await existing('Invoice', 'DocNumber', sale.number);
  return (found ?? (await called<Row>((done) => qbo.createInvoice(body, done)))).Id;
}

async function pay(sale: Sale, customer: string, invoice: string): Promise<void> {
  const amount = totalOf(sale) / 100;
  const body = {
    CustomerRef: { value: customer },
    TotalAmt: amount,
    TxnDate: sale.paidOn,
    PaymentRefNum: sale.number,
    Line: [{ Amount: amount, LinkedTxn: [{ TxnId: invoice, TxnType: 'Invoice' }] }],
  };
  const found = await existing('Payment', 'PaymentRefNum', sale.number);
  if (!found) await called<Row>((done) => qbo.createPayment(body, done));
}

const customers = new Map<string, string>();
for (const sale of sales(sizeOf(env.QBO_INVOICES), { from: 0, to: env.QBO_INVOICES })) {
  const customer = customers.get(sale.customer.id) ?? (await customerId(sale.customer));
  customers.set(sale.customer.id, customer);
  const invoice = await invoiceId(sale, customer);
  if (sale.paidOn !== undefined) await pay(sale, customer, invoice);
}
