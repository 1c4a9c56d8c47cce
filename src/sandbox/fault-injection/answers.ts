import { unauthorizedAnswer } from '../api/access.ts';
import type { Handled } from '../api/company.ts';
import { realmOf } from '../api/paths.ts';
import { Books } from '../books/books.ts';
import { edgePage } from '../http/edge.ts';
import { throttledAnswer } from '../limits/throttled.ts';
import { invalidGrant } from '../oauth/tokens.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';
import type { FaultEffect } from './orders.ts';

type StatusEffect = Extract<FaultEffect, { kind: 'status' }>;

const TITLES: Readonly<Record<StatusEffect['status'], string>> = {
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/** 10000: an error of the service itself (qbo-api.md 7.2). */
function systemFault(status: StatusEffect['status']): SandboxAnswer {
  const error = {
    Message: 'An application error has occurred while processing your request',
    Detail: `System Failure Error: ${TITLES[status]}`,
    code: '10000',
    element: '',
  };
  return {
    status,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ Fault: { Error: [error], type: 'SystemFault' } }),
  };
}

function json(sandbox: Sandbox, now: Date, request: SandboxRequest, effect: StatusEffect): SandboxAnswer {
  if (effect.status !== 429) return systemFault(effect.status);
  const { readings } = new Books(sandbox.store, sandbox.indexes, realmOf(request) ?? '', now);
  return throttledAnswer(sandbox, now, request, { ...readings, throttleStatus: 429 });
}

function statusAnswer(
  sandbox: Sandbox,
  now: Date,
  request: SandboxRequest,
  effect: StatusEffect,
): SandboxAnswer {
  const { status, retryAfter } = effect;
  const forms: Record<StatusEffect['body'], () => SandboxAnswer> = {
    json: () => json(sandbox, now, request, effect),
    html: () => edgePage(status, TITLES[status]),
    empty: () => ({ status, headers: {}, body: '' }),
  };
  const answer = forms[effect.body]();
  if (retryAfter === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'Retry-After': String(retryAfter) } };
}

/** What a request comes to under a fault: `perform` does it, where it is done at all. */
export function underFault(
  sandbox: Sandbox,
  now: Date,
  request: SandboxRequest,
  effect: FaultEffect,
  perform: () => Handled,
): Handled {
  switch (effect.kind) {
    case 'cut-before':
      return { answer: { status: 503, headers: {}, body: '' }, writes: 0 };
    case 'unauthorized': {
      const answer = unauthorizedAnswer(sandbox, now, request, 'Token expired: AB01EXPIREDBYREHEARSAL');
      return { answer, writes: 0 };
    }
    case 'invalid-grant':
      return { answer: invalidGrant(sandbox), writes: 0 };
    case 'status': {
      const writes = effect.done ? perform().writes : 0;
      return { answer: statusAnswer(sandbox, now, request, effect), writes };
    }
    default:
      return perform();
  }
}
