// JSON text to values by lossless-json. Own work is only what it does not give: on which line each item of an array begins,
// the items before the place where an array breaks off, and faults in words for people who do not know JSON's rules.
import { isLosslessNumber, parse } from 'lossless-json';
import { LineCounter } from './decode.ts';
import { quoted, type TableFault } from './table.ts';

export type JsonObject = Record<string, unknown>;

interface FoundValue {
  line: number;
  /** As lossless-json reads it: numbers keep their text, because an amount must never pass through a float. */
  value: unknown;
}

interface Values {
  values: FoundValue[];
  faults: TableFault[];
}

/** Whether a value is an object, not a list and not a number. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}

/** Takes JSON text apart into its records: an array's items, one object, or one value a line. */
export function readValues(text: string): Values {
  if (text.trim() === '') {
    const expected = 'One JSON object a line, or one array of objects.';
    return { values: [], faults: [{ line: 1, what: 'The file is empty.', expected }] };
  }
  if (/^[ \t\r\n]*\[/.test(text)) return arrayItems(text);
  return oneValue(text) ?? lines(text);
}

/** The items of an array, as far as they are JSON: those before a fault are kept. */
function arrayItems(text: string): Values {
  const values: FoundValue[] = [];
  const where = new LineCounter(text);
  const stop = (at: number, what = oddity(text, at)): Values => ({
    values,
    faults: [notJson(what, where.at(at))],
  });
  let end = text.length;
  for (const { from, to, sign } of itemsOf(text)) {
    const body = text.slice(from, to);
    const isEmptyArray = sign === ']' && values.length === 0 && isBlank(body);
    if (!isEmptyArray) {
      const parsed = parsedOf(body);
      if (!parsed.ok) return stop(from + parsed.at, parsed.what);
      values.push({ line: where.at(from + firstSign(body)).line, value: parsed.value });
    }
    if (sign === '' || sign === '}') return stop(to);
    end = to + 1;
  }
  const more = firstSign(text.slice(end)) + end;
  return more < text.length ? stop(more) : { values, faults: [] };
}

/**
 * Where the items of the array lie that the text begins with, each with the sign that ends it. What the items hold is
 * not looked at, nor whether their brackets match: that is for lossless-json to read or refuse.
 */
function* itemsOf(text: string): Generator<{ from: number; to: number; sign: string }> {
  // An escaped character ends no text, and signs inside a text count for nothing.
  const signs = /\\[^]|["[\]{},]/g;
  let from = text.indexOf('[') + 1;
  signs.lastIndex = from;
  let depth = 0;
  let isText = false;
  for (const { 0: sign, index } of text.matchAll(signs)) {
    if (sign === '"') isText = !isText;
    if (isText) continue;
    const isClosing = sign === ']' || sign === '}';
    if (depth === 0 && (isClosing || sign === ',')) {
      yield { from, to: index, sign };
      if (isClosing) return;
      from = index + 1;
    } else if (isClosing) depth -= 1;
    else if (sign === '[' || sign === '{') depth += 1;
  }
  yield { from, to: text.length, sign: '' };
}

function oneValue(text: string): Values | undefined {
  const parsed = parsedOf(text);
  if (!parsed.ok) return undefined;
  const { line } = new LineCounter(text).at(firstSign(text));
  return { values: [{ line, value: parsed.value }], faults: [] };
}

function lines(text: string): Values {
  const values: FoundValue[] = [];
  const faults: TableFault[] = [];
  for (const [index, body] of text.split(/\r\n|\n|\r/).entries()) {
    if (body.trim() === '') continue;
    const line = index + 1;
    const parsed = parsedOf(body);
    if (parsed.ok) values.push({ line, value: parsed.value });
    else faults.push(notJson(parsed.what ?? oddity(body, parsed.at), { line, column: parsed.at + 1 }));
  }
  // A file that is something else altogether has one fault, not one a line.
  return { values, faults: values.length === 0 ? faults.slice(0, 1) : faults };
}

type Parsed = { ok: true; value: unknown } | { ok: false; at: number; what?: string };

/** A key that stands in one object with two values; which one counts cannot be told. */
class KeyTwice extends Error {
  readonly at: number;
  constructor(key: string, at: number) {
    super(`the key ${quoted(key)} is written twice, with different values.`);
    this.name = 'KeyTwice';
    this.at = at;
  }
}

function parsedOf(text: string): Parsed {
  try {
    const value = parse(text, null, {
      onDuplicateKey: ({ key, position }) => {
        throw new KeyTwice(key, position - 1);
      },
    });
    return { ok: true, value };
  } catch (fault) {
    if (fault instanceof KeyTwice) return { ok: false, at: fault.at, what: fault.message };
    // The stack is used up; no export nests its values thousands of times.
    if (fault instanceof RangeError) return { ok: false, at: 0, what: 'the values are nested too deep.' };
    if (!(fault instanceof SyntaxError)) throw fault;
    return { ok: false, at: Number(/at position (\d+)$/.exec(fault.message)?.[1] ?? 0) };
  }
}

/** What is odd about the place where JSON ceases to be JSON, for people who do not know its rules. */
function oddity(text: string, at: number): string {
  const found = text.codePointAt(at);
  if (found === undefined) return 'it ends too early.';
  const character = String.fromCodePoint(found);
  if (/[\r\n]/.test(character)) return 'the line ends inside a text in quotes.';
  if (/\p{Cc}/u.test(character)) return 'there is a control character.';
  return `${character === '"' ? 'a quote' : `"${character}"`} does not belong there.`;
}

function notJson(what: string, { line, column }: { line: number; column: number }): TableFault {
  return {
    line,
    what: `Line ${line} is not JSON, at position ${column} of the line: ${what}`,
    expected: 'One complete JSON object a line: {"invoice_number": "INV-00001", ...}.',
  };
}

/** Position of the first character that is not white space; the length where there is none. */
function firstSign(text: string): number {
  return /^[ \t\r\n]*/.exec(text)?.[0].length ?? 0;
}

function isBlank(text: string): boolean {
  return firstSign(text) === text.length;
}
