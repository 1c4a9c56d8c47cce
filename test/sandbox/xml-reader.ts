import { isList } from '../../src/sandbox/json.ts';
import type { Json } from '../../src/sandbox/json.ts';

/**
 * Reads an XML document strictly and gives it as JSON: an element with text only is that text, any other
 * an object of its children (lists where a name comes more than once) with attributes as `@name`. Throws
 * with the place when it is not well-formed.
 */
export function readXml(text: string): { readonly root: string; readonly value: Json } {
  const reader = new Reader(text);
  reader.skip(/\s*(<\?xml [^?]*\?>)?\s*/y);
  const element = reader.element();
  reader.skip(/\s*/y);
  if (!reader.done) throw reader.error('text after the root element');
  return { root: element.name, value: element.value };
}

interface Element {
  readonly name: string;
  readonly value: Json;
}

const ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)/;
// The characters that XML 1.0 has no way to carry: controls, halves of a pair, non-characters.
const FORBIDDEN = /(?![\t\n\r\u007f-\u009f])\p{Cc}|\p{Cs}|[\ufffe\uffff]/u;

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    const bad = FORBIDDEN.exec(text);
    if (bad !== null) throw new Error(`XML cannot carry the character at ${bad.index}`);
    this.text = text;
  }

  get done(): boolean {
    return this.at === this.text.length;
  }

  error(message: string): Error {
    return new Error(`${message} at ${this.at}: ${this.text.slice(this.at, this.at + 60)}`);
  }

  skip(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.at += found[0].length;
    return found;
  }

  element(): Element {
    const name = this.skip(/<([A-Za-z_][\w.:-]*)/y)?.[1];
    if (name === undefined) throw this.error('no element');
    const members: Record<string, Json> = {};
    for (;;) {
      const attribute = this.skip(/\s+([A-Za-z_][\w.:-]*)="([^"<]*)"/y);
      if (attribute === undefined) break;
      const [, key = '', value = ''] = attribute;
      if (ENTITY.test(value) || members[`@${key}`] !== undefined) throw this.error('a bad attribute');
      if (!key.startsWith('xmlns')) members[`@${key}`] = value;
    }
    if (this.skip(/\s*\/>/y) !== undefined) return { name, value: empty(members) };
    if (this.skip(/\s*>/y) === undefined) throw this.error(`<${name}> does not end`);
    return { name, value: this.content(name, members) };
  }

  private content(name: string, members: Record<string, Json>): Json {
    let text = '';
    for (;;) {
      text += this.skip(/[^<]+/y)?.[0] ?? '';
      const end = this.skip(/<\/([A-Za-z_][\w.:-]*)\s*>/y);
      if (end !== undefined) {
        if (end[1] !== name) throw this.error(`<${name}> is closed by another name`);
        break;
      }
      const child = this.element();
      const before = members[child.name];
      if (before === undefined) members[child.name] = child.value;
      else members[child.name] = isList(before) ? [...before, child.value] : [before, child.value];
    }
    if (ENTITY.test(text)) throw this.error('a bare ampersand before');
    return Object.keys(members).length === 0
      ? text
      : text.trim() === ''
        ? members
        : { ...members, '#text': text };
  }
}

const empty = (members: Record<string, Json>): Json => (Object.keys(members).length === 0 ? '' : members);
