import type { Context } from '../context.ts';
import type { Online, Patient, Result } from '../doctor/check.ts';
import { examine, exitOf, type Examined } from '../doctor/examine.ts';
import { Problem } from '../domain/problems.ts';
import type { Connection } from '../qbo/connection.ts';
import { companyFacts, countryCode } from '../sync/company.ts';
import { readLists } from '../sync/lists.ts';
import { salesCodes } from '../sync/proposals.ts';
import { clean } from '../terminal/clean.ts';
import { companyJson } from './status.ts';
import type { Outcome } from '../terminal/outcome.ts';
import type { Style } from '../terminal/style.ts';

/** Looks for every known cause of trouble before it hurts. Writes nothing. */
export async function doctor(context: Context): Promise<Outcome> {
  const patient = await gather(context);
  const examined = examine(patient);
  const exit = exitOf(examined, patient);
  const levels = examined.flatMap(({ results }) => results.map(({ level }) => level));
  const many = (level: Result['level']) => levels.filter((one) => one === level).length;
  return {
    exit,
    json: {
      company: companyJson(patient.company),
      exit,
      healthy: many('fail') === 0,
      passed: many('pass'),
      warnings: many('warn'),
      failures: many('fail'),
      checks: examined.flatMap(({ check, results }) =>
        results.map(({ level, means, fix }) => ({
          check: check.code,
          title: check.title,
          level,
          means,
          fix: fix ?? null,
        })),
      ),
    },
    text: (style) => shown(examined, many, style),
  };
}

async function gather(context: Context): Promise<Patient> {
  const [settings, ledger] = [(await context.files()).settings(), await context.ledger()];
  const connection = (await context.files()).connection();
  const online = connection && (await ask(context, connection));
  const entries = await ledger.entries();
  const contents = await ledger.contents(entries);
  return {
    now: context.clock.now(),
    // Read again: asking the company may have renewed the sign-in, or found it ended.
    connection: (await context.files()).connection(),
    settings,
    company: await ledger.company(),
    online,
    records: entries.flatMap((entry, at) => {
      const record = contents[at];
      return record ? [{ entry, record }] : [];
    }),
    rejects: await ledger.rejects(),
  };
}

async function ask(context: Context, connection: Connection): Promise<Online> {
  try {
    const books = await context.books();
    const [info, lists] = await Promise.all([books.companyInfo(), readLists(books)]);
    const country = countryCode(info.Country) ?? connection.country;
    const { companyId: id, environment } = connection;
    const facts = companyFacts({ id, name: info.CompanyName, environment, country }, lists.preferences);
    return { ok: true, info, facts, lists, codes: salesCodes(lists, facts) };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: error };
    throw error;
  }
}

const MOST_SHOWN = 12;

function shown(examined: Examined[], many: (level: Result['level']) => number, style: Style): string {
  const marks = { pass: style.good('✔'), warn: style.warn('!'), fail: style.bad('✖') };
  const lines: string[] = [];
  for (const { check, results } of examined) {
    lines.push(style.bold(check.title));
    for (const { level, means, fix } of results.slice(0, MOST_SHOWN)) {
      lines.push(`  ${marks[level]} ${clean(means)}`);
      if (fix !== undefined) lines.push(`      ${style.dim('→')} ${clean(fix)}`);
    }
    if (results.length > MOST_SHOWN)
      lines.push(`  … and ${results.length - MOST_SHOWN} more (--json lists them all)`);
  }
  lines.push('', `${many('pass')} passed, ${many('warn')} to look at, ${many('fail')} to mend.`, '');
  return lines.join('\n');
}
