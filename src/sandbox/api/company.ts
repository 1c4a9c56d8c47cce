import { viaApp } from '../books/actors.ts';
import { Books } from '../books/books.ts';
import { readRate } from '../books/currency/exchange-rate.ts';
import { rulesForPath } from '../books/entities.ts';
import { shown } from '../books/write.ts';
import { QboFault, fault, unreadableJson } from '../faults.ts';
import { isObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { runQuery } from '../query/run.ts';
import { faultAnswer, faultBody, resultAnswer } from '../replies.ts';
import { envelopeTime } from '../times.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';
import { refused } from './access.ts';
import { documentAnswer } from './documents.ts';
import { withInvoiceLink } from './invoice-link.ts';
import { send } from './send.ts';
import { upload } from './upload.ts';
import { runBatch } from './batch.ts';
import { changeDataCapture } from './cdc.ts';
import type { Conditions } from './conditions.ts';
import { checkRequestId } from './idempotency.ts';
import type { Reply } from './idempotency.ts';
import { replayable } from './replay.ts';
import type { Outcome } from './replay.ts';
import { noSuchPath, operationOf, read, taxService, write } from './operations.ts';

export interface Handled {
  readonly answer: SandboxAnswer;
  readonly writes: number;
}

interface Call {
  readonly sandbox: Sandbox;
  readonly request: SandboxRequest;
  readonly books: Books;
  readonly rest: readonly string[];
  readonly conditions: Conditions;
}

const reading = (body: JsonObject): Outcome => ({ body, writes: 0 });

/** The answer to a statement, from books that lag behind when a fault says so. */
function answerTo({ sandbox, books, conditions }: Call, statement: string): JsonObject {
  const { staleness } = conditions;
  const run = (): JsonObject => runQuery(books, statement, (entity, row) => shown(books, entity, row));
  if (staleness === undefined) return run();
  return sandbox.recentWrites.before(books.realmId, books.now, staleness, run);
}

function query(call: Call, statement: string | null): Outcome {
  return reading({ QueryResponse: answerTo(call, statement ?? '') });
}

function payloadOf(request: SandboxRequest): JsonObject {
  const payload = parseJson(request.body);
  if (!isObject(payload)) throw unreadableJson();
  return payload;
}

function post(call: Call): Outcome {
  const { books, request, rest } = call;
  const [segment = '', second, last] = rest;
  if (segment === 'taxservice' && second === 'taxcode' && rest.length === 2) {
    return { body: taxService(books, payloadOf(request)), writes: 1 };
  }
  if (segment === 'upload' && rest.length === 1) return upload(call.sandbox, books, request);
  if (second !== undefined && last === 'send' && rest.length === 3) {
    return { body: send(books, request, segment, second), writes: 1 };
  }
  const rule = rulesForPath(segment);
  if (rule === undefined || rest.length !== 1) throw noSuchPath(request.path);
  const include = request.query.getAll('include').flatMap((value) => value.split(','));
  const operation = operationOf(books, rule, request.query.get('operation'), include, request.path);
  const duplicateNumber = include.includes('allowduplicatedocnum');
  return {
    body: write(books, { rule, operation, payload: payloadOf(request), options: { duplicateNumber } }),
    writes: 1,
  };
}

function route(call: Call): { readonly reply: Reply; readonly writes: number } {
  const { request, rest, books, sandbox } = call;
  const plain = (perform: () => Outcome): { reply: Reply; writes: number } => {
    const { body, writes } = perform();
    return { reply: { status: 200, body: { ...body, time: envelopeTime(books.now) } }, writes };
  };
  const [segment = '', id] = rest;
  if (segment === 'query' && rest.length === 1) {
    if (request.method === 'POST') return plain(() => query(call, request.body));
    if (request.method === 'GET') return plain(() => query(call, request.query.get('query')));
  }
  if (segment === 'batch' && request.method === 'POST' && rest.length === 1) {
    const requestId = request.query.get('requestid') ?? undefined;
    if (requestId !== undefined) checkRequestId(requestId, true);
    const { throttledFrom } = call.conditions;
    return plain(() =>
      runBatch(books, parseJson(request.body), {
        store: sandbox.store,
        requestId,
        throttledFrom,
        query: (statement) => answerTo(call, statement),
      }),
    );
  }
  if (segment === 'cdc' && request.method === 'GET' && rest.length === 1) {
    const { query: asked } = request;
    const response = changeDataCapture(
      books,
      asked.get('entities') ?? undefined,
      asked.get('changedSince') ?? undefined,
    );
    return plain(() => reading({ CDCResponse: [response] }));
  }
  if (segment === 'exchangerate' && request.method === 'GET' && rest.length === 1) {
    const { query: asked } = request;
    const rate = readRate(books, asked.get('sourcecurrencycode'), asked.get('asofdate'));
    return plain(() => reading({ ExchangeRate: rate }));
  }
  if (request.method === 'GET' && rest.length <= 2)
    return plain(() =>
      reading(withInvoiceLink(sandbox, books, request, read(books, segment, id, request.path))),
    );
  if (request.method === 'POST') return replayable(call, () => post(call));
  throw noSuchPath(request.path);
}

/** `/v3/company/{realmId}/...`: the accounting API of one company (qbo-api.md 1.2). */
export function handleCompany(
  sandbox: Sandbox,
  now: Date,
  request: SandboxRequest,
  conditions: Conditions,
): Handled {
  const [, , , realmId = '', ...rest] = request.path.split('/');
  const denied = refused(sandbox, now, request, realmId);
  if (denied !== undefined) return { answer: denied, writes: 0 };
  const books = new Books(sandbox.store, sandbox.indexes, realmId, now, viaApp(sandbox.clientId));
  const mark = sandbox.store.mark();
  try {
    if (request.body.includes('\ufffd')) {
      throw fault(
        '500',
        'Unsupported Operation',
        'MalformedByteSequenceException: Invalid byte of a UTF-8 sequence.',
      );
    }
    const document = documentAnswer(sandbox, books, request, rest);
    if (document !== undefined) return { answer: document, writes: 0 };
    const { reply, writes } = route({ sandbox, request, books, rest, conditions });
    if (reply.status === 200) return { answer: resultAnswer(sandbox, now, request, reply.body), writes };
    return { answer: faultAnswer(sandbox, now, request, reply.status, reply.body), writes };
  } catch (error) {
    sandbox.store.rollback(mark);
    if (!(error instanceof QboFault)) throw error;
    return { answer: faultAnswer(sandbox, now, request, error.status, faultBody(error, now)), writes: 0 };
  }
}
