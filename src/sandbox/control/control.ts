import * as z from 'zod';
import { Books } from '../books/books.ts';
import { QboFault } from '../faults.ts';
import { isObject, objectOf, parseJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';
import { shown } from '../books/write.ts';
import { wireText } from '../wire.ts';
import { changeCompany, companySchema } from './company.ts';
import type { CompanyOrder } from './company.ts';
import { faultsSchema, orderFault } from './faults.ts';
import type { FaultOrder } from './faults.ts';

const clockSchema = z.union([
  z.strictObject({ advanceSeconds: z.number() }),
  z.strictObject({ set: z.iso.datetime({ offset: true }) }),
]);

export type ClockOrder = z.input<typeof clockSchema>;
export type ControlAction = 'faults' | 'clock' | 'company';
export type ControlOrder = FaultOrder | ClockOrder | CompanyOrder;

/** Tables of a company that are not lists of its books. */
const OWN_TABLES = ['setting'];

/** The sandbox's time: the clock it was handed, moved by what rehearsals asked for. */
export function nowOf(sandbox: Sandbox): Date {
  const offset = sandbox.store.get('settings', 'clockOffsetMs');
  return new Date(sandbox.clock().getTime() + (typeof offset === 'number' ? offset : 0));
}

/** Every list and transaction of a company, by entity name, as replies show them. */
export function booksOf(sandbox: Sandbox, realmId: string): Record<string, readonly JsonObject[]> {
  const books = new Books(sandbox.store, sandbox.indexes, realmId, nowOf(sandbox));
  const result: Record<string, readonly JsonObject[]> = {};
  for (const table of sandbox.store.tables.keys()) {
    const [realm, entity = ''] = table.split('/');
    if (realm !== realmId || OWN_TABLES.includes(entity)) continue;
    result[entity] = [...books.rows(entity)].map((row) => structuredClone(shown(books, entity, row)));
  }
  return result;
}

function moveClock(sandbox: Sandbox, order: z.output<typeof clockSchema>): JsonObject {
  const target =
    'set' in order
      ? Date.parse(order.set)
      : nowOf(sandbox).getTime() + Math.round(order.advanceSeconds * 1000);
  sandbox.store.put('settings', 'clockOffsetMs', target - sandbox.clock().getTime());
  return { now: new Date(target).toISOString() };
}

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
    if (error instanceof z.ZodError) throw new Error(z.prettifyError(error), { cause: error });
    throw error;
  }
}

function obey(sandbox: Sandbox, action: ControlAction, order: Json): JsonObject {
  switch (action) {
    case 'faults':
      orderFault(sandbox, faultsSchema.parse(order));
      return { waiting: sandbox.faults.length };
    case 'clock':
      return moveClock(sandbox, clockSchema.parse(order));
    case 'company':
      return changeCompany(sandbox, nowOf(sandbox), companySchema.parse(order), order);
  }
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Whether the request comes from this machine on purpose: a page of another site could otherwise reach
 * the loopback address through a browser.
 */
function isLocal(request: SandboxRequest): boolean {
  if (!LOOPBACK.test(request.headers.host ?? '')) return false;
  const origin = request.headers.origin;
  if (origin !== undefined && !(URL.canParse(origin) && LOOPBACK.test(new URL(origin).host))) return false;
  return request.method !== 'POST' || (request.headers['content-type'] ?? '').startsWith('application/json');
}

function isAction(text: string): text is ControlAction {
  return text === 'faults' || text === 'clock' || text === 'company';
}

const answer = (status: number, body: JsonObject): SandboxAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json;charset=utf-8', 'Cache-Control': 'no-store' },
  body: wireText(body),
});

/** `/__sandbox/...`: rehearsals over HTTP. */
export function handleControl(sandbox: Sandbox, request: SandboxRequest): SandboxAnswer {
  if (!isLocal(request)) {
    return answer(403, { error: 'Control orders are taken from this machine only, as application/json.' });
  }
  const action = request.path.slice('/__sandbox/'.length);
  if (action === 'books' && request.method === 'GET') {
    const companies = [...sandbox.store.rows('company').keys()];
    const realmId = request.query.get('realmId') ?? companies[0] ?? '';
    return answer(200, { realmId, books: objectOf(booksOf(sandbox, realmId)) });
  }
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
