import type { Settings } from '../company/settings.ts';
import type { Problem } from '../domain/problems.ts';
import type { SourceRecord } from '../domain/records.ts';
import type { Entry, KeptReject, LedgerCompany } from '../ledger/ledger.ts';
import type { Connection } from '../qbo/connection.ts';
import type { CompanyInfo } from '../qbo/entities.ts';
import type { CompanyFacts } from '../sync/company.ts';
import type { CompanyLists, SalesCode } from '../sync/proposals.ts';

/** What the company answered, or why it did not. */
export type Online =
  | { ok: true; info: CompanyInfo; facts: CompanyFacts; lists: CompanyLists; codes: SalesCode[] }
  | { ok: false; problem: Problem };

/** All that checks look at; gathered once. */
export interface Patient {
  now: Date;
  connection: Connection | undefined;
  settings: Settings;
  /** The company that the ledger belongs to; undefined before the first connect. */
  company: LedgerCompany | undefined;
  online: Online | undefined;
  records: { entry: Entry; record: SourceRecord }[];
  rejects: KeptReject[];
}

/** Which exit code a failure stands for: `connect` 4, `settings` 5, `records` 3. */
export type Area = 'connect' | 'settings' | 'records';

export interface Result {
  level: 'pass' | 'warn' | 'fail';
  /** What was found, and what it means. */
  means: string;
  /** The command, or the way through QuickBooks' menus, that mends it. */
  fix?: string;
}

export interface Check {
  /** Stable, for scripts: `tokens`. */
  code: string;
  title: string;
  area: Area;
  /** Left out where it has nothing to say, as without a connection. */
  run(patient: Patient): Result[];
}

export const pass = (means: string): Result => ({ level: 'pass', means });
export const warn = (means: string, fix: string): Result => ({ level: 'warn', means, fix });
export const fail = (means: string, fix: string): Result => ({ level: 'fail', means, fix });
