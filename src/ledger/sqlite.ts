import * as z from 'zod';
import type { Clock } from '../domain/clock.ts';
import { foldName, foldNumber } from '../domain/identity.ts';
import { moneyText } from '../domain/money.ts';
import type { SourceRecord } from '../domain/records.ts';
import type { Standing } from '../domain/status.ts';
import { guarded, openDatabase, transaction, type Database } from './database.ts';
import type {
  AppliedPart,
  Attempt,
  AttemptEnd,
  Consequence,
  CustomerClaim,
  Entry,
  Filter,
  Intent,
  KeptReject,
  Ledger,
  LedgerCompany,
  Link,
  NewRecord,
  RecordRef,
  RunEnd,
  Taken,
  WriteKind,
} from './ledger.ts';
import {
  ENTRY_OBJECT,
  readAttempt,
  readCompany,
  readCustomer,
  readEntries,
  readLink,
  readPart,
  readReject,
} from './rows.ts';

type Value = string | number | null;

/** The ledger in one SQLite file (WAL, synchronous=FULL). */
export async function openLedger(file: string, clock: Clock): Promise<Ledger> {
  return new SqliteLedger(file, await openDatabase(file), clock);
}

class SqliteLedger implements Ledger {
  readonly #file: string;
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(file: string, database: Database, clock: Clock) {
    this.#file = file;
    this.#database = database;
    this.#clock = clock;
  }

  async takeIn(file: string, records: NewRecord[], rejects: KeptReject[]): Promise<Taken[]> {
    const { encodeRecord } = await import('./content.ts');
    return this.#transaction(() => {
      this.#run('DELETE FROM rejects WHERE file = ?', file);
      rejects.forEach((reject, position) => {
        this.#run(
          'INSERT INTO rejects (file, position, line, kind, column_name, record_id, record_folded, what, expected, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
          ...[file, position, reject.line, reject.kind, reject.column ?? null, reject.recordId ?? null],
          ...[foldedOrNull(reject.recordId), reject.what, reject.expected, this.#now()],
        );
      });
      return records.map((record) => {
        const taken = this.#take(record, encodeRecord(record.record));
        if (taken !== 'conflict') this.#forgetRejects(file, record.record);
        return taken;
      });
    });
  }

  /** A record that is read now, from whichever file, is no longer one that could not be read. */
  #forgetRejects(file: string, record: SourceRecord): void {
    const names = [record.sourceId, record.kind === 'invoice' ? record.number : undefined];
    this.#run(
      'DELETE FROM rejects WHERE file <> ? AND kind = ? AND record_folded IN (SELECT value FROM json_each(?))',
      ...[file, record.kind, JSON.stringify(names.filter((name) => name !== undefined).map(foldNumber))],
    );
  }

  #take(taken: NewRecord, encoded: { content: string; fingerprint: string }): Taken {
    const { content, fingerprint } = encoded;
    const { record } = taken;
    const found = this.#known(record);
    if (found === 'conflict') return 'conflict';
    if (found?.content === content) return 'same';
    const invoice = record.kind === 'invoice' ? record : undefined;
    const key = found?.key ?? newKey(record);
    const now = this.#now();
    this.#run(
      `INSERT INTO records (kind, key, source_id, source_folded, number, number_folded, project_id,
         project_id_folded, project_name, project_name_folded, customer_key,
         customer_name, date, currency, total, state, content, fingerprint, file, line, first_seen, changed_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, key) DO UPDATE SET source_id = coalesce(excluded.source_id, source_id),
         source_folded = coalesce(excluded.source_folded, source_folded),
         number = excluded.number, number_folded = excluded.number_folded, project_id = excluded.project_id,
         project_name = excluded.project_name, project_id_folded = excluded.project_id_folded,
         project_name_folded = excluded.project_name_folded, customer_key = excluded.customer_key,
         customer_name = excluded.customer_name, date = excluded.date, currency = excluded.currency,
         total = excluded.total, state = excluded.state, content = excluded.content,
         fingerprint = excluded.fingerprint, file = excluded.file, line = excluded.line,
         changed_at = excluded.changed_at`,
      ...[record.kind, key, record.sourceId ?? null, foldedOrNull(record.sourceId)],
      ...[invoice?.number ?? null, foldedOrNull(invoice?.number), record.projectId ?? null],
      ...[foldedOrNull(record.projectId), invoice?.projectName ?? null, foldedOrNull(invoice?.projectName)],
      ...[taken.customerKey ?? null, taken.customerName ?? null, dateOf(record), record.currency ?? null],
      ...[moneyText(taken.total), record.state, content, fingerprint, taken.file, taken.line, now, now],
    );
    // What was wrong may be right now; with a record that is in the books only the books can tell.
    this.#run(
      `DELETE FROM standings WHERE kind = ? AND key = ? AND state <> 'ignored'
         AND NOT EXISTS (SELECT 1 FROM links l WHERE l.kind = standings.kind AND l.key = standings.key)`,
      ...[record.kind, key],
    );
    if (record.kind === 'payment') {
      this.#run('DELETE FROM applications WHERE payment_key = ?', key);
      record.applied.forEach((application, position) => {
        this.#run(
          'INSERT INTO applications (payment_key, position, number, number_folded, amount) VALUES (?, ?, ?, ?, ?)',
          ...[
            key,
            position,
            application.invoiceNumber,
            foldNumber(application.invoiceNumber),
            moneyText(application.amount),
          ],
        );
      });
    }
    return found ? 'changed' : 'new';
  }

  /** The record this one is a new version of: by the source's id, else by number where one side has no id. */
  #known(record: SourceRecord): { key: string; content: string } | 'conflict' | undefined {
    const row = z.object({ key: z.string(), content: z.string(), source_id: z.string().nullable() });
    const bySource = record.sourceId
      ? this.#get(
          'SELECT key, content, source_id FROM records WHERE kind = ? AND source_folded = ? AND source_id = ?',
          ...[record.kind, foldNumber(record.sourceId), record.sourceId],
        )
      : undefined;
    if (record.kind === 'payment') return bySource && row.parse(bySource);
    const byNumber = this.#get(
      "SELECT key, content, source_id FROM records WHERE kind = 'invoice' AND number_folded = ?",
      foldNumber(record.number),
    );
    if (bySource) {
      const known = row.parse(bySource);
      return byNumber && row.parse(byNumber).key !== known.key ? 'conflict' : known;
    }
    if (!byNumber) return undefined;
    const known = row.parse(byNumber);
    return record.sourceId && known.source_id ? 'conflict' : known;
  }

  entries(filter: Filter = {}): Promise<Entry[]> {
    return this.#guarded(() => {
      const where: string[] = [];
      const values: Value[] = [];
      if (filter.kind) {
        where.push('r.kind = ?');
        values.push(filter.kind);
      }
      if (filter.ids) {
        const folded = JSON.stringify(filter.ids.map(foldNumber));
        where.push(
          '(r.number_folded IN (SELECT value FROM json_each(?)) OR r.source_folded IN (SELECT value FROM json_each(?)))',
        );
        values.push(folded, folded);
      }
      if (filter.project !== undefined) {
        where.push(`(${PROJECT_MATCH})`);
        const wanted = foldNumber(filter.project);
        values.push(wanted, wanted, wanted, wanted);
      }
      if (filter.since) {
        where.push('r.date >= ?');
        values.push(filter.since);
      }
      const rows = this.#all(
        `SELECT ${ENTRY_OBJECT} AS entry FROM records r
         LEFT JOIN links l ON l.kind = r.kind AND l.key = r.key
         LEFT JOIN standings s ON s.kind = r.kind AND s.key = r.key
         ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
         ORDER BY r.kind, r.date, r.number, r.key`,
        ...values,
      );
      return readEntries(rows);
    });
  }

  async contents(refs: RecordRef[]): Promise<SourceRecord[]> {
    const { decodeRecord } = await import('./content.ts');
    return this.#guarded(() => {
      const statement = this.#database.prepare('SELECT content FROM records WHERE kind = ? AND key = ?');
      const row = z.object({ content: z.string() });
      return refs
        .map((ref): unknown => statement.get(ref.kind, ref.key))
        .filter((found) => found !== undefined)
        .map((found) => decodeRecord(row.parse(found).content));
    });
  }

  rejects(): Promise<KeptReject[]> {
    return this.#guarded(() => this.#all('SELECT * FROM rejects ORDER BY file, position').map(readReject));
  }

  paymentsOf(invoiceNumbers: string[]): Promise<string[]> {
    return this.#guarded(() => {
      const row = z.object({ payment_key: z.string() });
      return this.#all(
        'SELECT DISTINCT payment_key FROM applications WHERE number_folded IN (SELECT value FROM json_each(?))',
        JSON.stringify(invoiceNumbers.map(foldNumber)),
      ).map((found) => row.parse(found).payment_key);
    });
  }

  applications(): Promise<AppliedPart[]> {
    return this.#guarded(() =>
      this.#all('SELECT payment_key, number, amount FROM applications ORDER BY payment_key, position').map(
        readPart,
      ),
    );
  }

  judge(ref: RecordRef, standing: Standing | undefined): Promise<void> {
    return this.#transaction(() => this.#judge(ref.kind, ref.key, standing));
  }

  #judge(kind: WriteKind, key: string, standing: Standing | undefined): void {
    this.#run('DELETE FROM standings WHERE kind = ? AND key = ?', kind, key);
    if (!standing) return;
    this.#run(
      'INSERT INTO standings (kind, key, state, code, reason, fix, fingerprint, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ...[kind, key, standing.state, standing.code, standing.reason, standing.fix],
      ...[standing.fingerprint, this.#now()],
    );
  }

  link(kind: WriteKind, key: string, link: Omit<Link, 'at'>): Promise<void> {
    return this.#transaction(() => this.#link(kind, key, link));
  }

  #link(kind: WriteKind, key: string, link: Omit<Link, 'at'>): void {
    this.#run(
      `INSERT INTO links (kind, key, books_id, books_number, sync_token, total, fingerprint, how, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, key) DO UPDATE SET books_id = excluded.books_id, books_number = excluded.books_number,
         sync_token = excluded.sync_token, total = excluded.total, fingerprint = excluded.fingerprint,
         how = excluded.how, at = excluded.at`,
      ...[kind, key, link.booksId, link.booksNumber ?? null, link.syncToken, moneyText(link.total)],
      ...[link.fingerprint, link.how, this.#now()],
    );
    this.#run("DELETE FROM standings WHERE kind = ? AND key = ? AND state <> 'ignored'", kind, key);
  }

  linkOf(kind: WriteKind, key: string): Promise<Link | undefined> {
    return this.#guarded(() => {
      const row = this.#get('SELECT * FROM links WHERE kind = ? AND key = ?', kind, key);
      return row && readLink(row);
    });
  }

  linkedIds(kind: WriteKind, booksIds: string[]): Promise<Set<string>> {
    return this.#guarded(() => {
      const row = z.object({ books_id: z.string() });
      const rows = this.#all(
        'SELECT books_id FROM links WHERE kind = ? AND books_id IN (SELECT value FROM json_each(?))',
        kind,
        JSON.stringify(booksIds),
      );
      return new Set(rows.map((found) => row.parse(found).books_id));
    });
  }

  customers(keys: string[]): Promise<CustomerClaim[]> {
    return this.#guarded(() =>
      this.#all(
        'SELECT key, name, display_name, books_id FROM customers WHERE key IN (SELECT value FROM json_each(?))',
        JSON.stringify(keys),
      ).map(readCustomer),
    );
  }

  customerNamed(displayName: string): Promise<CustomerClaim | undefined> {
    return this.#guarded(() => {
      const row = this.#get(
        'SELECT key, name, display_name, books_id FROM customers WHERE display_folded = ?',
        foldName(displayName),
      );
      return row && readCustomer(row);
    });
  }

  customersInBooks(booksIds: string[]): Promise<CustomerClaim[]> {
    return this.#guarded(() =>
      this.#all(
        'SELECT key, name, display_name, books_id FROM customers WHERE books_id IN (SELECT value FROM json_each(?))',
        JSON.stringify(booksIds),
      ).map(readCustomer),
    );
  }

  lastPosted(kind: WriteKind, key: string): Promise<string | undefined> {
    return this.#guarded(() => {
      const row = this.#get(
        "SELECT body FROM attempts WHERE kind = ? AND key = ? AND state = 'posted' ORDER BY id DESC LIMIT 1",
        kind,
        key,
      );
      return row && z.object({ body: z.string() }).parse(row).body;
    });
  }

  claimCustomer(claim: CustomerClaim): Promise<void> {
    return this.#transaction(() => {
      this.#run(
        `INSERT INTO customers (key, name, display_name, display_folded, books_id, at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET name = excluded.name, display_name = excluded.display_name,
           display_folded = excluded.display_folded,
           books_id = excluded.books_id, at = excluded.at`,
        ...[claim.key, claim.name, claim.displayName, foldName(claim.displayName)],
        ...[claim.booksId ?? null, this.#now()],
      );
    });
  }

  startRun(command: string): Promise<number> {
    return this.#transaction(() => {
      const done = this.#run('INSERT INTO runs (command, started_at) VALUES (?, ?)', command, this.#now());
      return Number(done.lastInsertRowid);
    });
  }

  endRun(id: number, end: RunEnd): Promise<void> {
    return this.#transaction(() => {
      this.#run(
        'UPDATE runs SET ended_at = ?, exit = ?, created = ?, failed = ? WHERE id = ?',
        ...[this.#now(), end.exit, end.created, end.failed, id],
      );
    });
  }

  intend(intent: Intent): Promise<number> {
    return this.#transaction(() => {
      const done = this.#run(
        `INSERT INTO attempts (run_id, kind, key, operation, request_id, body, body_hash, fingerprint, state, sent_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)`,
        ...[intent.runId, intent.kind, intent.key, intent.operation, intent.requestId, intent.body],
        ...[intent.bodyHash, intent.fingerprint, this.#now()],
      );
      return Number(done.lastInsertRowid);
    });
  }

  settle(attemptId: number, end: AttemptEnd, consequence: Consequence = {}): Promise<void> {
    return this.#transaction(() => {
      this.#run(
        'UPDATE attempts SET state = ?, ended_at = ?, books_id = ?, fault = ?, tid = ? WHERE id = ?',
        ...[end.state, this.#now(), end.state === 'posted' ? end.booksId : null],
        ...[end.state === 'posted' ? null : end.fault, end.tid ?? null, attemptId],
      );
      const { kind, key } = readAttempt(this.#get('SELECT * FROM attempts WHERE id = ?', attemptId));
      if (consequence.link) this.#link(kind, key, consequence.link);
      if (consequence.customerId) {
        this.#run('UPDATE customers SET books_id = ? WHERE key = ?', consequence.customerId, key);
      }
      if (consequence.standing) this.#judge(kind, key, consequence.standing);
    });
  }

  openAttempts(): Promise<Attempt[]> {
    return this.#guarded(() =>
      this.#all("SELECT * FROM attempts WHERE state = 'open' ORDER BY id").map(readAttempt),
    );
  }

  refusals(kind: WriteKind, key: string, operation: string, bodyHash: string): Promise<number> {
    return this.#guarded(() => {
      const row = this.#get(
        "SELECT count(*) AS n FROM attempts WHERE kind = ? AND key = ? AND operation = ? AND body_hash = ? AND state = 'refused'",
        ...[kind, key, operation, bodyHash],
      );
      return z.object({ n: z.number() }).parse(row).n;
    });
  }

  company(): Promise<LedgerCompany | undefined> {
    return this.#guarded(() => {
      const row = this.#get("SELECT value FROM meta WHERE name = 'company'");
      return row && readCompany(row);
    });
  }

  setCompany(company: LedgerCompany): Promise<void> {
    return this.#transaction(() => {
      this.#run(
        "INSERT INTO meta (name, value) VALUES ('company', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        JSON.stringify(company),
      );
    });
  }

  close(): void {
    try {
      // What stands in the log goes into the file, so that a copy of the one file is a whole backup.
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // Another process reads it just now, or the disk is full: the log stays and is as good.
    }
    this.#database.close();
  }

  #now(): string {
    return this.#clock.now().toISOString();
  }

  #guarded<T>(work: () => T): Promise<T> {
    return new Promise((resolve) => resolve(guarded(this.#file, work)));
  }

  #transaction<T>(work: () => T): Promise<T> {
    return this.#guarded(() => transaction(this.#database, work));
  }

  #run(sql: string, ...values: Value[]) {
    return this.#database.prepare(sql).run(...values);
  }

  #get(sql: string, ...values: Value[]): object | undefined {
    const row: unknown = this.#database.prepare(sql).get(...values);
    return typeof row === 'object' && row !== null ? row : undefined;
  }

  #all(sql: string, ...values: Value[]): unknown[] {
    return this.#database.prepare(sql).all(...values);
  }
}

/** A payment belongs to the project it names, else to the one of an invoice it pays. */
const PROJECT_MATCH = `r.project_id_folded = ? OR r.project_name_folded = ?
  OR (r.kind = 'payment' AND EXISTS (
    SELECT 1 FROM applications a JOIN records i ON i.kind = 'invoice' AND i.number_folded = a.number_folded
    WHERE a.payment_key = r.key AND (i.project_id_folded = ? OR i.project_name_folded = ?)))`;

function dateOf(record: SourceRecord): string {
  return record.kind === 'invoice' ? record.issueDate : record.date;
}

/** A key of our own form where the source gives no id, so that no id can ever be taken for it. */
function newKey(record: SourceRecord): string {
  return record.sourceId ?? `number:${record.kind === 'invoice' ? foldNumber(record.number) : ''}`;
}

function foldedOrNull(text: string | undefined): string | null {
  return text === undefined ? null : foldNumber(text);
}
