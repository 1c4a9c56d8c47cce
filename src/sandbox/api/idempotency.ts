import { createHash } from 'node:crypto';
import type { Books } from '../books/books.ts';
import { fault } from '../faults.ts';
import { isObject, objectOf, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';

const SINGLE_LIMIT = 50;
const BATCH_LIMIT = 36;
const BATCH_ITEM_LIMIT = 10;

const HOUR_MS = 3_600_000;

/** A reply that was given for a request id. How long QuickBooks keeps them is U: see `requestIdHours`. */
export interface Reply {
  readonly status: number;
  readonly body: JsonObject;
}

const badFormat = (detail: string) =>
  fault('2130', 'Invalid Request Id Format', `Invalid Request Id Format : ${detail}`);

/** 2130 for ids beyond the documented lengths (qbo-api.md 1.5). */
export function checkRequestId(requestId: string, batch: boolean): void {
  const limit = batch ? BATCH_LIMIT : SINGLE_LIMIT;
  if (requestId.length > limit) {
    throw badFormat(`at most ${limit} characters are supported. Supplied length:${requestId.length}`);
  }
}

export function checkBatchItemId(bId: string): void {
  if (bId.length > BATCH_ITEM_LIMIT) {
    throw badFormat(`bId can have at most ${BATCH_ITEM_LIMIT} characters when requestid is used.`);
  }
}

const key = (requestId: string, bId: string | undefined): string =>
  bId === undefined ? requestId : `${requestId}\u0000${bId}`;

/** What a request asks, so that another payload under the same id can be told. */
export const contentOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

function isForgotten(books: Books, kept: JsonObject): boolean {
  const { requestIdHours: hours } = books.readings;
  return hours !== null && typeof kept.at === 'number' && kept.at + hours * HOUR_MS <= books.now.getTime();
}

/** The reply that was given before for this id, or 600 where the switch says so (qbo-api.md 1.5). */
export function earlierReply(
  books: Books,
  requestId: string,
  bId: string | undefined,
  content: string,
): Reply | undefined {
  const kept = books.setting(`requestid:${key(requestId, bId)}`);
  if (!isObject(kept) || isForgotten(books, kept)) return undefined;
  if (kept.content !== content && books.readings.requestIdOtherPayload === 'refuse') {
    throw fault(
      '600',
      'Duplicate Request ID',
      `Duplicate Request ID : ${requestId} was used for another request.`,
    );
  }
  const status = typeof kept.status === 'number' ? kept.status : 200;
  return textOf(kept.content) === undefined ? undefined : { status, body: objectOf(kept.body) };
}

export function keepReply(
  books: Books,
  requestId: string,
  bId: string | undefined,
  content: string,
  reply: Reply,
): void {
  if (reply.status !== 200 && !books.readings.replayFaults) return;
  books.set(`requestid:${key(requestId, bId)}`, {
    content,
    at: books.now.getTime(),
    status: reply.status,
    body: reply.body,
  });
}
