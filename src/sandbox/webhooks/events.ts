import { Buffer } from 'node:buffer';
import * as z from 'zod';
import { AUDIT } from '../books/audit.ts';
import { isObject, textOf } from '../json.ts';
import type { Json } from '../json.ts';
import { liveGrants } from '../oauth/grants.ts';
import type { RowChange } from '../store.ts';
import type { Sandbox } from '../types.ts';
import { WEBHOOK_ENTITIES } from './settings.ts';
import type { WebhookSettings } from './settings.ts';

const OPERATIONS = ['Create', 'Update', 'Delete', 'Void', 'Emailed'] as const;

export const eventSchema = z.strictObject({
  /** A UUID. */
  id: z.string(),
  realmId: z.string(),
  entity: z.string(),
  entityId: z.string(),
  operation: z.enum(OPERATIONS),
  /** ISO 8601, UTC. */
  at: z.string(),
});

export type WebhookEvent = z.output<typeof eventSchema>;
type Operation = WebhookEvent['operation'];

/** What the audit log calls the writes that are more than an update. */
const NAMED: Readonly<Record<string, Operation>> = { Void: 'Void', Send: 'Emailed' };

const isWebhookEntity = (entity: string): entity is (typeof WEBHOOK_ENTITIES)[number] =>
  WEBHOOK_ENTITIES.some((each) => each === entity);

/** A random UUID (version 4) from the sandbox's own randomness. */
export function uuid(sandbox: Pick<Sandbox, 'randomBytes'>): string {
  const bytes = Buffer.from(sandbox.randomBytes(16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const nameOf = (table: string, entity: Json | undefined, id: Json | undefined): string =>
  `${table.slice(0, table.indexOf('/'))}/${textOf(entity) ?? ''}/${textOf(id) ?? ''}`;

/** Objects that the changes voided or mailed, by `company/entity/id`. */
function namedWrites(changes: readonly RowChange[]): ReadonlyMap<string, Operation> {
  const found = new Map<string, Operation>();
  for (const { table, after } of changes) {
    if (!table.endsWith(`/${AUDIT}`) || !isObject(after)) continue;
    const operation = NAMED[textOf(after.What) ?? ''];
    if (operation !== undefined) found.set(nameOf(table, after.Entity, after.ObjectId), operation);
  }
  return found;
}

const tokenOf = (row: Json | undefined): Json | undefined => (isObject(row) ? row.SyncToken : undefined);

/** A balance that moved by itself raises no SyncToken, and makes no event. */
function operationOf({ before, after }: RowChange, named: Operation | undefined): Operation | undefined {
  if (before === undefined) return after === undefined ? undefined : 'Create';
  if (after === undefined) return 'Delete';
  if (named !== undefined) return named;
  return tokenOf(before) === tokenOf(after) ? undefined : 'Update';
}

/**
 * The events of what one request changed in the books, whoever did it: the app or the person in
 * QuickBooks. Only companies that the app is connected to make events (qbo-api.md 8).
 */
export function eventsOf(
  sandbox: Sandbox,
  now: Date,
  settings: WebhookSettings,
  changes: readonly RowChange[],
): readonly WebhookEvent[] {
  const connected = new Set(liveGrants(sandbox).map(({ realmId }) => realmId));
  const named = namedWrites(changes);
  return changes.flatMap((change) => {
    const [realmId = '', entity = ''] = change.table.split('/');
    if (!isWebhookEntity(entity) || !connected.has(realmId)) return [];
    if (settings.entities?.includes(entity) === false || settings.companies?.includes(realmId) === false)
      return [];
    const operation = operationOf(change, named.get(`${change.table}/${change.key}`));
    if (operation === undefined) return [];
    return [{ id: uuid(sandbox), realmId, entity, entityId: change.key, operation, at: now.toISOString() }];
  });
}
