import type { JsonObject } from '../../json.ts';
import { isDate } from '../../times.ts';
import { Mistyped } from '../form.ts';
import type { Order, Typed } from '../form.ts';
import { typedAmount } from '../visit.ts';
import type { Visit } from '../visit.ts';

/** What the API refuses too (qbo-api.md 3.2). */
const LARGEST_AMOUNT = 10 ** 10;

/** A `company` order for the company that is visited. */
export const companyOrder = ({ company }: Visit, order: JsonObject): Order => ({
  action: 'company',
  order: { realmId: company.id, ...order },
});

/** What the person does, as `POST /__sandbox/company` takes it. */
export const personOrder = (visit: Visit, person: JsonObject): Order => companyOrder(visit, { person });

export function amountTyped(typed: Typed, name: string): number {
  const found = typedAmount(typed(name));
  if (found === undefined) throw new Mistyped(name, 'Write an amount, for example 1,234.50.');
  if (Math.abs(found) >= LARGEST_AMOUNT)
    throw new Mistyped(name, 'QuickBooks takes no amount as large as this.');
  return found;
}

/** A day, or undefined when the field was left empty. */
export function dayTyped(typed: Typed, name: string): string | undefined {
  const text = typed(name);
  if (text === '') return undefined;
  if (!isDate(text)) throw new Mistyped(name, 'Write a day as YYYY-MM-DD, for example 2026-03-31.');
  return text;
}
