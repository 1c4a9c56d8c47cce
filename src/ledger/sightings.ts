import * as z from 'zod/mini';
import type { RecordKind } from '../domain/records.ts';
import type { KnownSighting, MarkedKind, Sighting, Sightings } from './ledger.ts';
import type { Sql } from './sql.ts';

/** A table of this connection only, which SQLite keeps in a file of its own and takes away with the process. */
const TABLE = `
  DROP TABLE IF EXISTS temp.sightings;
  CREATE TEMP TABLE sightings (
    kind TEXT NOT NULL,
    books_id TEXT NOT NULL,
    mark TEXT,
    content TEXT NOT NULL,
    recognised INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, books_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX temp.sightings_by_mark ON sightings (kind, mark);`;

const FOUND = `SELECT s.books_id, s.mark, s.content, l.key AS holder
  FROM temp.sightings s LEFT JOIN links l ON l.kind = s.kind AND l.books_id = s.books_id`;
/** Ids are numbers of any length. */
const LOWEST_FIRST = 'ORDER BY length(books_id), books_id';
const LISTED = 'IN (SELECT value FROM json_each(?))';

const row = z.object({
  books_id: z.string(),
  mark: z.nullable(z.string()),
  content: z.string(),
  holder: z.nullable(z.string()),
});

export class SqliteSightings implements Sightings {
  readonly #sql: Sql;
  readonly #guarded: <T>(work: () => T) => Promise<T>;

  constructor(sql: Sql, guarded: <T>(work: () => T) => Promise<T>) {
    this.#sql = sql;
    this.#guarded = guarded;
    sql.exec(TABLE);
  }

  add(kind: MarkedKind, sightings: readonly Sighting[]): Promise<void> {
    return this.#guarded(() => {
      this.#sql.run(
        `INSERT OR REPLACE INTO temp.sightings (kind, books_id, mark, content)
         SELECT ?, value ->> 'booksId', value ->> 'mark', value ->> 'content' FROM json_each(?)`,
        ...[kind, JSON.stringify(sightings)],
      );
    });
  }

  find(kind: MarkedKind, marks: readonly string[], booksIds: readonly string[]): Promise<KnownSighting[]> {
    return this.#guarded(() =>
      this.#sql
        .all(
          `SELECT * FROM (
             ${FOUND} WHERE s.kind = ? AND s.mark ${LISTED} UNION ${FOUND} WHERE s.kind = ? AND s.books_id ${LISTED})
           ${LOWEST_FIRST}`,
          ...[kind, JSON.stringify(marks), kind, JSON.stringify(booksIds)],
        )
        .map(readSighting),
    );
  }

  recognise(kind: MarkedKind, booksIds: readonly string[]): Promise<void> {
    return this.#guarded(() => {
      this.#sql.run(
        `UPDATE temp.sightings SET recognised = 1 WHERE kind = ? AND books_id ${LISTED}`,
        ...[kind, JSON.stringify(booksIds)],
      );
    });
  }

  strangers(kind: MarkedKind, most: number): Promise<{ count: number; first: Sighting[] }> {
    return this.#guarded(() => {
      const where = 's.kind = ? AND s.mark IS NOT NULL AND s.recognised = 0';
      const found = this.#sql.all(
        `SELECT * FROM (${FOUND} WHERE ${where}) ${LOWEST_FIRST} LIMIT ?`,
        kind,
        most,
      );
      const counted = this.#sql.get(`SELECT count(*) AS n FROM temp.sightings s WHERE ${where}`, kind);
      return { count: z.object({ n: z.number() }).parse(counted).n, first: found.map(readSighting) };
    });
  }

  missing(kind: RecordKind): Promise<string[]> {
    return this.#guarded(() => {
      const linked = z.object({ books_id: z.string() });
      return this.#sql
        .all(
          `SELECT books_id FROM links l WHERE l.kind = ? AND NOT EXISTS (
             SELECT 1 FROM temp.sightings s WHERE s.kind = l.kind AND s.books_id = l.books_id)`,
          kind,
        )
        .map((one) => linked.parse(one).books_id);
    });
  }
}

function readSighting(found: unknown): KnownSighting {
  const { books_id: booksId, mark, content, holder } = row.parse(found);
  return { booksId, mark: mark ?? undefined, content, holder: holder ?? undefined };
}
