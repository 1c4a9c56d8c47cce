// JSON text to values by lossless-json. Own work is only what it does not give: where each item of an array stands, the
// items before the place where an array breaks off, and faults in words for people who do not know JSON's rules.
import { isLosslessNumber, parse } from 'lossless-json';
import { blocksOf, cut, lineEnds, linesOf, placeOf, type FileText } from './file-text.ts';
import { quoted, type TableFault } from './table.ts';

export type JsonObject = Record<string, unknown>;

/** Whether a value is an object, not a list and not a number. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}

/** A value as lossless-json reads it: numbers keep their text, because an amount must never pass through a float. */
export type Parsed = { ok: true; value: unknown } | { ok: false; at: number; what: string };

/** One value that a file lists, or a line that should be one. */
export interface FoundValue {
  /** Its bytes in the text, from `start` up to, not including, `end`. */
  start: number;
  end: number;
  /** From 1. */
  line: number;
  parsed: Parsed;
}

/**
 * Goes through JSON text value by value: an array's items, one object, or one value a line. Resolves to what is wrong
 * where it cannot be gone through any further; the values before that stand.
 */
export async function eachValue(
  text: FileText,
  each: (value: FoundValue) => void,
): Promise<TableFault | undefined> {
  const { at, sign } = await firstSignFrom(text, 0);
  if (sign === '') return EMPTY;
  if (sign === '[') return eachItem(text, at, each);
  if (sign === '{' && (await isOneObject(text, at))) {
    const parsed = readValue(await text.slice(at, text.size));
    if (parsed.ok) {
      each({ start: at, end: text.size, line: (await placeOf(text, at)).line, parsed });
      return undefined;
    }
  }
  return eachLine(text, each);
}

/** Takes the bytes of one value apart; `next` is the sign behind them, which a fault at their end is told by. */
export function readValue(bytes: Buffer, next = ''): Parsed {
  const text = bytes.toString();
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
    const at = Number(/at position (\d+)$/.exec(fault.message)?.[1] ?? 0);
    return { ok: false, at, what: oddity(text + next, at) };
  }
}

/** A line, told by its number, that is no JSON; `column` from 1. */
export function notJson(what: string, { line, column }: { line: number; column: number }): TableFault {
  return {
    line,
    what: `Line ${line} is not JSON, at position ${column} of the line: ${what}`,
    expected: 'One complete JSON object a line: {"invoice_number": "INV-00001", ...}.',
  };
}

const EMPTY: TableFault = {
  line: 1,
  what: 'The file is empty.',
  expected: 'One JSON object a line, or one array of objects.',
};

/** The items of the array that opens at `open`, as far as they are JSON: those before a fault are given. */
async function eachItem(
  text: FileText,
  open: number,
  each: (value: FoundValue) => void,
): Promise<TableFault | undefined> {
  const stop = async (at: number, what: string) => notJson(what, await placeOf(text, at));
  let { line } = await placeOf(text, open);
  let isFirst = true;
  for await (const { start, end, sign, bytes } of cut(text, open + 1, itemEnds())) {
    const body = bytes.toString();
    const isEmptyArray = sign === ']' && isFirst && isBlank(body);
    if (!isEmptyArray) {
      const parsed = readValue(bytes, sign);
      if (!parsed.ok) return stop(start + Buffer.byteLength(body.slice(0, parsed.at)), parsed.what);
      each({ start, end, line: line + lineEnds(body.slice(0, firstSign(body))), parsed });
    }
    if (sign === '' || sign === '}') return stop(end, oddity(sign, 0));
    if (sign === ']') {
      const more = await firstSignFrom(text, end + 1);
      return more.sign === '' ? undefined : stop(more.at, oddity(more.sign, 0));
    }
    isFirst = false;
    line += lineEnds(body);
  }
  return undefined;
}

/**
 * Tells the signs that items of an array end with: a comma or a closing bracket. What the items hold is not looked at, nor
 * whether their brackets match: that is for lossless-json to read or refuse.
 */
function itemEnds(): (byte: number) => boolean {
  const nesting = new Nesting();
  return (byte) => {
    const { depth } = nesting;
    return nesting.takes(byte) && depth === 0 && !OPENING.has(byte);
  };
}

/** Whether the object that opens at `open` is all there is in the text. */
async function isOneObject(text: FileText, open: number): Promise<boolean> {
  const nesting = new Nesting();
  let isClosed = false;
  for await (const block of blocksOf(text, open)) {
    for (const byte of block) {
      if (isClosed && !BLANKS.has(byte)) return false;
      isClosed ||= nesting.takes(byte) && nesting.depth === 0;
    }
  }
  return isClosed;
}

const code = (sign: string) => sign.charCodeAt(0);
const [QUOTE, ESCAPE, COMMA] = [code('"'), code('\\'), code(',')];
const OPENING = new Set(Buffer.from('[{'));
const CLOSING = new Set(Buffer.from(']}'));
const BLANKS = new Set(Buffer.from(' \t\r\n'));

/** How deep in brackets a place is. An escaped character ends no text, and signs inside a text count for nothing. */
class Nesting {
  depth = 0;
  #isText = false;
  #isEscaped = false;

  /** Goes on by one byte; tells whether it is a bracket or a comma outside of texts. */
  takes(byte: number): boolean {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === ESCAPE) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isText = !this.#isText;
    else if (!this.#isText) {
      if (OPENING.has(byte)) this.depth += 1;
      else if (CLOSING.has(byte)) this.depth -= 1;
      else return byte === COMMA;
      return true;
    }
    return false;
  }
}

async function eachLine(text: FileText, each: (value: FoundValue) => void): Promise<TableFault | undefined> {
  let isEmpty = true;
  let line = 1;
  for await (const { start, end, bytes } of linesOf(text, 0)) {
    if (bytes.toString().trim() !== '') {
      each({ start, end, line, parsed: readValue(bytes) });
      isEmpty = false;
    }
    line += 1;
  }
  return isEmpty ? EMPTY : undefined;
}

/** A key that stands in one object with two values; which one counts cannot be told. */
class KeyTwice extends Error {
  readonly at: number;
  constructor(key: string, at: number) {
    super(`the key ${quoted(key)} is written twice, with different values.`);
    this.name = 'KeyTwice';
    this.at = at;
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

/** The first character from a position on that is not white space; empty where there is none. */
async function firstSignFrom(text: FileText, from: number): Promise<{ at: number; sign: string }> {
  let at = from;
  for await (const block of blocksOf(text, from)) {
    const found = block.findIndex((byte) => !BLANKS.has(byte));
    at += found < 0 ? block.length : found;
    if (found < 0) continue;
    const bytes = await text.slice(at, Math.min(at + 4, text.size));
    return { at, sign: String.fromCodePoint(bytes.toString().codePointAt(0) ?? 0) };
  }
  return { at, sign: '' };
}

/** Position of the first character that is not white space; the length where there is none. */
function firstSign(text: string): number {
  return /^[ \t\r\n]*/.exec(text)?.[0].length ?? 0;
}

function isBlank(text: string): boolean {
  return firstSign(text) === text.length;
}
