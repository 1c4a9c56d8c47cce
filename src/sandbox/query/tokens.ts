import { fault } from '../faults.ts';
import type { QboFault } from '../faults.ts';

export type TokenKind = 'word' | 'string' | 'number' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The text as written; for a string, its value with the escapes resolved. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

const WORD = /[A-Za-z_][A-Za-z0-9_.]*/y;
const NUMBER = /-?\d+(\.\d+)?/y;
const SYMBOL = /<=|>=|[=<>(),*]/y;
const KEYWORDS =
  /^(select|from|where|and|in|like|orderby|order|by|asc|desc|startposition|maxresults|count|true|false|null)$/i;

/** 4000 in the form the service's parser gives it (qbo-api.md 4). */
export function parseFault(token: Token, expecting: string): QboFault {
  const shown = shownToken(token);
  return fault(
    '4000',
    'Error parsing query',
    `QueryParserError: Encountered "${shown}" at line ${token.line}, column ${token.column}.\nWas expecting:\n    ${expecting} ...\n    `,
  );
}

function shownToken(token: Token): string {
  if (token.kind === 'end') return '<EOF>';
  const type =
    token.kind === 'string'
      ? '<STRING>'
      : token.kind === 'number'
        ? '<NUMBER>'
        : token.kind === 'word' && !KEYWORDS.test(token.text)
          ? '<IDENTIFIER>'
          : `"${token.text.toLowerCase()}"`;
  return ` ${type} "${token.text} "`;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** What a backslash means that escapes neither an apostrophe nor a backslash: U (qbo-api.md 4). */
export type LoneBackslash = 'refuse' | 'drop' | 'keep';

interface Quoted {
  readonly value: string;
  readonly end: number;
}

/** A quoted value: apostrophes are escaped by a backslash, and so are backslashes (qbo-api.md 4). */
function quoted(text: string, from: number, lone: LoneBackslash): Quoted | undefined {
  let value = '';
  for (let at = from + 1; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === "'") return { value, end: at + 1 };
    if (char === '\\') {
      at++;
      const next = text[at] ?? '';
      const escapes = next === "'" || next === '\\';
      if (!escapes && lone === 'refuse') return undefined;
      value += escapes || lone === 'drop' ? next : `\\${next}`;
    } else value += char;
  }
  return undefined;
}

/** The tokens of a statement, an `end` token last. */
export function tokenize(text: string, lone: LoneBackslash): readonly Token[] {
  const tokens: Token[] = [];
  let [line, lineStart] = [1, 0];
  for (let at = 0; at < text.length;) {
    const char = text[at] ?? '';
    const place = { line, column: at - lineStart + 1 };
    if (/\s/.test(char)) {
      if (char === '\n') [line, lineStart] = [line + 1, at + 1];
      at++;
    } else if (char === "'") {
      const string = quoted(text, at, lone);
      if (string === undefined) throw lexicalFault(text.slice(at), place.line, place.column);
      tokens.push({ kind: 'string', text: string.value, ...place });
      at = string.end;
    } else {
      const word = matchAt(WORD, text, at);
      const number = word === undefined ? matchAt(NUMBER, text, at) : undefined;
      const symbol = word ?? number ?? matchAt(SYMBOL, text, at);
      if (symbol === undefined) throw lexicalFault(char, place.line, place.column);
      const kind = word !== undefined ? 'word' : number !== undefined ? 'number' : 'symbol';
      tokens.push({ kind, text: symbol, ...place });
      at += symbol.length;
    }
  }
  tokens.push({ kind: 'end', text: '', line, column: text.length - lineStart + 1 });
  return tokens;
}

const lexicalFault = (rest: string, line: number, column: number): QboFault =>
  fault(
    '4000',
    'Error parsing query',
    `QueryParserError: Lexical error at line ${line}, column ${column}.  Encountered: ${JSON.stringify(rest.slice(0, 1))} after : ""`,
  );
