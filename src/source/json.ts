/** What JSON text holds. Numbers stay the text they were written as: an amount must never pass through a float. */
export type JsonValue = string | boolean | null | JsonNumber | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Text that is not JSON, and where. */
export class JsonFault extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.name = 'JsonFault';
    this.at = at;
  }
}

// Deeper than any export; keeps a hostile file from exhausting the stack.
const DEEPEST = 50;

/**
 * Reads JSON (RFC 8259). Written here because `JSON.parse` of Node 20 gives neither the place of a fault nor the digits
 * of a number as they stand in the file, and takes the last of two equal keys without a word.
 */
export class JsonReader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at = 0) {
    this.#text = text;
    this.#at = at;
  }

  /** Position of the next value or sign, white space passed over. */
  get at(): number {
    this.#space();
    return this.#at;
  }

  get atEnd(): boolean {
    return this.at >= this.#text.length;
  }

  /** Passes over `sign` where it comes next. */
  skip(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.at)) return false;
    this.#at += sign.length;
    return true;
  }

  value(depth = 0): JsonValue {
    if (depth > DEEPEST) throw new JsonFault('The values are nested too deep.', this.#at);
    if (this.skip('{')) return this.#object(depth);
    if (this.skip('[')) return this.#array(depth);
    if (this.#text[this.#at] === '"') return this.#string();
    if (this.skip('true')) return true;
    if (this.skip('false')) return false;
    if (this.skip('null')) return null;
    const number = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y);
    if (number !== undefined) return new JsonNumber(number);
    throw this.fault('a value');
  }

  fault(expected: string): JsonFault {
    const found = this.#text.codePointAt(this.#at);
    const what = found === undefined ? 'it ends' : `"${String.fromCodePoint(found)}" stands there`;
    return new JsonFault(`${expected} should come here, but ${what}.`, this.#at);
  }

  #object(depth: number): JsonObject {
    const entries = new Map<string, JsonValue>();
    if (!this.skip('}')) {
      do {
        const at = this.at;
        if (this.#text[at] !== '"') throw this.fault('a key in double quotes');
        const key = this.#string();
        if (entries.has(key)) throw new JsonFault(`the key "${key.slice(0, 60)}" is written twice.`, at);
        if (!this.skip(':')) throw this.fault('a colon');
        entries.set(key, this.value(depth + 1));
      } while (this.skip(','));
      if (!this.skip('}')) throw this.fault('a comma or a closing brace');
    }
    return Object.fromEntries(entries);
  }

  #array(depth: number): JsonValue[] {
    const items: JsonValue[] = [];
    if (this.skip(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.skip(','));
    if (!this.skip(']')) throw this.fault('a comma or a closing bracket');
    return items;
  }

  #string(): string {
    const opened = this.#at;
    this.#at += 1;
    let text = '';
    for (;;) {
      // JSON forbids the control characters below a space; those from 0x7F on, which the class has too, are let through.
      text += this.#match(/[^"\\\p{Cc}]*/uy) ?? '';
      const next = this.#text[this.#at];
      if (next === '"') {
        this.#at += 1;
        return text;
      }
      if (next === '\\') text += this.#escape();
      else if (next !== undefined && next >= '\u007f') {
        text += next;
        this.#at += 1;
      } else if (next === undefined || next === '\n' || next === '\r') {
        throw new JsonFault('a quote opens here and is not closed.', opened);
      } else throw new JsonFault('a control character stands in a text.', this.#at);
    }
  }

  #escape(): string {
    const simple = this.#match(/\\["\\/bfnrt]/y);
    if (simple !== undefined) return ESCAPES[simple.charAt(1)] ?? simple.charAt(1);
    const unicode = this.#match(/\\u[\da-fA-F]{4}/y);
    if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode.slice(2), 16));
    throw new JsonFault('a backslash stands before a character that needs none.', this.#at);
  }

  #space(): void {
    this.#match(/[ \t\r\n]*/y);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

const ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
