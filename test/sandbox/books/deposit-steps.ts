import { objectsOf, refId } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { ref } from '../client.ts';
import type { Reply } from '../client.ts';
import { BANK, key } from './step.ts';
import type { Step, World } from './step.ts';

/** Takes up to three payments and receipts of one currency to the bank, with a fee taken off. */
export function deposit({ qbo }: World, step: Step, before?: JsonObject): Reply {
  const rows = [
    ...qbo.rows('Payment').map((row) => ['Payment', row] as const),
    ...qbo.rows('SalesReceipt').map((row) => ['SalesReceipt', row] as const),
  ].filter(
    ([, row]) =>
      refId(row.DepositToAccountRef) === '2' &&
      Number(row.TotalAmt) > 0 &&
      objectsOf(row.LinkedTxn).length === 0,
  );
  const first = rows[step.pick % Math.max(1, rows.length)];
  const currency = refId(first?.[1].CurrencyRef);
  const taken = rows.filter(([, row]) => refId(row.CurrencyRef) === currency).slice(0, (step.other % 3) + 1);
  const Line = taken.map(([kind, row]) => ({
    Amount: row.TotalAmt,
    LinkedTxn: [{ TxnId: row.Id, TxnType: kind, TxnLineId: '0' }],
  }));
  const fee = {
    Amount: step.inclusive ? -0.01 : 3.5,
    DetailType: 'DepositLineDetail',
    DepositLineDetail: { AccountRef: ref('13') },
  };
  return qbo.post('deposit', {
    ...(before === undefined ? {} : key(before)),
    DepositToAccountRef: BANK,
    Line: step.percent % 2 === 0 ? Line : [...Line, fee],
    ...(first === undefined ? {} : { CurrencyRef: first[1].CurrencyRef }),
  });
}
