/** The rows of the sample exports. Amounts are whole cents here, decimal text in the files. */
export interface Customer {
  id: string;
  name: string;
  firstName: string;
  lastName: string;
  company: string;
  email: string;
  phone: string;
  street: string;
  city: string;
  state: string;
  postalCode: string;
}

export interface Line {
  type: 'milestone' | 'standalone' | 'incentive' | 'discount' | 'surcharge' | 'other';
  description: string;
  quantity: number;
  unitPrice: number;
  rate: number;
}

export interface Invoice {
  id: string;
  number: string;
  projectId: string;
  projectName: string;
  customer: Customer;
  issued: string;
  due: string;
  status: string;
  lines: Line[];
}

export interface Payment {
  id: string;
  customerId: string;
  projectId: string;
  date: string;
  method: string;
  integrated: boolean;
  status: string;
  reference: string;
  fee: number;
  applied: { number: string; amount: number }[];
}

/** Percent of whole cents, half away from zero. */
export function taxOf(cents: number, rate: number): number {
  const hundredths = Math.abs(cents) * rate;
  return Math.sign(cents) * Math.floor((hundredths + 50) / 100);
}

export function amountOf({ quantity, unitPrice }: Line): number {
  return quantity * unitPrice;
}

export function netOf(lines: readonly Line[]): number {
  return lines.reduce((net, line) => net + amountOf(line), 0);
}

/** Tax as QuickBooks comes to it: each rate on the sum of its lines. */
export function taxPerRate(lines: readonly Line[]): number {
  const rates = [...new Set(lines.map(({ rate }) => rate))];
  return rates.reduce((tax, rate) => tax + taxOf(netOf(lines.filter((line) => line.rate === rate)), rate), 0);
}

export function taxPerLine(lines: readonly Line[]): number {
  return lines.reduce((tax, line) => tax + taxOf(amountOf(line), line.rate), 0);
}

export function totalOf({ lines }: Invoice): number {
  return netOf(lines) + taxPerLine(lines);
}

/** `120010` → `1200.10`. */
export function money(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A date some days after another; both `YYYY-MM-DD`. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
