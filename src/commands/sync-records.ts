import type { Context } from '../context.ts';
import type { RecordKind } from '../domain/records.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { chooseKeys, type Choosing } from './choose.ts';
import type { DecisionOptions } from './decide.ts';
import { unlessMappingBroken } from './mapping-holds.ts';
import { asOnlyRun, openDesk, openWriter } from './run.ts';
import { settleFirst } from './settle-first.ts';
import { stageOutcome } from './stage-view.ts';
import { planOnly, runStage } from './stage.ts';

export interface SyncOptions extends Choosing, DecisionOptions {
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
}

/** `sync-invoice` and `sync-payment`: choose, plan, show, ask, push. */
export async function syncRecords(
  context: Context,
  kind: RecordKind,
  ids: string[],
  options: SyncOptions,
): Promise<Outcome> {
  const choose = () => chooseKeys(context, kind, ids, options);
  if (options.dryRun) {
    const keys = await choose();
    const desk = await openDesk(context);
    const planned = stageOutcome([await planOnly(context, desk, kind, keys, options)]);
    return unlessMappingBroken(context, desk, planned);
  }
  // Chosen before the lock is taken, so that a wrong number is said at once; read again by the plan.
  await choose();
  return asOnlyRun(context, `sync-${kind}`, async (run) => {
    const desk = await openDesk(context);
    const writer = openWriter(context, desk, run);
    await settleFirst(context, writer, options);
    return stageOutcome([await runStage({ context, desk, writer, run, options }, kind, await choose())]);
  });
}
