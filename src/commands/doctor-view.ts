import type { Level, Result } from '../doctor/check.ts';
import type { Examined } from '../doctor/examine.ts';
import type { ExitCode } from '../domain/problems.ts';
import type { LedgerCompany } from '../ledger/ledger.ts';
import { clean } from '../terminal/clean.ts';
import type { Style } from '../terminal/style.ts';
import { isMended, type Mended } from './doctor-fix.ts';
import { companyJson } from './status.ts';

/** What a doctor came to. */
export interface Found {
  examined: readonly Examined[];
  exit: ExitCode;
  company: LedgerCompany | undefined;
  /** What was put right before; undefined without `--fix`. */
  mended: readonly Mended[] | undefined;
  /** The archive that was written. */
  bundle: string | undefined;
}

export function doctorJson({ examined, exit, company, mended, bundle }: Found): object {
  return {
    company: companyJson(company),
    exit,
    healthy: countOf(examined, 'fail') === 0,
    passed: countOf(examined, 'pass'),
    warnings: countOf(examined, 'warn'),
    failures: countOf(examined, 'fail'),
    skipped: countOf(examined, 'skip'),
    checks: checksJson(examined),
    fixed: (mended ?? []).map(({ check, code, what }) => ({ check, code, what })),
    bundle: bundle ?? null,
  };
}

export function checksJson(examined: readonly Examined[]) {
  return examined.flatMap(({ check, results }) =>
    results.map(({ level, code, means, fix, repair }) => ({
      check: check.code,
      title: check.title,
      level,
      code: code ?? null,
      means,
      fix: fix ?? null,
      repair: repair?.what ?? null,
    })),
  );
}

function countOf(examined: readonly Examined[], level: Level): number {
  return examined.flatMap(({ results }) => results).filter((one) => one.level === level).length;
}

const MOST_SHOWN = 12;

/** What is not well, check by check; of the rest one line each. It is read aloud on the telephone. */
export function doctorText(found: Found, style: Style): string {
  const { examined, company, mended, bundle } = found;
  const lines = [
    style.bold(company ? `${clean(company.name)} (${company.environment})` : 'No company is connected yet.'),
    '',
  ];
  for (const one of examined) lines.push(...checkLines(one, style));
  lines.push(...restLines(examined, style));
  if (mended) lines.push('', ...mendedLines(mended, examined, style));
  if (bundle !== undefined) lines.push('', `Written for support: ${clean(bundle)}`);
  const [passed, look, toMend] = [
    countOf(examined, 'pass'),
    countOf(examined, 'warn'),
    countOf(examined, 'fail'),
  ];
  lines.push('', `${passed} passed, ${look} to look at, ${toMend} to mend.`);
  const here = examined.flatMap(({ results }) => results).filter(({ repair }) => repair).length;
  if (here > 0) lines.push(`${here === 1 ? 'One' : here} of them can be mended by: qbsync doctor --fix`);
  return `${lines.join('\n')}\n`;
}

function checkLines({ check, results }: Examined, style: Style): string[] {
  const ill = results.filter(({ level }) => level === 'warn' || level === 'fail');
  if (ill.length === 0) return [];
  const lines = [style.bold(check.title)];
  for (const { level, means, fix } of ill.slice(0, MOST_SHOWN)) {
    lines.push(`  ${level === 'fail' ? style.bad('✖') : style.warn('!')} ${clean(means)}`);
    if (fix !== undefined) lines.push(`      ${style.dim('→')} ${clean(fix)}`);
  }
  if (ill.length > MOST_SHOWN) lines.push(`  … and ${ill.length - MOST_SHOWN} more (--json lists them all)`);
  return [...lines, ''];
}

function restLines(examined: readonly Examined[], style: Style): string[] {
  const well = examined.filter(({ results }) => results.every(({ level }) => level === 'pass'));
  const lines: string[] = [];
  const titles = (some: readonly Examined[]) => some.map(({ check }) => check.title).join(', ');
  if (well.length > 0) lines.push(`${style.good('✔')} Well: ${titles(well)}.`);
  const reasons = new Map<string, Examined[]>();
  for (const one of examined) {
    const skipped: Result | undefined = one.results.find(({ level }) => level === 'skip');
    if (skipped) reasons.set(skipped.means, [...(reasons.get(skipped.means) ?? []), one]);
  }
  for (const [means, some] of reasons)
    lines.push(`${style.dim('–')} ${clean(means).replace(/\.$/, '')}: ${titles(some)}.`);
  return lines;
}

function mendedLines(mended: readonly Mended[], examined: readonly Examined[], style: Style): string[] {
  return mended.map(({ what, ...one }) => {
    const still = examined.some(
      ({ check, results }) =>
        check.code === one.check &&
        results.some((result) => isMended(result, check.code, [{ ...one, what }])),
    );
    return still
      ? `${style.bad('✖')} Tried, and it is still not well: ${clean(what)}`
      : `${style.good('✔')} Mended: ${clean(what)}`;
  });
}
