import type { Context } from '../context.ts';
import type { Writer, WriteResult } from '../sync/writer.ts';
import { clean } from '../terminal/clean.ts';
import { attemptName } from './attempt-name.ts';
import { declined, requireYes } from './confirm.ts';
import { count } from './plan-view.ts';

/**
 * What an earlier run left without an answer is looked up in the books before anything new is planned. What is not there
 * is sent again: a write, so it is asked for.
 */
export async function settleFirst(
  context: Context,
  writer: Writer,
  options: { yes?: boolean },
): Promise<void> {
  const { terminal } = context;
  let settled = await writer.settleOpen(false);
  const missing = settled.filter(({ result }) => result.type === 'unknown').length;
  if (missing > 0) {
    const question = `${count(missing, 'record')} that an earlier run sent cannot be found in QuickBooks. Send again (it is the same request, so it cannot be booked twice)?`;
    const sure = await requireYes(context, options, question);
    if (!sure) throw declined();
    settled = [
      ...settled.filter(({ result }) => result.type !== 'unknown'),
      ...(await writer.settleOpen(true)),
    ];
  }
  const ledger = await context.ledger();
  for (const { attempt, result } of settled) {
    const name = await attemptName(ledger, attempt);
    terminal.say(
      `${terminal.style.warn('!')} ${clean(name)} was left without an answer: ${settledText(result)}`,
    );
  }
}

function settledText(result: WriteResult): string {
  switch (result.type) {
    case 'done':
      return `it is in QuickBooks now, once (id ${result.object.Id}).`;
    case 'refused':
      return `it is not in QuickBooks (${clean(result.finding.reason)}).`;
    case 'unknown':
      return 'still no answer; it stays Pending.';
  }
}
