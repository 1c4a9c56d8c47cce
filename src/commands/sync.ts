import { existsSync } from 'node:fs';
import type { Settings } from '../company/settings.ts';
import type { Context } from '../context.ts';
import { foldNumber } from '../domain/identity.ts';
import { EXIT, Problem, type Finding } from '../domain/problems.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import { clean } from '../terminal/clean.ts';
import type { Outcome } from '../terminal/outcome.ts';
import type { PlannedPayment } from '../sync/plan.ts';
import { VERSION } from '../version.ts';
import { findingsText } from './findings-view.ts';
import { filesOf, importAll, importOutcome } from './import.ts';
import { asOnlyRun, openDesk, openWriter } from './run.ts';
import {
  planExit,
  planOnly,
  runStage,
  settleFirst,
  stageJson,
  stageOutcome,
  type StageResult,
} from './sync-records.ts';

interface Options {
  dryRun?: boolean;
  yes?: boolean;
}

/** What cron runs: import, then invoices, then payments, as OpenSolar's own connector would by itself. */
export async function sync(context: Context, options: Options): Promise<Outcome> {
  await announce(context);
  return options.dryRun
    ? dryRun(context)
    : asOnlyRun(context, 'sync', async (run) => {
        const imported = await importFolders(context, false);
        const desk = await openDesk(context);
        const writer = openWriter(context, desk, run);
        await settleFirst(context, writer, options);
        const invoices = await desk.ledger.entries({ kind: 'invoice' });
        const stages = [await runStage(context, desk, writer, run, 'invoice', invoices, options)];
        const payments = await automaticPayments(desk.ledger, desk.settings);
        await keepWaiting(desk.ledger, payments.waiting);
        // Once a run is stopped (disconnected, interrupted), payments would meet the same.
        if (stages[0]?.report?.stoppedBy === undefined) {
          const pushing = runStage(context, desk, writer, run, 'payment', payments.now, options);
          stages.push(await pushing.catch(sayingFirst(context, stages)));
        }
        return syncOutcome(imported, stages, payments.waiting);
      });
}

/** What ends a run while payments are planned must not hide what became of the invoices. */
function sayingFirst({ terminal }: Context, stages: StageResult[]): (error: unknown) => never {
  return (error) => {
    terminal.say(stageOutcome(stages).text(terminal.style));
    throw error;
  };
}

/** The folders are read as for a preview, so the plans are those of what was imported before. */
async function dryRun(context: Context): Promise<Outcome> {
  const imported = await importFolders(context, true);
  const [ledger, settings] = [await context.ledger(), (await context.files()).settings()];
  const payments = await automaticPayments(ledger, settings);
  const invoices = await planOnly(context, 'invoice', await ledger.entries({ kind: 'invoice' }));
  const stages = [invoices, afterInvoices(await planOnly(context, 'payment', payments.now), invoices)];
  return syncOutcome(imported, stages, payments.waiting);
}

/** In the real run the invoices of the first plan are in QuickBooks before the payments are planned. */
function afterInvoices(payments: StageResult, invoices: StageResult): StageResult {
  const coming = new Set(
    invoices.plan.invoices.flatMap(({ action, record }) =>
      action === 'create' || action === 'adopt' ? [foldNumber(record.number)] : [],
    ),
  );
  const planned = payments.plan.payments.map((payment): PlannedPayment => {
    const { verdict, record } = payment;
    const missing =
      verdict?.code === 'INVOICE_NOT_IN_BOOKS' &&
      record.applied.some((one) => coming.has(foldNumber(one.invoiceNumber)));
    return missing
      ? { ...payment, verdict: undefined, action: 'create', notes: ['once its invoice is in'] }
      : payment;
  });
  const plan = { ...payments.plan, payments: planned };
  return { ...payments, plan, exit: planExit(plan) };
}

/** Off a terminal the talk goes into a log, where somebody will ask when this was, and which company. */
async function announce(context: Context): Promise<void> {
  const { terminal, clock } = context;
  if (terminal.interactive) return;
  const company = await (await context.ledger()).company();
  const time = clock.now().toISOString().slice(0, 19).replace('T', ' ');
  terminal.say(
    `${time} UTC, qbsync ${VERSION} sync, ${company ? `${clean(company.name)} (${company.environment})` : 'no company'}`,
  );
}

async function importFolders(context: Context, preview: boolean): Promise<Outcome> {
  const settings = (await context.files()).settings();
  const gone = settings.importFolders.find((folder) => !existsSync(folder));
  if (gone !== undefined) throw folderGone(gone);
  const files = await filesOf(context, settings.importFolders);
  const reading = {
    columns: settings.columns,
    ...(settings.dateOrder ? { dateOrder: settings.dateOrder } : {}),
  };
  const imported = importOutcome(await importAll(context, files, reading, preview), preview);
  if (files.length > 0) context.terminal.say(imported.text(context.terminal.style));
  return imported;
}

function folderGone(folder: string): Problem {
  return new Problem({
    code: 'IMPORT_FOLDER',
    reason: `The import folder ${folder} of the settings is not there. Nothing was sent.`,
    fix: 'Put the folder back, or take the setting back: qbsync configure --set import-folder=none',
    exit: EXIT.settings,
  });
}

function syncOutcome(imported: Outcome, stages: StageResult[], waiting: Waiting[]): Outcome {
  const outcome = stageOutcome(stages, [imported.exit]);
  return {
    exit: outcome.exit,
    json: {
      exit: outcome.exit,
      import: imported.json,
      stages: stages.map(stageJson),
      waiting: waiting.map(({ entry, finding }) => ({
        kind: entry.kind,
        id: entry.sourceId ?? null,
        ...finding,
      })),
    },
    text: (style) => {
      const left = waiting.map(({ entry, finding }) => ({ name: entry.key, finding }));
      return [
        outcome.text(style),
        left.length > 0 ? `\n${left.length} left to you:\n${findingsText(left, style)}` : '',
      ].join('');
    },
  };
}

interface Waiting {
  entry: Entry;
  finding: Finding;
}

/**
 * Card payments go by themselves; manual ones when the source marks their invoice as paid (or as the setting says).
 * Payments that are in the books stay in the list, so that a change after booking is noticed.
 */
async function automaticPayments(
  ledger: Ledger,
  { manualPayments }: Settings,
): Promise<{ now: Entry[]; waiting: Waiting[] }> {
  const payments = await ledger.entries({ kind: 'payment' });
  if (manualPayments === 'when-received') return { now: payments, waiting: [] };
  const contents = await ledger.contents(payments);
  const paid = new Set<string>();
  for (const { number, state } of await ledger.entries({ kind: 'invoice' })) {
    if (number !== undefined && state === 'paid') paid.add(foldNumber(number));
  }
  const now: Entry[] = [];
  const waiting: Waiting[] = [];
  payments.forEach((entry, at) => {
    const record = contents[at];
    if (record?.kind !== 'payment') return;
    const unpaid = record.applied
      .map(({ invoiceNumber }) => invoiceNumber)
      .filter((one) => !paid.has(foldNumber(one)));
    const byHand = !record.integrated && record.state === 'received' && !entry.link && !entry.open;
    if (
      byHand &&
      entry.standing?.state !== 'ignored' &&
      (manualPayments === 'never' || unpaid.length > 0 || record.applied.length === 0)
    ) {
      waiting.push({
        entry,
        finding: manualPayments === 'never' ? byHandOnly(entry) : notMarkedPaid(entry, unpaid),
      });
    } else now.push(entry);
  });
  return { now, waiting };
}

function notMarkedPaid(entry: Entry, unpaid: string[]): Finding {
  return {
    code: 'WAITS_FOR_PAID',
    reason:
      unpaid.length > 0
        ? `Paid by hand, and ${unpaid.join(', ')} is not marked as paid in the source yet.`
        : 'Paid by hand, and it names no invoice that could be marked as paid.',
    fix: `Mark it as paid in OpenSolar and import again, or push it now: qbsync sync-payment ${entry.key}`,
  };
}

function byHandOnly(entry: Entry): Finding {
  return {
    code: 'BY_HAND_ONLY',
    reason: 'Paid by hand; the settings say that such payments are not pushed by themselves.',
    fix: `Push it with: qbsync sync-payment ${entry.key}`,
  };
}

/** So that status says what a payment waits for. */
async function keepWaiting(ledger: Ledger, waiting: Waiting[]): Promise<void> {
  for (const { entry, finding } of waiting) {
    const { kind, key, fingerprint } = entry;
    await ledger.judge([{ kind, key, standing: { ...finding, state: 'skipped', fingerprint } }]);
  }
}
