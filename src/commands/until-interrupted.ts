import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReadSource } from '../source/contract.ts';
import { interrupted } from '../terminal/terminal.ts';

/** Signals of the system are heard between two turns of the event loop only, and reading from memory takes none. */
const EVENTS_A_TURN = 500;

/** A reader that ends with the `Problem` of an interrupted command once `signal` says so, between two records. */
export function untilInterrupted(read: ReadSource, signal: AbortSignal): ReadSource {
  return async function* (file, options) {
    let events = 0;
    for await (const event of read(file, options)) {
      if (++events % EVENTS_A_TURN === 0) await nextTurn();
      if (signal.aborted) throw interrupted();
      yield event;
    }
  };
}
