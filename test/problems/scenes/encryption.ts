import { chmodSync, symlinkSync } from 'node:fs';
import { company } from '../../support/company.ts';
import type { Ran, Workspace } from '../../support/workspace.ts';
import { instead, pushed, PUSH, ready, type Ending } from './scene.ts';

const QBSYNC_KEY = 'a key that is long enough to be one';

/** A push of a company whose sign-in is encrypted with a key in the environment. */
async function encrypted(space: Workspace, env: Record<string, string>): Promise<Ran> {
  await ready(space);
  await space.qbsync(['encrypt', '--key-env'], { env: { QBSYNC_KEY } });
  return space.qbsync([...PUSH, '--json'], { env });
}

const encrypting =
  (...argv: string[]): Ending['run'] =>
  async (space) => {
    await company(space);
    return space.qbsync(['encrypt', ...argv, '--json'], { env: { QBSYNC_KEY: 'short' } });
  };

/** Where the key of an encrypted sign-in is, and links in the place of files. */
export const ENCRYPTION: readonly Ending[] = [
  { code: 'SEAL_KEY_MISSING', run: (space) => encrypted(space, {}) },
  {
    code: 'SEAL_KEY_WRONG',
    run: (space) => encrypted(space, { QBSYNC_KEY: 'another key that is long enough' }),
  },
  { code: 'SEAL_KEY_WEAK', run: encrypting('--key-env') },
  { code: 'SEAL_KEY_FILE', run: encrypting('--key-file', 'nowhere/the.key') },
  { code: 'KEYCHAIN_MISSING', run: encrypting('--keychain') },
  {
    code: 'STORE_LINK',
    async run(space) {
      await ready(space);
      const elsewhere = space.file('elsewhere.json', '{}');
      instead(space, 'settings.json', (file) => symlinkSync(elsewhere, file));
      return pushed(space);
    },
  },
  {
    code: 'SEAL_KEY_OPEN',
    async run(space) {
      await ready(space);
      await space.qbsync(['encrypt', '--key-file', 'the.key']);
      chmodSync(`${space.folder}/the.key`, 0o644);
      return pushed(space);
    },
  },
];
