import * as z from 'zod';
import type { FaultOrder } from '../fault-injection/orders.ts';
import { QboFault } from '../faults.ts';
import { listCompanies } from '../companies.ts';
import { isObject, objectOf, parseJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';
import { orderWebhooks } from '../webhooks/orders.ts';
import type { WebhooksOrder } from '../webhooks/orders.ts';
import { wireText } from '../wire.ts';
import { clockSchema, moveClock, nowOf } from './clock.ts';
import type { ClockOrder } from './clock.ts';
import { companiesSchema, orderCompany, shownCompanies } from './companies.ts';
import type { CompaniesOrder } from './companies.ts';
import { changeCompany, companySchema } from './company.ts';
import type { CompanyOrder } from './company.ts';
import { orderFault } from './faults.ts';
import { booksOf, exportOf } from './export.ts';
import { limitsSchema, orderLimits } from './limits.ts';
import type { LimitsOrder } from './limits.ts';

const ACTIONS = ['webhooks', 'faults', 'limits', 'clock', 'companies', 'company'] as const;
export type ControlAction = (typeof ACTIONS)[number];
export type ControlOrder =
  WebhooksOrder | FaultOrder | LimitsOrder | ClockOrder | CompaniesOrder | CompanyOrder;

/**
 * One control order. Throws with a sentence for people when the order makes no sense, and leaves nothing
 * half done.
 */
export function control(sandbox: Sandbox, action: ControlAction, order: Json): JsonObject {
  const mark = sandbox.store.mark();
  try {
    const result = obey(sandbox, action, order);
    sandbox.persist();
    return result;
  } catch (error) {
    sandbox.store.rollback(mark);
    if (error instanceof z.ZodError) throw new Error(mistakes(error), { cause: error });
    throw error;
  }
}

/** What is wrong with an order, as one line: it is sent as JSON and shown on pages. */
const mistakes = (error: z.ZodError): string =>
  error.issues
    .map(({ message, path }) =>
      path.length === 0 ? message : `${message} (at ${path.map(String).join('.')})`,
    )
    .join('; ');

function obey(sandbox: Sandbox, action: ControlAction, order: Json): JsonObject {
  switch (action) {
    case 'webhooks':
      return orderWebhooks(sandbox, objectOf(order));
    case 'faults':
      return orderFault(sandbox, order);
    case 'limits':
      return orderLimits(sandbox, limitsSchema.parse(order));
    case 'clock':
      return moveClock(sandbox, clockSchema.parse(order));
    case 'companies':
      return orderCompany(sandbox, nowOf(sandbox), companiesSchema.parse(order));
    case 'company':
      return changeCompany(sandbox, nowOf(sandbox), companySchema.parse(order), order);
  }
}

export const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Whether the request comes from this machine on purpose: a page of another site could otherwise reach
 * the loopback address through a browser.
 */
export function isLocal(request: SandboxRequest): boolean {
  if (!LOOPBACK.test(request.headers.host ?? '')) return false;
  const origin = request.headers.origin;
  if (origin !== undefined && !(URL.canParse(origin) && LOOPBACK.test(new URL(origin).host))) return false;
  return request.method !== 'POST' || (request.headers['content-type'] ?? '').startsWith('application/json');
}

const isAction = (text: string): text is ControlAction => ACTIONS.some((action) => action === text);

export const answer = (status: number, body: JsonObject): SandboxAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json;charset=utf-8', 'Cache-Control': 'no-store' },
  body: wireText(body),
});

/** A company is named by either word; one that is named wrongly is not taken for the first. */
function wholeCompany(sandbox: Sandbox, what: 'books' | 'export', query: URLSearchParams): SandboxAnswer {
  const foreign = [...query.keys()].find((name) => name !== 'companyId' && name !== 'realmId');
  if (foreign !== undefined)
    return answer(400, { error: `There is no "${foreign}" here: name the company with companyId.` });
  const realmId = query.get('companyId') ?? query.get('realmId') ?? listCompanies(sandbox)[0]?.id ?? '';
  if (!listCompanies(sandbox).some(({ id }) => id === realmId))
    return answer(404, { error: `There is no company ${realmId}.` });
  if (what === 'export') return answer(200, objectOf(exportOf(sandbox, realmId)));
  return answer(200, { realmId, books: objectOf(booksOf(sandbox, realmId)) });
}

/** `/__sandbox/...`: rehearsals over HTTP. */
export function handleControl(sandbox: Sandbox, request: SandboxRequest): SandboxAnswer {
  if (!isLocal(request)) {
    return answer(403, { error: 'Control orders are taken from this machine only, as application/json.' });
  }
  const action = request.path.slice('/__sandbox/'.length);
  if ((action === 'books' || action === 'export') && request.method === 'GET') {
    return wholeCompany(sandbox, action, request.query);
  }
  if (action === 'faults' && request.method === 'GET') return answer(200, sandbox.faults.shown());
  if (action === 'companies' && request.method === 'GET') return answer(200, shownCompanies(sandbox));
  if (!isAction(action) || request.method !== 'POST')
    return answer(404, { error: `There is no ${request.path}.` });
  const order = parseJson(request.body);
  if (!isObject(order)) return answer(400, { error: 'The body must be a JSON object.' });
  try {
    return answer(200, control(sandbox, action, order));
  } catch (error) {
    if (error instanceof QboFault) return answer(409, { error: error.message, Fault: error.toJson() });
    if (error instanceof Error) return answer(400, { error: error.message });
    throw error;
  }
}
