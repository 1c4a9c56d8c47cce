import { describe, expect, test } from 'vitest';
import { Problem } from '../../src/domain/problems.ts';
import type { Connection } from '../../src/qbo/connection.ts';
import { SignInError } from '../../src/qbo/oauth.ts';
import { Session, type Refresh } from '../../src/qbo/session.ts';
import { aConnection, MemoryConnections, noRefresh, someTokens } from '../support/engine.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const RENEWED = someTokens({
  accessToken: 'access-2',
  refreshToken: 'refresh-2',
  accessExpiresAt: '2026-03-02T11:00:00.000Z',
});

/** A session whose token ends in `seconds`. */
function setUp(
  seconds: number,
  refresh: Refresh = async () => Promise.resolve(RENEWED),
  parts: Partial<Connection> = {},
) {
  const clock = new VirtualClock();
  const accessExpiresAt = new Date(clock.now().getTime() + seconds * 1000).toISOString();
  const store = new MemoryConnections(aConnection({ tokens: someTokens({ accessExpiresAt }), ...parts }));
  const asked: string[] = [];
  const session = new Session(store, clock, async (keys, token, at) => {
    asked.push(token);
    expect(store.inside).toBe(true);
    return refresh(keys, token, at);
  });
  return { session, store, asked, clock };
}

describe('an access token', () => {
  test('that is fresh is used as it is, without a lock', async () => {
    const { session, store, asked } = setUp(121);
    expect(await session.accessToken()).toBe('access-1');
    expect([store.locks, asked]).toEqual([0, []]);
  });

  test('that ends soon is renewed, under the lock', async () => {
    const { session, asked, store } = setUp(120);
    expect(await session.accessToken()).toBe('access-2');
    expect([store.locks, asked]).toEqual([1, ['refresh-1']]);
  });

  test('is on disk before it is handed out', async () => {
    const { session, store } = setUp(0);
    let kept: string | undefined;
    await session.accessToken().then(() => (kept = store.read()?.tokens?.refreshToken));
    expect(kept).toBe('refresh-2');
    expect(store.written.map(({ tokens }) => tokens?.accessToken)).toEqual(['access-1', 'access-2']);
  });

  const full = new Problem({ code: 'DISK_FULL', reason: 'The disk is full.', fix: 'Free some.', exit: 6 });

  test('is not asked for where there is no room to keep it', async () => {
    const { session, store, asked } = setUp(0);
    store.write = () => {
      throw full;
    };
    await expect(session.accessToken()).rejects.toBe(full);
    expect(asked).toEqual([]);
  });

  test('is not handed out where it cannot be kept after all: it says that connecting is needed', async () => {
    const { session, store } = setUp(0, async () => {
      store.write = () => {
        throw full;
      };
      return Promise.resolve(RENEWED);
    });
    await expect(session.accessToken()).rejects.toMatchObject({
      code: 'SIGN_IN_NOT_KEPT',
      exit: 6,
      message: expect.stringContaining('The disk is full.') as string,
      fix: expect.stringContaining('run: qbsync connect') as string,
    });
  });

  test('is renewed once for all who ask at the same time', async () => {
    const { session, asked } = setUp(0);
    const tokens = await Promise.all(Array.from({ length: 8 }, () => session.accessToken()));
    expect(new Set(tokens)).toEqual(new Set(['access-2']));
    expect(asked).toEqual(['refresh-1']);
  });

  test('of another process is taken, not renewed again', async () => {
    const { session, store, asked } = setUp(0, noRefresh);
    store.meanwhile = () => store.write(aConnection({ tokens: RENEWED }));
    expect(await session.accessToken()).toBe('access-2');
    expect(asked).toEqual([]);
  });

  test('is read anew from the disk each time', async () => {
    const { session, store } = setUp(3600);
    await session.accessToken();
    store.write(aConnection({ tokens: RENEWED }));
    expect(await session.accessToken()).toBe('access-2');
  });
});

describe('after a refusal', () => {
  test('the token is renewed although it looks fresh', async () => {
    const { session, asked } = setUp(3600);
    expect(await session.renewedToken('access-1')).toBe('access-2');
    expect(asked).toEqual(['refresh-1']);
  });

  test('of an old token, the one that another process put there is taken', async () => {
    const { session, asked } = setUp(3600, noRefresh);
    expect(await session.renewedToken('access-0')).toBe('access-1');
    expect(asked).toEqual([]);
  });

  test('of all who were refused, one renews', async () => {
    const { session, asked } = setUp(3600);
    const tokens = await Promise.all(Array.from({ length: 5 }, () => session.renewedToken('access-1')));
    expect(new Set(tokens)).toEqual(new Set(['access-2']));
    expect(asked).toHaveLength(1);
  });
});

describe('the hard end after five years', () => {
  const hardExpiresAt = '2031-03-01T00:00:00.000Z';
  const tokens = someTokens({ accessExpiresAt: '2026-03-02T09:00:00.000Z', hardExpiresAt });

  test('is kept where a renewal does not name it', async () => {
    const { session, store } = setUp(0, undefined, { tokens });
    await session.accessToken();
    expect(store.read()?.tokens?.hardExpiresAt).toBe(hardExpiresAt);
  });

  test('is the new one where a renewal names it', async () => {
    const later = '2031-09-01T00:00:00.000Z';
    const { session, store } = setUp(0, async () => Promise.resolve({ ...RENEWED, hardExpiresAt: later }), {
      tokens,
    });
    await session.accessToken();
    expect(store.read()?.tokens?.hardExpiresAt).toBe(later);
  });
});

describe('a renewal that fails', () => {
  const failing =
    (kind: 'refused' | 'unreachable', code: string): Refresh =>
    async () =>
      Promise.reject(new SignInError(kind, code));

  test('with invalid_grant means disconnected; a run asks once', async () => {
    const { session, store, asked } = setUp(0, failing('refused', 'invalid_grant'));
    await expect(session.accessToken()).rejects.toMatchObject({ code: 'DISCONNECTED', exit: 4 });
    expect(store.noted).toEqual([{ disconnected: store.read()?.disconnected }]);
    await expect(session.accessToken()).rejects.toMatchObject({ code: 'DISCONNECTED' });
    await expect(session.renewedToken('access-1')).rejects.toMatchObject({ code: 'DISCONNECTED' });
    expect(() => session.connection()).toThrow(/disconnected/);
    expect(asked).toHaveLength(1);
  });

  test('with invalid_grant is tried again by the next run, also with a token that looks fresh', async () => {
    const { session, store, clock } = setUp(3600, failing('refused', 'invalid_grant'));
    await expect(session.renewedToken('access-1')).rejects.toMatchObject({ code: 'DISCONNECTED' });
    const next = new Session(store, clock, async () => Promise.resolve(RENEWED));
    expect(await next.accessToken()).toBe('access-2');
    expect(store.read()).toMatchObject({ disconnected: undefined, tokens: { refreshToken: 'refresh-2' } });
    expect(store.noted).toEqual([
      { disconnected: expect.any(String) as string },
      { endsUnused: RENEWED.refreshExpiresAt },
    ]);
  });

  test('with invalid_grant in another process, while this one waited for it, is not asked again', async () => {
    const { session, store, asked } = setUp(0);
    store.meanwhile = () => store.write(aConnection({ disconnected: 'It ended.' }));
    await expect(session.accessToken()).rejects.toMatchObject({ code: 'DISCONNECTED' });
    expect(asked).toEqual([]);
  });

  test.each(['invalid_client', 'unauthorized_client'])(
    'with %s means that the keys were changed: disconnected, and known to be refused',
    async (code) => {
      const { session, store } = setUp(0, failing('refused', code));
      await expect(session.accessToken()).rejects.toMatchObject({ code: 'DISCONNECTED', exit: 4 });
      expect(store.read()).toMatchObject({ keysRefused: true, tokens: { refreshToken: 'refresh-1' } });
      expect(store.noted).toEqual([{ disconnected: store.read()?.disconnected }]);
    },
  );

  test.each([
    ['refused', 'invalid_request', 'SIGN_IN_REFUSED', 4],
    ['unreachable', 'no answer', 'SIGN_IN_UNREACHABLE', 7],
  ] as const)('%s with %s leaves the connection as it is', async (kind, code, expected, exit) => {
    const { session, store } = setUp(0, failing(kind, code));
    await expect(session.accessToken()).rejects.toMatchObject({ code: expected, exit });
    expect(store.noted).toEqual([]);
    expect(store.read()).toMatchObject({ tokens: { refreshToken: 'refresh-1' } });
    expect(store.read()?.disconnected).toBeUndefined();
  });

  test('lets the next one take the lock', async () => {
    let calls = 0;
    const { session } = setUp(0, async () => {
      calls++;
      return calls === 1
        ? Promise.reject(new SignInError('unreachable', 'no answer'))
        : Promise.resolve(RENEWED);
    });
    await expect(session.accessToken()).rejects.toMatchObject({ code: 'SIGN_IN_UNREACHABLE' });
    expect(await session.accessToken()).toBe('access-2');
  });

  test('says nothing of tokens or secrets', async () => {
    const { session } = setUp(0, failing('refused', 'invalid_client'));
    const problem: unknown = await session.accessToken().catch((error: unknown) => error);
    expect(JSON.stringify(problem, Object.getOwnPropertyNames(problem))).not.toMatch(
      /refresh-1|access-1|secret"/,
    );
  });
});

describe('without a connection', () => {
  test('the user is asked to connect', async () => {
    const none = new MemoryConnections();
    none.read = () => undefined;
    await expect(new Session(none, new VirtualClock(), noRefresh).accessToken()).rejects.toMatchObject({
      code: 'NOT_CONNECTED',
      exit: 4,
    });
  });

  test('nothing is renewed for a company that was disconnected', async () => {
    const store = new MemoryConnections(aConnection({ tokens: undefined }));
    await expect(new Session(store, new VirtualClock(), noRefresh).accessToken()).rejects.toMatchObject({
      code: 'DISCONNECTED',
    });
    expect(store.locks).toBe(0);
  });
});
