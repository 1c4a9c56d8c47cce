import { realmOf } from '../api/paths.ts';
import type { SandboxRequest } from '../types.ts';
import type { FaultKind, Strike } from './orders.ts';

const TOKENS = '/oauth2/v1/tokens/bearer';

/** Kinds that make sense where tokens are given out; the others concern a company. */
const AT_SIGN_IN: readonly FaultKind[] = [
  'cut-before',
  'lose-answer',
  'cut-after-headers',
  'truncate',
  'broken-json',
  'invalid-grant',
  'slow',
  'status',
];

const isSignIn = ({ method, path }: SandboxRequest): boolean => method === 'POST' && path === TOKENS;
const isAccounting = (request: SandboxRequest): boolean => realmOf(request) !== undefined;
const isBatch = (request: SandboxRequest): boolean =>
  isAccounting(request) && request.path.endsWith('/batch');

function isQuery(request: SandboxRequest): boolean {
  if (isBatch(request)) return request.body.includes('"Query"');
  return isAccounting(request) && request.path.endsWith('/query');
}

/** Whether a kind can do anything to this request: stale reads strike queries only, and so on. */
function concerns(kind: FaultKind, request: SandboxRequest): boolean {
  if (kind === 'invalid-grant') return isSignIn(request);
  if (kind === 'stale-query') return isQuery(request);
  if (kind === 'throttle-items') return isBatch(request);
  return true;
}

/** Whether a request is one that an ordered fault waits for. */
export function matches({ kind, match }: Strike, request: SandboxRequest): boolean {
  const { method, pathContains, operation, company } = match;
  return (
    concerns(kind, request) &&
    (method === undefined || method.toUpperCase() === request.method) &&
    (pathContains === undefined || request.path.includes(pathContains)) &&
    (company === undefined || company === realmOf(request)) &&
    (operation === undefined ||
      request.query.get('operation') === operation ||
      request.body.includes(`"${operation}"`))
  );
}

/** Chance strikes the accounting API and the token endpoint, and leaves pages that people see alone. */
export const rolls = (request: SandboxRequest): boolean => isAccounting(request) || isSignIn(request);

/** Whether a kind that chance chose suits this request. */
export const suits = (kind: FaultKind, request: SandboxRequest): boolean =>
  isAccounting(request) ? concerns(kind, request) : AT_SIGN_IN.includes(kind);
