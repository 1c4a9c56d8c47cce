import * as z from 'zod';
import { ENTITIES, type Entity, type WritableEntity } from './entities.ts';
import { faultErrors, kindOfItem, type Fault } from './faults.ts';
import type { WriteOutcome } from './client.ts';

/** The most items that one request takes (qbo-api.md 5). */
export const BATCH_ITEMS = 30;

/** A void leaves the document with zero amounts; its body is id and version alone (qbo-api.md 1.2, 3.2). */
export type Operation = 'create' | 'update' | 'void';

/** One write of a batch. `bId` names it, together with the request id, for ever: at most 10 characters (qbo-api.md 1.5). */
export interface BatchWrite {
  bId: string;
  entity: WritableEntity;
  operation: Operation;
  /** JSON text, as it was recorded as the intent. */
  body: string;
}

/** What became of one write of a batch. `unsent`: surely not carried out, and no fault of its content. */
export type BatchOutcome =
  | { type: 'posted'; object: Entity<WritableEntity>; tid: string | undefined }
  | Exclude<WriteOutcome, { type: 'posted' }>
  | { type: 'unsent'; why: 'throttled' | 'batch refused' };

/** The request of a batch of writes; the bodies stand in it byte for byte. */
export function batchBody(writes: readonly BatchWrite[]): string {
  const items = writes.map(
    ({ bId, entity, operation, body }) =>
      `{"bId":${JSON.stringify(bId)},"operation":"${operation}","${entity}":${body}}`,
  );
  return `{"BatchItemRequest":[${items.join(',')}]}`;
}

const answerSchema = z.object({ BatchItemResponse: z.array(z.record(z.string(), z.unknown())) });

/** The answers of a batch by the `bId` that each carries, never by their order (qbo-api.md 5); undefined where it is no answer. */
export function batchAnswers(body: unknown): Map<string, Record<string, unknown>> | undefined {
  const read = answerSchema.safeParse(body);
  if (!read.success) return undefined;
  const answers = new Map<string, Record<string, unknown>>();
  for (const item of read.data.BatchItemResponse)
    if (typeof item.bId === 'string') answers.set(item.bId, item);
  return answers;
}

/** Reads what one write of a batch was answered. No answer of its own means that nobody knows. */
export function batchOutcome(
  { entity }: Pick<BatchWrite, 'entity'>,
  answer: Record<string, unknown> | undefined,
  tid: string | undefined,
): BatchOutcome {
  if (answer === undefined) return { type: 'unknown', why: 'no answer of its own in the batch' };
  const errors = faultErrors(answer);
  if (errors) {
    const fault: Fault = { kind: kindOfItem(errors), status: 200, errors, tid, retryAfter: undefined };
    if (fault.kind === 'throttled') return { type: 'unsent', why: 'throttled' };
    if (fault.kind === 'broken') return { type: 'unknown', why: 'an error of QuickBooks itself' };
    return { type: 'refused', fault };
  }
  const object = ENTITIES[entity].safeParse(answer[entity]);
  if (!object.success) return { type: 'unknown', why: 'an answer that does not hold what was sent' };
  return { type: 'posted', object: object.data as Entity<WritableEntity>, tid };
}
