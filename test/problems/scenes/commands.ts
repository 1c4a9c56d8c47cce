import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from '../../../src/ledger/lock.ts';
import { startSandbox } from '../../../src/sandbox/index.ts';
import { hold } from '../../support/browser.ts';
import { KEYS, ScriptedTerminal } from '../../support/scripted-terminal.ts';
import { answering, fileOf, PUSH, pushed, ready, type Ending } from './scene.ts';

const holder = { pid: 1, command: 'sync', since: '2026-03-02T00:00:00.000Z' };

/** The command line, questions, interruption, other runs, the sandbox. */
export const COMMANDS: readonly Ending[] = [
  { code: 'USAGE', run: (space) => space.qbsync(['explain', 'nothing like it', '--json']) },
  { code: 'RECORD_UNKNOWN', run: (space) => space.qbsync(['sync-invoice', 'INV-404', '--json']) },
  {
    code: 'NOT_CONFIRMED',
    async run(space) {
      await ready(space);
      return space.qbsync(['sync-invoice', '--all', '--json']);
    },
  },
  {
    code: 'DECLINED',
    async run(space) {
      await ready(space);
      const terminal = new ScriptedTerminal({ when: /\(y\/N\)/i, keys: KEYS.no });
      const { streams } = terminal;
      const { exit } = await space.qbsync(['disconnect', '--json'], { world: { streams } });
      return { exit, stdout: terminal.result, stderr: terminal.screen };
    },
  },
  {
    code: 'NO_TERMINAL',
    async run(space) {
      await ready(space);
      return space.qbsync(['configure', '--json']);
    },
  },
  {
    code: 'BUNDLE_FILE',
    async run(space) {
      await ready(space);
      return space.qbsync(['doctor', '--bundle', space.file('there.zip', ''), '--json']);
    },
  },
  {
    code: 'INTERRUPTED',
    async run(space) {
      await ready(space);
      return space.qbsync([...PUSH, '--json'], { world: { signal: AbortSignal.abort() } });
    },
  },
  {
    code: 'QBSYNC_FAULT',
    async run(space) {
      await ready(space);
      const transport = answering(() => new TypeError('x is not a function'));
      return space.qbsync([...PUSH, '--json'], { world: { transport } });
    },
  },
  {
    code: 'ANOTHER_RUN',
    async run(space) {
      await ready(space);
      const release = await tryLock(fileOf(space, 'run.lock'), holder);
      try {
        return await pushed(space);
      } finally {
        release?.();
      }
    },
  },
  {
    code: 'SIGN_IN_BUSY',
    async run(space) {
      const sandbox = await ready(space);
      sandbox.control('faults', { kind: 'unauthorized' });
      const release = await tryLock(fileOf(space, 'refresh.lock'), holder);
      try {
        return await pushed(space);
      } finally {
        release?.();
      }
    },
  },
  {
    code: 'PORT_IN_USE',
    async run(space) {
      const held = await hold(0, '127.0.0.1');
      try {
        return await space.qbsync(['sandbox', '--port', String(held.port), '--json']);
      } finally {
        await held.release();
      }
    },
  },
  {
    code: 'SANDBOX_STATE',
    run: (space) => {
      const state = space.file('notes.txt', 'Dear diary');
      return space.qbsync(['sandbox', '--state', state, '--json']);
    },
  },
  {
    code: 'SANDBOX_IN_USE',
    async run(space) {
      const state = join(space.folder, 'quickbooks');
      await space.sandbox({ stateDir: state });
      return space.qbsync(['sandbox', '--state', state, '--json']);
    },
  },
  {
    code: 'SANDBOX_DAMAGED',
    async run(space) {
      const state = join(space.folder, 'quickbooks');
      const options = { port: 0, stateDir: state, clock: () => new Date(), randomBytes };
      await (await startSandbox(options)).close();
      writeFileSync(join(state, 'sandbox.journal'), 'Dear diary,\n'.repeat(3));
      return space.qbsync(['sandbox', '--state', state, '--json']);
    },
  },
];
