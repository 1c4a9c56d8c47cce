import { COUNTRIES } from './countries.ts';
import { generate, type Books } from './generate.ts';
import { newWeek } from './week.ts';
import { amountOf, money, taxOf, totalOf, type Invoice, type Payment } from './ledger.ts';

const INVOICE_HEADER =
  'invoice_id,invoice_number,project_id,project_name,customer_id,customer_name,first_name,last_name,company,email,phone,' +
  'address_line1,city,state,postal_code,country,issue_date,due_date,status,currency,line_type,description,quantity,' +
  'unit_price,amount,tax_rate,tax_amount,total';
const PAYMENT_HEADER =
  'payment_id,invoice_number,customer_id,project_id,date,amount,currency,method,integrated,status,reference,fee';

/** Every file of the samples: path below `examples/` → contents. Always the same, byte for byte. */
export function makeExamples(): Map<string, string> {
  const files = new Map<string, string>();
  for (const country of COUNTRIES) {
    const books = generate(country);
    files.set(`${country.folder}/invoices.csv`, invoiceFile(books, country.code, country.currency));
    files.set(`${country.folder}/payments.csv`, paymentFile(books, country.currency));
  }
  const us = COUNTRIES[0];
  if (us) {
    const week = newWeek(generate(us));
    files.set('us/new-week.invoices.jsonl', jsonl(week.invoices.map(invoiceObject)));
    files.set('us/new-week.payments.jsonl', jsonl(week.payments.map(paymentObject)));
  }
  return files;
}

function invoiceFile({ invoices }: Books, country: string, currency: string): string {
  const rows = invoices.flatMap((invoice) =>
    invoice.lines.map((_, at) => invoiceRow(invoice, at, country, currency)),
  );
  return csv(INVOICE_HEADER, rows);
}

function invoiceRow(invoice: Invoice, at: number, country: string, currency: string): string[] {
  const { customer } = invoice;
  const line = invoice.lines[at];
  if (!line) throw new Error(`Invoice ${invoice.number} has no line ${at}.`);
  return [
    invoice.id,
    invoice.number,
    invoice.projectId,
    invoice.projectName,
    customer.id,
    customer.name,
    customer.firstName,
    customer.lastName,
    customer.company,
    customer.email,
    customer.phone,
    customer.street,
    customer.city,
    customer.state,
    customer.postalCode,
    country,
    invoice.issued,
    invoice.due,
    invoice.status,
    currency,
    line.type,
    line.description,
    String(line.quantity),
    money(line.unitPrice),
    money(amountOf(line)),
    String(line.rate),
    money(taxOf(amountOf(line), line.rate)),
    money(totalOf(invoice)),
  ];
}

function paymentFile({ payments }: Books, currency: string): string {
  const rows = payments.flatMap((payment) =>
    payment.applied.map((_, at) => paymentRow(payment, at, currency)),
  );
  return csv(PAYMENT_HEADER, rows);
}

function paymentRow(payment: Payment, at: number, currency: string): string[] {
  const part = payment.applied[at];
  if (!part) throw new Error(`Payment ${payment.id} has no part ${at}.`);
  return [
    payment.id,
    part.number,
    payment.customerId,
    payment.projectId,
    payment.date,
    money(part.amount),
    currency,
    payment.method,
    String(payment.integrated),
    payment.status,
    payment.reference,
    payment.fee === 0 ? '' : money(payment.fee),
  ];
}

function invoiceObject(invoice: Invoice): Record<string, unknown> {
  const { customer } = invoice;
  return {
    invoice_id: invoice.id,
    invoice_number: invoice.number,
    project_id: invoice.projectId,
    project_name: invoice.projectName,
    customer_id: customer.id,
    customer_name: customer.name,
    first_name: customer.firstName,
    last_name: customer.lastName,
    company: customer.company,
    email: customer.email,
    phone: customer.phone,
    address_line1: customer.street,
    city: customer.city,
    state: customer.state,
    postal_code: customer.postalCode,
    country: 'US',
    issue_date: invoice.issued,
    due_date: invoice.due,
    status: invoice.status,
    currency: 'USD',
    total: money(totalOf(invoice)),
    lines: invoice.lines.map((line) => ({
      line_type: line.type,
      description: line.description,
      quantity: String(line.quantity),
      unit_price: money(line.unitPrice),
      amount: money(amountOf(line)),
      tax_rate: String(line.rate),
    })),
  };
}

function paymentObject(payment: Payment): Record<string, unknown> {
  return {
    payment_id: payment.id,
    customer_id: payment.customerId,
    project_id: payment.projectId,
    date: payment.date,
    amount: money(payment.applied.reduce((sum, { amount }) => sum + amount, 0)),
    currency: 'USD',
    method: payment.method,
    integrated: payment.integrated,
    status: payment.status,
    reference: payment.reference,
    applied: payment.applied.map(({ number, amount }) => ({ invoice_number: number, amount: money(amount) })),
  };
}

function jsonl(objects: readonly Record<string, unknown>[]): string {
  return objects.map((object) => `${JSON.stringify(object)}\n`).join('');
}

function csv(header: string, rows: readonly string[][]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [header, ...rows.map((row) => row.map(cell).join(','))].join('\n') + '\n';
}
