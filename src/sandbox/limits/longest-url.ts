import { realmOf } from '../api/paths.ts';
import { Books } from '../books/books.ts';
import { edgePage } from '../http/edge.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';

/** The target of a request that did not come over HTTP. */
const targetOf = ({ path, query }: SandboxRequest): string =>
  query.size === 0 ? path : `${path}?${query.toString()}`;

/**
 * The 414 of a request of the accounting API whose target is longer than the reading `longestUrl`, which is
 * refused before anything looks at it; undefined for any other (qbo-api.md 4).
 */
export function tooLong(sandbox: Sandbox, now: Date, request: SandboxRequest): SandboxAnswer | undefined {
  const realmId = realmOf(request);
  if (realmId === undefined) return undefined;
  const { longestUrl } = new Books(sandbox.store, sandbox.indexes, realmId, now).readings;
  if (longestUrl === null || (request.target ?? targetOf(request)).length <= longestUrl) return undefined;
  return edgePage(414, 'Request-URI Too Large');
}
