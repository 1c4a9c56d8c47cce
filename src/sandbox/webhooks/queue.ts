import * as z from 'zod';
import type { JsonObject } from '../json.ts';
import type { Sandbox } from '../types.ts';
import { eventSchema, eventsOf, uuid } from './events.ts';
import { headersOf, payloadOf } from './payload.ts';
import { TABLE, settingsOf } from './settings.ts';

const EVENTS = 'webhook-event';
/** A sandbox whose endpoint never answers must not grow without end: the oldest events go first. */
const MOST_WAITING = 10_000;
const MOST_IN_ONE = 1000;

/** Seconds to each next try after one that failed; the last one holds from then on (qbo-api.md 8). */
const RETRY_SECONDS = [10, 20, 30, 5 * 60, 20 * 60, 2 * 3600, 4 * 3600, 6 * 3600] as const;
const LAST_RETRY_SECONDS = 6 * 3600;

const stateSchema = z.strictObject({
  nextEvent: z.int().default(1),
  /** Events that went unsent because too many waited. */
  dropped: z.int().default(0),
  /** The notification that the endpoint has not acknowledged; everything later waits behind it. */
  failing: z
    .strictObject({
      id: z.string(),
      body: z.string(),
      events: z.int(),
      madeAt: z.number(),
      failures: z.int(),
      dueAt: z.number(),
    })
    .optional(),
});

type State = z.output<typeof stateSchema>;
type Pending = NonNullable<State['failing']>;

/** One POST to make. */
export interface Notification {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly events: number;
  readonly pending: Pending;
}

const stateOf = (sandbox: Sandbox): State => stateSchema.parse(sandbox.store.get(TABLE, 'state') ?? {});
const keep = (sandbox: Sandbox, state: State): void => sandbox.store.put(TABLE, 'state', state);

/** Puts the events of what the present request changed into the queue; called before it is made durable. */
export function queueEvents(sandbox: Sandbox, now: Date): void {
  const settings = settingsOf(sandbox);
  if (settings === undefined) return;
  const events = eventsOf(sandbox, now, settings, sandbox.store.uncommitted());
  if (events.length === 0) return;
  const state = stateOf(sandbox);
  let { nextEvent, dropped } = state;
  for (const event of events) sandbox.store.put(EVENTS, String(nextEvent++), event);
  for (const oldest of sandbox.store.rows(EVENTS).keys()) {
    if (sandbox.store.rows(EVENTS).size <= MOST_WAITING) break;
    sandbox.store.remove(EVENTS, oldest);
    dropped++;
  }
  keep(sandbox, { ...state, nextEvent, dropped });
}

function gathered(sandbox: Sandbox, now: Date): Pending | undefined {
  const settings = settingsOf(sandbox);
  const rows = [...sandbox.store.rows(EVENTS)].slice(0, MOST_IN_ONE);
  if (settings === undefined || rows.length === 0) return undefined;
  const events = rows.map(([, row]) => eventSchema.parse(row));
  for (const [key] of rows) sandbox.store.remove(EVENTS, key);
  return {
    id: uuid(sandbox),
    body: payloadOf(settings.form, events, sandbox.clientId),
    events: events.length,
    madeAt: now.getTime(),
    failures: 0,
    dueAt: now.getTime(),
  };
}

/**
 * The notification to send now: the failing one again when it is due, else the events that wait, gathered
 * in one. It counts as failing until `settle` says otherwise, so that a crash loses no event.
 */
export function nextNotification(sandbox: Sandbox, now: Date): Notification | undefined {
  const settings = settingsOf(sandbox);
  if (settings === undefined) return undefined;
  const { failing } = stateOf(sandbox);
  if (failing !== undefined && failing.dueAt > now.getTime()) return undefined;
  const pending = failing ?? gathered(sandbox, now);
  if (pending === undefined) return undefined;
  if (failing === undefined) keep(sandbox, { ...stateOf(sandbox), failing: pending });
  const { body, events, id, madeAt } = pending;
  const headers = headersOf(body, settings.verifierToken, { id, at: new Date(madeAt) });
  return { url: settings.url, headers, body, events, pending };
}

/** Notes how a notification fared: acknowledged, or to be tried again by the documented schedule. */
export function settle(sandbox: Sandbox, now: Date, { pending }: Notification, acknowledged: boolean): void {
  const { failing, ...state } = stateOf(sandbox);
  // Forgotten while it was on its way.
  if (failing?.id !== pending.id) return;
  const seconds = RETRY_SECONDS[failing.failures] ?? LAST_RETRY_SECONDS;
  const again = { ...failing, failures: failing.failures + 1, dueAt: now.getTime() + seconds * 1000 };
  keep(sandbox, acknowledged ? state : { ...state, failing: again });
}

/** Forgets what waits, the failing notification too. */
export function forget(sandbox: Sandbox): void {
  for (const key of [...sandbox.store.rows(EVENTS).keys()]) sandbox.store.remove(EVENTS, key);
  keep(sandbox, { nextEvent: stateOf(sandbox).nextEvent, dropped: 0 });
}

/** What waits, for people who look. */
export function queueStatus(sandbox: Sandbox): JsonObject {
  const { dropped, failing } = stateOf(sandbox);
  return {
    waiting: sandbox.store.rows(EVENTS).size,
    dropped,
    failing:
      failing === undefined
        ? undefined
        : {
            events: failing.events,
            failures: failing.failures,
            nextTry: new Date(failing.dueAt).toISOString(),
          },
  };
}
