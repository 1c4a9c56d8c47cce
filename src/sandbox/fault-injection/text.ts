import type { JsonObject } from '../json.ts';
import { BODIES, KINDS, STATUSES, strikeSchema } from './orders.ts';
import type { FaultKind, FaultOrder } from './orders.ts';

/** A fault as people write it on a command line, read; or why it cannot be, and what helps. */
export type ReadFault = { readonly order: FaultOrder } | { readonly reason: string; readonly fix: string };

/** What `kind=value` stands for, by kind. */
const OWN: Partial<Record<FaultKind, string>> = {
  slow: 'ms',
  status: 'status',
  'stale-query': 'writes',
  'throttle-items': 'from',
  'close-books': 'date',
  'move-clock': 'seconds',
};
/** Members of `match`, by the name on the command line. */
const MATCH: Readonly<Record<string, string>> = {
  path: 'pathContains',
  method: 'method',
  operation: 'operation',
  company: 'company',
};
/** The other members. */
const DETAILS: Readonly<Record<string, string>> = {
  after: 'after',
  times: 'times',
  body: 'body',
  'retry-after': 'retryAfter',
  seconds: 'seconds',
  done: 'done',
};
/** What a member must be, in words. */
const TAKES: Readonly<Record<string, string>> = {
  ms: 'a whole number of milliseconds, up to 600000',
  status: `one of ${STATUSES.join(', ')}`,
  writes: 'a whole number of writes from 1 to 1000',
  from: 'the number of an item from 0 to 29',
  date: 'a day, written YYYY-MM-DD',
  seconds: 'a number of seconds',
  after: 'a whole number of requests that pass before',
  times: 'a whole number of requests from 1 to 10000',
  body: `one of ${BODIES.join(', ')}`,
  retryAfter: 'a whole number of seconds',
};
/** A fault of each kind as it can be written. */
const EXAMPLES: Readonly<Record<FaultKind, string>> = {
  'cut-before': 'cut-before,method=POST',
  'lose-answer': 'lose-answer,path=/invoice,times=3',
  'cut-after-headers': 'cut-after-headers,path=/payment',
  truncate: 'truncate,path=/query',
  'broken-json': 'broken-json,times=2',
  unauthorized: 'unauthorized,after=5',
  'invalid-grant': 'invalid-grant,times=2',
  'revoke-token': 'revoke-token,after=5',
  disconnect: 'disconnect,after=5',
  lapse: 'lapse,after=5',
  slow: 'slow=2000,path=/invoice',
  status: 'status=503,body=html,path=/invoice,times=3',
  'stale-query': 'stale-query=3,times=5',
  'throttle-items': 'throttle-items=2',
  'close-books': 'close-books=2026-01-31,after=5',
  'move-clock': 'move-clock=3600,after=5',
  company: '',
};
/** A `company` fault carries an order, which only `POST /__sandbox/faults` takes. */
const WRITTEN = KINDS.filter((kind) => kind !== 'company');

const isKind = (text: string): text is FaultKind => WRITTEN.some((kind) => kind === text);

const KINDS_FIX = `Kinds are: ${WRITTEN.map((kind) => (kind in OWN ? `${kind}=...` : kind)).join(', ')}.`;
const DETAILS_FIX = `Beside the kind there may be: ${[...Object.keys(MATCH), ...Object.keys(DETAILS)].join(', ')}.`;

function valueOf(text: string | undefined): string | number | boolean {
  if (text === undefined) return true;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** `name=value`, the name ending at the first equals sign. */
function pairOf(part: string): readonly [name: string, value: string | undefined] {
  const at = part.indexOf('=');
  return at < 0 ? [part.trim(), undefined] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
}

const example = (kind: FaultKind): string => `For instance: --fault ${EXAMPLES[kind]}`;

/**
 * Reads `KIND[=VALUE][,NAME=VALUE...]`, for instance `lose-answer,path=/invoice,times=3` or `slow=2000`.
 */
export function readFault(text: string): ReadFault {
  const [[kind, own] = ['', undefined], ...rest] = text.split(',').map(pairOf);
  if (!isKind(kind)) return { reason: `"${kind}" is not a kind of fault.`, fix: KINDS_FIX };
  const member = OWN[kind];
  if (own !== undefined && member === undefined)
    return { reason: `The fault ${kind} takes no value, so nothing may come after =.`, fix: example(kind) };
  const details: Record<string, string | number | boolean> = {};
  const match: Record<string, string> = {};
  if (own !== undefined && member !== undefined) details[member] = member === 'date' ? own : valueOf(own);
  for (const [name, value] of rest) {
    const [matched, detail] = [MATCH[name], DETAILS[name]];
    if (matched !== undefined && (value ?? '') === '')
      return { reason: `The fault ${kind} needs a value for ${name}.`, fix: example(kind) };
    if (matched !== undefined) match[matched] = value ?? '';
    else if (detail !== undefined) details[detail] = valueOf(value);
    else return { reason: `A fault has no "${name}".`, fix: DETAILS_FIX };
  }
  return checked(kind, { ...details, kind, match });
}

function checked(kind: FaultKind, order: JsonObject): ReadFault {
  const { data, error } = strikeSchema.safeParse(order);
  if (data !== undefined) return { order: data };
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys')
    return { reason: `The fault ${kind} has no "${issue.keys.join(', ')}".`, fix: example(kind) };
  const member = String(issue?.path.at(-1) ?? '');
  const takes = TAKES[member];
  const name = Object.keys(DETAILS).find((key) => member !== OWN[kind] && DETAILS[key] === member) ?? kind;
  if (member === 'done') return { reason: `"done" of the fault ${kind} takes no value.`, fix: example(kind) };
  if (takes === undefined)
    return { reason: `The fault ${kind} cannot be so: ${issue?.message ?? ''}.`, fix: example(kind) };
  const given = order[member];
  const told = typeof given === 'number' || (typeof given === 'string' && given !== '');
  const said = told ? `"${given}"` : 'nothing';
  const what = name === kind ? `The fault ${kind}` : `"${name}" of the fault ${kind}`;
  return { reason: `${what} must be given ${takes}, and was given ${said}.`, fix: example(kind) };
}
