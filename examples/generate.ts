import { NAMES, STREETS, type Country, type Name } from './countries.ts';
import { daysAfter, netOf, taxPerLine, taxPerRate, totalOf } from './ledger.ts';
import type { Customer, Invoice, Line, Payment } from './ledger.ts';
import { Random } from './random.ts';

export interface Books {
  invoices: Invoice[];
  payments: Payment[];
}

/** Customers of the US sample that QuickBooks cannot take: without e-mail, with a wrong one, without a usable name. */
const BAD_CONTACTS = { noEmail: 9, wrongEmail: 17, noName: 26 };
/** Its progress and final invoice are paid by one bank transfer. */
const PAID_TOGETHER = 7;
const CARD_CAP = 600_000;

/** Makes the invoices and payments of one installer in one year, always the same ones. */
export function generate(country: Country): Books {
  const random = new Random(20_260_101 + country.projects * 7 + (country.code.codePointAt(0) ?? 0));
  const projects = Array.from({ length: country.projects }, (_, n) => project(country, n, random));
  const invoices = projects
    .flatMap((made) => made.invoices)
    .sort((one, other) => one.issued.localeCompare(other.issued));
  invoices.forEach((invoice, at) => (invoice.number = `INV-${String(at + 1).padStart(5, '0')}`));
  const payments = projects.flatMap((made) => pay(country, made, random));
  payments.sort((one, other) => one.date.localeCompare(other.date));
  return { invoices, payments };
}

interface Project {
  n: number;
  invoices: Invoice[];
}

function project(country: Country, n: number, random: Random): Project {
  const customer = customerOf(country, n, random);
  const start = daysAfter('2026-01-08', Math.floor((n * 218) / country.projects));
  const size = random.between(48, 148) / 10;
  const projectId = String(3_401_200 + n * 37);
  const projectName = `${customer.lastName || 'Site'} ${size.toFixed(1)} kW, ${customer.street}`;
  const price = random.between(1_400_000, 3_600_000) + random.between(1, 99);
  const deposit = Math.round(price * (n % 3 === 0 ? 0.1 : 0.2));
  const progress = Math.round(price * 0.55) + random.between(0, 49);
  const { full, reduced, none } = country.rates;
  const milestone = (description: string, cents: number, rate = full): Line => ({
    type: 'milestone',
    description,
    quantity: 1,
    unitPrice: cents,
    rate,
  });
  const plan: Line[][] = [
    [milestone('Deposit on contract', deposit)],
    [milestone('Progress payment: panels and inverter on site', progress, n % 4 === 1 ? reduced : full)],
    // The last milestone is what is left, as CashFlow splits a price.
    [milestone('Final payment: commissioning', price - deposit - progress)],
  ];
  const extra = (
    type: Line['type'],
    description: string,
    quantity: number,
    unitPrice: number,
    rate: number,
  ): Line => ({
    type,
    description,
    quantity,
    unitPrice,
    rate,
  });
  if (n % 3 === 1)
    plan[2]?.push(extra('incentive', country.incentive, 1, -random.between(20_000, 90_000), none));
  if (n % 5 === 2)
    plan[2]?.push(
      extra('discount', 'Neighbour discount, "thank you"', 1, -random.between(9_901, 25_049), full),
    );
  if (n % 6 === 3)
    plan[1]?.push(extra('surcharge', 'Steep roof, second storey', 1, random.between(15_001, 65_037), full));
  if (n % 4 === 0)
    plan[1]?.push(extra('other', 'Permit and grid fees, at cost', 1, random.between(12_011, 48_099), none));
  const days = [0, random.between(21, 40), random.between(48, 80)];
  const invoices = plan.map((lines, at) => {
    settle(lines);
    return invoiceOf(customer, projectId, projectName, daysAfter(start, days[at] ?? 0), lines, random);
  });
  if (n % 7 === 3) {
    const lines = [
      extra(
        'standalone',
        'Bird guard,\nper running metre',
        random.between(8, 22),
        1_495 + random.between(0, 49),
        full,
      ),
      extra('standalone', 'Panel cleaning', 2, 14_995, full),
    ];
    settle(lines);
    // Every other stand-alone invoice belongs to no project.
    const own = n % 2 === 1;
    const date = daysAfter(start, random.between(84, 95));
    invoices.push(invoiceOf(customer, own ? projectId : '', own ? projectName : '', date, lines, random));
  }
  return { n, invoices };
}

/** Moves the first line by cents until tax by rate and tax by line come to the same: every reading of the file agrees. */
function settle(lines: readonly Line[]): void {
  const single = lines.find(({ quantity, rate }) => quantity === 1 && rate > 0) ?? lines[0];
  while (single && taxPerRate(lines) !== taxPerLine(lines)) single.unitPrice += 1;
  if (netOf(lines) <= 0) throw new Error('A sample invoice must come to more than nothing.');
}

function invoiceOf(
  customer: Customer,
  projectId: string,
  projectName: string,
  issued: string,
  lines: Line[],
  random: Random,
): Invoice {
  const due = daysAfter(issued, 14);
  return {
    id: random.id('inv'),
    number: '',
    projectId,
    projectName,
    customer,
    issued,
    due,
    status: 'Sent',
    lines,
  };
}

function customerOf(country: Country, n: number, random: Random): Customer {
  const [first, last, company = '']: Name = NAMES[n % NAMES.length] ?? ['Ada', 'Brandt'];
  const [city, state, postalCode] = country.cities[n % country.cities.length] ?? ['', '', ''];
  const domain = ['example.com', 'example.org', 'example.net'][n % 3] ?? 'example.com';
  const local = `${first}.${last}`
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z.]/g, '');
  const customer: Customer = {
    id: random.id('cus'),
    name: company || `${first} ${last}`,
    firstName: first,
    lastName: last,
    company,
    email: `${local}@${domain}`,
    phone: country.phone(n),
    street: `${random.between(3, 980)} ${STREETS[n % STREETS.length] ?? ''}`,
    city,
    state,
    postalCode,
  };
  if (country.folder !== 'us') return customer;
  if (n === BAD_CONTACTS.noEmail) customer.email = '';
  if (n === BAD_CONTACTS.wrongEmail) customer.email = `${local} at example.org`;
  if (n === BAD_CONTACTS.noName) {
    Object.assign(customer, {
      name: '.',
      firstName: '',
      lastName: '',
      company: '',
      email: 'site.contact@example.com',
    });
  }
  return customer;
}

function pay(country: Country, { n, invoices }: Project, random: Random): Payment[] {
  const [, progress, final] = invoices;
  const bad = country.folder === 'us' && (n === BAD_CONTACTS.wrongEmail || n === BAD_CONTACTS.noName);
  if (bad) return [];
  const payments: Payment[] = [];
  const add = (invoice: Invoice, amount: number, card: boolean, later: Invoice[] = []) => {
    const applied = [{ number: invoice.number, amount }];
    for (const other of later) applied.push({ number: other.number, amount: totalOf(other) });
    const all = [invoice, ...later];
    const method = card ? 'card' : (country.methods[random.between(0, country.methods.length - 1)] ?? '');
    const last = all.at(-1) ?? invoice;
    payments.push({
      id: random.id('pay'),
      customerId: invoice.customer.id,
      projectId: invoice.projectId,
      date: daysAfter(last.issued, random.between(1, 12)),
      method,
      integrated: card,
      status: 'Received',
      reference: card
        ? `ch_${random.id('x').slice(2)}`
        : `${method === 'check' ? 'Check ' : 'REF '}${random.between(1_000, 9_999)}`,
      fee: card ? cardFee(amount) : 0,
      applied,
    });
  };
  for (const [at, invoice] of invoices.entries()) {
    const total = totalOf(invoice);
    const together = n === PAID_TOGETHER && final !== undefined && invoice === progress;
    if (together) {
      add(invoice, total, false, [final]);
      invoice.status = final.status = 'Paid';
    } else if (n === PAID_TOGETHER && invoice === final) {
      continue;
    } else if (n % 11 === 4 && at === 1) {
      // Two instalments, the second for what was left.
      const part = Math.round(total * 0.4);
      add(invoice, part, part <= CARD_CAP);
      add(invoice, total - part, false);
      invoice.status = 'Paid';
    } else if (n % 9 === 5 && at === 2) {
      // A part payment; the rest is open.
      add(invoice, Math.round(total / 3), false);
      invoice.status = 'Overdue';
    } else if (n % 8 === 6 && at === 1) {
      // Paid by hand, and nobody has marked the invoice yet.
      add(invoice, total, false);
      invoice.status = 'Viewed';
    } else if (at === 2 && n % 3 === 2) {
      invoice.status = n % 2 === 0 ? 'Sent' : 'Viewed';
    } else if (at === 3) {
      invoice.status = 'Sent';
    } else {
      add(invoice, total, total <= CARD_CAP && at !== 1);
      invoice.status = 'Paid';
    }
  }
  return payments;
}

/** What a card provider keeps: 2.9 % and 30 cents. */
function cardFee(cents: number): number {
  return Math.floor((cents * 29 + 500) / 1000) + 30;
}
