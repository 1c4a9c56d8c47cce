import type { Books } from '../books/books.ts';
import { sendByEmail } from '../books/sending.ts';
import { rulesFor } from '../books/entities.ts';
import { shown } from '../books/write.ts';
import { QboFault, fault, missing, unreadableJson } from '../faults.ts';
import { isList, isObject, objectOf, objectsOf, textOf, without } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { throttledItem } from '../limits/throttled.ts';
import type { Store } from '../store.ts';
import { wireText } from '../wire.ts';
import { changeDataCapture } from './cdc.ts';
import { checkBatchItemId, contentOf, earlierReply, keepReply } from './idempotency.ts';
import { noSuchPath, operationOf, write } from './operations.ts';

const MAX_ITEMS = 30;
const ITEM_OWN = ['bId', 'operation', 'optionsData', 'Query', 'CDCQuery'];

/** What a batch is done with, beside the books. */
export interface BatchCall {
  readonly store: Store;
  readonly requestId: string | undefined;
  /** The item from which on (counted from 0) all are throttled. */
  readonly throttledFrom?: number | undefined;
  readonly query: (statement: string) => JsonObject;
}

export interface BatchResult {
  readonly body: JsonObject;
  readonly writes: number;
}

function options(item: JsonObject): readonly string[] {
  return (textOf(item.optionsData) ?? '').split(',').map((option) => option.trim());
}

/** One item: a query, changes, or one write of one entity. */
function perform(
  books: Books,
  item: JsonObject,
  query: BatchCall['query'],
): { readonly body: JsonObject; readonly wrote: boolean } {
  const statement = textOf(item.Query);
  if (statement !== undefined) return { body: { QueryResponse: query(statement) }, wrote: false };
  if (item.CDCQuery !== undefined) {
    const asked = objectOf(item.CDCQuery);
    const response = changeDataCapture(books, textOf(asked.Entities), textOf(asked.ChangedSince));
    return { body: { CDCResponse: response }, wrote: false };
  }
  const [named] = Object.entries(without(item, ITEM_OWN));
  const rule = named === undefined ? undefined : rulesFor(named[0]);
  if (named === undefined || rule === undefined) throw noSuchPath(`/batch/${named?.[0] ?? ''}`);
  if (!isObject(named[1])) throw unreadableJson();
  const sent = textOf(item.operation);
  if (sent === undefined) throw missing('operation');
  if (sent === 'send') {
    const row = sendByEmail(books, rule.entity, textOf(named[1].Id) ?? '', undefined);
    return { body: { [rule.entity]: shown(books, rule.entity, row) }, wrote: true };
  }
  const include = options(item);
  // What the path voids by an update with an option, a batch voids by `update` with `optionsData: "void"`.
  const operation = operationOf(books, rule, sent, include, '/batch');
  const duplicateNumber = include.includes('allowduplicatedocnum');
  return {
    body: write(books, { rule, operation, payload: named[1], options: { duplicateNumber } }),
    wrote: true,
  };
}

function guarded(
  { store, query }: BatchCall,
  books: Books,
  item: JsonObject,
): { readonly body: JsonObject; readonly wrote: boolean; readonly status: number } {
  const mark = store.mark();
  try {
    return { ...perform(books, item, query), status: 200 };
  } catch (error) {
    if (!(error instanceof QboFault)) throw error;
    store.rollback(mark);
    return { body: { Fault: error.toJson() }, wrote: false, status: error.status };
  }
}

/** What an item without an Id made, as `Entity/Id`. */
const madeBy = (item: JsonObject, body: JsonObject): readonly string[] =>
  Object.entries(body)
    .filter(([entity]) => objectOf(item[entity]).Id === undefined)
    .map(([entity, row]) => `${entity}/${textOf(objectOf(row).Id) ?? ''}`);

/**
 * `POST /batch`: up to 30 items, each of which succeeds or fails alone; with a requestid every
 * (requestid, bId) is its own replay (qbo-api.md 5, 1.5).
 */
export function runBatch(books: Books, payload: Json | undefined, call: BatchCall): BatchResult {
  const { requestId, throttledFrom = MAX_ITEMS } = call;
  if (!isObject(payload)) throw unreadableJson();
  if (!isList(payload.BatchItemRequest)) throw missing('BatchItemRequest');
  const items = objectsOf(payload.BatchItemRequest);
  if (items.length > MAX_ITEMS) {
    throw fault(
      '1040',
      'Batch size exceeds allowed limit',
      `The batch size exceeds the allowed limit of ${MAX_ITEMS}. Supplied:${items.length}`,
    );
  }
  let writes = 0;
  const made = new Set<string>();
  const company = books.readings.batchSees === 'nothing' ? books.at(books.now, books.by, made) : books;
  const responses = items.map((item, at) => {
    const bId = textOf(item.bId);
    if (bId === undefined) return { Fault: missing('bId').toJson() };
    // A throttled item was not looked at: no reply is kept for its request id.
    if (at >= throttledFrom) return { Fault: throttledItem(books.readings.throttleStatus).toJson(), bId };
    const content = requestId === undefined ? '' : contentOf(wireText(item));
    if (requestId !== undefined) {
      checkBatchItemId(bId);
      const earlier = earlierReply(books, requestId, bId, content);
      if (earlier !== undefined) return { ...earlier.body, bId };
    }
    const done = guarded(call, company, item);
    if (done.wrote) {
      writes++;
      for (const name of madeBy(item, done.body)) made.add(name);
    }
    if (requestId !== undefined) keepReply(books, requestId, bId, content, done);
    return { ...done.body, bId };
  });
  if (books.readings.batchOrder === 'reversed') responses.reverse();
  return { body: { BatchItemResponse: responses }, writes };
}
