import { isObject, objectsOf, parseJson, type JsonObject } from '../../src/sandbox/json.ts';
import type { HttpAnswer } from '../../src/qbo/http.ts';
import type { Dice } from './dice.ts';

/** What can go wrong with the items of one batch. All answer HTTP 200. */
export const BATCH_TROUBLES = ['an item is missing', 'an item says 10000', 'items say 10000'] as const;
export type BatchTrouble = (typeof BATCH_TROUBLES)[number];

const APPLICATION_ERROR = {
  Fault: {
    Error: [{ Message: 'An application error has occurred', Detail: 'System Failure Error', code: '10000' }],
    type: 'SystemFault',
  },
};

/** The answer of a batch as it arrives: what was done in the books is done, whatever it says. */
export function distorted(answer: HttpAnswer, trouble: BatchTrouble, dice: Dice): HttpAnswer {
  return withItems(answer, (items) => distortedItems(items, trouble, dice));
}

/** The answer of a batch, its items in any order: none is promised (qbo-api.md 5). */
export function inAnyOrder(answer: HttpAnswer, dice: Dice): HttpAnswer {
  return withItems(answer, (items) => dice.shuffled(items));
}

function withItems(answer: HttpAnswer, change: (items: readonly JsonObject[]) => JsonObject[]): HttpAnswer {
  const body = parseJson(answer.text);
  if (!isObject(body) || !('BatchItemResponse' in body)) return answer;
  const items = change(objectsOf(body.BatchItemResponse));
  return { ...answer, text: JSON.stringify({ ...body, BatchItemResponse: items }) };
}

function distortedItems(items: readonly JsonObject[], trouble: BatchTrouble, dice: Dice): JsonObject[] {
  const struck = dice.between(0, Math.max(0, items.length - 1));
  switch (trouble) {
    case 'an item is missing':
      return items.filter((_, at) => at !== struck);
    case 'an item says 10000':
      return items.map((item, at) => (at === struck ? { ...APPLICATION_ERROR, bId: item.bId ?? '' } : item));
    case 'items say 10000':
      return items.map((item, at) => (at >= struck ? { ...APPLICATION_ERROR, bId: item.bId ?? '' } : item));
  }
}
