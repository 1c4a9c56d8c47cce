import { existsSync } from 'node:fs';
import type { Context } from '../context.ts';
import { foldNumber } from '../domain/identity.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Plan, PlannedPayment } from '../sync/plan.ts';
import { clean } from '../terminal/clean.ts';
import { logTime } from '../terminal/log-time.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { VERSION } from '../version.ts';
import { automaticPayments, type Waiting } from './automatic-payments.ts';
import { findingsText, type NamedFinding } from './findings-view.ts';
import { filesOf, importAll, importOutcome } from './import.ts';
import { MOST_FINDINGS } from './plan-summary.ts';
import { unlessMappingBroken } from './mapping-holds.ts';
import { asOnlyRun, openDesk, openWriter } from './run.ts';
import { settleFirst } from './settle-first.ts';
import { stageJson, stageOutcome } from './stage-view.ts';
import { planOnly, runStage, type StageResult } from './stage.ts';

interface Options {
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
}

/** What cron runs: import, then invoices, then payments, as OpenSolar's own connector would by itself. */
export async function sync(context: Context, options: Options): Promise<Outcome> {
  await announce(context);
  return options.dryRun
    ? dryRun(context, options)
    : asOnlyRun(context, 'sync', async (run) => {
        const imported = await importFolders(context, false);
        const desk = await openDesk(context);
        const { ledger, settings } = desk;
        const job = { context, desk, writer: openWriter(context, desk, run), run, options };
        await settleFirst(context, job.writer, options);
        const stages = [await runStage(job, 'invoice', await ledger.keys({ kind: 'invoice' }))];
        const left = new Left(options.json ?? false);
        const payments = await automaticPayments(ledger, settings, async (waiting) => {
          left.add(waiting);
          await keepWaiting(ledger, waiting);
        });
        // Once a run is stopped (disconnected, interrupted), payments would meet the same.
        if (stages[0]?.tally?.stoppedBy === undefined)
          stages.push(await runStage(job, 'payment', payments).catch(sayingFirst(context, stages)));
        return syncOutcome(imported, stages, left);
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
async function dryRun(context: Context, options: Options): Promise<Outcome> {
  const imported = await importFolders(context, true);
  const desk = await openDesk(context);
  const { ledger, settings } = desk;
  const left = new Left(options.json ?? false);
  const payments = await automaticPayments(ledger, settings, async (waiting) => {
    left.add(waiting);
    return Promise.resolve();
  });
  const coming = new Set<string>();
  const collect = (plan: Plan): Plan => {
    for (const { action, record } of plan.invoices)
      if (action === 'create' || action === 'adopt') coming.add(foldNumber(record.number));
    return plan;
  };
  const invoices = await ledger.keys({ kind: 'invoice' });
  const stages = [
    await planOnly(context, desk, 'invoice', invoices, options, collect),
    await planOnly(context, desk, 'payment', payments, options, (plan) => afterInvoices(plan, coming)),
  ];
  return unlessMappingBroken(context, desk, syncOutcome(imported, stages, left));
}

/** In the real run the invoices of the first plan are in QuickBooks before the payments are planned. */
function afterInvoices(plan: Plan, coming: ReadonlySet<string>): Plan {
  const payments = plan.payments.map((payment): PlannedPayment => {
    const { verdict, record } = payment;
    const missing =
      verdict?.code === 'INVOICE_NOT_IN_BOOKS' &&
      record.applied.some((one) => coming.has(foldNumber(one.invoiceNumber)));
    return missing
      ? { ...payment, verdict: undefined, action: 'create', notes: ['once its invoice is in'] }
      : payment;
  });
  return { ...plan, payments };
}

/** Off a terminal the talk goes into a log, where somebody will ask when this was, and which company. */
async function announce(context: Context): Promise<void> {
  const { terminal, clock } = context;
  if (terminal.interactive) return;
  const company = await (await context.ledger()).company();
  terminal.say(
    `${logTime(clock.now())}, qbsync ${VERSION} sync, ${company ? `${clean(company.name)} (${company.environment})` : 'no company'}`,
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

/** What is left to a person: the first of them to be said, all of them where they are to be printed. */
class Left {
  count = 0;
  readonly first: NamedFinding[] = [];
  readonly json: object[] | undefined;

  constructor(listed: boolean) {
    this.json = listed ? [] : undefined;
  }

  add(waiting: Waiting[]): void {
    for (const { entry, finding } of waiting) {
      this.count++;
      if (this.first.length < MOST_FINDINGS) this.first.push({ name: entry.key, finding });
      this.json?.push({ kind: entry.kind, id: entry.sourceId ?? null, ...finding });
    }
  }
}

function syncOutcome(imported: Outcome, stages: StageResult[], left: Left): Outcome {
  const outcome = stageOutcome(stages, [imported.exit]);
  return {
    exit: outcome.exit,
    json: {
      exit: outcome.exit,
      import: imported.json,
      stages: stages.map(stageJson),
      waiting: left.json ?? [],
    },
    text: (style) =>
      [
        outcome.text(style),
        left.count > 0 ? `\n${left.count} left to you:\n${findingsText(left.first, left.count, style)}` : '',
      ].join(''),
  };
}

/** So that status says what a payment waits for. */
async function keepWaiting(ledger: Ledger, waiting: Waiting[]): Promise<void> {
  await ledger.judge(
    waiting.map(({ entry: { kind, key, fingerprint }, finding }) => ({
      kind,
      key,
      standing: { ...finding, state: 'skipped', fingerprint },
    })),
  );
}
