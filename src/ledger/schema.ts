/** Marks the file as ours, so that another program's database is never written to ("qbsy"). */
export const APPLICATION_ID = 0x71627379;

/**
 * One entry a version, applied in order, each in one transaction; never edited after a release. Money is decimal text,
 * instants are ISO 8601 UTC, document dates `YYYY-MM-DD`. Columns that
 * end in `_folded` hold the text as it is compared (fingerprint.ts): SQLite folds ASCII only.
 */
export const MIGRATIONS: string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE records (
    kind TEXT NOT NULL CHECK (kind IN ('invoice', 'payment')),
    key TEXT NOT NULL,
    source_id TEXT,
    source_folded TEXT,
    number TEXT,
    number_folded TEXT,
    project_id TEXT,
    project_id_folded TEXT,
    project_name TEXT,
    project_name_folded TEXT,
    customer_key TEXT,
    customer_name TEXT,
    date TEXT NOT NULL,
    currency TEXT,
    total TEXT NOT NULL,
    state TEXT NOT NULL,
    content TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    file TEXT NOT NULL,
    line INTEGER NOT NULL,
    first_seen TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (kind, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX records_by_number ON records (kind, number_folded);
  CREATE INDEX records_by_source ON records (kind, source_folded);

  CREATE TABLE applications (
    payment_key TEXT NOT NULL,
    position INTEGER NOT NULL,
    number TEXT NOT NULL,
    number_folded TEXT NOT NULL,
    amount TEXT NOT NULL,
    PRIMARY KEY (payment_key, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX applications_by_number ON applications (number_folded);

  CREATE TABLE rejects (
    file TEXT NOT NULL,
    position INTEGER NOT NULL,
    line INTEGER NOT NULL,
    kind TEXT NOT NULL,
    column_name TEXT,
    record_id TEXT,
    record_folded TEXT,
    what TEXT NOT NULL,
    expected TEXT NOT NULL,
    ignored TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (file, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE customers (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    display_folded TEXT NOT NULL UNIQUE,
    books_id TEXT,
    at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE links (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    books_id TEXT NOT NULL,
    books_number TEXT,
    sync_token TEXT NOT NULL,
    total TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('created', 'adopted', 'updated')),
    at TEXT NOT NULL,
    PRIMARY KEY (kind, key)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX links_by_books_id ON links (kind, books_id);

  CREATE TABLE standings (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('error', 'skipped', 'ignored')),
    code TEXT NOT NULL,
    reason TEXT NOT NULL,
    fix TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (kind, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    exit INTEGER,
    created INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation IN ('create', 'update')),
    request_id TEXT NOT NULL,
    body TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'posted', 'refused', 'unsent', 'abandoned')),
    sent_at TEXT NOT NULL,
    ended_at TEXT,
    books_id TEXT,
    fault TEXT,
    tid TEXT
  ) STRICT;
  CREATE INDEX attempts_by_record ON attempts (kind, key);
  CREATE UNIQUE INDEX attempts_open ON attempts (kind, key) WHERE state = 'open';
  `,
  'ALTER TABLE attempts ADD COLUMN batch_item TEXT',
  // An index that begins with the kind is not used: SQLite takes it for as good a key as the number is, and goes through
  // all records of the kind.
  `
  DROP INDEX records_by_number;
  DROP INDEX records_by_source;
  CREATE INDEX records_by_number ON records (number_folded);
  CREATE INDEX records_by_source ON records (source_folded);
  CREATE INDEX rejects_by_record ON rejects (record_folded);
  CREATE INDEX customers_by_books_id ON customers (books_id);
  `,
  // Voids. SQLite cannot change a CHECK, so both tables are made again. A cancelled invoice has another fingerprint than
  // before it was cancelled (fingerprint.ts); what was judged of it then still holds.
  `
  CREATE TABLE links_new (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    books_id TEXT NOT NULL,
    books_number TEXT,
    sync_token TEXT NOT NULL,
    total TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('created', 'adopted', 'updated', 'voided')),
    at TEXT NOT NULL,
    PRIMARY KEY (kind, key)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO links_new (kind, key, books_id, books_number, sync_token, total, fingerprint, how, at)
    SELECT kind, key, books_id, books_number, sync_token, total, fingerprint, how, at FROM links;
  DROP TABLE links;
  ALTER TABLE links_new RENAME TO links;
  CREATE UNIQUE INDEX links_by_books_id ON links (kind, books_id);

  CREATE TABLE attempts_new (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation IN ('create', 'update', 'void')),
    request_id TEXT NOT NULL,
    body TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'posted', 'refused', 'unsent', 'abandoned')),
    sent_at TEXT NOT NULL,
    ended_at TEXT,
    books_id TEXT,
    fault TEXT,
    tid TEXT,
    batch_item TEXT
  ) STRICT;
  INSERT INTO attempts_new (id, run_id, kind, key, operation, request_id, body, body_hash, fingerprint, state, sent_at,
      ended_at, books_id, fault, tid, batch_item)
    SELECT id, run_id, kind, key, operation, request_id, body, body_hash, fingerprint, state, sent_at,
      ended_at, books_id, fault, tid, batch_item FROM attempts;
  DROP TABLE attempts;
  ALTER TABLE attempts_new RENAME TO attempts;
  CREATE INDEX attempts_by_record ON attempts (kind, key);
  CREATE UNIQUE INDEX attempts_open ON attempts (kind, key) WHERE state = 'open';

  UPDATE standings SET fingerprint = 'cancelled:' || fingerprint
    WHERE kind = 'invoice' AND EXISTS (SELECT 1 FROM records r WHERE r.kind = standings.kind AND r.key = standings.key
      AND r.state = 'cancelled' AND r.fingerprint = standings.fingerprint);
  UPDATE records SET fingerprint = 'cancelled:' || fingerprint WHERE kind = 'invoice' AND state = 'cancelled';
  `,
];
