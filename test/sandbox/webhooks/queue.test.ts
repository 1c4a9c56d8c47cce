import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nowOf } from '../../../src/sandbox/control/clock.ts';
import { nextNotification, queueStatus, settle } from '../../../src/sandbox/webhooks/queue.ts';
import { Client, START } from '../client.ts';
import { CONFIGURED, cloudEvents, taken } from './hooks.ts';

let client: Client;
beforeEach(() => (client = new Client()));
afterEach(() => client.close());

test('a failing notification is tried again by the documented schedule, and later events wait behind it', () => {
  client.control('webhooks', CONFIGURED);
  client.made('Customer', { DisplayName: 'Ada' });
  const waits = [10, 20, 30, 300, 1200, 7200, 14_400, 21_600, 21_600, 21_600];
  const bodies = new Set<string>();
  for (const seconds of waits) {
    const notification = nextNotification(client.sandbox, nowOf(client.sandbox));
    if (notification === undefined) throw new Error('a notification was due');
    bodies.add(notification.body);
    settle(client.sandbox, nowOf(client.sandbox), notification, false);
    client.control('clock', { advanceSeconds: seconds - 1 });
    expect(nextNotification(client.sandbox, nowOf(client.sandbox))).toBeUndefined();
    client.control('clock', { advanceSeconds: 1 });
  }
  expect(bodies.size).toBe(1);
  client.signIn();
  client.made('Customer', { DisplayName: 'Ben' });
  expect(queueStatus(client.sandbox)).toMatchObject({ waiting: 1, failing: { events: 1, failures: 10 } });
  expect(cloudEvents(client)).toHaveLength(1);
  expect(cloudEvents(client)).toHaveLength(1);
  expect(taken(client)).toBeUndefined();
});

test('the queue is bounded: the oldest events go first', () => {
  client.control('webhooks', CONFIGURED);
  const { store } = client.sandbox;
  const waiting = {
    id: 'x',
    realmId: client.realmId,
    entity: 'Item',
    entityId: '1',
    operation: 'Update',
    at: START,
  };
  for (let at = 1; at <= 9999; at++) store.put('webhook-event', String(at), waiting);
  store.put('webhooks', 'state', { nextEvent: 10_000, dropped: 0 });
  for (const DisplayName of ['Ada', 'Ben', 'Cy']) client.made('Customer', { DisplayName });
  expect(queueStatus(client.sandbox)).toMatchObject({ waiting: 10_000, dropped: 2 });
  for (let gathered = 0; gathered < 9; gathered++) expect(cloudEvents(client)).toHaveLength(1000);
  const types = cloudEvents(client).map(({ type }) => type);
  expect(types.slice(-4)).toEqual([
    'qbo.item.updated.v1',
    ...Array<string>(3).fill('qbo.customer.created.v1'),
  ]);
  client.made('Customer', { DisplayName: 'Di' });
  client.control('webhooks', { forget: true });
  expect(queueStatus(client.sandbox)).toMatchObject({ waiting: 0, dropped: 0 });
});

test('what waits outlives a restart', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'sandbox-hooks-'));
  try {
    const before = new Client({ stateDir });
    before.control('webhooks', CONFIGURED);
    before.made('Customer', { DisplayName: 'Ada' });
    const unsettled = nextNotification(before.sandbox, nowOf(before.sandbox));
    before.sandbox.persist();
    before.close();
    const after = new Client({ stateDir });
    expect(nextNotification(after.sandbox, nowOf(after.sandbox))?.body).toBe(unsettled?.body);
    after.close();
  } finally {
    await rm(stateDir, { recursive: true });
  }
});
