import type { Context } from '../context.ts';
import { foldNumber } from '../domain/identity.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import type { RecordKind } from '../domain/records.ts';
import { statusOf } from '../domain/status.ts';
import type { Entry, Filter, Ledger } from '../ledger/ledger.ts';
import { inGroups } from '../sync/groups.ts';
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

/**
 * Keys of the records a person names, by id or by what they have in common. An id that is not known is an error, not a
 * miss.
 */
export async function chooseKeys(
  context: Context,
  kind: RecordKind,
  given: string[],
  options: Choosing,
): Promise<string[]> {
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
  const filter: Filter & { kind: RecordKind } = { kind };
  if (given.length > 0) filter.ids = ids;
  if (typeof options.project === 'string') filter.project = options.project;
  if (options.since) filter.since = dayNamed(options.since);
  const ledger = await context.ledger();
  if (given.length > 0) {
    const found = await ledger.entries(filter);
    const entries = kind === 'payment' ? await withPaymentsOf(ledger, found, ids) : found;
    await refuseUnknown(context, kind, ids, entries);
    filter.ids = undefined;
    filter.keys = entries.map(({ key }) => key);
  }
  const keys = await ledger.keys(filter);
  if (typeof options.project === 'string' && keys.length === 0) {
    throw usage(
      `No ${kind} belongs to a project "${options.project}".`,
      'See the projects with: qbsync status --project',
    );
  }
  return options.status ? ofStatus(ledger, kind, keys, options.status) : keys;
}

/** Read in parts: there may be many, and only their keys are kept. */
async function ofStatus(ledger: Ledger, kind: RecordKind, keys: string[], status: string): Promise<string[]> {
  const wanted = statusNamed(status);
  const disconnected = (await ledger.company())?.disconnected;
  const chosen: string[] = [];
  for (const some of inGroups(keys, 1000)) {
    for (const entry of await ledger.entries({ kind, keys: some }))
      if (statusOf(factsOf(entry), disconnected).status === wanted) chosen.push(entry.key);
  }
  return chosen;
}

/** A payment may be named by the invoice it pays. */
async function withPaymentsOf(ledger: Ledger, found: Entry[], ids: string[]): Promise<Entry[]> {
  const known = new Set(found.map(({ key }) => key));
  const paying = (await ledger.paymentsOf(ids)).filter((key) => !known.has(key));
  return [...found, ...(await ledger.entries({ kind: 'payment', keys: paying }))];
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
