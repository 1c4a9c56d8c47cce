import { fault } from '../faults.ts';
import type { QboFault } from '../faults.ts';
import { parseFault, tokenize } from './tokens.ts';
import type { LoneBackslash, Token } from './tokens.ts';

export type Operator = '=' | '<' | '>' | '<=' | '>=' | 'IN' | 'LIKE';

/** The bare word CURRENT_DATE: the same word in quotes is a text like any other. */
export const CURRENT_DATE = Symbol('CURRENT_DATE');

export type Value = string | typeof CURRENT_DATE;

export interface Condition {
  readonly property: string;
  readonly operator: Operator;
  readonly values: readonly Value[];
}

export interface Statement {
  /** Undefined for `*`. */
  readonly columns: readonly string[] | undefined;
  readonly count: boolean;
  readonly entity: string;
  readonly conditions: readonly Condition[];
  readonly order: readonly { readonly property: string; readonly descending: boolean }[];
  readonly start: number | undefined;
  readonly max: number | undefined;
}

const OPERATORS: readonly string[] = ['=', '<', '>', '<=', '>='];

function isOperator(text: string): text is Operator {
  return OPERATORS.includes(text);
}

/** 4001: the statement can be read, but says what cannot be (qbo-api.md 4). */
export const invalidQuery = (text: string): QboFault =>
  fault('4001', 'Invalid query', `QueryValidationError: ${text}`);

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(text: string, lone: LoneBackslash) {
    this.tokens = tokenize(text, lone);
  }

  get next(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '', line: 1, column: 1 };
  }

  take(): Token {
    const token = this.next;
    this.at++;
    return token;
  }

  /** Takes the keyword or the symbol when it comes next. */
  accept(text: string): boolean {
    const { kind, text: found } = this.next;
    const fits = (kind === 'word' || kind === 'symbol') && found.toLowerCase() === text.toLowerCase();
    if (fits) this.at++;
    return fits;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw parseFault(this.next, `"${text.toLowerCase()}"`);
  }

  identifier(): string {
    const token = this.next;
    if (token.kind !== 'word' || /^null$/i.test(token.text)) throw parseFault(token, '<IDENTIFIER>');
    return this.take().text;
  }

  number(): number {
    const token = this.next;
    if (token.kind !== 'number' && token.kind !== 'string') throw parseFault(token, '<NUMBER>');
    const value = Number(token.text);
    if (!Number.isInteger(value)) throw parseFault(token, '<NUMBER>');
    this.at++;
    return value;
  }

  value(): Value {
    if (this.accept('current_date')) return CURRENT_DATE;
    const token = this.next;
    const bare = token.kind === 'word' && /^(true|false)$/i.test(token.text);
    if (token.kind !== 'string' && token.kind !== 'number' && !bare) throw parseFault(token, '<STRING>');
    this.at++;
    return token.text;
  }
}

function columns(parser: Parser): Pick<Statement, 'columns' | 'count'> {
  if (parser.accept('*')) return { columns: undefined, count: false };
  const first = parser.identifier();
  if (first.toLowerCase() === 'count' && parser.accept('(')) {
    parser.expect('*');
    parser.expect(')');
    return { columns: undefined, count: true };
  }
  const names = [first];
  while (parser.accept(',')) names.push(parser.identifier());
  return { columns: names, count: false };
}

function condition(parser: Parser): Condition {
  const property = parser.identifier();
  if (parser.accept('in')) {
    parser.expect('(');
    const values: Value[] = [parser.value()];
    while (parser.accept(',')) values.push(parser.value());
    parser.expect(')');
    return { property, operator: 'IN', values };
  }
  if (parser.accept('like')) return { property, operator: 'LIKE', values: [parser.value()] };
  const token = parser.take();
  if (token.kind !== 'symbol' || !isOperator(token.text)) throw parseFault(token, '"="');
  return { property, operator: token.text, values: [parser.value()] };
}

function ordering(parser: Parser): Statement['order'] {
  const order: { property: string; descending: boolean }[] = [];
  do {
    const property = parser.identifier();
    const descending = parser.accept('desc');
    if (!descending) parser.accept('asc');
    order.push({ property, descending });
  } while (parser.accept(','));
  return order;
}

/**
 * `SELECT * | COUNT(*) | columns FROM Entity [WHERE ... AND ...] [ORDERBY | ORDER BY p [ASC|DESC]]`
 * and then STARTPOSITION and MAXRESULTS in either order (qbo-api.md 4).
 */
export function parseQuery(text: string, lone: LoneBackslash = 'refuse'): Statement {
  const parser = new Parser(text, lone);
  parser.expect('select');
  const selected = columns(parser);
  parser.expect('from');
  const entity = parser.identifier();
  const conditions: Condition[] = [];
  if (parser.accept('where')) {
    do conditions.push(condition(parser));
    while (parser.accept('and'));
  }
  let order: Statement['order'] = [];
  if (parser.accept('orderby')) order = ordering(parser);
  else if (parser.accept('order')) {
    parser.expect('by');
    order = ordering(parser);
  }
  let start: number | undefined;
  let max: number | undefined;
  for (;;) {
    if (start === undefined && parser.accept('startposition')) start = parser.number();
    else if (max === undefined && parser.accept('maxresults')) max = parser.number();
    else break;
  }
  if (parser.next.kind !== 'end') throw parseFault(parser.next, '<EOF>');
  return { ...selected, entity, conditions, order, start, max };
}
