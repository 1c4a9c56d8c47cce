import type { RowChange, Store } from './store.ts';

/** How many writes can be looked behind. */
const MOST_WRITES = 1000;
/** The rows of a company that no query reads. */
const SETTINGS = 'setting';

/** What one request (or one control order) changed in a company's books. */
interface Write {
  readonly realmId: string;
  readonly at: number;
  readonly rows: readonly RowChange[];
}

/** How far back a reader looks: so many writes of the company, or those of so many seconds. */
export type Staleness = { readonly writes: number } | { readonly seconds: number };

const realmOfTable = (table: string): string => table.slice(0, table.indexOf('/'));

/** What the changes did to each company's books; what QuickBooks never shows in a query is left out. */
function writesOf(changes: readonly RowChange[], now: Date): Write[] {
  const own = new Map<string, RowChange[]>();
  for (const change of changes) {
    const { table, before, after } = change;
    if (before === after || !table.includes('/') || table.endsWith(`/${SETTINGS}`)) continue;
    const realmId = realmOfTable(table);
    const rows = own.get(realmId);
    if (rows === undefined) own.set(realmId, [change]);
    else rows.push(change);
  }
  // The write that made the company is none: before it there were no books to read.
  const makes = (realmId: string, { table, before }: RowChange): boolean =>
    table === `${realmId}/CompanyInfo` && before === undefined;
  return [...own]
    .filter(([realmId, rows]) => !rows.some((row) => makes(realmId, row)))
    .map(([realmId, rows]) => ({ realmId, at: now.getTime(), rows }));
}

/**
 * The rows of every company as they were before its latest writes, so that a query can be answered as
 * if those had not happened yet. In memory only, and bounded.
 */
export class RecentWrites {
  private readonly store: Store;
  private writes: Write[] = [];

  constructor(store: Store) {
    this.store = store;
  }

  /** Takes in what one request changed, once it is committed. */
  add(changes: readonly RowChange[], now: Date): void {
    this.writes.push(...writesOf(changes, now));
    if (this.writes.length > 2 * MOST_WRITES) this.writes = this.writes.slice(-MOST_WRITES);
  }

  /**
   * Reads a company's books as they were before its latest writes, those of the present request among
   * them, and leaves everything as it is. Rows that were deleted since come last, where the reader asks
   * for no order.
   */
  before<T>(realmId: string, now: Date, staleness: Staleness, read: () => T): T {
    const present = writesOf(this.store.uncommitted(), now);
    const mark = this.store.mark();
    try {
      for (const write of this.latest(realmId, now, staleness, present).reverse()) this.undo(write);
      return read();
    } finally {
      this.store.rollback(mark);
    }
  }

  private latest(realmId: string, now: Date, staleness: Staleness, present: readonly Write[]): Write[] {
    const own = [...this.writes, ...present].filter((write) => write.realmId === realmId);
    if ('writes' in staleness) return own.slice(-staleness.writes);
    const since = now.getTime() - staleness.seconds * 1000;
    return own.filter(({ at }) => at > since);
  }

  private undo({ rows }: Write): void {
    for (const { table, key, before } of rows.toReversed()) {
      if (before === undefined) this.store.remove(table, key);
      else this.store.put(table, key, before);
    }
  }
}
