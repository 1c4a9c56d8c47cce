import type { Context } from '../context.ts';
import { foldNumber } from '../domain/identity.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import type { RecordKind } from '../domain/records.ts';
import { statusOf } from '../domain/status.ts';
import type { Entry, Filter } from '../ledger/ledger.ts';
import { dayNamed, statusNamed, usage } from './values.ts';

export interface Choosing {
  all?: boolean;
  project?: string | true;
  status?: string;
  since?: string;
}

/** What a status needs to know of an entry. */
export function factsOf(entry: Entry) {
  return {
    fingerprint: entry.fingerprint,
    linkedFingerprint: entry.link?.fingerprint,
    open: entry.open,
    standing: entry.standing,
  };
}

/** The records a person names, by id or by what they have in common. An id that is not known is an error, not a miss. */
export async function chooseEntries(
  context: Context,
  kind: RecordKind,
  given: string[],
  options: Choosing,
): Promise<Entry[]> {
  const fromInput = given.includes('-') ? idsIn(await context.terminal.readInput()) : [];
  const ids = [...given.filter((id) => id !== '-'), ...fromInput];
  if (given.length === 0 && !options.all && !options.project && !options.status && !options.since) {
    throw usage(
      `Which ${kind}s?`,
      `Give numbers or ids, or one of --all, --project NAME, --status STATUS, --since DATE; or - to read ids from input.`,
    );
  }
  if (given.length > 0 && options.all) {
    throw usage(`Either all ${kind}s or those that are named?`, 'Leave out --all, or the numbers.');
  }
  const filter: Filter = { kind };
  if (given.length > 0) filter.ids = ids;
  if (typeof options.project === 'string') filter.project = options.project;
  if (options.since) filter.since = dayNamed(options.since);
  const ledger = await context.ledger();
  const found = await ledger.entries(filter);
  const entries = kind === 'payment' && given.length > 0 ? await withPaymentsOf(context, found, ids) : found;
  if (given.length > 0) await refuseUnknown(context, kind, ids, entries);
  if (typeof options.project === 'string' && entries.length === 0) {
    throw usage(
      `No ${kind} belongs to a project "${options.project}".`,
      'See the projects with: qbsync status --project',
    );
  }
  if (!options.status) return entries;
  const wanted = statusNamed(options.status);
  const disconnected = (await ledger.company())?.disconnected;
  return entries.filter((entry) => statusOf(factsOf(entry), disconnected).status === wanted);
}

/** A payment may be named by the invoice it pays. */
async function withPaymentsOf(context: Context, found: Entry[], ids: string[]): Promise<Entry[]> {
  const ledger = await context.ledger();
  const keys = new Set(found.map(({ key }) => key));
  const paying = new Set(await ledger.paymentsOf(ids));
  const more = (await ledger.entries({ kind: 'payment' })).filter(
    ({ key }) => paying.has(key) && !keys.has(key),
  );
  return [...found, ...more];
}

function idsIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

async function refuseUnknown(
  context: Context,
  kind: RecordKind,
  ids: string[],
  entries: Entry[],
): Promise<void> {
  const ledger = await context.ledger();
  const known = new Set(
    entries.flatMap(({ number, sourceId, key }) => [number, sourceId, key]).map((id) => foldNumber(id ?? '')),
  );
  const missing: string[] = [];
  for (const id of ids) {
    if (known.has(foldNumber(id))) continue;
    if (kind === 'payment' && (await ledger.paymentsOf([id])).length > 0) continue;
    missing.push(id);
  }
  if (missing.length === 0) return;
  const rejects = (await ledger.rejects()).filter(({ recordId }) =>
    missing.some((id) => foldNumber(id) === foldNumber(recordId ?? '')),
  );
  const [reject] = rejects;
  throw new Problem({
    code: 'RECORD_UNKNOWN',
    reason: reject
      ? `${reject.recordId ?? ''} was left out when ${reject.file} was imported (line ${reject.line}: ${reject.what}). Nothing was sent.`
      : `No ${kind} is known as ${missing.join(', ')}. Nothing was sent.`,
    fix: reject
      ? 'Correct that row, then run: qbsync import with the file'
      : 'Check the number, or import the file that has it: qbsync import FILE. See what is known with: qbsync status',
    exit: EXIT.usage,
  });
}
