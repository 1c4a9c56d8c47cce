import type { RecordKind } from '../domain/records.ts';
import type { ReadOptions, Understood } from './contract.ts';
import type { FileText } from './file-text.ts';
import { Grouping } from './grouping.ts';
import { Keys, planKeys } from './json-keys.ts';
import { objectReader } from './json-rows.ts';
import {
  eachValue,
  isObject,
  notJson,
  readValue,
  type FoundValue,
  type JsonObject,
  type Parsed,
} from './json-text.ts';
import { KINDS } from './kinds.ts';
import { RowNames } from './row-names.ts';
import { RowPlaces, RowReader } from './row-places.ts';
import type { Row, Rows, Table, TableFault } from './table.ts';

/**
 * Goes through JSON: one object a line, or one array of objects, or one object. Keys are matched as headings of CSV are.
 * Most often the first object has them all; where a later one brings another, the file is gone through again.
 */
export async function readJson(text: FileText, options: ReadOptions): Promise<Table> {
  const keys = new Keys();
  const gone = async () => {
    const sheet = new Sheet(keys, options);
    return { sheet, stop: await eachValue(text, (value) => sheet.add(value)) };
  };
  const first = await gone();
  const { sheet, stop } = first.sheet.hasAllKeys ? first : await gone();
  return sheet.table(text, stop);
}

/** What is made of the objects of a file, and when it was decided. */
interface Plan {
  kind: RecordKind | undefined;
  columns: Understood['columns'];
  /** How many keys were known then. */
  keys: number;
  made:
    | { ok: true; kind: RecordKind; read: (line: number, object: JsonObject) => Row | TableFault[] }
    | { ok: false; fault: TableFault };
}

function planOf(keys: Keys, options: ReadOptions, line: number): Plan {
  const planned = planKeys(keys, options);
  if ('what' in planned) {
    const { kind, what, expected } = planned;
    const columns = keys.all.map((name) => ({ name }));
    return {
      kind,
      columns,
      keys: keys.size,
      made: { ok: false, fault: { line, isOfFile: true, what, expected } },
    };
  }
  const { kind, columns } = planned;
  return { kind, columns, keys: keys.size, made: { ok: true, kind, read: objectReader(planned) } };
}

/** Gathers what must be known of the values before the first record can be made. */
class Sheet {
  readonly #keys: Keys;
  readonly #options: ReadOptions;
  readonly #places = new RowPlaces();
  readonly #names = new RowNames();
  #plan: Plan | undefined;
  #isJson = false;

  constructor(keys: Keys, options: ReadOptions) {
    this.#keys = keys;
    this.#options = options;
  }

  /** Whether no object has brought a key since it was decided which key is what. */
  get hasAllKeys(): boolean {
    return !this.#plan || this.#plan.keys === this.#keys.size;
  }

  add({ start, end, line, parsed }: FoundValue): void {
    this.#isJson ||= parsed.ok;
    if (parsed.ok && isObject(parsed.value)) {
      this.#keys.learn(parsed.value);
      this.#plan ??= planOf(this.#keys, this.#options, line);
    }
    this.#places.push(start, end, line);
    const row = rowOf(parsed, line, this.#plan);
    const kind = this.#plan?.kind;
    if (!Array.isArray(row) && kind) this.#names.push(row, kind);
    else {
      this.#names.pushUnreadable();
      const id = Array.isArray(row) ? row[0]?.recordId : undefined;
      this.#names.lose(kind === 'payment' ? { id } : { number: id });
    }
  }

  /** The table of all that was added. `stop`: why the file could not be gone through to its end. */
  table(text: FileText, stop: TableFault | undefined): Table {
    const plan = this.#plan;
    // A file that is something else altogether has one fault, not one a line.
    const places = this.#isJson ? this.#places : firstOf(this.#places);
    const grouping = plan?.made.ok ? KINDS[plan.made.kind].group(this.#names) : new Grouping(places.length);
    return {
      kind: plan ? plan.kind : this.#options.kind,
      columns: plan?.columns ?? [],
      faults: [plan && !plan.made.ok ? plan.made.fault : undefined, stop].filter(
        (fault) => fault !== undefined,
      ),
      rows: { places, grouping, reader: readerOf(text, places, plan) },
    };
  }
}

/** The row that a value is, or what is wrong with it: nothing where only the keys of the file are at fault. */
function rowOf(parsed: Parsed, line: number, plan: Plan | undefined): Row | TableFault[] {
  if (!parsed.ok) return [notJson(parsed.what, { line, column: parsed.at + 1 })];
  if (isObject(parsed.value)) return plan?.made.ok ? plan.made.read(line, parsed.value) : [];
  return [
    {
      line,
      what: 'There is a value that is not an object.',
      expected: 'Write each invoice or payment as one object: {"invoice_number": "INV-00001", ...}.',
    },
  ];
}

/** Made apart from what was gathered of the values, which it must not keep alive. */
function readerOf(text: FileText, places: RowPlaces, plan: Plan | undefined): Rows['reader'] {
  return new RowReader(text, places, (bytes, from, to) =>
    Array.from({ length: to - from }, (_, at) => {
      const row = from + at;
      const [start, end] = [places.start(row), places.end(row)].map((one) => one - places.start(from));
      return rowOf(readValue(bytes.subarray(start, end)), places.line(row), plan);
    }),
  );
}

function firstOf(places: RowPlaces): RowPlaces {
  const first = new RowPlaces();
  if (places.length > 0) first.push(places.start(0), places.end(0), places.line(0));
  return first;
}
