import type { RecordKind } from '../domain/records.ts';
import {
  badMapping,
  guessKind,
  mappedHeadings,
  missing,
  place,
  unknownKind,
  type ColumnFault,
} from './columns.ts';
import type { ColumnMap, Understood } from './contract.ts';
import type { Field } from './fields.ts';
import { headingWords } from './headings.ts';
import { isObject, type JsonObject } from './json-text.ts';

/** Which key of an object holds which field; `part` for the objects in its `lines` or `applied`. */
export interface KeyPlan {
  kind: RecordKind;
  top: ReadonlyMap<Field, string>;
  part: ReadonlyMap<Field, string>;
  partsKey?: string;
  columns: Understood['columns'];
}

const PARTS: Record<RecordKind, ReadonlySet<string>> = {
  invoice: new Set(['lines', 'lineitems', 'invoicelines']),
  payment: new Set(['applied', 'applications']),
};

/** The keys of the objects of a file, each in the order of first sight. */
export class Keys {
  readonly #top = new Set<string>();
  readonly #inner = new Map<string, Set<string>>();

  learn(object: JsonObject): void {
    for (const [key, value] of Object.entries(object)) {
      this.#top.add(key);
      if (!Array.isArray(value) || !isPartsKey(key)) continue;
      const known = this.#inner.get(key) ?? new Set<string>();
      this.#inner.set(key, known);
      for (const item of value) if (isObject(item)) for (const name of Object.keys(item)) known.add(name);
    }
  }

  /** How much is known: it grows with every object that brings a key of its own. */
  get size(): number {
    return this.#top.size + [...this.#inner.values()].reduce((sum, keys) => sum + 1 + keys.size, 0);
  }

  get top(): string[] {
    return [...this.#top];
  }

  /** The keys of the objects that a key of an object lists. */
  inner(key: string): string[] {
    return [...(this.#inner.get(key) ?? [])];
  }

  /** Every key path, those of parts as `lines[].amount`. */
  get all(): string[] {
    return this.top.flatMap((key) =>
      this.#inner.has(key) ? this.inner(key).map((name) => `${key}[].${name}`) : [key],
    );
  }

  /** Every key by itself. */
  get names(): string[] {
    return [...this.#top, ...[...this.#inner.values()].flatMap((keys) => [...keys])];
  }
}

function isPartsKey(key: string): boolean {
  const word = headingWords(key).join('');
  return PARTS.invoice.has(word) || PARTS.payment.has(word);
}

/** Says which key holds which field, or why that cannot be said. */
export function planKeys(
  keys: Keys,
  options: { columns?: ColumnMap; kind?: RecordKind },
): KeyPlan | (ColumnFault & { kind?: RecordKind }) {
  const map = options.columns ?? {};
  const { names } = keys;
  const decided = mappedHeadings(names, map);
  if (typeof decided === 'string') return badMapping(decided);
  const kind = options.kind ?? guessKind(names, decided);
  if (!kind) return unknownKind(keys.all);
  const partsKey = keys.top.find((key) => PARTS[kind].has(headingWords(key).join('')));
  const inner = partsKey === undefined ? [] : keys.inner(partsKey);
  const top = placeKeys(keys.top, map, kind);
  const part = placeKeys(inner, map, kind);
  const fault = top.clash ?? part.clash;
  if (fault) return { kind, ...fault };
  const has = (field: Field) => top.keys.has(field) || part.keys.has(field);
  const lacking = missing(keys.all, { has }, kind);
  if (lacking) return { kind, ...lacking };
  const columns = keys.all.map((name) => {
    const field =
      fieldOf(top.keys, name) ??
      fieldOf(part.keys, partsKey === undefined ? name : name.replace(`${partsKey}[].`, ''), name);
    return field ? { name, field } : { name };
  });
  return { kind, top: top.keys, part: part.keys, columns, ...(partsKey === undefined ? {} : { partsKey }) };
}

function placeKeys(names: readonly string[], map: ColumnMap, kind: RecordKind) {
  const decided = mappedHeadings(names, map);
  const placed = place(names, typeof decided === 'string' ? new Map<number, Field>() : decided, kind);
  const keys = new Map([...placed.at].map(([field, index]) => [field, names[index] ?? '']));
  return { keys, clash: placed.clash };
}

/** The field a key stands for; `path` tells a key of a part from a key of the object. */
function fieldOf(keys: ReadonlyMap<Field, string>, key: string, path?: string): Field | undefined {
  if (path === key) return undefined;
  return [...keys].find(([, name]) => name === key)?.[0];
}
