import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startSandbox } from '../../src/sandbox/index.ts';
import type { RunningSandbox, SeenRequest } from '../../src/sandbox/index.ts';
import { writeExports } from './exports.ts';
import type { Sale, Range, Size } from './exports.ts';
import { measured } from './measured.ts';
import type { Ran } from './measured.ts';

const PROGRAM = resolve('bin/qbsync.js');

/**
 * A company in the sandbox of this process, connected to the built program, which runs in processes of its own: they
 * meet over HTTP on the loopback address.
 */
export class Company {
  readonly folder = mkdtempSync(join(tmpdir(), 'qbsync-bench-'));
  readonly sandbox: RunningSandbox;

  private constructor(sandbox: RunningSandbox) {
    this.sandbox = sandbox;
  }

  /** Does work with a company of its own, which is gone afterwards. Each answer of it takes `latencyMs` longer. */
  static async during<T>(work: (company: Company) => Promise<T>, latencyMs = 0): Promise<T> {
    const company = await Company.open(latencyMs);
    try {
      return await work(company);
    } finally {
      await company.close();
    }
  }

  private static async open(latencyMs: number): Promise<Company> {
    const company = new Company(
      await startSandbox({
        port: 0,
        country: 'US',
        latencyMs,
        clock: () => new Date(),
        randomBytes: (count) => randomBytes(count),
      }),
    );
    const { url } = company.sandbox;
    await company.qbsync('connect', '--environment', 'local', '--url', url, '--yes');
    await company.qbsync('configure', '--accept-defaults');
    return company;
  }

  /** Runs the program; throws unless it ends with 0 (done) or 3 (done, some records need a person). */
  async qbsync(...argv: string[]): Promise<Ran> {
    const { clientId, clientSecret } = this.sandbox;
    const ran = await measured(this.folder, [PROGRAM, ...argv], {
      QBSYNC_HOME: join(this.folder, 'home'),
      QBSYNC_CLIENT_ID: clientId,
      QBSYNC_CLIENT_SECRET: clientSecret,
    });
    if (ran.exit !== 0 && ran.exit !== 3)
      throw new Error(`qbsync ${argv.join(' ')} ended with ${ran.exit}: ${ran.stderr}`);
    return ran;
  }

  /** Imports the exports of those sales. */
  async take(size: Size, range?: Range, change?: (sale: Sale) => Sale): Promise<Ran> {
    const { invoices, payments } = await writeExports(this.folder, size, range, change);
    return this.qbsync('import', invoices, payments);
  }

  /** `qbsync sync`, and the calls of the accounting API that it made. */
  async sync(): Promise<Ran & { readonly calls: readonly SeenRequest[] }> {
    const { requests } = this.sandbox;
    const [before, first] = [requests.length, requests[0]];
    const ran = await this.qbsync('sync', '--yes');
    if (requests[0] !== first) throw new Error('the log of the sandbox forgot requests');
    return { ...ran, calls: requests.slice(before).filter(({ path }) => path.startsWith('/v3/')) };
  }

  /** Throws unless so much is in the books: a bench of something that went wrong would say nothing. */
  expectBooked({ invoices, payments }: Size): void {
    const { Invoice = [], Payment = [] } = this.sandbox.books();
    if (Invoice.length !== invoices || Payment.length !== payments)
      throw new Error(`${Invoice.length} invoices and ${Payment.length} payments are in the books`);
  }

  private async close(): Promise<void> {
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
