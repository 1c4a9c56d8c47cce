import { Books } from '../books/books.ts';
import { rulesForPath, shown } from '../books/write.ts';
import { QboFault, fault, unreadableJson } from '../faults.ts';
import { isObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { runQuery } from '../query/run.ts';
import { faultAnswer, faultBody, resultAnswer } from '../replies.ts';
import { envelopeTime } from '../times.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';
import { refused } from './access.ts';
import { runBatch } from './batch.ts';
import { checkRequestId, contentOf, earlierReply, keepReply } from './idempotency.ts';
import type { Reply } from './idempotency.ts';
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
}

interface Outcome {
  readonly body: JsonObject;
  readonly writes: number;
}

const reading = (body: JsonObject): Outcome => ({ body, writes: 0 });

function query(call: Call, statement: string | null): Outcome {
  const text = statement ?? '';
  const response = runQuery(call.books, text, (entity, row) => shown(call.books, entity, row));
  return reading({ QueryResponse: response });
}

function payloadOf(request: SandboxRequest): JsonObject {
  const payload = parseJson(request.body);
  if (!isObject(payload)) throw unreadableJson();
  return payload;
}

function post(call: Call): Outcome {
  const { books, request, rest } = call;
  const [segment = '', second] = rest;
  if (segment === 'taxservice' && second === 'taxcode' && rest.length === 2) {
    return { body: taxService(books, payloadOf(request)), writes: 1 };
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

/** A write under its requestid: the first reply again when there was one (qbo-api.md 1.5). */
function replayable(call: Call, perform: () => Outcome): { readonly reply: Reply; readonly writes: number } {
  const { books, request, sandbox } = call;
  const requestId = request.query.get('requestid') ?? '';
  const once = (): { reply: Reply; writes: number } => {
    const mark = sandbox.store.mark();
    try {
      const { body, writes } = perform();
      return { reply: { status: 200, body: { ...body, time: envelopeTime(books.now) } }, writes };
    } catch (error) {
      if (!(error instanceof QboFault)) throw error;
      sandbox.store.rollback(mark);
      return { reply: { status: error.status, body: faultBody(error, books.now) }, writes: 0 };
    }
  };
  if (requestId === '') return once();
  const content = contentOf(request.method, request.path, request.query.get('operation') ?? '', request.body);
  try {
    checkRequestId(requestId, false);
    const earlier = earlierReply(books, requestId, undefined, content);
    if (earlier !== undefined) return { reply: earlier, writes: 0 };
  } catch (error) {
    if (error instanceof QboFault)
      return { reply: { status: 400, body: faultBody(error, books.now) }, writes: 0 };
    throw error;
  }
  const done = once();
  keepReply(books, requestId, undefined, content, done.reply);
  return done;
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
    return plain(() => runBatch(sandbox.store, books, parseJson(request.body), requestId));
  }
  if (request.method === 'GET' && rest.length <= 2)
    return plain(() => reading(read(books, segment, id, request.path)));
  if (request.method === 'POST') return replayable(call, () => post(call));
  throw noSuchPath(request.path);
}

/** `/v3/company/{realmId}/...`: the accounting API of one company (qbo-api.md 1.2). */
export function handleCompany(sandbox: Sandbox, now: Date, request: SandboxRequest): Handled {
  const [, , , realmId = '', ...rest] = request.path.split('/');
  const denied = refused(sandbox, now, request, realmId);
  if (denied !== undefined) return { answer: denied, writes: 0 };
  const books = new Books(sandbox.store, sandbox.indexes, realmId, now);
  const mark = sandbox.store.mark();
  try {
    if (request.body.includes('\ufffd')) {
      throw fault(
        '500',
        'Unsupported Operation',
        'MalformedByteSequenceException: Invalid byte of a UTF-8 sequence.',
      );
    }
    const { reply, writes } = route({ sandbox, request, books, rest });
    if (reply.status === 200) return { answer: resultAnswer(sandbox, now, request, reply.body), writes };
    return { answer: faultAnswer(sandbox, now, request, reply.status, reply.body), writes };
  } catch (error) {
    sandbox.store.rollback(mark);
    if (!(error instanceof QboFault)) throw error;
    return { answer: faultAnswer(sandbox, now, request, error.status, faultBody(error, now)), writes: 0 };
  }
}
