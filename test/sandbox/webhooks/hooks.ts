import { objectOf, objectsOf, parseJson, textOf } from '../../../src/sandbox/json.ts';
import type { Json, JsonObject } from '../../../src/sandbox/json.ts';
import { nextNotification, settle } from '../../../src/sandbox/webhooks/queue.ts';
import { nowOf } from '../../../src/sandbox/control/clock.ts';
import type { Client } from '../client.ts';

export const VERIFIER = 'a-verifier-token';
export const CONFIGURED = { url: 'http://127.0.0.1:9/hook', verifierToken: VERIFIER } as const;

/** What the next notification says, acknowledged at once. */
export function taken(client: Client): Json | undefined {
  const notification = nextNotification(client.sandbox, nowOf(client.sandbox));
  if (notification === undefined) return undefined;
  settle(client.sandbox, nowOf(client.sandbox), notification, true);
  return parseJson(notification.body);
}

export const cloudEvents = (client: Client): readonly JsonObject[] => objectsOf(taken(client));

export const eventsIn = (payload: Json | undefined): readonly string[] =>
  objectsOf(objectOf(payload).eventNotifications)
    .flatMap(({ dataChangeEvent }) => objectsOf(objectOf(dataChangeEvent).entities))
    .map(({ name, operation, id }) => [name, operation, id].map((part) => textOf(part)).join(' '));
