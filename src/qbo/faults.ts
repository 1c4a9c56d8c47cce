import * as z from 'zod';
import type { HttpAnswer } from './http.ts';

/** One error of a fault, whichever of the two envelopes it came in (qbo-api.md 7.1). */
export interface FaultError {
  code: string;
  message: string;
  detail: string;
  element: string;
}

/**
 * What kind of refusal: `auth` (401), `forbidden` (403), `throttled` (429, or the old 403 form), `refused` (400 and the
 * like: surely nothing was posted), `broken` (5xx, or an answer that cannot be read: the outcome is unknown).
 */
export type FaultKind = 'auth' | 'forbidden' | 'throttled' | 'refused' | 'broken';

export interface Fault {
  kind: FaultKind;
  status: number;
  errors: FaultError[];
  /** Intuit's trace id: what their support asks for. */
  tid: string | undefined;
  /** Seconds, from `Retry-After`, where the server sent it. */
  retryAfter: number | undefined;
}

const text = z.union([z.string(), z.number(), z.null()]).optional();
const upper = z.object({
  Fault: z.object({
    Error: z.array(z.object({ Message: text, Detail: text, code: text, element: text })),
    type: text,
  }),
});
const lower = z.object({
  fault: z.object({
    error: z.array(z.object({ message: text, detail: text, code: text, element: text })),
    type: text,
  }),
});

const plain = (value: string | number | null | undefined) => (value == null ? '' : String(value));

/** Intuit's trace id, in either spelling of the header (qbo-api.md 1.3). */
export function traceId({ headers }: HttpAnswer): string | undefined {
  return headers.intuit_tid ?? headers['intuit-tid'];
}

/** The errors of a fault envelope, or undefined where the body is not one. */
export function faultErrors(body: unknown): FaultError[] | undefined {
  const high = upper.safeParse(body);
  if (high.success) {
    return high.data.Fault.Error.map((error) => ({
      code: plain(error.code),
      message: plain(error.Message),
      detail: plain(error.Detail),
      element: plain(error.element),
    }));
  }
  const low = lower.safeParse(body);
  if (low.success) {
    return low.data.fault.error.map((error) => ({
      code: plain(error.code),
      message: plain(error.message),
      detail: plain(error.detail),
      element: plain(error.element),
    }));
  }
  return undefined;
}

/**
 * Reads an answer: its JSON body, or the fault it stands for. HTTP 200 may carry a fault too (qbo-api.md 0.4); a
 * success status with a body that is not whole JSON means that the outcome is unknown.
 */
export function readAnswer(answer: HttpAnswer): { ok: true; body: unknown } | { ok: false; fault: Fault } {
  const body = parseJson(answer.text);
  const errors = body.ok ? faultErrors(body.value) : undefined;
  if (answer.status >= 200 && answer.status < 300 && body.ok && !errors)
    return { ok: true, body: body.value };
  const found = errors ?? [];
  return {
    ok: false,
    fault: {
      kind: kindOf(answer, found),
      status: answer.status,
      errors: found,
      tid: traceId(answer),
      retryAfter: retryAfter(answer.headers['retry-after']),
    },
  };
}

const THROTTLED = '3001';
/** "An application error": QuickBooks cannot say what became of the request. */
const APPLICATION_ERROR = '10000';

/** The kind of a fault that is one item's of a batch: HTTP says nothing of it. */
export function kindOfItem(errors: FaultError[]): FaultKind {
  if (errors.some(({ code }) => code === THROTTLED)) return 'throttled';
  return errors.length === 0 || errors.some(({ code }) => code === APPLICATION_ERROR) ? 'broken' : 'refused';
}

function kindOf(answer: HttpAnswer, errors: FaultError[]): FaultKind {
  const { status } = answer;
  const throttled = errors.some(({ code }) => code === THROTTLED) || answer.text.includes('ThrottleExceeded');
  if (status === 429 || (status === 403 && throttled)) return 'throttled';
  if (status === 401) return 'auth';
  if (status === 403) return 'forbidden';
  if (status >= 500 || errors.some(({ code }) => code === APPLICATION_ERROR)) return 'broken';
  if (status < 400 && errors.length === 0) return 'broken';
  if (status === 408) return 'broken';
  return 'refused';
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}

function retryAfter(header: string | undefined): number | undefined {
  return header && /^\d{1,5}$/.test(header.trim()) ? Number(header.trim()) : undefined;
}

/** The id of the object that already holds a name or number: `TxnId=6575`, `Id=1209` (qbo-api.md 7.2, 6140 and 6240). */
export function idNamedIn(fault: Fault): string | undefined {
  for (const error of fault.errors) {
    const named = /\b(?:TxnId|Id)\s*=\s*(\d+)/.exec(error.detail);
    if (named) return named[1];
  }
  return undefined;
}

export function hasCode(fault: Fault, code: string): boolean {
  return fault.errors.some((error) => error.code === code);
}
