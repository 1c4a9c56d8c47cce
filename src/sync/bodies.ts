import type { Settings } from '../company/settings.ts';
import { plainText, toCents, toWire, type Money } from '../domain/money.ts';
import type { Address, LineType, SourceCustomer, SourceInvoice, SourcePayment } from '../domain/records.ts';
import type { CompanyFacts } from './company.ts';
import { marker, recordMarker, unmarked } from './marker.ts';
import { cutTo, namePart } from './names.ts';
import type { TaxPlan } from './tax.ts';

// What is sent to the books, as plain objects; pure. QuickBooks refuses members it does not know (2010), so nothing is
// added that is not in its reference; members that are undefined are dropped by JSON.

/** Text as QuickBooks takes it (2040 otherwise): no control characters but line ends, no half characters. */
function plain(text: string): string {
  return text
    .replace(/\t/g, ' ')
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}|\p{Cs}/gu, '');
}

/** Limits of text fields (qbo-api.md 3.1 to 3.3). */
const LIMITS = {
  phone: 30,
  addressLine: 500,
  addressPart: 255,
  postalCode: 30,
  description: 4000,
  reference: 21,
};

export function customerBody(
  customer: SourceCustomer,
  displayName: string,
  key: string,
  currency: string | undefined,
): object {
  const phone = plain(customer.phone ?? '').trim();
  return {
    DisplayName: displayName,
    GivenName: namePart(customer.firstName),
    FamilyName: namePart(customer.lastName),
    CompanyName: namePart(customer.company),
    PrimaryEmailAddr: { Address: customer.email?.trim() },
    PrimaryPhone: phone && phone.length <= LIMITS.phone ? { FreeFormNumber: phone } : undefined,
    BillAddr: addressBody(customer.address),
    CurrencyRef: currency ? { value: currency } : undefined,
    Notes: `OpenSolar customer ${marker('customer', key)}`,
  };
}

function addressBody(address: Address): object | undefined {
  const part = (text: string | undefined, most: number) => cutTo(plain(text ?? '').trim(), most) || undefined;
  const body = {
    Line1: part(address.line1, LIMITS.addressLine),
    City: part(address.city, LIMITS.addressPart),
    CountrySubDivisionCode: part(address.state, LIMITS.addressPart),
    PostalCode: part(address.postalCode, LIMITS.postalCode),
    Country: part(address.country, LIMITS.addressPart),
  };
  return Object.values(body).some((value) => value !== undefined) ? body : undefined;
}

/** A service item for a line type that was mapped to an income account. */
export function itemBody(name: string, incomeAccountId: string): object {
  return { Name: name, Type: 'Service', IncomeAccountRef: { value: incomeAccountId } };
}

export interface InvoiceRefs {
  customerId: string;
  itemIds: Partial<Record<LineType, string>>;
}

export function invoiceBody(
  invoice: SourceInvoice,
  refs: InvoiceRefs,
  tax: TaxPlan,
  company: CompanyFacts,
  numbers: Settings['numbers'],
): object {
  return {
    DocNumber: numbers === 'source' ? invoice.number : undefined,
    TxnDate: invoice.issueDate,
    DueDate: invoice.dueDate,
    CustomerRef: { value: refs.customerId },
    CurrencyRef: company.multiCurrency ? { value: invoice.currency ?? company.homeCurrency } : undefined,
    BillEmail: { Address: invoice.customer.email?.trim() },
    PrivateNote: invoiceNote(invoice),
    GlobalTaxCalculation: tax.globalCalculation,
    Line: invoice.lines.map((line) => {
      const code = tax.lineCodes.get(plainText(line.taxRate));
      return {
        DetailType: 'SalesItemLineDetail',
        Amount: toWire(line.amount),
        Description: cutTo(plain(line.description), LIMITS.description) || undefined,
        SalesItemLineDetail: {
          ItemRef: { value: refs.itemIds[line.type] },
          ...quantity(line.quantity, line.unitPrice, line.amount),
          TaxCodeRef: code === undefined ? undefined : { value: code },
        },
      };
    }),
    TxnTaxDetail: tax.detail,
  };
}

/** Quantity and price only where they give the amount to the cent: QuickBooks refuses anything else (6070). */
function quantity(quantity: Money | undefined, price: Money | undefined, amount: Money): object {
  if (!quantity || !price || !toCents(quantity.times(price)).eq(amount)) return {};
  return { Qty: toWire(quantity), UnitPrice: toWire(price) };
}

function oneLine(text: string): string {
  return plain(text).replaceAll('\n', ' ');
}

function invoiceNote(invoice: SourceInvoice): string {
  const project = invoice.projectName ?? invoice.projectId;
  const about = project ? `, project ${cutTo(project, 200)}` : '';
  return `${unmarked(oneLine(`OpenSolar invoice ${cutTo(invoice.number, 100)}${about}`))} ${recordMarker(invoice)}`;
}

export interface PaymentRefs {
  customerId: string;
  /** Books id and amount per application, in the order of the source. */
  applied: { invoiceId: string; amount: Money }[];
}

export function paymentBody(
  payment: SourcePayment,
  refs: PaymentRefs,
  company: CompanyFacts,
  settings: Pick<Settings, 'depositAccount' | 'paymentMethods'>,
): object {
  const method = settings.paymentMethods[(payment.method ?? '').trim().toLowerCase()];
  const { reference } = payment;
  return {
    CustomerRef: { value: refs.customerId },
    TotalAmt: toWire(payment.amount),
    TxnDate: payment.date,
    CurrencyRef: company.multiCurrency ? { value: payment.currency ?? company.homeCurrency } : undefined,
    PaymentMethodRef: method && { value: method.id },
    PaymentRefNum: reference && reference.length <= LIMITS.reference ? oneLine(reference) : undefined,
    DepositToAccountRef: settings.depositAccount && { value: settings.depositAccount.id },
    PrivateNote: paymentNote(payment),
    Line: refs.applied.map(({ invoiceId, amount }) => ({
      Amount: toWire(amount),
      LinkedTxn: [{ TxnId: invoiceId, TxnType: 'Invoice' }],
    })),
  };
}

function paymentNote(payment: SourcePayment): string {
  const parts = [
    `OpenSolar payment for ${payment.applied.map((one) => cutTo(one.invoiceNumber, 100)).join(', ') || 'credit'}`,
    payment.method && `by ${cutTo(payment.method, 100)}`,
    payment.reference && `reference ${cutTo(payment.reference, 200)}`,
    payment.fee && payment.fee.gt(0) && `fee ${payment.fee.toFixed(2)}`,
  ];
  return `${unmarked(oneLine(cutTo(parts.filter(Boolean).join(', '), 3000)))} ${recordMarker(payment)}`;
}
