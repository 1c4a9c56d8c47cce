import * as z from 'zod';
import type { Sandbox } from '../types.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Entities that make events, of those that the sandbox keeps: taxes, attachments and the company itself make none. */
export const WEBHOOK_ENTITIES = [
  'Account',
  'Class',
  'CreditMemo',
  'Customer',
  'Department',
  'Deposit',
  'Employee',
  'Invoice',
  'Item',
  'JournalEntry',
  'Payment',
  'PaymentMethod',
  'Preferences',
  'RefundReceipt',
  'SalesReceipt',
  'TaxAgency',
  'Term',
  'Vendor',
] as const;

/** The one endpoint of the app, as its owner sets it up at the developer portal (qbo-api.md 8). */
export const webhookSettings = z.strictObject({
  url: z
    .url()
    .refine(
      (url) => new URL(url).protocol === 'http:' && LOOPBACK.includes(new URL(url).hostname),
      'must be an http address of this machine: localhost, 127.0.0.1 or [::1]',
    ),
  /** The key of the signature. */
  verifierToken: z.string().min(1),
  form: z.enum(['cloudevents', 'legacy']).default('cloudevents'),
  /** Company ids; every company that the app is connected to, without it. */
  companies: z.array(z.string()).optional(),
  entities: z.array(z.enum(WEBHOOK_ENTITIES)).optional(),
  /** Deliver by itself after each answer, instead of when it is asked for. */
  automatic: z.boolean().default(false),
});

export type WebhookSettings = z.output<typeof webhookSettings>;

export const TABLE = 'webhooks';

/** Undefined while no endpoint is set up: then nothing makes events. */
export function settingsOf(sandbox: Pick<Sandbox, 'store'>): WebhookSettings | undefined {
  const kept = sandbox.store.get(TABLE, 'settings');
  return kept === undefined ? undefined : webhookSettings.parse(kept);
}
