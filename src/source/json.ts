import { LosslessNumber } from 'lossless-json';
import * as z from 'zod';
import { decimal, plainText } from '../domain/money.ts';
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
import type { ColumnMap, ReadOptions, Understood } from './contract.ts';
import type { Field } from './fields.ts';
import { headingWords } from './headings.ts';
import { isObject, readValues, type JsonObject } from './json-text.ts';
import type { Cell, Row, Table, TableFault } from './table.ts';

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

/** Which key of an object holds which field; `part` for the objects in its `lines` or `applied`. */
interface KeyPlan {
  kind: RecordKind;
  top: ReadonlyMap<Field, string>;
  part: ReadonlyMap<Field, string>;
  partsKey?: string;
  columns: Understood['columns'];
}

/** Fields that belong to a part; every other field of a part's row is the object's own. */
const PART_FIELDS: Record<RecordKind, readonly Field[]> = {
  invoice: ['line_type', 'description', 'quantity', 'unit_price', 'amount', 'tax_rate', 'tax_amount'],
  payment: ['invoice_number', 'amount'],
};

const Scalar = z
  .union([z.string(), z.boolean(), z.null(), z.instanceof(LosslessNumber)], {
    error: 'There is a list or an object where a text or a number should be.',
  })
  .transform((value) => {
    if (value === null) return '';
    return value instanceof LosslessNumber ? plainNumber(value.value) : String(value).trim();
  });

/** Makes the reader of one object: a row, or what is wrong with the object's shape. */
function objectReader(plan: KeyPlan): (line: number, object: JsonObject) => Row | TableFault[] {
  const own = z.object(Object.fromEntries([...plan.top.values()].map((key) => [key, Scalar.optional()])));
  const part = z.object(Object.fromEntries([...plan.part.values()].map((key) => [key, Scalar.optional()])), {
    error: 'There is something that is not an object.',
  });
  const parts = z.array(part, { error: 'There is something that is not a list.' }).nullish();
  const { partsKey } = plan;
  return (line, object) => {
    const top = own.safeParse(object);
    const inner = parts.safeParse(partsKey === undefined ? undefined : object[partsKey]);
    const issues = [
      ...(top.error?.issues ?? []).map(({ path, message }) => ({ path, message })),
      ...(inner.error?.issues ?? []).map(({ path, message }) => ({
        path: [partsKey ?? '', ...path],
        message,
      })),
    ];
    const recordId = idOf(object, plan);
    if (!top.success || !inner.success) {
      return issues.map(({ path, message }) => ({
        line,
        column: pathText(path),
        ...(recordId === undefined ? {} : { recordId }),
        what: message,
        expected: `Write ${pathText(path)} as ${path.length === 1 && path[0] === partsKey ? 'a list of objects' : 'a text: "1200.10"'}.`,
      }));
    }
    return jsonRow(line, top.data, inner.data ?? undefined, plan);
  };
}

type Texts = Readonly<Record<string, string | undefined>>;

function jsonRow(line: number, top: Texts, inner: readonly Texts[] | undefined, plan: KeyPlan): Row {
  const own = (field: Field): Cell => {
    const key = plan.top.get(field);
    return key === undefined ? { text: '' } : { text: top[key] ?? '', column: key };
  };
  if (!inner) return { line, cell: own };
  const parts = inner.map((texts, index): Row => {
    const cell = (field: Field): Cell => {
      if (!PART_FIELDS[plan.kind].includes(field)) return own(field);
      const key = plan.part.get(field);
      const path = `${plan.partsKey ?? ''}[${index}].`;
      const text = key === undefined ? '' : (texts[key] ?? '');
      // A rate beside `lines` is the rate of all of them; left unread it would make them free of tax.
      if (text === '' && field === 'tax_rate') return own(field);
      return { text, column: `${path}${key ?? field}` };
    };
    return { line, cell };
  });
  return { line, cell: own, parts };
}

function idOf(object: JsonObject, plan: KeyPlan): string | undefined {
  const fields: readonly Field[] =
    plan.kind === 'invoice' ? ['invoice_number', 'invoice_id'] : ['payment_id'];
  for (const field of fields) {
    const key = plan.top.get(field);
    const text = Scalar.safeParse(key === undefined ? undefined : object[key]);
    if (text.success && text.data !== '') return text.data;
  }
  return undefined;
}

// A number with a small exponent is written out; one beyond any amount is left to be refused as it stands.
const PLAIN_EXPONENT = /^-?\d+(?:\.\d+)?[eE][+-]?\d{1,2}$/;

function plainNumber(text: string): string {
  return PLAIN_EXPONENT.test(text) ? plainText(decimal(text)) : text;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${String(step)}`))
    .join('');
}
