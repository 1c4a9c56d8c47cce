import { moneyForPeople, sum } from '../domain/money.ts';
import {
  records,
  withNeededLists,
  type Plan,
  type PlannedAny,
  type PlannedInvoice,
  type PlannedPayment,
} from './plan.ts';

/**
 * What a person chose. For an invoice that stands otherwise in QuickBooks than in the source: `books` keeps what is
 * there, `source` puts what the source has. For a payment above what is open: `open-part` applies what is open and leaves
 * the rest as a credit of the customer.
 */
export type Answer = 'books' | 'source' | 'open-part';

/** What a choice is asked for, in the order of the plan. */
export function questions(plan: Plan): PlannedAny[] {
  return records(plan).filter(({ action }) => action === 'ask');
}

/**
 * The plan once a person chose; what has no answer, or none that fits, stays to be asked. What only the undecided would
 * have needed is not made. Pure.
 */
export function decided(plan: Plan, answers: ReadonlyMap<PlannedAny, Answer>): Plan {
  const invoices = plan.invoices.map((one) => decideInvoice(one, answers.get(one)));
  const payments = plan.payments.map((one) => decidePayment(one, answers.get(one)));
  return withNeededLists({ ...plan, invoices, payments });
}

function decideInvoice(planned: PlannedInvoice, answer: Answer | undefined): PlannedInvoice {
  if (planned.action !== 'ask') return planned;
  if (answer === 'books') {
    const notes = [...planned.notes, 'what QuickBooks has is kept'];
    return { ...planned, action: 'adopt', verdict: undefined, target: undefined, changes: undefined, notes };
  }
  if (answer === 'source') {
    const notes = [...planned.notes, 'what somebody changed in QuickBooks is replaced'];
    return { ...planned, action: 'update', verdict: undefined, adoption: undefined, notes };
  }
  return planned;
}

function decidePayment(planned: PlannedPayment, answer: Answer | undefined): PlannedPayment {
  if (planned.action !== 'ask' || answer !== 'open-part') return planned;
  const notes = [...planned.notes, openPartText(planned)];
  return { ...planned, action: 'create', verdict: undefined, notes };
}

/** What comes of a payment of which the open part is applied. */
export function openPartText({ record, refs, currency }: PlannedPayment): string {
  const applied = sum((refs?.applied ?? []).map(({ amount }) => amount));
  const [received, open, rest] = [record.amount, applied, record.amount.minus(applied)].map((amount) =>
    moneyForPeople(amount, currency),
  );
  return `${received ?? ''} received, ${open ?? ''} open in QuickBooks: ${open ?? ''} is applied, ${rest ?? ''} stays as a credit of the customer`;
}
