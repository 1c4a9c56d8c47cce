import type { Clock, Random } from '../domain/clock.ts';
import { Books } from './books.ts';
import { QboClient } from './client.ts';
import type { ConnectionStore } from './connection.ts';
import type { Transport } from './http.ts';
import { Pacer, UNPACED } from './pacer.ts';
import { Session, type Refresh } from './session.ts';

/**
 * The books of a connected company. A server on this machine is not paced: it says itself when it has had enough.
 * Throws the `Problem` that asks to connect where there is no connection.
 */
export function openBooks(
  store: ConnectionStore,
  world: { clock: Clock; random: Random; transport: Transport; refresh: Refresh },
): Books {
  const { clock, random, transport } = world;
  const session = new Session(store, clock, world.refresh);
  const windows = session.connection().environment === 'local' ? UNPACED : undefined;
  const pacer = new Pacer(clock, windows);
  return new Books(new QboClient({ session, transport, clock, random, pacer }));
}
