import { basename } from 'node:path';
import type { Settings } from '../../company/settings.ts';
import { statusOf } from '../../domain/status.ts';
import type { Entry } from '../../ledger/ledger.ts';
import type { Connection } from '../../qbo/connection.ts';
import { NotChecked } from '../check.ts';
import type { Examined } from '../examine.ts';
import type { Patient } from '../patient.ts';
import { personalOf, secretsIn, secretsOf } from './personal.ts';
import { Redactor } from './redact.ts';
import type { ZipEntry } from './zip.ts';

const MOST_RUNS = 20;
const MOST_RECORDS = 200;

export interface BundleTerms {
  /** Of qbsync itself. */
  version: string;
  arch: string;
  /** Names and e-mails of customers stay in. */
  contacts: boolean;
}

/** What is in an archive, said before it is written and in the archive itself. */
export function contentsText(contacts: boolean): string {
  return [
    'versions.json    qbsync, Node.js, system, which settings of the environment are there',
    'doctor.json      what doctor found',
    'settings.json    how records are booked',
    'connection.json  which QuickBooks; no keys, no sign-in, ids shortened',
    'ledger.json      how much there is of what, and the last 20 runs',
    'records.json     records that are not in QuickBooks as they should be, with the reasons',
    'faults.json      the last requests that were not posted, by their codes',
    contacts
      ? 'Names and e-mails of customers ARE in it (--include-contacts). Keys and sign-ins are not.'
      : 'No keys, no sign-ins, no names, e-mails, addresses or telephone numbers: each is replaced (customer-1, email-1).',
  ].join('\n');
}

/** The files of an archive. What cannot be had is said in its place. */
export async function bundleEntries(
  patient: Patient,
  examined: readonly Examined[],
  terms: BundleTerms,
): Promise<ZipEntry[]> {
  const connection = await patient.connection().catch(() => undefined);
  const [ledger, entries] = [await had(patient.ledger()), await had(patient.entries())];
  const personal =
    'value' in ledger && 'value' in entries ? await personalOf(ledger.value, entries.value) : [];
  const company = connection ? [{ kind: 'company', values: [connection.companyName] }] : [];
  const redactor = new Redactor(
    [...(connection ? secretsOf(connection) : []), ...secretsIn(patient.parts.env)],
    [...personal, ...company],
    terms.contacts,
  );
  const files: [string, unknown][] = [
    ['versions.json', versions(patient, terms, redactor)],
    ['doctor.json', doctorFound(examined, redactor)],
    ['settings.json', settingsOf(await had(patient.settings()), redactor)],
    ['connection.json', connection ? shortened(connection, redactor) : 'No company is connected.'],
    ['ledger.json', 'value' in ledger ? await ledgerFacts(ledger.value) : redactor.text(ledger.why)],
    ['records.json', 'value' in entries ? recordsOf(entries.value, redactor) : redactor.text(entries.why)],
    ['faults.json', 'value' in ledger ? await faultsOf(ledger.value, redactor) : redactor.text(ledger.why)],
  ];
  return [
    { name: 'README.txt', text: `For support of qbsync.\n\n${contentsText(terms.contacts)}\n` },
    ...files.map(([name, content]) => ({ name, text: `${JSON.stringify(content, undefined, 2)}\n` })),
  ];
}

type Had<T> = { value: T } | { why: string };

async function had<T>(part: Promise<T>): Promise<Had<T>> {
  try {
    return { value: await part };
  } catch (error) {
    if (!(error instanceof NotChecked)) throw error;
    return { why: `Not to be had: ${error.problem?.message ?? error.message}` };
  }
}

/** Names of items and columns are the accountant's and stay; a folder mostly has somebody's name in it. */
function settingsOf(settings: Had<Settings>, redactor: Redactor): unknown {
  if (!('value' in settings)) return redactor.text(settings.why);
  const { importFolders, ...rest } = settings.value;
  const chosen = deep(rest, (text) => redactor.known(text));
  return Object.assign({}, chosen, { importFolders: importFolders.map((folder) => redactor.text(folder)) });
}

/** Which are set is told, and not what they say: an address of a proxy may have a password in it. */
const TOLD = /^(QBSYNC_|NODE_|HTTPS?_PROXY$|NO_PROXY$|ALL_PROXY$|TZ$|LANG$)/i;

function versions({ parts }: Patient, { version, arch }: BundleTerms, redactor: Redactor): object {
  return {
    qbsync: version,
    node: parts.machine.node,
    platform: parts.platform,
    arch,
    written: parts.clock.now().toISOString(),
    environment: Object.keys(parts.env)
      .filter((name) => TOLD.test(name))
      .map((name) => redactor.known(name))
      .sort(),
  };
}

function doctorFound(examined: readonly Examined[], redactor: Redactor): object[] {
  return examined.flatMap(({ check, results }) =>
    results.map(({ level, code, means, fix }) => ({
      check: check.code,
      level,
      code: code ?? null,
      means: redactor.text(means),
      fix: fix === undefined ? null : redactor.text(fix),
    })),
  );
}

/** Every text of a value, names of members too. */
function deep(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => deep(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [change(name), deep(one, change)]));
}

function shortened(connection: Connection, redactor: Redactor): object {
  const { environment, clientId, companyId, country, connectedAt, tokens, disconnected } = connection;
  return {
    environment,
    clientId: ending(clientId),
    companyId: ending(companyId),
    country: country ?? null,
    connectedAt,
    disconnected: disconnected === undefined ? null : redactor.text(disconnected),
    signIn: tokens
      ? {
          accessExpiresAt: tokens.accessExpiresAt,
          refreshExpiresAt: tokens.refreshExpiresAt,
          hardExpiresAt: tokens.hardExpiresAt ?? null,
        }
      : null,
  };
}

/** Enough to tell two apart. */
const ending = (id: string): string => `…${id.slice(-4)}`;

type SomeLedger = Awaited<ReturnType<Patient['ledger']>>;

async function ledgerFacts(ledger: SomeLedger): Promise<object> {
  return { ...(await ledger.size()), runs: await ledger.runs(MOST_RUNS) };
}

function recordsOf(entries: readonly Entry[], redactor: Redactor): object {
  const standing = entries.map((entry) => ({
    entry,
    view: statusOf(
      {
        fingerprint: entry.fingerprint,
        linkedFingerprint: entry.link?.fingerprint,
        open: entry.open,
        standing: entry.standing,
      },
      undefined,
    ),
  }));
  const counts: Record<string, number> = {};
  for (const { view } of standing) counts[view.status] = (counts[view.status] ?? 0) + 1;
  const wanting = standing.filter(({ view }) => view.status !== 'Active');
  return {
    counts,
    listed: wanting.slice(-MOST_RECORDS).map(({ entry, view }) => ({
      kind: entry.kind,
      record: redactor.text(entry.number ?? entry.key),
      customer: redactor.text(entry.customerName ?? ''),
      date: entry.date,
      currency: entry.currency ?? null,
      total: entry.total,
      source: entry.state,
      file: redactor.text(basename(entry.file)),
      line: entry.line,
      status: view.status,
      code: view.finding?.code ?? null,
      reason: redactor.text(view.finding?.reason ?? ''),
      fix: redactor.text(view.finding?.fix ?? ''),
    })),
  };
}

async function faultsOf(ledger: SomeLedger, redactor: Redactor): Promise<object[]> {
  const faults = await ledger.notPosted(MOST_RECORDS);
  return faults.map(({ kind, key, operation, state, sentAt, fault, tid }) => ({
    kind,
    record: redactor.text(key),
    operation,
    state,
    sentAt,
    fault: redactor.text(fault ?? ''),
    tid: tid ?? null,
  }));
}
