import { refId } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { ref } from '../client.ts';
import type { Reply } from '../client.ts';
import { BANK, inCurrency, key, linkTo, open, part, pickOf } from './step.ts';
import type { Step, World } from './step.ts';

export function pay(world: World, step: Step, before?: JsonObject): Reply {
  const { qbo } = world;
  const invoices = open(qbo.rows('Invoice')).filter(
    (row) => before === undefined || refId(row.CustomerRef) === refId(before.CustomerRef),
  );
  const invoice = pickOf(invoices, step.pick);
  const some = part(Number(invoice.Balance ?? 0), step.percent);
  const extra = step.inclusive ? 1.23 : 0;
  const customer = before?.CustomerRef ?? invoice.CustomerRef ?? ref('1');
  return qbo.post('payment', {
    ...(before === undefined ? {} : key(before)),
    CustomerRef: customer,
    TotalAmt: Number((some + extra).toFixed(2)),
    Line: some > 0 ? [linkTo(invoice, 'Invoice', some)] : [],
    ...inCurrency(world, refId(customer) ?? '', step),
    ...(step.other % 4 === 0 ? { DepositToAccountRef: BANK } : {}),
  });
}

/** A credit applied to an invoice, with or without money beside it. */
export function payWithCredit(world: World, step: Step): Reply {
  const { qbo } = world;
  const invoices = open(qbo.rows('Invoice'));
  const of = (customer: JsonObject) => (row: JsonObject) =>
    refId(row.CustomerRef) === refId(customer.CustomerRef);
  const memos = open(qbo.rows('CreditMemo')).filter((row) => invoices.some(of(row)));
  const memo = pickOf(memos, step.pick);
  const invoice = pickOf(invoices.filter(of(memo)), step.other);
  const most = Math.min(Number(memo.Balance ?? 0), Number(invoice.Balance ?? 0));
  const some = part(most, step.percent);
  const money = step.inclusive ? Math.min(5, Number(invoice.Balance ?? 0) - some) : 0;
  return qbo.post('payment', {
    CustomerRef: memo.CustomerRef ?? ref('1'),
    TotalAmt: Number(money.toFixed(2)),
    Line: [linkTo(invoice, 'Invoice', Number((some + money).toFixed(2))), linkTo(memo, 'CreditMemo', some)],
    ...inCurrency(world, refId(memo.CustomerRef) ?? '1', step),
  });
}
