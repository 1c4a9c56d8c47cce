import type { JsonObject } from '../../../src/sandbox/json.ts';
import { idOf, line, ref } from '../client.ts';
import type { Reply } from '../client.ts';
import { BANK, inCurrency } from './step.ts';
import type { Form, Step, World } from './step.ts';
import { CODES } from './tax-oracle.ts';

export function lines({ country }: World, { pick, cents, percent }: Step): readonly JsonObject[] {
  const codes = Object.keys(CODES[country]);
  const sold = cents.map((value, at) =>
    line(value / 100, {
      ItemRef: ref(((pick + at) % 4) + 1),
      TaxCodeRef: ref(codes[(pick + at) % codes.length] ?? ''),
    }),
  );
  if (percent % 3 !== 0) return sold;
  const DiscountLineDetail = { PercentBased: true, DiscountPercent: percent };
  return [...sold, { DetailType: 'DiscountLineDetail', DiscountLineDetail }];
}

export function createForm(world: World, form: Form, step: Step): Reply {
  const { qbo, country } = world;
  // Few customers, so that their invoices, credits and payments meet.
  const customers = qbo.rows('Customer').map(idOf).slice(-3);
  const customer = customers[step.pick % customers.length] ?? '';
  const kind = form.toLowerCase();
  const bank = step.other % 2 === 0 ? { DepositToAccountRef: BANK } : {};
  const account =
    form === 'RefundReceipt' ? { DepositToAccountRef: BANK } : form === 'CreditMemo' ? {} : bank;
  const Deposit = form === 'Invoice' && step.other % 5 === 0 ? { Deposit: step.percent / 7 } : {};
  return qbo.post(kind, {
    CustomerRef: ref(customer),
    Line: lines(world, step),
    ...inCurrency(world, customer, step),
    ...account,
    ...Deposit,
    ...(country === 'US' ? {} : { GlobalTaxCalculation: step.inclusive ? 'TaxInclusive' : 'TaxExcluded' }),
  });
}
