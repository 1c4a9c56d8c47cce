import { badReference, business, fault, missing } from '../../faults.ts';
import { objectOf, objectsOf, refId, textOf, without } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { amount, cents, decimal, sum } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';

interface Application {
  readonly invoiceId: string;
  readonly amount: Decimal;
}

/** What a payment's lines apply, checked one by one (qbo-api.md 3.3). */
export function applications(lines: Json | undefined): readonly Application[] {
  return objectsOf(lines).flatMap((line) => {
    const links = objectsOf(line.LinkedTxn);
    if (line.Amount === undefined) throw missing('Line.Amount');
    if (links.length === 0) throw missing('Line.LinkedTxn');
    const value = cents(decimal(line.Amount));
    if (value.lte(0)) throw business('The amount applied to a transaction must be greater than 0.');
    if (links.length > 1) throw business('A payment line can be linked to one transaction only.');
    return links.map((link) => {
      if (link.TxnType !== 'Invoice') {
        throw fault(
          '2170',
          'Invalid Enumeration',
          `Invalid Enumeration : ${textOf(link.TxnType) ?? ''}`,
          'Line.LinkedTxn.TxnType',
        );
      }
      return { invoiceId: textOf(link.TxnId) ?? '', amount: value };
    });
  });
}

const nameValue = (Name: string, Value: string): JsonObject => ({
  name: '{http://schema.intuit.com/finance/v3}NameValue',
  nil: false,
  value: { Name, Value },
  declaredType: 'com.intuit.schema.finance.v3.NameValue',
  scope: 'javax.xml.bind.JAXBElement$GlobalScope',
  globalScope: true,
  typeSubstituted: false,
});

/** Whether a payment of one customer may pay another's invoice: only for jobs below it. */
function pays(books: Books, payer: string, owner: string | undefined): boolean {
  for (let id = owner; id !== undefined; id = refId(books.get('Customer', id)?.ParentRef)) {
    if (id === payer) return true;
  }
  return false;
}

/** Puts an amount on an invoice, and the link on both sides. */
function apply(books: Books, paymentId: string, payer: string, application: Application): JsonObject {
  const invoice = books.get('Invoice', application.invoiceId);
  if (invoice === undefined) throw badReference('Txns', application.invoiceId);
  if (!pays(books, payer, refId(invoice.CustomerRef))) {
    throw business('The customer of the payment differs from the customer of the linked transaction.');
  }
  const open = decimal(invoice.Balance);
  if (application.amount.gt(open)) {
    throw business('The amount applied is more than the open balance of the linked transaction.');
  }
  const others = objectsOf(invoice.LinkedTxn).filter((link) => !isLink(link, paymentId));
  putInvoice(books, {
    ...invoice,
    LinkedTxn: [...others, { TxnId: paymentId, TxnType: 'Payment' }],
    Balance: amount(open.minus(application.amount)),
  });
  const number = textOf(invoice.DocNumber);
  return {
    Amount: amount(application.amount),
    LineEx: {
      any: [
        nameValue('txnId', application.invoiceId),
        nameValue('txnOpenBalance', open.toFixed(2)),
        ...(number === undefined ? [] : [nameValue('txnReferenceNumber', number)]),
      ],
    },
    LinkedTxn: [{ TxnId: application.invoiceId, TxnType: 'Invoice' }],
  };
}

/** Whether linking raises the invoice's SyncToken is U; the reading that does is harder on clients. */
function putInvoice(books: Books, invoice: JsonObject): void {
  if (books.readings.paymentTouchesInvoice) {
    books.put('Invoice', { ...invoice, ...without(books.changedRow(invoice), ['sparse']) });
  } else books.put('Invoice', books.touched(invoice));
}

const isLink = (link: JsonObject, paymentId: string): boolean =>
  link.TxnType === 'Payment' && link.TxnId === paymentId;

/** Links a payment to invoices; gives its lines as replies show them. */
export function link(
  books: Books,
  paymentId: string,
  payer: string,
  wanted: readonly Application[],
): readonly JsonObject[] {
  return wanted.map((application) => apply(books, paymentId, payer, application));
}

/** Takes a payment off the invoices it pays: their balances go back up. */
export function unlinkPayment(books: Books, payment: JsonObject): void {
  const paymentId = textOf(payment.Id) ?? '';
  for (const line of objectsOf(payment.Line)) {
    const invoice = books.get('Invoice', textOf(objectOf(objectsOf(line.LinkedTxn)[0]).TxnId));
    if (invoice === undefined) continue;
    putInvoice(books, {
      ...invoice,
      LinkedTxn: objectsOf(invoice.LinkedTxn).filter((other) => !isLink(other, paymentId)),
      Balance: amount(decimal(invoice.Balance).plus(decimal(line.Amount))),
    });
  }
}

/** Takes all payments off an invoice: what they applied becomes unapplied (qbo-api.md 3.2). */
export function unlinkInvoice(books: Books, invoiceId: string): void {
  const linked = objectsOf(books.get('Invoice', invoiceId)?.LinkedTxn);
  for (const { TxnId } of linked.filter((one) => one.TxnType === 'Payment')) {
    const payment = books.get('Payment', textOf(TxnId));
    if (payment === undefined) continue;
    const lines = objectsOf(payment.Line);
    const gone = lines.filter((line) => objectsOf(line.LinkedTxn).some((one) => one.TxnId === invoiceId));
    const freed = sum(gone.map((line) => decimal(line.Amount)));
    books.put('Payment', {
      ...payment,
      ...books.changedRow(payment),
      Line: lines.filter((line) => !gone.includes(line)),
      UnappliedAmt: amount(decimal(payment.UnappliedAmt).plus(freed)),
    });
  }
}
