import { DatabaseSync } from '@photostructure/sqlite';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { NoAnswer } from '../../src/qbo/http.ts';
import type { Wanted, Writer, WriteResult } from '../../src/sync/writer.ts';
import { aPayment, anInvoice, takeIn, taken } from '../support/builders.ts';
import { Engine, json, Script, type Step } from '../support/engine.ts';

// One invoice that is to be written, what the books answer, and a ledger that knows it.

export const BODY = {
  DocNumber: 'INV-1',
  TxnDate: '2026-02-10',
  CustomerRef: { value: '58' },
  PrivateNote: 'OpenSolar invoice INV-1 [qbsync:invoice:501]',
};

export function wanted(parts: Partial<Wanted> = {}): Wanted {
  return { kind: 'invoice', key: '501', operation: 'create', body: BODY, fingerprint: 'print', ...parts };
}

export const stored = (parts: object = {}) => ({
  Id: '145',
  SyncToken: '0',
  ...BODY,
  TotalAmt: 100,
  Balance: 100,
  ...parts,
});
export const made = (parts: object = {}) => json({ Invoice: stored(parts) });
export const found = (...invoices: object[]) => json({ QueryResponse: { Invoice: invoices } });
export const nothing = json({ QueryResponse: {} });
export const lost = new NoAnswer('ECONNRESET', true);

export class WriterDesk {
  readonly engine: Engine;
  readonly ledger: Ledger;

  private constructor(engine: Engine, ledger: Ledger) {
    this.engine = engine;
    this.ledger = ledger;
  }

  static async open(): Promise<WriterDesk> {
    const engine = new Engine();
    const ledger = await engine.ledger();
    await takeIn(ledger, 'a.csv', [taken(anInvoice()), taken(aPayment())]);
    return new WriterDesk(engine, ledger);
  }

  async play(...steps: Step[]): Promise<{ script: Script; writer: Writer }> {
    const script = new Script(...steps);
    return { script, writer: await this.engine.writer(this.ledger, script) };
  }

  async linkOf(): Promise<string | undefined> {
    return (await this.ledger.linkOf('invoice', '501'))?.booksId;
  }

  async standing(): Promise<string | undefined> {
    return (await this.ledger.entries({ ids: ['501'] }))[0]?.standing?.code;
  }

  /** State, request id and body of every attempt, as another process reads them from the file. */
  attempts(): unknown[] {
    const database = new DatabaseSync(this.engine.file, { readOnly: true });
    try {
      return database.prepare('SELECT state, request_id AS id, body FROM attempts ORDER BY id').all();
    } finally {
      database.close();
    }
  }

  states(): unknown[] {
    return this.attempts().map((one) => (typeof one === 'object' && one && 'state' in one ? one.state : ''));
  }
}

/** Writes one by itself. */
export async function writeOne(writer: Writer, one: Wanted): Promise<WriteResult> {
  const [result] = await writer.write([one]);
  if (!result) throw new Error('no result');
  return result;
}
