import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import * as z from 'zod';
import { companyPaths } from '../../src/company/paths.ts';
import type { CompanyFiles } from '../../src/company/open.ts';
import { makeContext, realWorld } from '../../src/context.ts';
import { axiosTransport, type Transport } from '../../src/qbo/http.ts';
import type { RunningSandbox, SandboxCountry } from '../../src/sandbox/index.ts';
import { invoicesCsv, paymentsCsv, type InvoiceRow } from './exports.ts';
import { jargonIn } from './plain-words.ts';
import { keysOf, Workspace, type Ran, type RunOptions } from './workspace.ts';

// A company in which nothing is wrong, kept as it is: each patient is a copy of it, with one thing planted.

const found = z.object({
  exit: z.number(),
  healthy: z.boolean(),
  checks: z.array(
    z.object({
      check: z.string(),
      level: z.enum(['pass', 'warn', 'fail', 'skip']),
      code: z.string().nullable(),
      means: z.string(),
      fix: z.string().nullable(),
    }),
  ),
});
export type Finding = z.output<typeof found>['checks'][number];

export interface Diagnosis {
  exit: number;
  /** What is not well. */
  ill: Finding[];
  /** Codes of the checks that could not be made. */
  skipped: string[];
}

/** One thing that is wrong with a company, and how it is put right. */
export interface Defect {
  what: string;
  code: string;
  check: string;
  level: 'warn' | 'fail';
  exit: number;
  country?: SandboxCountry;
  /** Something of it stays: the next patient gets another company. */
  spoils?: true;
  /** Plants it; what is returned holds for every command until it is mended. */
  plant(patient: PatientCase): Promise<RunOptions | undefined> | RunOptions | undefined;
  /** Something that `means` must say. */
  says?: RegExp;
  /** Something that the fix must say: the menu, or the command. */
  fix: RegExp;
  /**
   * `run`: the command that is printed is run as it is printed, with these words in the place of its capitals. Else
   * what it says is done in QuickBooks, or to a file.
   */
  mend: { run: Record<string, string> } | ((patient: PatientCase) => Promise<void> | void);
  /** What the fix asks for beside its command, before it. */
  first?: (patient: PatientCase) => Promise<void> | void;
}

const DAY_MS = 86_400_000;

export class PatientCase {
  readonly space: Workspace;
  readonly sandbox: RunningSandbox;
  readonly exports: string;

  constructor(space: Workspace, sandbox: RunningSandbox) {
    this.space = space;
    this.sandbox = sandbox;
    this.exports = join(space.folder, 'exports');
  }

  path(name = ''): string {
    return join(companyPaths(this.space.home, 'main').folder, name);
  }

  async qbsync(argv: string[], options: RunOptions = {}): Promise<Ran> {
    return this.space.qbsync(argv, { ...options, env: { ...keysOf(this.sandbox), ...options.env } });
  }

  async doctor(options: RunOptions = {}, argv: string[] = []): Promise<Diagnosis> {
    const { body, exit } = await this.space.json(['doctor', ...argv], options);
    const { checks } = found.parse(body);
    return {
      exit,
      ill: checks.filter(({ level }) => level === 'warn' || level === 'fail'),
      skipped: checks.flatMap(({ level, check }) => (level === 'skip' ? [check] : [])),
    };
  }

  /** The company's files as the program itself opens them. */
  async files<T>(work: (files: CompanyFiles) => T): Promise<T> {
    const world = realWorld(new AbortController().signal);
    const context = await makeContext({ ...world, env: { QBSYNC_HOME: this.space.home } }, undefined);
    try {
      return work(await context.files());
    } finally {
      await context.close();
    }
  }

  person(deed: object): void {
    this.sandbox.control('company', { person: deed as never });
  }

  /** The first object of the books for which this holds. */
  inBooks(entity: string, is: (object: Record<string, unknown>) => boolean): string {
    const object = (this.sandbox.books()[entity] ?? []).find((one) => is(one));
    return z.string().parse(object?.Id);
  }

  /** Imports an export with these invoices. */
  async take(...rows: InvoiceRow[]): Promise<void> {
    const ran = await this.qbsync(['import', this.space.file('more.csv', invoicesCsv(...rows))]);
    expect(ran).toMatchObject({ exit: 0 });
  }

  /** Changes a file and gives back how to put it back. */
  replace(name: string, change: (bytes: Buffer) => string | Buffer | undefined): () => void {
    const before = readFileSync(this.path(name));
    const after = change(before);
    if (after === undefined) rmSync(this.path(name));
    else writeFileSync(this.path(name), after);
    return () => writeFileSync(this.path(name), before, { mode: 0o600 });
  }

  /** Runs the command that a fix prints. */
  async runPrinted(fix: string, words: Record<string, string>): Promise<Ran> {
    const argv = commandIn(fix).map((part) => part.replaceAll(/[A-Z]{4,}/g, (word) => words[word] ?? word));
    const [command] = argv;
    if (command === 'connect') argv.push('--environment', 'local', '--url', this.sandbox.url);
    const asks = ['connect', 'doctor', 'recover', 'sync', 'sync-invoice', 'sync-payment'];
    if (asks.includes(command ?? '')) argv.push('--yes');
    return this.qbsync(argv);
  }
}

/** `Run: qbsync configure --set "method.card=Visa" (or …)` → its arguments. */
export function commandIn(fix: string): string[] {
  const [, command] = /qbsync ((?:"[^"]*"|[^"(;,])+)/.exec(fix) ?? [];
  if (command === undefined) throw new Error(`no command in: ${fix}`);
  return [...command.trim().matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** Companies that are well, one a country, made when they are first needed. */
export class Clinic {
  readonly #wards = new Map<SandboxCountry, { space: Workspace; sandbox: RunningSandbox; home: string }>();

  /** A copy of the healthy company, in its books. What is done there must be undone, or be in nobody's way. */
  async admit(country: SandboxCountry = 'US'): Promise<PatientCase> {
    let ward = this.#wards.get(country);
    if (!ward) this.#wards.set(country, (ward = await healthy(country)));
    rmSync(ward.space.home, { recursive: true, force: true });
    cpSync(ward.home, ward.space.home, { recursive: true, preserveTimestamps: true });
    for (const file of ['', 'settings.json', 'connection.json', 'ledger.sqlite'])
      chmodSync(join(companyPaths(ward.space.home, 'main').folder, file), file === '' ? 0o700 : 0o600);
    return new PatientCase(ward.space, ward.sandbox);
  }

  /** Somebody was not healed: the next one gets a new company. */
  async closeWard(country: SandboxCountry = 'US'): Promise<void> {
    const ward = this.#wards.get(country);
    this.#wards.delete(country);
    await ward?.space.dispose();
  }

  async dispose(): Promise<void> {
    for (const country of [...this.#wards.keys()]) await this.closeWard(country);
  }
}

/** One invoice is in the books, one waits with a payment, both by exports in an import folder. */
async function healthy(country: SandboxCountry) {
  const space = new Workspace();
  const sandbox = await space.sandbox({ country });
  const exports = join(space.folder, 'exports');
  mkdirSync(exports);
  const rate = country === 'US' ? '8' : '10';
  writeFileSync(
    join(exports, 'invoices.csv'),
    invoicesCsv(
      { invoice_number: 'INV-00001' },
      {
        invoice_number: 'INV-00002',
        customer_id: 'cus_2',
        customer_name: 'Ruth Novak',
        email: 'ruth@example.com',
        tax_rate: rate,
        line_type: 'milestone',
      },
    ),
  );
  writeFileSync(join(exports, 'payments.csv'), paymentsCsv({ invoice_number: 'INV-00001' }));
  const steps = [
    ['connect', '--environment', 'local', '--url', sandbox.url, '--yes'],
    ['import', exports],
    ['configure', '--accept-defaults', '--set', `import-folder=${exports}`],
    ['sync-invoice', 'INV-00001', '--yes'],
  ];
  for (const argv of steps) {
    expect(await space.qbsync(argv, { env: keysOf(sandbox) })).toMatchObject({ exit: 0 });
  }
  const home = join(space.folder, 'kept');
  cpSync(space.home, home, { recursive: true, preserveTimestamps: true });
  return { space, sandbox, home };
}

/** The sandbox, but for members of its answers that `is` names: for what it lets nobody enter. */
export function answersWithout(is: (name: string, value: unknown) => boolean): RunOptions {
  const real = axiosTransport();
  const transport: Transport = async (request) => {
    const answer = await real(request);
    if (!answer.text.startsWith('{')) return answer;
    const less: unknown = JSON.parse(answer.text, (name, value: unknown) =>
      is(name, value) ? undefined : value,
    );
    return { ...answer, text: JSON.stringify(less) };
  };
  return { world: { transport } };
}

/** Makes a file so many days old. */
export function age(path: string, days: number): void {
  const then = new Date(Date.now() - days * DAY_MS);
  utimesSync(path, then, then);
}

/** Plants a defect, lets doctor find it, does what is printed, and lets doctor look once more. */
export async function treat(clinic: Clinic, defect: Defect): Promise<void> {
  const patient = await clinic.admit(defect.country);
  let healed = false;
  try {
    const options = (await defect.plant(patient)) ?? {};
    const { exit, ill } = await patient.doctor(options);
    expect(ill.map(({ check, code, level }) => [check, code, level])).toEqual([
      [defect.check, defect.code, defect.level],
    ]);
    expect(exit).toBe(defect.exit);
    expect(ill[0]?.means).toMatch(defect.says ?? /./);
    expect(ill[0]?.fix).toMatch(defect.fix);
    expect([ill[0]?.means ?? '', ill[0]?.fix ?? ''].flatMap(jargonIn)).toEqual([]);
    await defect.first?.(patient);
    if (typeof defect.mend === 'function') await defect.mend(patient);
    else await patient.runPrinted(ill[0]?.fix ?? '', defect.mend.run);
    expect(await patient.doctor()).toEqual({ exit: 0, ill: [], skipped: [] });
    healed = !defect.spoils;
  } finally {
    if (!healed) await clinic.closeWard(defect.country);
  }
}
