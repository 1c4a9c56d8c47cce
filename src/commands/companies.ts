import { existsSync } from 'node:fs';
import { companyNames, companyPaths, keepDefaultCompany, meantCompany } from '../company/paths.ts';
import type { Context } from '../context.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { signInEnding } from '../domain/sign-in.ts';
import type { LedgerCompany } from '../ledger/ledger.ts';
import { clean } from '../terminal/clean.ts';
import { named } from '../terminal/named.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { tableText } from '../terminal/table.ts';
import { usage } from './values.ts';

interface Options {
  default?: string;
}

/** How one company stands, as far as this machine knows without asking QuickBooks. */
interface Health {
  health: 'active' | 'ends-soon' | 'disconnected' | 'not-connected' | 'error';
  reason: string | null;
  fix: string | null;
}

interface Row extends Health {
  name: string;
  default: boolean;
  company: { id: string; name: string; environment: string } | null;
}

/** The companies that are kept here, and which one is meant where none is named. */
export async function companies(context: Context, options: Options): Promise<Outcome> {
  if (options.default !== undefined) {
    const wanted = options.default.toLowerCase();
    const known = companyNames(context.home);
    if (!known.includes(wanted))
      throw usage(
        `No company is called "${options.default}" here.`,
        `There is: ${known.join(', ') || 'none yet'}.`,
      );
    keepDefaultCompany(context.home, wanted);
  }
  const meant = meantCompany(context.env, context.home).toLowerCase();
  const rows: Row[] = [];
  for (const name of companyNames(context.home)) {
    const row = { name, default: name === meant, ...(await healthOf(context, name)) };
    // Each row is about another company, so the names are put in here.
    rows.push(row.default || row.fix === null ? row : { ...row, fix: named(row.fix, name) });
  }
  return {
    exit: EXIT.done,
    json: { companies: rows },
    text: (style) => {
      if (rows.length === 0) return 'No company is kept here yet. Begin one with: qbsync connect\n';
      const table = tableText(
        [{ head: 'Name' }, { head: 'Company' }, { head: 'Environment' }, { head: 'State' }],
        rows.map((row) => [
          row.default ? `${row.name} (meant where none is named)` : row.name,
          clean(row.company?.name ?? ''),
          row.company?.environment ?? '',
          WORDS[row.health],
        ]),
        style,
      );
      const ways = rows
        .filter(({ reason }) => reason !== null)
        .map(
          ({ name, reason, fix }) => `${style.warn('!')} ${name}: ${clean(reason ?? '')} ${clean(fix ?? '')}`,
        );
      return `${[table, ...ways].join('\n')}${ways.length > 0 ? '\n' : ''}`;
    },
  };
}

const WORDS: Record<Health['health'], string> = {
  active: 'Active',
  'ends-soon': 'Active, sign-in ends soon',
  disconnected: 'Disconnected',
  'not-connected': 'Not connected yet',
  error: 'Error',
};

type State = Omit<Row, 'name' | 'default'>;

const CONNECT = 'Run: qbsync connect';

async function healthOf(context: Context, name: string): Promise<State> {
  const paths = companyPaths(context.home, name);
  const none: State = {
    company: null,
    health: 'not-connected',
    reason: 'Nobody has signed in to it yet.',
    fix: CONNECT,
  };
  if (!existsSync(paths.ledger) && !existsSync(paths.connection)) return none;
  try {
    const ledger = await context.openLedger(paths.ledger, context.clock, false);
    const company = await ledger.company().finally(() => ledger.close());
    if (!company) return none;
    const { id, environment } = company;
    return { company: { id, name: company.name, environment }, ...connectionOf(context, company) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { company: null, health: 'error', reason: error.message, fix: error.fix };
  }
}

function connectionOf({ clock }: Context, company: LedgerCompany): Health {
  if (company.disconnected !== undefined)
    return { health: 'disconnected', reason: company.disconnected, fix: CONNECT };
  const ending = signInEnding(company, clock.now());
  return ending
    ? { health: 'ends-soon', reason: ending.reason, fix: ending.fix }
    : { health: 'active', reason: null, fix: null };
}
