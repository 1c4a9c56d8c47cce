import { mkdirSync, rmSync } from 'node:fs';
import type { World } from '../../../src/context.ts';
import { decide, freePort } from '../../support/browser.ts';
import { fault } from '../../support/engine.ts';
import { company } from '../../support/company.ts';
import type { Ran, Workspace } from '../../support/workspace.ts';
import { always, connecting, fileOf, PUSH, pushed, ready, type Ending } from './scene.ts';

/** Begins a sign-in without a browser, and gives back the address at which it ends, changed as the test says. */
async function comingBack(space: Workspace, change: (url: URL) => void): Promise<Ran> {
  const { argv, env } = connecting(await space.sandbox(), '--no-browser');
  const begun = await space.qbsync(argv, { env });
  const [address = ''] = /http:\/\/\S+\/connect\/oauth2\S+/.exec(begun.stderr) ?? [];
  const back = new URL(await decide(address, 'allow'));
  change(back);
  return space.qbsync([...argv, '--redirect-url', back.href], { env });
}

/** A sign-in in a browser in which a person does what the test says. */
async function inBrowser(space: Workspace, browse: (authorizeUrl: string) => Promise<unknown>): Promise<Ran> {
  const { argv, env } = connecting(await space.sandbox(), '--port', String(await freePort()));
  const clock = { now: () => new Date(), sleep: async () => new Promise<void>(() => undefined) };
  const openBrowser = async (url: string) => {
    await browse(url);
    return true;
  };
  return space.qbsync(argv, { env, world: { clock, openBrowser } });
}

/** A sign-in at the sandbox with something of it changed. */
async function signingIn(space: Workspace, more: string[], env: Record<string, string>): Promise<Ran> {
  const given = connecting(await space.sandbox(), '--yes', ...more);
  return space.qbsync(given.argv, { env: { ...given.env, ...env } });
}

/** A run that must renew the sign-in first. */
async function renewing(space: Workspace, world: Partial<World>): Promise<Ran> {
  const sandbox = await ready(space);
  sandbox.control('faults', { kind: 'unauthorized' });
  return space.qbsync([...PUSH, '--json'], { world });
}

/** Getting a connection, keeping it, losing it. */
export const SIGN_IN: readonly Ending[] = [
  { code: 'NOT_CONNECTED', run: pushed },
  {
    code: 'DISCONNECTED',
    async run(space) {
      const sandbox = await ready(space);
      sandbox.control('company', { revokeTokens: true });
      return pushed(space);
    },
  },
  { code: 'NO_ACCESS', run: always(fault('3100', '', 403)) },
  { code: 'WRONG_ENVIRONMENT', run: always(fault('130', '', 401)) },
  {
    code: 'SIGN_IN_REFUSED',
    run: (space) => comingBack(space, (url) => url.searchParams.set('code', 'AB1x')),
  },
  { code: 'SIGN_IN_STATE', run: (space) => comingBack(space, (url) => url.searchParams.set('state', 'x')) },
  {
    code: 'CALLBACK_ADDRESS',
    run: (space) => comingBack(space, (url) => url.searchParams.delete('realmId')),
  },
  {
    code: 'CONSENT_FAILED',
    run: (space) =>
      comingBack(space, (url) => {
        url.searchParams.delete('code');
        url.searchParams.set('error', 'server_error');
      }),
  },
  {
    code: 'CONSENT_REFUSED',
    run: (space) => inBrowser(space, async (url) => fetch(await decide(url, 'refuse'))),
  },
  {
    code: 'SIGN_IN_TIMEOUT',
    async run(space) {
      const { argv, env } = connecting(await space.sandbox(), '--port', String(await freePort()));
      return space.qbsync(argv, { env });
    },
  },
  {
    code: 'SIGN_IN_BEGUN',
    async run(space) {
      const { argv, env } = connecting(await space.sandbox(), '--no-browser');
      return space.qbsync(argv, { env });
    },
  },
  {
    code: 'SIGN_IN_NOT_BEGUN',
    async run(space) {
      const { argv, env } = connecting(await space.sandbox(), '--redirect-url', 'http://localhost/?code=1');
      return space.qbsync(argv, { env });
    },
  },
  {
    code: 'SIGN_IN_NOT_KEPT',
    run: (space) =>
      renewing(space, {
        refresh: async (...asked) => {
          const { refreshTokens } = await import('../../../src/qbo/oauth.ts');
          const tokens = await refreshTokens(...asked);
          rmSync(fileOf(space, 'connection.json'));
          mkdirSync(fileOf(space, 'connection.json'));
          return tokens;
        },
      }),
  },
  { code: 'APP_KEYS', run: (space) => signingIn(space, [], { QBSYNC_CLIENT_SECRET: 'WRONG' }) },
  { code: 'APP_KEYS_MISSING', run: (space) => signingIn(space, [], { QBSYNC_CLIENT_ID: '' }) },
  { code: 'CONSENT_PAGE', run: (space) => signingIn(space, [], { QBSYNC_CLIENT_ID: 'nobody' }) },
  {
    code: 'REDIRECT_ADDRESS',
    run: (space) => signingIn(space, ['--redirect-uri', 'ftp://example.com'], {}),
  },
  { code: 'LOCAL_URL', run: (space) => signingIn(space, ['--url', 'http://example.com'], {}) },
  {
    code: 'COMPANY_DIFFERS',
    async run(space) {
      await ready(space);
      return signingIn(space, [], {});
    },
  },
  {
    code: 'SIGN_IN_UNREACHABLE',
    async run(space) {
      const sandbox = await company(space);
      const match = { pathContains: '/tokens/bearer' };
      sandbox.control('faults', { kind: 'unauthorized' });
      sandbox.control('faults', { kind: 'status', status: 503, times: 50, match });
      return pushed(space);
    },
  },
];
