import { countries, isCountry } from '../countries.ts';
import type { CountryFacts, SandboxCountry } from '../countries.ts';
import { isObject, objectOf, objectsOf, refId, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { readingsOf } from '../readings.ts';
import type { Readings } from '../readings.ts';
import type { Store } from '../store.ts';
import { dateIn, metaTime, pacificDate } from '../times.ts';
import { SYSTEM } from './actors.ts';
import type { Actor } from './actors.ts';
import { idCounter } from './id-counter.ts';
import type { Indexes } from './indexes.ts';

const NONE: ReadonlySet<string> = new Set();

/** The table of a company's deleted objects. */
export const TOMBSTONE = 'tombstone';

/** One company's books at one moment: typed access to its rows, its settings and its id counters. */
export class Books {
  readonly realmId: string;
  readonly now: Date;
  /** Who acts, for the audit log. */
  readonly by: Actor;
  private readonly store: Store;
  private readonly indexes: Indexes;
  private readonly unseen: ReadonlySet<string>;

  constructor(
    store: Store,
    indexes: Indexes,
    realmId: string,
    now: Date,
    by: Actor = SYSTEM,
    unseen: ReadonlySet<string> = NONE,
  ) {
    this.store = store;
    this.indexes = indexes;
    this.realmId = realmId;
    this.now = now;
    this.by = by;
    this.unseen = unseen;
  }

  /** The same company at another moment, as somebody else, who cannot name these objects (`Entity/Id`) yet. */
  at(now: Date, by: Actor, unseen?: ReadonlySet<string>): Books {
    return new Books(this.store, this.indexes, this.realmId, now, by, unseen);
  }

  private table(entity: string): string {
    return `${this.realmId}/${entity}`;
  }

  get(entity: string, id: string | undefined): JsonObject | undefined {
    const row = id === undefined ? undefined : this.store.get(this.table(entity), id);
    return isObject(row) ? row : undefined;
  }

  /** The row that a payload names by its id. */
  named(entity: string, id: string | undefined): JsonObject | undefined {
    const hidden = this.unseen.size > 0 && this.unseen.has(`${entity}/${id ?? ''}`);
    return hidden ? undefined : this.get(entity, id);
  }

  *rows(entity: string): Generator<JsonObject> {
    for (const row of this.store.rows(this.table(entity)).values()) if (isObject(row)) yield row;
  }

  /** How many rows an entity has. */
  count(entity: string): number {
    return this.store.size(this.table(entity));
  }

  put(entity: string, row: JsonObject): JsonObject {
    this.store.put(this.table(entity), textOf(row.Id) ?? '', row);
    return row;
  }

  /** Removes a row and leaves a tombstone, by which change data capture tells of it. */
  remove(entity: string, id: string): void {
    this.store.remove(this.table(entity), id);
    this.store.put(this.table(TOMBSTONE), `${entity}/${id}`, { Id: id, LastUpdatedTime: metaTime(this.now) });
  }

  /** Removes a row of which change data capture never tells. */
  forget(entity: string, id: string): void {
    this.store.remove(this.table(entity), id);
  }

  /** Tombstones of an entity's deleted rows: `Id` and `LastUpdatedTime`, oldest first. */
  *deleted(entity: string): Generator<JsonObject> {
    for (const [key, row] of this.store.rows(this.table(TOMBSTONE))) {
      if (key.startsWith(`${entity}/`) && isObject(row)) yield row;
    }
  }

  /** Rows with this value in an indexed property, case ignored; undefined when there is no index. */
  lookup(entity: string, property: string, value: string): readonly JsonObject[] | undefined {
    return this.indexes
      .find(this.table(entity), property, value)
      ?.map((id) => this.get(entity, id))
      .filter((row) => row !== undefined);
  }

  /** The next id of an entity: a decimal string, never used twice. */
  nextId(entity: string): string {
    return String(this.bump(idCounter(entity), 0));
  }

  /** Keeps a counter beyond an id that a seed chose. */
  reserve(entity: string, id: string): void {
    const name = idCounter(entity);
    const current = this.setting(name);
    const least = Number(id);
    if (Number.isInteger(least) && (typeof current !== 'number' || current < least)) this.set(name, least);
  }

  /** Adds one to a counter that starts after `start`, and gives the new value. */
  bump(name: string, start: number): number {
    const current = this.setting(name);
    const next = (typeof current === 'number' ? current : start) + 1;
    this.set(name, next);
    return next;
  }

  setting(name: string): Json | undefined {
    return this.store.get(this.table('setting'), name);
  }

  set(name: string, value: Json): void {
    this.store.put(this.table('setting'), name, value);
  }

  /** The address that clients reach the service at. */
  get serviceUrl(): string {
    return textOf(this.store.get('settings', 'url')) ?? 'http://127.0.0.1';
  }

  get country(): SandboxCountry {
    const country = this.setting('country');
    return isCountry(country) ? country : 'US';
  }

  get facts(): CountryFacts {
    return countries[this.country];
  }

  get readings(): Readings {
    return readingsOf(this.setting('readings'));
  }

  get preferences(): JsonObject {
    return objectOf(this.get('Preferences', '1'));
  }

  preference(group: string, name: string): Json | undefined {
    return objectOf(this.preferences[group])[name];
  }

  /** `CompanyInfo.NameValue` SubscriptionStatus: anything but a live one makes writes fail with 6190. */
  get lapsed(): boolean {
    const pairs = objectsOf(this.get('CompanyInfo', '1')?.NameValue);
    const status = textOf(pairs.find((pair) => pair.Name === 'SubscriptionStatus')?.Value);
    return !['PAID', 'TRIAL'].includes(status ?? 'PAID');
  }

  /** The server's "today": Pacific time in practice, U (qbo-api.md 3.2). */
  get today(): string {
    const { todayZone } = this.readings;
    if (todayZone === 'Pacific') return pacificDate(this.now);
    const own = textOf(this.get('CompanyInfo', '1')?.DefaultTimeZone);
    return dateIn(todayZone === 'company' && own !== undefined ? own : 'UTC', this.now);
  }

  get currencyRef(): JsonObject {
    return { value: this.facts.currency, name: this.facts.currencyName };
  }

  /** The members every new row starts with. */
  newRow(entity: string, id?: string): { Id: string; domain: 'QBO'; sparse: false } & JsonObject {
    const time = metaTime(this.now);
    return {
      domain: 'QBO',
      sparse: false,
      Id: id ?? this.nextId(entity),
      SyncToken: '0',
      MetaData: { CreateTime: time, LastUpdatedTime: time },
    };
  }

  /** The same members after a change: the next SyncToken and a new LastUpdatedTime. */
  changedRow(row: JsonObject): JsonObject {
    return {
      domain: 'QBO',
      sparse: false,
      Id: row.Id,
      SyncToken: String(Number(textOf(row.SyncToken) ?? '0') + 1),
      MetaData: { ...objectOf(row.MetaData), LastUpdatedTime: metaTime(this.now) },
    };
  }

  /** A computed member changed: LastUpdatedTime moves, the SyncToken does not (recorded on balances). */
  touched(row: JsonObject): JsonObject {
    return { ...row, MetaData: { ...objectOf(row.MetaData), LastUpdatedTime: metaTime(this.now) } };
  }

  /** `{value, name}` of a row, as replies show references. */
  refTo(entity: string, id: string): JsonObject {
    const row = this.get(entity, id);
    const name = textOf(row?.DisplayName) ?? textOf(row?.FullyQualifiedName) ?? textOf(row?.Name);
    return name === undefined ? { value: id } : { value: id, name };
  }

  isActive(entity: string, ref: Json | undefined): boolean {
    const row = this.get(entity, refId(ref));
    return row !== undefined && row.Active !== false;
  }
}
