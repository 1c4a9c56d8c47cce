import Big from 'big.js';
import type { Json } from './json.ts';

/** Members that QuickBooks prints with two places (qbo-api.md 1.3). */
const MONEY_MEMBERS = new Set([
  'Amount',
  'Balance',
  'BalanceWithJobs',
  'CurrentBalance',
  'CurrentBalanceWithSubAccounts',
  'Deposit',
  'HomeBalance',
  'HomeTotalAmt',
  'NetAmountTaxable',
  'RemainingCredit',
  'TaxInclusiveAmt',
  'TotalAmt',
  'TotalTax',
  'UnappliedAmt',
]);

function numberText(value: number, member: string): string {
  if (value === 0) return '0';
  if (MONEY_MEMBERS.has(member)) return new Big(value).toFixed(2);
  const text = String(value);
  return text.includes('e') ? new Big(value).toFixed() : text;
}

/**
 * JSON as QuickBooks prints it: money with two decimals, zero as a bare `0`, no exponents
 * (qbo-api.md 1.3).
 */
export function wireText(value: Json | undefined, member = ''): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'number') return numberText(value, member);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((inner: Json) => wireText(inner, member)).join(',')}]`;
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${wireText(inner, name)}`).join(',')}}`;
}
