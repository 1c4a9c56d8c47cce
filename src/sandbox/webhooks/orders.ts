import * as z from 'zod';
import { objectOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Sandbox } from '../types.ts';
import { forget, queueStatus } from './queue.ts';
import { TABLE, settingsOf, webhookSettings } from './settings.ts';

/** What `POST /__sandbox/webhooks` takes, delivery aside, which is the HTTP layer's (courier.ts). */
const webhooksSchema = z.union([
  z.strictObject({ off: z.literal(true) }),
  z.strictObject({ forget: z.literal(true) }),
  webhookSettings.partial(),
]);

export type WebhooksOrder = z.input<typeof webhooksSchema>;

/** Only the members that were sent change; the first order must name the address and the verifier token. */
export function orderWebhooks(sandbox: Sandbox, order: JsonObject): JsonObject {
  const wanted = webhooksSchema.parse(order);
  if ('off' in wanted || 'forget' in wanted) forget(sandbox);
  if ('off' in wanted) sandbox.store.remove(TABLE, 'settings');
  else if (!('forget' in wanted)) {
    const kept = objectOf(sandbox.store.get(TABLE, 'settings'));
    if (Object.keys(order).length > 0) {
      sandbox.store.put(TABLE, 'settings', webhookSettings.parse({ ...kept, ...order }));
    }
  }
  return { settings: settingsOf(sandbox), ...queueStatus(sandbox) };
}
