import type { Json } from './json.ts';

/** One row set, or removed (`null`): what the journal keeps. */
export type Change = readonly [table: string, key: string, value: Json];

/** A row before and after a request; `before` is undefined for a new row, `after` for a removed one. */
export interface RowChange {
  readonly table: string;
  readonly key: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

export type Watcher = (table: string, key: string, before: Json | undefined, after: Json | undefined) => void;

type Tables = ReadonlyMap<string, ReadonlyMap<string, Json>>;

const EMPTY: ReadonlyMap<string, Json> = new Map();

/**
 * Everything the sandbox knows, as rows in tables: companies' lists and transactions, sign-ins, request
 * ids, settings. One shape for all of it makes the journal, the rollback and the snapshot one piece of
 * code each.
 */
export class Store {
  private readonly data = new Map<string, Map<string, Json>>();
  private readonly watchers: Watcher[] = [];
  private pending: { readonly change: Change; readonly before: Json | undefined }[] = [];

  watch(watcher: Watcher): void {
    this.watchers.push(watcher);
  }

  get tables(): Tables {
    return this.data;
  }

  rows(table: string): ReadonlyMap<string, Json> {
    return this.data.get(table) ?? EMPTY;
  }

  /** How many rows a table has, without walking it. */
  size(table: string): number {
    return this.data.get(table)?.size ?? 0;
  }

  get(table: string, key: string): Json | undefined {
    return this.data.get(table)?.get(key);
  }

  put(table: string, key: string, value: Json): void {
    this.pending.push({ change: [table, key, value], before: this.get(table, key) });
    this.set(table, key, value);
  }

  remove(table: string, key: string): void {
    this.pending.push({ change: [table, key, null], before: this.get(table, key) });
    this.set(table, key, undefined);
  }

  /** A point to roll back to: a refused request, or a refused item of a batch, leaves no trace. */
  mark(): number {
    return this.pending.length;
  }

  rollback(mark: number): void {
    for (const { change, before } of this.pending.splice(mark).reverse()) {
      this.set(change[0], change[1], before);
    }
  }

  /** What changed since the last commit: each row once, in order of first change, as it was and as it is. */
  uncommitted(): readonly RowChange[] {
    const changes = new Map<string, RowChange>();
    for (const { change, before } of this.pending) {
      const [table, key, value] = change;
      const name = `${table}\u0000${key}`;
      const first = changes.get(name);
      const after = value ?? undefined;
      changes.set(name, first === undefined ? { table, key, before, after } : { ...first, after });
    }
    return [...changes.values()];
  }

  /** As `uncommitted`, and nothing of it can be rolled back any more. */
  commit(): readonly RowChange[] {
    const changes = this.uncommitted();
    this.pending = [];
    return changes;
  }

  /** Rows that come from the journal: already durable, so not pending. */
  load(changes: Iterable<Change>): void {
    for (const [table, key, value] of changes) this.set(table, key, value ?? undefined);
  }

  private set(table: string, key: string, value: Json | undefined): void {
    const before = this.get(table, key);
    let rows = this.data.get(table);
    if (rows === undefined) this.data.set(table, (rows = new Map<string, Json>()));
    if (value === undefined) rows.delete(key);
    else rows.set(key, value);
    for (const watcher of this.watchers) watcher(table, key, before, value);
  }
}
