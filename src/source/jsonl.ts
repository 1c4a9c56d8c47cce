import type { RecordKind } from '../domain/records.ts';
import { badMapping, mappedHeadings, missing, place, unknownKind, type ColumnFault } from './columns.ts';
import type { ColumnMap, ReadOptions } from './contract.ts';
import type { Table } from './csv.ts';
import type { Field } from './fields.ts';
import { headingWords } from './headings.ts';
import type { JsonObject } from './json.ts';
import { isObject, objectReader, type KeyPlan } from './json-rows.ts';
import { readValues } from './json-values.ts';
import { guessKind } from './kind.ts';

const PARTS: Record<RecordKind, ReadonlySet<string>> = {
  invoice: new Set(['lines', 'lineitems', 'invoicelines']),
  payment: new Set(['applied', 'applications']),
};

/** Reads JSON: one object a line, or one array of objects, or one object. Keys are matched as headings of CSV are. */
export function readJson(text: string, options: ReadOptions): Table {
  const { values, faults } = readValues(text);
  const table: Table = { columns: [], rows: [], spoiled: [], fileFaults: [], rowFaults: faults };
  const objects: { line: number; value: JsonObject }[] = [];
  for (const { line, value } of values) {
    if (isObject(value)) objects.push({ line, value });
    else {
      table.rowFaults.push({
        line,
        what: 'There is a value that is not an object.',
        expected: 'Write each invoice or payment as one object: {"invoice_number": "INV-00001", ...}.',
      });
    }
  }
  const [first] = objects;
  if (!first) {
    if (options.kind) table.kind = options.kind;
    return table;
  }
  const keys = keysOf(objects.map(({ value }) => value));
  table.columns = keys.all.map((name) => ({ name }));
  const planned = planKeys(keys, options);
  if ('what' in planned) {
    if (planned.kind) table.kind = planned.kind;
    table.fileFaults.push({ line: first.line, what: planned.what, expected: planned.expected });
    return table;
  }
  table.kind = planned.kind;
  table.columns = planned.columns;
  const read = objectReader(planned);
  for (const { line, value } of objects) {
    const made = read(line, value);
    if (Array.isArray(made)) {
      table.rowFaults.push(...made);
      const recordId = made[0]?.recordId;
      if (recordId !== undefined) table.spoiled.push({ number: recordId, paymentId: recordId });
    } else table.rows.push(made);
  }
  return table;
}

interface Keys {
  /** Every key path, in the order of first sight; those of parts as `lines[].amount`. */
  all: string[];
  top: string[];
  parts: Map<string, string[]>;
}

function keysOf(objects: readonly JsonObject[]): Keys {
  const top = new Set<string>();
  const parts = new Map<string, Set<string>>();
  for (const object of objects) {
    for (const [key, value] of Object.entries(object)) {
      top.add(key);
      if (!Array.isArray(value) || !isPartsKey(key)) continue;
      const known = parts.get(key) ?? new Set<string>();
      parts.set(key, known);
      for (const item of value) if (isObject(item)) for (const inner of Object.keys(item)) known.add(inner);
    }
  }
  const all = [...top].flatMap((key) => {
    const inner = parts.get(key);
    return inner ? [...inner].map((name) => `${key}[].${name}`) : [key];
  });
  return { all, top: [...top], parts: new Map([...parts].map(([key, inner]) => [key, [...inner]])) };
}

function isPartsKey(key: string): boolean {
  const word = headingWords(key).join('');
  return PARTS.invoice.has(word) || PARTS.payment.has(word);
}

function planKeys(
  keys: Keys,
  options: { columns?: ColumnMap; kind?: RecordKind },
): KeyPlan | (ColumnFault & { kind?: RecordKind }) {
  const map = options.columns ?? {};
  const names = [...keys.top, ...[...keys.parts.values()].flat()];
  const decided = mappedHeadings(names, map);
  if (typeof decided === 'string') return badMapping(decided);
  const kind = options.kind ?? guessKind(names, decided);
  if (!kind) return unknownKind(keys.all);
  const partsKey = keys.top.find((key) => PARTS[kind].has(headingWords(key).join('')));
  const inner = partsKey === undefined ? [] : (keys.parts.get(partsKey) ?? []);
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
