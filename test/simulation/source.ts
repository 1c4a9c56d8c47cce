import Big from 'big.js';
import { invoicesCsv, paymentsCsv } from '../support/exports.ts';
import type { Dice } from './dice.ts';

// What OpenSolar holds in a simulation, how it changes between exports, and how it is exported: twice, out of order.

export interface SimInvoice {
  id: string;
  number: string;
  customer: SimCustomer;
  date: string;
  cancelled: boolean;
  /** Cancelled now or before: what was voided is never made again. */
  everCancelled: boolean;
  lines: { amount: string; taxRate: string }[];
}

export interface SimPayment {
  id: string;
  date: string;
  parts: { invoice: SimInvoice; amount: string }[];
}

export interface SimCustomer {
  id: string;
  name: string;
  email: string;
}

const CUSTOMERS: SimCustomer[] = [
  { id: 'cus_1', name: 'Ann Baker', email: 'ann@example.com' },
  { id: 'cus_2', name: 'Ann Baker', email: 'other.ann@example.com' },
  { id: 'cus_3', name: "Mary O'Neil", email: 'mary@example.com' },
  { id: 'cus_4', name: 'Helios Panel Supply', email: 'helios@example.com' },
  { id: 'cus_5', name: 'Nobody Reached', email: '' },
];

/** The files of one export, as text. */
export interface Export {
  invoices: string;
  payments: string;
}

type Range = readonly [number, number];

/** How many invoices, payments and customers come with one export: mostly few, at times more than one batch holds. */
const GROWTH: readonly { often: number; invoices: Range; payments: Range; customers: Range }[] = [
  { often: 7, invoices: [1, 4], payments: [0, 3], customers: [0, 1] },
  { often: 4, invoices: [6, 9], payments: [0, 9], customers: [0, 7] },
  { often: 1, invoices: [31, 38], payments: [8, 35], customers: [0, 7] },
];
const GROWTHS = GROWTH.flatMap((growth) => Array.from({ length: growth.often }, () => growth));

const NAMES = ['Ann Baker', 'Cho Wong', 'Dee Field', 'Ed Moss', 'Flo Hart', 'Gus Lane'];

const dollars = (cents: number) => new Big(cents).div(100);

export class Source {
  readonly invoices: SimInvoice[] = [];
  readonly payments: SimPayment[] = [];
  readonly customers: SimCustomer[] = [...CUSTOMERS];
  readonly #dice: Dice;
  readonly #rates: readonly string[];

  constructor(dice: Dice, rates: readonly string[]) {
    this.#dice = dice;
    this.#rates = rates;
  }

  /** A few more invoices, enough for a batch, or enough for several at once; and payments of some. */
  grow(): void {
    const { invoices, payments, customers } = this.#dice.pick(GROWTHS);
    for (let left = this.#dice.between(...customers); left > 0; left--) this.#welcome();
    for (let left = this.#dice.between(...invoices); left > 0; left--) this.#issue();
    for (let left = this.#dice.between(...payments); left > 0; left--) this.#pay();
  }

  /** Somebody corrects an invoice in OpenSolar, or cancels some. */
  change(): void {
    if (this.invoices.length === 0) return;
    const invoice = this.#dice.pick(this.invoices);
    if (this.#dice.chance(0.3)) this.#withdraw();
    else if (this.#dice.chance(0.5)) invoice.lines.push(this.#line());
    else invoice.date = this.#day();
  }

  /** One is cancelled, or enough for a batch; now and then one is issued again. */
  #withdraw(): void {
    for (let left = this.#dice.pick([1, 1, 9]); left > 0; left--) {
      const invoice = this.#dice.pick(this.invoices);
      invoice.cancelled = !invoice.cancelled || this.#dice.chance(0.5);
      invoice.everCancelled = true;
    }
  }

  csv(): Export {
    const invoices = this.#dice.shuffled(this.invoices).flatMap((invoice) =>
      invoice.lines.map(({ amount, taxRate }) => ({
        invoice_id: invoice.id,
        invoice_number: invoice.number,
        customer_id: invoice.customer.id,
        customer_name: invoice.customer.name,
        email: invoice.customer.email,
        issue_date: invoice.date,
        status: invoice.cancelled ? 'Cancelled' : 'Sent',
        amount,
        tax_rate: taxRate,
      })),
    );
    const payments = this.#dice.shuffled(this.payments).flatMap((payment) =>
      payment.parts.map(({ invoice, amount }) => ({
        payment_id: payment.id,
        invoice_number: invoice.number,
        date: payment.date,
        amount,
      })),
    );
    return { invoices: invoicesCsv(...invoices), payments: paymentsCsv(...payments) };
  }

  /** A customer, often of a name that another one has. */
  #welcome(): void {
    const at = this.customers.length + 1;
    const email = this.#dice.chance(0.9) ? `customer${at}@example.com` : '';
    this.customers.push({ id: `cus_${at}`, name: this.#dice.pick(NAMES), email });
  }

  #issue(): void {
    const at = this.invoices.length + 1;
    this.invoices.push({
      id: `inv_${at}`,
      number: `INV-${at}`,
      customer: this.#dice.pick(this.customers),
      date: this.#day(),
      cancelled: false,
      everCancelled: false,
      lines: Array.from({ length: this.#dice.between(1, 3) }, () => this.#line()),
    });
  }

  #line(): { amount: string; taxRate: string } {
    return {
      amount: dollars(this.#dice.between(100, 900_000)).toFixed(2),
      taxRate: this.#dice.pick(this.#rates),
    };
  }

  #pay(): void {
    const of = this.#dice.pick(this.invoices);
    const same = this.invoices.filter(({ customer }) => customer === of.customer);
    const invoices = this.#dice.chance(0.3) ? same.slice(0, 2) : [of];
    const parts = invoices.map((invoice) => ({
      invoice,
      amount: new Big(totalOf(invoice))
        .times(this.#dice.pick([1, 0.5, 0.25]))
        .round(2, 0)
        .toFixed(2),
    }));
    this.payments.push({ id: `pay_${this.payments.length + 1}`, date: this.#day(), parts });
  }

  #day(): string {
    return `2026-02-${String(this.#dice.between(1, 28)).padStart(2, '0')}`;
  }
}

/**
 * What an invoice comes to, tax included: written again here, so that a mistake of the engine cannot hide itself. There
 * is one rate above zero, so rounding at the end is rounding once a rate.
 */
export function totalOf({ lines }: SimInvoice): string {
  return lines
    .reduce(
      (sum, { amount, taxRate }) => sum.plus(new Big(amount).times(new Big(taxRate).div(100).plus(1))),
      new Big(0),
    )
    .toFixed(2);
}

export function amountOf({ parts }: SimPayment): string {
  return parts.reduce((sum, { amount }) => sum.plus(amount), new Big(0)).toFixed(2);
}
