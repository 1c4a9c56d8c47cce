import { createHash, createHmac } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { metaTime } from '../times.ts';
import type { WebhookEvent } from './events.ts';
import type { WebhookSettings } from './settings.ts';

const PAST_TENSE: Readonly<Record<WebhookEvent['operation'], string>> = {
  Create: 'created',
  Update: 'updated',
  Delete: 'deleted',
  Void: 'voided',
  Emailed: 'emailed',
};

/** Nine digits of seconds, as the service prints them. */
const nanoseconds = (iso: string): string => iso.replace(/Z$/, '000000Z');

function cloudEvents(events: readonly WebhookEvent[], clientId: string): readonly JsonObject[] {
  const source = `intuit.${createHash('sha256').update(clientId).digest('base64')}`;
  return events.map(({ id, entity, operation, at, entityId, realmId }) => ({
    specversion: '1.0',
    id,
    source,
    type: `qbo.${entity.toLowerCase()}.${PAST_TENSE[operation]}.v1`,
    datacontenttype: 'application/json',
    time: nanoseconds(at),
    intuitentityid: entityId,
    intuitaccountid: realmId,
    data: {},
  }));
}

function legacy(events: readonly WebhookEvent[]): JsonObject {
  const companies = new Map<string, JsonObject[]>();
  for (const { realmId, entityId, operation, entity, at } of events) {
    const entities = companies.get(realmId) ?? [];
    entities.push({ id: entityId, operation, name: entity, lastUpdated: at });
    companies.set(realmId, entities);
  }
  return {
    eventNotifications: [...companies].map(([realmId, entities]) => ({
      realmId,
      dataChangeEvent: { entities },
    })),
  };
}

/** The body of a notification, in either form (qbo-api.md 8). */
export function payloadOf(
  form: WebhookSettings['form'],
  events: readonly WebhookEvent[],
  clientId: string,
): string {
  return JSON.stringify(form === 'legacy' ? legacy(events) : cloudEvents(events, clientId));
}

/** The headers of a notification: the signature is over the bytes of the body (qbo-api.md 8). */
export function headersOf(
  body: string,
  verifierToken: string,
  sent: { readonly id: string; readonly at: Date },
): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json; charset=utf-8',
    accept: 'application/json',
    'intuit-signature': createHmac('sha256', verifierToken).update(body, 'utf8').digest('base64'),
    'intuit-created-time': metaTime(sent.at).replace(/:(\d\d)$/, '$1'),
    'intuit-t-id': sent.id,
    'intuit-notification-schema-version': '0.1',
    'user-agent': 'intuit_notification_server/0.1',
  };
}
