import { Buffer } from 'node:buffer';
import type { QboFault } from './faults.ts';
import type { JsonObject } from './json.ts';
import { envelopeTime } from './times.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from './types.ts';
import { wireText } from './wire.ts';
import { faultXml, resultXml } from './xml.ts';

const QBO_VERSION = '1988.128';

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** `1-5f732f5f-25dcb83b777d318c396aaf06`: what support asks for (qbo-api.md 1.3). */
function transactionId(sandbox: Sandbox, now: Date): string {
  return `1-${Math.floor(now.getTime() / 1000).toString(16)}-${hex(sandbox.randomBytes(12))}`;
}

/** JSON only for who asks for it by name: the default format is XML (qbo-api.md 0.2). */
function wantsJson(request: SandboxRequest): boolean {
  return (request.headers.accept ?? '').toLowerCase().includes('application/json');
}

function headers(sandbox: Sandbox, now: Date, contentType: string): Record<string, string> {
  const tid = transactionId(sandbox, now);
  return {
    'Content-Type': contentType,
    'Cache-Control': 'max-age=0, no-cache, no-store, must-revalidate, private',
    Server: 'nginx',
    intuit_tid: tid,
    'X-Spanid': hex(sandbox.randomBytes(8)),
    'X-Amzn-Trace-Id': `Root=${tid}`,
  };
}

/** A result with the header set of qbo-api.md 1.3. */
export function resultAnswer(
  sandbox: Sandbox,
  now: Date,
  request: SandboxRequest,
  body: JsonObject,
): SandboxAnswer {
  const json = wantsJson(request);
  return {
    status: 200,
    headers: {
      ...headers(sandbox, now, json ? 'application/json;charset=utf-8' : 'application/xml;charset=utf-8'),
      'Qbo-Version': QBO_VERSION,
      'Service-Time': 'total=21, db=7',
    },
    body: json ? wireText(body) : resultXml(body),
  };
}

/** A result that is a file or bare text, with the same header set. */
export function fileAnswer(
  sandbox: Sandbox,
  now: Date,
  contentType: string,
  body: string | Uint8Array,
): SandboxAnswer {
  return {
    status: 200,
    headers: { ...headers(sandbox, now, contentType), 'Qbo-Version': QBO_VERSION },
    body,
  };
}

/** The upper-case Fault of the accounting layer as a reply body (qbo-api.md 7.1). */
export function faultBody(fault: QboFault, now: Date): JsonObject {
  return { Fault: fault.toJson(), ...(fault.timed ? { time: envelopeTime(now) } : {}) };
}

export function faultAnswer(
  sandbox: Sandbox,
  now: Date,
  request: SandboxRequest,
  status: number,
  body: JsonObject,
): SandboxAnswer {
  const json = wantsJson(request);
  return {
    status,
    headers: headers(sandbox, now, json ? 'application/json' : 'application/xml;charset=utf-8'),
    body: json ? wireText(body) : faultXml(body, now),
  };
}

export interface GatewayFault {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly detail: string | null;
  readonly type: string;
}

/** The lower-case fault of the gateway in front of the service: 401, 403, 429 (qbo-api.md 7.1). */
export function gatewayAnswer(
  sandbox: Sandbox,
  now: Date,
  request: SandboxRequest,
  fault: GatewayFault,
): SandboxAnswer {
  const { code, message, detail, type, status } = fault;
  const error = { message, detail, code, element: null };
  const body = {
    warnings: null,
    intuitObject: null,
    fault: { error: [error], type },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: now.getTime(),
    status: null,
    cdcresponse: [],
  };
  const json = wantsJson(request);
  return {
    status,
    headers: {
      ...headers(sandbox, now, json ? 'application/json' : 'application/xml'),
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="Intuit", error="invalid_token"' } : {}),
    },
    body: json
      ? JSON.stringify(body)
      : faultXml({ Fault: { type, Error: [{ code, Message: message, Detail: detail }] } }, now),
  };
}
