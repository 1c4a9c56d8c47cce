import type { TableFault } from './csv.ts';
import { JsonFault, JsonReader, type JsonValue } from './json.ts';

export interface FoundValue {
  line: number;
  value: JsonValue;
}

interface Values {
  values: FoundValue[];
  faults: TableFault[];
}

/** Takes JSON text apart into its records: an array's items, one object, or one value a line. */
export function readValues(text: string): Values {
  if (text.trim() === '') {
    const expected = 'One JSON object a line, or one array of objects.';
    return { values: [], faults: [{ line: 1, what: 'The file is empty.', expected }] };
  }
  const reader = new JsonReader(text);
  if (reader.skip('[')) return arrayItems(text, reader);
  return oneValue(text) ?? lines(text);
}

/** The items of an array, as far as they are JSON: those before a fault are kept. */
function arrayItems(text: string, reader: JsonReader): Values {
  const values: FoundValue[] = [];
  const where = new LineCounter(text);
  try {
    if (!reader.skip(']')) {
      do {
        const line = where.at(reader.at).line;
        values.push({ line, value: reader.value(1) });
      } while (reader.skip(','));
      if (!reader.skip(']')) throw reader.fault('a comma or a closing bracket');
    }
    if (!reader.atEnd) throw reader.fault('the end of the file');
    return { values, faults: [] };
  } catch (fault) {
    if (!(fault instanceof JsonFault)) throw fault;
    return { values, faults: [notJson(fault, where.at(fault.at))] };
  }
}

function oneValue(text: string): Values | undefined {
  try {
    const reader = new JsonReader(text);
    const start = new LineCounter(text).at(reader.at);
    const value = reader.value();
    return reader.atEnd ? { values: [{ line: start.line, value }], faults: [] } : undefined;
  } catch (fault) {
    if (fault instanceof JsonFault) return undefined;
    throw fault;
  }
}

function lines(text: string): Values {
  const values: FoundValue[] = [];
  const faults: TableFault[] = [];
  for (const [index, body] of text.split(/\r\n|\n|\r/).entries()) {
    if (body.trim() === '') continue;
    const line = index + 1;
    try {
      const reader = new JsonReader(body);
      const value = reader.value();
      if (!reader.atEnd) throw reader.fault('the end of the line');
      values.push({ line, value });
    } catch (fault) {
      if (!(fault instanceof JsonFault)) throw fault;
      faults.push(notJson(fault, { line, column: fault.at + 1 }));
    }
  }
  // A file that is something else altogether has one fault, not one a line.
  return { values, faults: values.length === 0 ? faults.slice(0, 1) : faults };
}

function notJson(fault: JsonFault, { line, column }: { line: number; column: number }): TableFault {
  return {
    line,
    what: `Line ${line} is not JSON, at position ${column} of the line: ${fault.message}`,
    expected: 'One complete JSON object a line: {"invoice_number": "INV-00001", ...}.',
  };
}

/** Turns positions into lines; positions must not go back, so that a large file is walked once. */
class LineCounter {
  readonly #text: string;
  #line = 1;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  at(position: number): { line: number; column: number } {
    const ends = /\r\n|\n|\r/g;
    ends.lastIndex = this.#lineStart;
    for (let end = ends.exec(this.#text); end; end = ends.exec(this.#text)) {
      const next = end.index + end[0].length;
      if (next > position) break;
      this.#line += 1;
      this.#lineStart = next;
    }
    return { line: this.#line, column: position - this.#lineStart + 1 };
  }
}
