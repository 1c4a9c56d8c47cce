import type { Context } from '../context.ts';
import { foldNumber } from '../domain/fingerprint.ts';
import type { Settings } from '../company/settings.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { filesOf, importAll, importOutcome } from './import.ts';
import { asOnlyRun, openDesk, openWriter } from './run.ts';
import { planOnly, runStage, settleFirst, stageOutcome, type StageResult } from './sync-records.ts';

interface Options {
  dryRun?: boolean;
  yes?: boolean;
}

/** What cron runs: import, then invoices, then payments, as OpenSolar's own connector would by itself. */
export async function sync(context: Context, options: Options): Promise<Outcome> {
  if (options.dryRun) {
    const ledger = await context.ledger();
    const settings = (await context.files()).settings();
    const invoices = await planOnly(context, 'invoice', await ledger.entries({ kind: 'invoice' }));
    const payments = await planOnly(context, 'payment', await automaticPayments(ledger, settings));
    return stageOutcome([invoices, payments]);
  }
  return asOnlyRun(context, 'sync', async (run) => {
    const settings = (await context.files()).settings();
    const files = await filesOf(context, settings.importFolders);
    const reports = await importAll(context, files, readingOf(settings), false);
    const imported = importOutcome(reports, false);
    if (reports.length > 0) context.terminal.say(imported.text(context.terminal.style));
    const desk = await openDesk(context);
    const writer = openWriter(context, desk, run);
    await settleFirst(context, writer);
    const stages: StageResult[] = [];
    const stage = async (noun: 'invoice' | 'payment', entries: Entry[]) => {
      stages.push(await runStage(context, desk, writer, run, noun, entries, options));
    };
    await stage('invoice', await desk.ledger.entries({ kind: 'invoice' }));
    // Once a run is stopped (disconnected, interrupted), payments would meet the same.
    if (stages[0]?.report?.stoppedBy === undefined) {
      await stage('payment', await automaticPayments(desk.ledger, settings));
    }
    const outcome = stageOutcome(stages, [imported.exit]);
    return {
      ...outcome,
      json: { import: imported.json, stages: stages.length > 1 ? stageList(outcome.json) : [outcome.json] },
    };
  });
}

function stageList(json: object): unknown {
  return 'stages' in json ? json.stages : [json];
}

function readingOf(settings: Settings) {
  return { columns: settings.columns, ...(settings.dateOrder ? { dateOrder: settings.dateOrder } : {}) };
}

/**
 * Card payments go by themselves; manual ones when the source marks their invoice as paid (or as the setting says).
 * Payments that are in the books stay in the list, so that a change after booking is noticed.
 */
async function automaticPayments(ledger: Ledger, settings: Settings): Promise<Entry[]> {
  const payments = await ledger.entries({ kind: 'payment' });
  if (settings.manualPayments === 'when-received') return payments;
  const contents = await ledger.contents(payments);
  const paid = new Set<string>();
  for (const { number, state } of await ledger.entries({ kind: 'invoice' })) {
    if (number !== undefined && state === 'paid') paid.add(foldNumber(number));
  }
  return payments.filter((entry, at) => {
    const record = contents[at];
    if (record?.kind !== 'payment') return false;
    if (entry.link || record.integrated) return true;
    if (settings.manualPayments === 'never') return false;
    return (
      record.applied.length > 0 &&
      record.applied.every(({ invoiceNumber }) => paid.has(foldNumber(invoiceNumber)))
    );
  });
}
