import { Buffer } from 'node:buffer';
import type { Books } from '../books/books.ts';
import { QboFault } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import { faultBody } from '../replies.ts';
import { envelopeTime } from '../times.ts';
import type { Sandbox, SandboxRequest } from '../types.ts';
import { checkRequestId, contentOf, earlierReply, keepReply } from './idempotency.ts';
import type { Reply } from './idempotency.ts';

/** The member of a reply, and how many objects were written for it. */
export interface Outcome {
  readonly body: JsonObject;
  readonly writes: number;
}

interface Writing {
  readonly sandbox: Sandbox;
  readonly books: Books;
  readonly request: SandboxRequest;
}

/** A write under its requestid: the first reply again when there was one (qbo-api.md 1.5). */
export function replayable(
  { books, request, sandbox }: Writing,
  perform: () => Outcome,
): { readonly reply: Reply; readonly writes: number } {
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
  const { method, path, query: asked, bytes = '' } = request;
  // An upload is no text, and has its content in the bytes alone.
  const sent = request.body === '' ? Buffer.from(bytes).toString('latin1') : request.body;
  const content = contentOf(method, path, asked.get('operation') ?? '', asked.get('sendTo') ?? '', sent);
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
