import type { JsonObject } from '../../../src/sandbox/json.ts';
import type { Reply } from '../client.ts';
import { deposit } from './deposit-steps.ts';
import { createForm, lines } from './form-steps.ts';
import { journal, payJournal } from './journal-steps.ts';
import { pay, payWithCredit } from './payment-steps.ts';
import { FORMS, key, pickOf } from './step.ts';
import type { Act, Step, World } from './step.ts';

const VOID_BY_UPDATE = { operation: 'update', include: 'void' };

/** Acts that are more than a form with lines, an update of its lines, or a delete. */
const own: Readonly<Partial<Record<Act, (world: World, step: Step, row: JsonObject) => Reply>>> = {
  pay: (world, step) => pay(world, step),
  'pay with credit': (world, step) => payWithCredit(world, step),
  'pay journal': (world, step) => payJournal(world, step),
  'edit Payment': pay,
  'create Deposit': (world, step) => deposit(world, step),
  'edit Deposit': deposit,
  'create JournalEntry': (world, step) => journal(world, step),
  'edit JournalEntry': journal,
  'void Invoice': ({ qbo }, _step, row) => qbo.post('invoice', key(row), { operation: 'void' }),
  'void CreditMemo': ({ qbo }, _step, row) => qbo.post('creditmemo', key(row), { operation: 'void' }),
  'void SalesReceipt': ({ qbo }, _step, row) => qbo.post('salesreceipt', key(row), VOID_BY_UPDATE),
  'void Payment': ({ qbo }, _step, row) => qbo.post('payment', key(row), VOID_BY_UPDATE),
};

/** Sends what a step says; refusals are as good as successes, as long as the books still add up. */
export function take(world: World, step: Step): Reply {
  const { qbo } = world;
  const [verb = '', entity = ''] = step.act.split(' ');
  const path = entity.toLowerCase();
  const row = /^pay|^create/.test(step.act) ? {} : pickOf(qbo.rows(entity), step.pick);
  const act = own[step.act];
  if (act !== undefined) return act(world, step, row);
  const form = FORMS.find((each) => each === entity);
  if (verb === 'create' && form !== undefined) return createForm(world, form, step);
  if (verb === 'edit') return qbo.post(path, { ...key(row), Line: lines(world, step) });
  return qbo.post(path, key(row), { operation: 'delete' });
}
