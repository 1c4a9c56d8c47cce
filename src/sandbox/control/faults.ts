import * as z from 'zod';
import { unauthorizedAnswer } from '../api/access.ts';
import { gatewayAnswer } from '../replies.ts';
import type { FaultEffect, PendingFault, Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';

const matchSchema = z.strictObject({
  method: z.string().optional(),
  pathContains: z.string().optional(),
  /** A query-string operation (`delete`, `void`, `update`), or what the body names: `Invoice`, `Payment`. */
  operation: z.string().optional(),
});

const common = { times: z.int().min(1).max(10_000).default(1), match: matchSchema.default({}) };

/** What `POST /__sandbox/faults` takes; docs/sandbox.md has a line for each. */
export const faultsSchema = z.union([
  z.strictObject({ clear: z.literal(true) }),
  z.strictObject({ ...common, kind: z.enum(['lose-answer', 'cut-before', 'truncate', 'unauthorized']) }),
  z.strictObject({ ...common, kind: z.literal('slow'), ms: z.int().min(0).max(600_000) }),
  z.strictObject({
    ...common,
    kind: z.literal('status'),
    status: z.union([z.literal(429), z.literal(500), z.literal(502), z.literal(503), z.literal(504)]),
    retryAfter: z.int().min(0).optional(),
    body: z.enum(['json', 'html', 'empty']).default('json'),
  }),
]);

export type FaultOrder = z.input<typeof faultsSchema>;

export function orderFault(sandbox: Sandbox, order: z.output<typeof faultsSchema>): void {
  if ('clear' in order) {
    sandbox.faults.length = 0;
    return;
  }
  sandbox.faults.push({ left: order.times, match: order.match, effect: effectOf(order) });
}

function effectOf(order: Exclude<z.output<typeof faultsSchema>, { clear: true }>): FaultEffect {
  switch (order.kind) {
    case 'slow':
      return { kind: 'slow', ms: order.ms };
    case 'status':
      return { kind: 'status', status: order.status, retryAfter: order.retryAfter, body: order.body };
    default:
      return { kind: order.kind };
  }
}

function matches({ match }: PendingFault, request: SandboxRequest): boolean {
  const { method, pathContains, operation } = match;
  const asked = request.query.get('operation');
  return (
    (method === undefined || method.toUpperCase() === request.method) &&
    (pathContains === undefined || request.path.includes(pathContains)) &&
    (operation === undefined || asked === operation || request.body.includes(`"${operation}"`))
  );
}

/** The fault that this request meets, used up once. */
export function takeFault(sandbox: Sandbox, request: SandboxRequest): FaultEffect | undefined {
  const at = sandbox.faults.findIndex((pending) => matches(pending, request));
  const pending = sandbox.faults[at];
  if (pending === undefined) return undefined;
  pending.left--;
  if (pending.left <= 0) sandbox.faults.splice(at, 1);
  return pending.effect;
}

const TITLES: Readonly<Record<number, string>> = {
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

function jsonAnswer(sandbox: Sandbox, now: Date, request: SandboxRequest, status: number): SandboxAnswer {
  if (status === 429) {
    return gatewayAnswer(sandbox, now, request, {
      status,
      code: '3001',
      message: 'message=ThrottleExceeded; errorCode=003001; statusCode=429',
      detail: 'The request limit was reached.  Try again later',
      type: 'SERVICE',
    });
  }
  const error = {
    Message: 'An application error has occurred while processing your request',
    Detail: 'System Failure Error: the service met an unexpected condition.',
    code: '10000',
    element: '',
  };
  return {
    status,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ Fault: { Error: [error], type: 'SystemFault' } }),
  };
}

/** The answer that a fault gives instead of the request being done; undefined when it acts on delivery only. */
export function insteadAnswer(
  sandbox: Sandbox,
  now: Date,
  request: SandboxRequest,
  effect: FaultEffect,
): SandboxAnswer | undefined {
  if (effect.kind === 'cut-before') return { status: 503, headers: {}, body: '', after: { cut: true } };
  if (effect.kind === 'unauthorized') {
    return unauthorizedAnswer(sandbox, now, request, 'Token expired: AB01EXPIREDBYREHEARSAL');
  }
  if (effect.kind !== 'status') return undefined;
  const { status, body, retryAfter } = effect;
  const title = TITLES[status] ?? 'Error';
  const page = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  const plain: Record<typeof body, () => SandboxAnswer> = {
    json: () => jsonAnswer(sandbox, now, request, status),
    html: () => ({ status, headers: { 'Content-Type': 'text/html', Server: 'nginx' }, body: page }),
    empty: () => ({ status, headers: {}, body: '' }),
  };
  const answer = plain[body]();
  if (retryAfter === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'Retry-After': String(retryAfter) } };
}

/** The answer of a request that was done, delivered as the fault says. */
export function delivered(answer: SandboxAnswer, effect: FaultEffect): SandboxAnswer {
  switch (effect.kind) {
    case 'lose-answer':
      return { ...answer, after: { cut: true } };
    case 'truncate':
      return { ...answer, after: { truncate: true } };
    case 'slow':
      return { ...answer, after: { delayMs: effect.ms } };
    default:
      return answer;
  }
}
