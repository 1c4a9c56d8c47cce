import { handleCompany } from './api/company.ts';
import type { Handled } from './api/company.ts';
import type { Conditions } from './api/conditions.ts';
import { PORTAL, showInvoice } from './api/invoice-link.ts';
import { noSuchPath } from './api/operations.ts';
import { realmOf } from './api/paths.ts';
import { nowOf } from './control/clock.ts';
import { handleControl } from './control/control.ts';
import { underFault } from './fault-injection/answers.ts';
import { makeChange } from './fault-injection/company-changes.ts';
import { conditionsOf } from './fault-injection/conditions.ts';
import { delivered } from './fault-injection/delivery.ts';
import type { FaultEffect } from './fault-injection/orders.ts';
import { FILES, download } from './files/links.ts';
import { admission } from './limits/admission.ts';
import { decideConsent, showConsent } from './oauth/authorize.ts';
import { discovery, jwks, revokeEndpoint, tokenEndpoint, userInfo } from './oauth/tokens.ts';
import { handlePerson, isPersonPath } from './person/pages.ts';
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
  ['GET /op/v1/jwks', jwks],
  ['GET /.well-known/openid_sandbox_configuration', discovery],
  ['GET /.well-known/openid_configuration', discovery],
]);

function dispatch(sandbox: Sandbox, now: Date, request: SandboxRequest, conditions: Conditions): Handled {
  const endpoint = endpoints.get(`${request.method} ${request.path}`);
  if (endpoint !== undefined) return { answer: endpoint(sandbox, now, request), writes: 0 };
  if (request.method === 'GET' && request.path.startsWith(FILES)) {
    return { answer: download(sandbox, now, request), writes: 0 };
  }
  if (request.method === 'GET' && request.path.startsWith(PORTAL)) {
    return { answer: showInvoice(sandbox, now, request), writes: 0 };
  }
  if (realmOf(request) !== undefined) return handleCompany(sandbox, now, request, conditions);
  const fault = noSuchPath(request.path);
  return { answer: faultAnswer(sandbox, now, request, 400, faultBody(fault, now)), writes: 0 };
}

function log(sandbox: Sandbox, now: Date, request: SandboxRequest, { answer, writes }: Handled): void {
  const { method, path, query } = request;
  const at = now.toISOString();
  const seen = { method, path, query: query.toString(), status: answer.status, at, writes };
  if (sandbox.requests.push(seen) > LOGGED_REQUESTS) sandbox.requests.splice(0, LOGGED_REQUESTS / 2);
}

/** How long the answer takes: what the accounting API works on it, and a fault on top. */
function delayOf(sandbox: Sandbox, request: SandboxRequest, effect: FaultEffect | undefined): number {
  const latency = realmOf(request) === undefined ? 0 : sandbox.limits.settings.latencyMs;
  return latency + (effect?.kind === 'slow' ? effect.ms : 0);
}

/**
 * The whole sandbox as one function: a request and the state in, an answer and a changed state out. What
 * was changed is durable before the answer is given. A request meets the limits first, as at the gateway
 * in front of QuickBooks; only one that they let through meets a fault.
 */
export function handle(sandbox: Sandbox, request: SandboxRequest): SandboxAnswer {
  if (request.path.startsWith('/__sandbox/')) return handleControl(sandbox, request);
  if (isPersonPath(request)) return handlePerson(sandbox, request);
  const arrived = nowOf(sandbox);
  const { refusal, arrival, itemsRefused } = admission(sandbox, arrived, request);
  if (refusal !== undefined) {
    log(sandbox, arrived, request, { answer: refusal, writes: 0 });
    return refusal;
  }
  const struck = sandbox.faults.take(request, arrived);
  if (struck !== undefined) makeChange(sandbox, request, struck);
  const effect = struck?.effect;
  const now = nowOf(sandbox);
  const conditions = itemsRefused === true ? { throttledFrom: 0 } : conditionsOf(effect);
  const perform = (): Handled => dispatch(sandbox, now, request, conditions);
  const handled = effect === undefined ? perform() : underFault(sandbox, now, request, effect, perform);
  sandbox.persist();
  log(sandbox, now, request, handled);
  const delayMs = delayOf(sandbox, request, effect);
  if (arrival !== undefined) sandbox.limits.serving(arrival, arrival.at + delayMs);
  return delivered(handled.answer, effect, delayMs);
}
