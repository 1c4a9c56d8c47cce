import * as z from 'zod/mini';
import type { Clock } from '../domain/clock.ts';
import { foldName, foldNumber } from '../domain/identity.ts';
import { decimal, moneyText, type Money } from '../domain/money.ts';
import type { RecordKind, SourceRecord } from '../domain/records.ts';
import type { Standing } from '../domain/status.ts';
import { guarded, openDatabase } from './database.ts';
import { readEntries, SELECT_ENTRIES } from './entries.ts';
import { conditionsOf, ORDER } from './filter.ts';
import { stagingProblem } from './problems.ts';
import { takeStaged } from './intake.ts';
import type {
  AppliedPart,
  Attempt,
  CustomerClaim,
  Entry,
  FileContent,
  Filter,
  Intent,
  Judgement,
  KeptReject,
  KeptRun,
  Ledger,
  LedgerCompany,
  LedgerSize,
  Link,
  NewLink,
  NotPosted,
  RecordRef,
  Refused,
  RunEnd,
  Tally,
  Settlement,
  Sightings,
  TakenFile,
  WriteKind,
} from './ledger.ts';
import {
  readAttempt,
  readCompany,
  readCustomer,
  readLink,
  readPart,
  readRefused,
  readReject,
  readWritten,
} from './rows.ts';
import { SqliteSightings } from './sightings.ts';
import { Sql } from './sql.ts';
import { notPostedOf, runsOf, sizeOf } from './support.ts';
import { tallyOf } from './tally.ts';
import { closeStage, openStage, stage } from './staging.ts';

/** The ledger in one SQLite file (WAL, synchronous=FULL); see {@link openDatabase} for `mayBeNew`. */
export async function openLedger(file: string, clock: Clock, mayBeNew = true): Promise<Ledger> {
  return new SqliteLedger(file, new Sql(await openDatabase(file, mayBeNew), clock));
}

class SqliteLedger implements Ledger {
  readonly #file: string;
  readonly #sql: Sql;

  constructor(file: string, sql: Sql) {
    this.#file = file;
    this.#sql = sql;
  }

  async takeIn(files: readonly FileContent[]): Promise<TakenFile[]> {
    const { encodeRecord } = await import('./content.ts');
    await this.#guarded(() => openStage(this.#sql));
    try {
      const rejects: KeptReject[][] = [];
      for (const [at, { items }] of files.entries()) {
        const ofFile: KeptReject[] = [];
        for await (const item of items) {
          if ('reject' in item) ofFile.push(item.reject);
          else {
            const encoded = encodeRecord(item.record.record);
            guarded(this.#file, () => stage(this.#sql, at, item.record, encoded), stagingProblem);
          }
        }
        rejects.push(ofFile);
      }
      const taken: TakenFile[] = [];
      for (const [at, { file }] of files.entries()) {
        taken.push(await this.#transaction(() => takeStaged(this.#sql, at, file, rejects[at] ?? [])));
      }
      return taken;
    } finally {
      closeStage(this.#sql);
    }
  }

  entries(filter: Filter = {}): Promise<Entry[]> {
    return this.#guarded(() => {
      const { text, values } = conditionsOf(filter);
      return readEntries(this.#sql.all(`${SELECT_ENTRIES} ${text} ${ORDER}`, ...values));
    });
  }

  keys(filter: Filter & { kind: RecordKind }): Promise<string[]> {
    return this.#guarded(() => {
      const { text, values } = conditionsOf(filter);
      const row = z.object({ key: z.string() });
      return this.#sql
        .all(`SELECT r.key FROM records r ${text} ${ORDER}`, ...values)
        .map((one) => row.parse(one).key);
    });
  }

  async contents(refs: RecordRef[]): Promise<SourceRecord[]> {
    const { decodeRecord } = await import('./content.ts');
    return this.#guarded(() => {
      const row = z.object({ content: z.string() });
      return refs
        .map(({ kind, key }) =>
          this.#sql.get('SELECT content FROM records WHERE kind = ? AND key = ?', kind, key),
        )
        .filter((found) => found !== undefined)
        .map((found) => decodeRecord(row.parse(found).content));
    });
  }

  used(): Promise<{ taxRates: Money[]; methods: string[] }> {
    return this.#guarded(() => {
      const row = z.object({ text: z.string() });
      const texts = (sql: string) => this.#sql.all(sql).map((found) => row.parse(found).text);
      const taxRates = texts(
        `SELECT DISTINCT line.value ->> 'taxRate' AS text
         FROM records r, json_each(r.content, '$.lines') line WHERE r.kind = 'invoice'`,
      );
      const methods = texts(
        `SELECT DISTINCT content ->> 'method' AS text FROM records
         WHERE kind = 'payment' AND content ->> 'method' IS NOT NULL`,
      );
      return { taxRates: taxRates.map(decimal), methods };
    });
  }

  rejects(): Promise<KeptReject[]> {
    return this.#guarded(() =>
      this.#sql.all('SELECT * FROM rejects ORDER BY file, position').map(readReject),
    );
  }

  paymentsOf(invoiceNumbers: string[]): Promise<string[]> {
    return this.#guarded(() => {
      const row = z.object({ payment_key: z.string() });
      return this.#sql
        .all(
          'SELECT DISTINCT payment_key FROM applications WHERE number_folded IN (SELECT value FROM json_each(?))',
          JSON.stringify(invoiceNumbers.map(foldNumber)),
        )
        .map((found) => row.parse(found).payment_key);
    });
  }

  ignoreReject({ file, line, what }: KeptReject, reason: string | undefined): Promise<void> {
    return this.#transaction(() => {
      this.#sql.run(
        'UPDATE rejects SET ignored = ? WHERE file = ? AND line = ? AND what = ?',
        ...[reason ?? null, file, line, what],
      );
    });
  }

  applications(paymentKeys?: string[]): Promise<AppliedPart[]> {
    const [where, values] = paymentKeys
      ? ['WHERE payment_key IN (SELECT value FROM json_each(?))', [JSON.stringify(paymentKeys)]]
      : ['', []];
    return this.#guarded(() =>
      this.#sql
        .all(
          `SELECT payment_key, number, amount FROM applications ${where} ORDER BY payment_key, position`,
          ...values,
        )
        .map(readPart),
    );
  }

  judge(judgements: readonly Judgement[]): Promise<void> {
    return this.#transaction(() => {
      for (const { kind, key, standing } of judgements) this.#judge(kind, key, standing);
    });
  }

  #judge(kind: WriteKind, key: string, standing: Standing | undefined): void {
    this.#sql.run('DELETE FROM standings WHERE kind = ? AND key = ?', kind, key);
    if (!standing) return;
    this.#sql.run(
      'INSERT INTO standings (kind, key, state, code, reason, fix, fingerprint, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ...[kind, key, standing.state, standing.code, standing.reason, standing.fix],
      ...[standing.fingerprint, this.#sql.now()],
    );
  }

  link(links: readonly NewLink[]): Promise<void> {
    return this.#transaction(() => {
      for (const { kind, key, link, standing } of links) {
        this.#link(kind, key, link);
        if (standing) this.#judge(kind, key, standing);
      }
    });
  }

  #link(kind: WriteKind, key: string, link: Omit<Link, 'at'>): void {
    this.#sql.run(
      `INSERT INTO links (kind, key, books_id, books_number, sync_token, total, fingerprint, how, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, key) DO UPDATE SET books_id = excluded.books_id, books_number = excluded.books_number,
         sync_token = excluded.sync_token, total = excluded.total, fingerprint = excluded.fingerprint,
         how = excluded.how, at = excluded.at`,
      ...[kind, key, link.booksId, link.booksNumber ?? null, link.syncToken, moneyText(link.total)],
      ...[link.fingerprint, link.how, this.#sql.now()],
    );
    this.#sql.run("DELETE FROM standings WHERE kind = ? AND key = ? AND state <> 'ignored'", kind, key);
  }

  linkOf(kind: WriteKind, key: string): Promise<Link | undefined> {
    return this.#guarded(() => {
      const row = this.#sql.get('SELECT * FROM links WHERE kind = ? AND key = ?', kind, key);
      return row && readLink(row);
    });
  }

  linkedIds(kind: WriteKind, booksIds: string[]): Promise<Set<string>> {
    return this.#guarded(() => {
      const row = z.object({ books_id: z.string() });
      const rows = this.#sql.all(
        'SELECT books_id FROM links WHERE kind = ? AND books_id IN (SELECT value FROM json_each(?))',
        kind,
        JSON.stringify(booksIds),
      );
      return new Set(rows.map((found) => row.parse(found).books_id));
    });
  }

  customers(keys: string[]): Promise<CustomerClaim[]> {
    return this.#guarded(() =>
      this.#sql
        .all(
          'SELECT key, name, display_name, books_id FROM customers WHERE key IN (SELECT value FROM json_each(?))',
          JSON.stringify(keys),
        )
        .map(readCustomer),
    );
  }

  customerNamed(displayName: string): Promise<CustomerClaim | undefined> {
    return this.#guarded(() => {
      const row = this.#sql.get(
        'SELECT key, name, display_name, books_id FROM customers WHERE display_folded = ?',
        foldName(displayName),
      );
      return row && readCustomer(row);
    });
  }

  customersInBooks(booksIds: string[]): Promise<CustomerClaim[]> {
    return this.#guarded(() =>
      this.#sql
        .all(
          'SELECT key, name, display_name, books_id FROM customers WHERE books_id IN (SELECT value FROM json_each(?))',
          JSON.stringify(booksIds),
        )
        .map(readCustomer),
    );
  }

  lastPosted(kind: WriteKind, key: string): Promise<string | undefined> {
    return this.#guarded(() => {
      const row = this.#sql.get(
        "SELECT body FROM attempts WHERE kind = ? AND key = ? AND state = 'posted' AND operation <> 'void' ORDER BY id DESC LIMIT 1",
        kind,
        key,
      );
      return row && z.object({ body: z.string() }).parse(row).body;
    });
  }

  claimCustomers(claims: readonly CustomerClaim[]): Promise<void> {
    return this.#transaction(() => {
      for (const { key, name, displayName, booksId } of claims) {
        this.#sql.run(
          `INSERT INTO customers (key, name, display_name, display_folded, books_id, at) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (key) DO UPDATE SET name = excluded.name, display_name = excluded.display_name,
             display_folded = excluded.display_folded,
             books_id = excluded.books_id, at = excluded.at`,
          ...[key, name, displayName, foldName(displayName), booksId ?? null, this.#sql.now()],
        );
      }
    });
  }

  sightings(): Promise<Sightings> {
    return this.#guarded(() => new SqliteSightings(this.#sql, (work) => this.#guarded(work)));
  }

  startRun(command: string): Promise<number> {
    return this.#transaction(() => {
      const done = this.#sql.run(
        'INSERT INTO runs (command, started_at) VALUES (?, ?)',
        command,
        this.#sql.now(),
      );
      return Number(done.lastInsertRowid);
    });
  }

  endRun(id: number, end: RunEnd): Promise<void> {
    return this.#transaction(() => {
      this.#sql.run(
        'UPDATE runs SET ended_at = ?, exit = ?, created = ?, failed = ? WHERE id = ?',
        ...[this.#sql.now(), end.exit, end.created, end.failed, id],
      );
    });
  }

  intend(intents: readonly Intent[]): Promise<number[]> {
    return this.#transaction(() =>
      intents.map((intent) => {
        const done = this.#sql.run(
          `INSERT INTO attempts
             (run_id, kind, key, operation, request_id, body, body_hash, fingerprint, state, sent_at, batch_item)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)`,
          ...[intent.runId, intent.kind, intent.key, intent.operation, intent.requestId, intent.body],
          ...[intent.bodyHash, intent.fingerprint, this.#sql.now(), intent.batchItem ?? null],
        );
        return Number(done.lastInsertRowid);
      }),
    );
  }

  settle(settlements: readonly Settlement[]): Promise<void> {
    return this.#transaction(() => {
      for (const settlement of settlements) this.#settle(settlement);
    });
  }

  #settle({ attemptId, end, consequence = {} }: Settlement): void {
    const settled = this.#sql.get(
      'UPDATE attempts SET state = ?, ended_at = ?, books_id = ?, fault = ?, tid = ? WHERE id = ? RETURNING kind, key',
      ...[end.state, this.#sql.now(), end.state === 'posted' ? end.booksId : null],
      ...[end.state === 'posted' ? null : end.fault, end.tid ?? null, attemptId],
    );
    const { kind, key } = readWritten(settled);
    if (consequence.link) this.#link(kind, key, consequence.link);
    if (consequence.customerId) {
      this.#sql.run('UPDATE customers SET books_id = ? WHERE key = ?', consequence.customerId, key);
    }
    if (consequence.standing) this.#judge(kind, key, consequence.standing);
  }

  openAttempts(): Promise<Attempt[]> {
    return this.#guarded(() =>
      // With a plus sign the id only sorts: the open ones have an index, of all others the ledger has as many as writes.
      this.#sql.all("SELECT * FROM attempts WHERE state = 'open' ORDER BY +id").map(readAttempt),
    );
  }

  refusals(kind: WriteKind, keys: readonly string[]): Promise<Refused[]> {
    return this.#guarded(() =>
      this.#sql
        .all(
          "SELECT key, operation, body_hash FROM attempts WHERE kind = ? AND key IN (SELECT value FROM json_each(?)) AND state = 'refused'",
          ...[kind, JSON.stringify(keys)],
        )
        .map(readRefused),
    );
  }

  runs(most: number): Promise<KeptRun[]> {
    return this.#guarded(() => runsOf(this.#sql, most));
  }

  notPosted(most: number): Promise<NotPosted[]> {
    return this.#guarded(() => notPostedOf(this.#sql, most));
  }

  size(): Promise<LedgerSize> {
    return this.#guarded(() => sizeOf(this.#sql));
  }

  tally(): Promise<Tally> {
    return this.#guarded(() => tallyOf(this.#sql));
  }

  company(): Promise<LedgerCompany | undefined> {
    return this.#guarded(() => {
      const row = this.#sql.get("SELECT value FROM meta WHERE name = 'company'");
      return row && readCompany(row);
    });
  }

  setCompany(company: LedgerCompany): Promise<void> {
    return this.#transaction(() => {
      this.#sql.run(
        "INSERT INTO meta (name, value) VALUES ('company', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        JSON.stringify(company),
      );
    });
  }

  verify(): Promise<void> {
    return this.#guarded(() => this.#sql.verify(this.#file));
  }

  close(): void {
    this.#sql.close();
  }

  #guarded<T>(work: () => T): Promise<T> {
    return new Promise((resolve) => resolve(guarded(this.#file, work)));
  }

  #transaction<T>(work: () => T): Promise<T> {
    return this.#guarded(() => this.#sql.transaction(work));
  }
}
