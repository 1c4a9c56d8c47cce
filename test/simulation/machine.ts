import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import * as z from 'zod';
import { companyFiles, type CompanyFiles } from '../../src/company/open.ts';
import { companyPaths, DEFAULT_COMPANY } from '../../src/company/paths.ts';
import type { Clock } from '../../src/domain/clock.ts';
import { openLedger } from '../../src/ledger/sqlite.ts';
import type { SandboxCountry } from '../../src/sandbox/index.ts';
import { REDIRECT, type Client } from '../sandbox/client.ts';
import { tokensOf } from './service.ts';
import type { Export } from './source.ts';

const attempt = z.object({
  kind: z.string(),
  key: z.string(),
  operation: z.string(),
  state: z.string(),
  books_id: z.string().nullable(),
});
export type KeptAttempt = z.output<typeof attempt>;

/** One installation: a home folder with its ledger, its sign-in, its clock. */
export class Machine {
  readonly name: string;
  readonly folder: string;
  readonly home: string;
  readonly files: CompanyFiles;
  /** Its clock is wrong by so many milliseconds. */
  skew = 0;
  /** The ledger was lost, or an older one put back: what it wrote before it may not know. */
  forgot = false;
  readonly #qbo: Client;
  readonly #clock: Clock;
  readonly #country: SandboxCountry;
  readonly #ledger: string;
  readonly #backup: string;

  constructor(name: string, parent: string, qbo: Client, clock: Clock, country: SandboxCountry) {
    this.name = name;
    this.folder = join(parent, name);
    this.home = join(this.folder, 'home');
    this.#qbo = qbo;
    this.#clock = clock;
    this.#country = country;
    const paths = companyPaths(this.home, DEFAULT_COMPANY);
    mkdirSync(paths.folder, { recursive: true });
    this.files = companyFiles(paths);
    this.#ledger = paths.ledger;
    this.#backup = join(this.folder, 'ledger.backup');
  }

  /** What `qbsync connect` leaves behind. */
  async connect(): Promise<void> {
    const { clientId, clientSecret } = this.#qbo.sandbox;
    const { body } = this.#qbo.exchange(this.#qbo.consent().get('code') ?? '');
    const now = new Date(this.#clock.now().getTime() + this.skew);
    const company = {
      companyId: this.#qbo.realmId,
      companyName: 'Simulated',
      environment: 'sandbox' as const,
    };
    this.files.saveConnection({
      ...company,
      clientId,
      clientSecret,
      redirectUri: REDIRECT,
      country: this.#country,
      connectedAt: now.toISOString(),
      tokens: tokensOf(body, now),
    });
    const ledger = await openLedger(this.#ledger, this.#clock);
    await ledger.setCompany({
      id: company.companyId,
      name: company.companyName,
      environment: company.environment,
    });
    ledger.close();
  }

  /** Puts the export where the next import reads it. */
  receive({ invoices, payments }: Export): void {
    writeFileSync(join(this.folder, 'invoices.csv'), invoices);
    writeFileSync(join(this.folder, 'payments.csv'), payments);
  }

  /** The file as it stands between two runs: closing puts all of it into the one file. */
  backUp(): void {
    cpSync(this.#ledger, this.#backup);
  }

  async restore(): Promise<boolean> {
    if (!existsSync(this.#backup)) return false;
    this.#removeLedger();
    cpSync(this.#backup, this.#ledger);
    this.forgot = true;
    await this.connect();
    return true;
  }

  async loseLedger(): Promise<void> {
    this.#removeLedger();
    this.forgot = true;
    await this.connect();
  }

  /** Every write that its ledger knows. */
  attempts(): KeptAttempt[] {
    const database = new DatabaseSync(this.#ledger);
    try {
      return database
        .prepare('SELECT kind, key, operation, state, books_id FROM attempts')
        .all()
        .map((row) => attempt.parse(row));
    } finally {
      database.close();
    }
  }

  #removeLedger(): void {
    for (const end of ['', '-wal', '-shm']) rmSync(`${this.#ledger}${end}`, { force: true });
  }
}
