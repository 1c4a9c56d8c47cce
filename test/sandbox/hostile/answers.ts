import { Buffer } from 'node:buffer';
import * as z from 'zod';
import type { SandboxAnswer, SandboxRequest } from '../../../src/sandbox/index.ts';
import { readXml } from '../xml-reader.ts';
import { checkHtml } from './html.ts';

const upperFault = z.strictObject({
  Error: z
    .array(
      z.strictObject({
        Message: z.string().min(1),
        Detail: z.string().nullable(),
        code: z.string().regex(/^\d+$/),
        element: z.string().optional(),
      }),
    )
    .min(1),
  type: z.string().min(1),
});

const timed = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
const faultEnvelope = z.strictObject({ Fault: upperFault, time: timed.optional() });

const gatewayEnvelope = z.strictObject({
  warnings: z.null(),
  intuitObject: z.null(),
  fault: z.strictObject({
    error: z
      .array(
        z.strictObject({
          message: z.string(),
          detail: z.string().nullable(),
          code: z.string(),
          element: z.string().nullable(),
        }),
      )
      .min(1),
    type: z.string(),
  }),
  report: z.null(),
  queryResponse: z.null(),
  batchItemResponse: z.array(z.never()),
  attachableResponse: z.array(z.never()),
  syncErrorResponse: z.null(),
  requestId: z.null(),
  time: z.number(),
  status: z.null(),
  cdcresponse: z.array(z.never()),
});

const row = z.looseObject({ Id: z.string().min(1), SyncToken: z.string(), MetaData: z.looseObject({}) });
const deleted = z.strictObject({
  domain: z.literal('QBO'),
  status: z.literal('Deleted'),
  Id: z.string().min(1),
});
/** Pseudo tax codes have no SyncToken, exchange rates no Id. */
const bare = z.looseObject({ MetaData: z.looseObject({}) });
const counted = z.int().min(0);
const queried = z
  .object({ startPosition: counted, maxResults: counted, totalCount: counted })
  .partial()
  .catchall(z.array(z.looseObject({})));
const members = {
  QueryResponse: queried,
  BatchItemResponse: z.array(z.looseObject({ bId: z.string().optional() })),
  CDCResponse: z.array(
    z.union([z.strictObject({ QueryResponse: z.array(queried) }), z.strictObject({ Fault: upperFault })]),
  ),
  AttachableResponse: z.array(
    z.union([z.strictObject({ Attachable: row }), z.strictObject({ Fault: upperFault })]),
  ),
};
const taxService = z.strictObject({
  TaxCode: z.string(),
  TaxCodeId: z.string(),
  TaxRateDetails: z.array(z.looseObject({})).min(1),
  time: timed,
});

/** A reply has one member beside its time: an envelope, or the entity that was asked for. */
function checkResult(body: Readonly<Record<string, unknown>>): void {
  const { time, ...rest } = body;
  if (taxService.safeParse(body).success) return;
  timed.parse(time);
  const [[name, value] = ['', undefined], ...more] = Object.entries(rest);
  if (more.length > 0) throw new Error(`a reply with ${Object.keys(body).join(', ')}`);
  if (name in members)
    z.object(members)
      .partial()
      .parse({ [name]: value });
  else z.union([row, deleted, bare]).parse(value);
}

function checkAccounting(status: number, body: unknown): void {
  const object = z.record(z.string(), z.unknown()).parse(body);
  if ('Fault' in object) {
    faultEnvelope.parse(object);
    if (status < 400) throw new Error('a fault with a status of success');
  } else if ('fault' in object) {
    gatewayEnvelope.parse(object);
    if (status < 401) throw new Error('a fault of the gateway with a status of success');
  } else {
    checkResult(object);
    if (status !== 200) throw new Error('a result with a status of failure');
  }
}

function checkPdf(bytes: Buffer): void {
  const text = bytes.toString('latin1');
  const [, start = '-1'] = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text) ?? [];
  if (!text.startsWith('%PDF-1.') || !text.startsWith('xref', Number(start))) throw new Error('a broken PDF');
}

const PLAIN = new Set([200, 302, 303, 400, 401, 403, 404, 405, 409, 413, 414, 415, 422]);
const UNDER_FAULTS = new Set([...PLAIN, 429, 500, 502, 503, 504]);

/**
 * Throws when the answer is not what a client, a browser or a reader of PDF can read to its end, or is
 * no reply that QuickBooks knows.
 */
export function checkAnswer(request: SandboxRequest, answer: SandboxAnswer, faultsOn: boolean): void {
  const { status, headers, body } = answer;
  // A send that comes as JSON breaks the service itself, by its reading `sendAsJson`.
  const broken = status === 500 && request.path.endsWith('/send');
  if (!broken && !(faultsOn ? UNDER_FAULTS : PLAIN).has(status)) throw new Error(`status ${status}`);
  for (const [name, value] of Object.entries(headers)) {
    if (/[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)) throw new Error(`the header ${name} cannot be sent`);
  }
  const bytes = Buffer.from(body);
  const type = headers['Content-Type'] ?? '';
  if (bytes.length === 0) return;
  if (type.startsWith('application/json')) {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    if (/^\/v3\/company\/[^/]+\/./.test(request.path) && (broken || status < 500))
      checkAccounting(status, parsed);
  } else if (type.startsWith('application/xml')) {
    const { root } = readXml(bytes.toString('utf8'));
    if (root !== 'IntuitResponse') throw new Error(`XML of ${root}`);
  } else if (type.startsWith('text/html')) checkHtml(bytes.toString('utf8'));
  else if (type.startsWith('application/pdf')) checkPdf(bytes);
  else if (!type.startsWith('text/')) throw new Error(`content of type ${type}`);
}
