import type { Json } from './json.ts';
import type { Store } from './store.ts';

/** How many writes can be looked behind. */
const MOST_WRITES = 1000;
/** The rows of a company that no query reads. */
const SETTINGS = 'setting';

interface Before {
  readonly table: string;
  readonly key: string;
  readonly row: Json | undefined;
}

/** What one request (or one control order) changed in a company's books. */
interface Write {
  readonly realmId: string;
  readonly at: number;
  readonly rows: readonly Before[];
}

/** How far back a reader looks: so many writes of the company, or those of so many seconds. */
export type Staleness = { readonly writes: number } | { readonly seconds: number };

const realmOfTable = (table: string): string => table.slice(0, table.indexOf('/'));

/**
 * The rows of every company as they were before its latest writes, so that a query can be answered as
 * if those had not happened yet. In memory only, and bounded.
 */
export class RecentWrites {
  private readonly store: Store;
  private readonly touched = new Map<string, Before>();
  private writes: Write[] = [];

  constructor(store: Store) {
    this.store = store;
    store.watch((table, key, row) => {
      const slash = table.indexOf('/');
      if (slash < 0 || table.endsWith(`/${SETTINGS}`)) return;
      const name = `${table}\u0000${key}`;
      if (!this.touched.has(name)) this.touched.set(name, { table, key, row });
    });
  }

  /** Ends a write: what was changed since the last call, rolled-back changes left out. */
  seal(now: Date): void {
    if (this.touched.size === 0) return;
    const rows = [...this.touched.values()].filter(
      ({ table, key, row }) => this.store.get(table, key) !== row,
    );
    this.touched.clear();
    for (const realmId of new Set(rows.map(({ table }) => realmOfTable(table)))) {
      const own = rows.filter(({ table }) => realmOfTable(table) === realmId);
      // The write that made the company is none: before it there were no books to read.
      if (own.some(({ table, row }) => table === `${realmId}/CompanyInfo` && row === undefined)) continue;
      this.writes.push({ realmId, at: now.getTime(), rows: own });
    }
    if (this.writes.length > 2 * MOST_WRITES) this.writes = this.writes.slice(-MOST_WRITES);
  }

  /**
   * Reads a company's books as they were before its latest writes, and leaves everything as it is. Rows
   * that were deleted since come last, where the reader asks for no order.
   */
  before<T>(realmId: string, now: Date, staleness: Staleness, read: () => T): T {
    this.seal(now);
    const mark = this.store.mark();
    try {
      for (const write of this.latest(realmId, now, staleness).reverse()) this.undo(write);
      return read();
    } finally {
      this.store.rollback(mark);
      this.touched.clear();
    }
  }

  private latest(realmId: string, now: Date, staleness: Staleness): Write[] {
    const own = this.writes.filter((write) => write.realmId === realmId);
    if ('writes' in staleness) return own.slice(-staleness.writes);
    const since = now.getTime() - staleness.seconds * 1000;
    return own.filter(({ at }) => at > since);
  }

  private undo({ rows }: Write): void {
    for (const { table, key, row } of rows.toReversed()) {
      if (row === undefined) this.store.remove(table, key);
      else this.store.put(table, key, row);
    }
  }
}
