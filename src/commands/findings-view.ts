import type { Finding } from '../domain/problems.ts';
import { clean } from '../terminal/clean.ts';
import type { Style } from '../terminal/style.ts';

export interface NamedFinding {
  /** The number or id that people know the record by. */
  name: string;
  finding: Finding;
}

/**
 * Findings as a to-do list: records that are mended in one way stand together, each with its own reason, and the way
 * is said once. `all`: how many there are, of which these are the first.
 */
export function findingsText(findings: NamedFinding[], all: number, style: Style): string {
  const groups = new Map<string, NamedFinding[]>();
  for (const one of findings) groups.set(one.finding.fix, [...(groups.get(one.finding.fix) ?? []), one]);
  const lines: string[] = [];
  for (const [fix, group] of groups) {
    const reasons = new Map<string, string[]>();
    for (const { name, finding } of group)
      reasons.set(finding.reason, [...(reasons.get(finding.reason) ?? []), name]);
    for (const [reason, names] of reasons)
      lines.push(`  ${style.bad('✖')} ${listed(names)}: ${clean(reason)}`);
    lines.push(`      ${style.dim('→')} ${clean(fix)}`);
  }
  if (all > findings.length)
    lines.push(`  … and ${all - findings.length} more: qbsync status lists them all`);
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}

const MOST_NAMES = 12;

function listed(names: string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(clean).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}

/** What to do, each way said once with the records that it mends. */
export function waysText(ways: { name: string; fix: string }[], style: Style): string {
  const groups = new Map<string, string[]>();
  for (const { name, fix } of ways) groups.set(fix, [...(groups.get(fix) ?? []), name]);
  return [...groups].map(([fix, names]) => `${listed(names)}\n  ${style.dim('→')} ${clean(fix)}\n`).join('');
}
