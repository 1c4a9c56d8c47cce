import { handleCompany } from './api/company.ts';
import { noSuchPath } from './api/operations.ts';
import { handleControl, nowOf } from './control/control.ts';
import { delivered, insteadAnswer, takeFault } from './control/faults.ts';
import { decideConsent, showConsent } from './oauth/authorize.ts';
import { discovery, revokeEndpoint, tokenEndpoint, userInfo } from './oauth/tokens.ts';
import { faultAnswer, faultBody } from './replies.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from './types.ts';

/** The log is for tests and for people who look; a sandbox that runs for weeks must not grow with it. */
const LOGGED_REQUESTS = 10_000;

type Endpoint = (sandbox: Sandbox, now: Date, request: SandboxRequest) => SandboxAnswer;

/** Intuit's hosts by their paths, at one address (qbo-api.md 1.1). */
const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['GET /connect/oauth2', (sandbox, _now, request) => showConsent(sandbox, request)],
  ['POST /connect/oauth2', decideConsent],
  ['POST /oauth2/v1/tokens/bearer', tokenEndpoint],
  ['POST /v2/oauth2/tokens/revoke', revokeEndpoint],
  ['GET /v1/openid_connect/userinfo', userInfo],
  ['GET /.well-known/openid_sandbox_configuration', discovery],
  ['GET /.well-known/openid_configuration', discovery],
]);

function dispatch(
  sandbox: Sandbox,
  now: Date,
  request: SandboxRequest,
): { answer: SandboxAnswer; writes: number } {
  const endpoint = endpoints.get(`${request.method} ${request.path}`);
  if (endpoint !== undefined) return { answer: endpoint(sandbox, now, request), writes: 0 };
  if (/^\/v3\/company\/[^/]+\/./.test(request.path)) return handleCompany(sandbox, now, request);
  const fault = noSuchPath(request.path);
  return { answer: faultAnswer(sandbox, now, request, 400, faultBody(fault, now)), writes: 0 };
}

/**
 * The whole sandbox as one function: a request and the state in, an answer and a changed state out. What
 * was changed is durable before the answer is given.
 */
export function handle(sandbox: Sandbox, request: SandboxRequest): SandboxAnswer {
  if (request.path.startsWith('/__sandbox/')) return handleControl(sandbox, request);
  const now = nowOf(sandbox);
  const effect = takeFault(sandbox, request);
  const instead = effect === undefined ? undefined : insteadAnswer(sandbox, now, request, effect);
  const { answer, writes } =
    instead === undefined ? dispatch(sandbox, now, request) : { answer: instead, writes: 0 };
  sandbox.persist();
  const { method, path, query } = request;
  const seen = {
    method,
    path,
    query: query.toString(),
    status: answer.status,
    at: now.toISOString(),
    writes,
  };
  if (sandbox.requests.push(seen) > LOGGED_REQUESTS) sandbox.requests.splice(0, LOGGED_REQUESTS / 2);
  return instead === undefined && effect !== undefined ? delivered(answer, effect) : answer;
}
