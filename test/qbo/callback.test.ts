import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Problem } from '../../src/domain/problems.ts';
import { listenForCallback, readCallback, type Listener } from '../../src/qbo/callback.ts';

const GOOD = 'http://localhost:8765/callback?code=c-1&state=s-1&realmId=9130';

function problemOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return `${error.code} ${error.exit}`;
    throw error;
  }
  return 'none';
}

describe('a callback address', () => {
  test('holds the code and the company', () => {
    expect(readCallback(` ${GOOD}\n`, 's-1')).toEqual({ code: 'c-1', companyId: '9130' });
    expect(readCallback(GOOD.replace('http://localhost:8765', 'https://example.com/relay'), 's-1').code).toBe(
      'c-1',
    );
  });

  test.each([
    ['of another sign-in', GOOD.replace('s-1', 's-2'), 'SIGN_IN_STATE 4'],
    ['without a state', GOOD.replace('&state=s-1', ''), 'SIGN_IN_STATE 4'],
    ['with an empty state', GOOD.replace('s-1', ''), 'SIGN_IN_STATE 4'],
    ['with a state that only begins alike', GOOD.replace('s-1', 's-11'), 'SIGN_IN_STATE 4'],
    ['of a refusal', 'http://localhost/callback?error=access_denied&state=s-1', 'CONSENT_REFUSED 4'],
    [
      'of a refusal for another sign-in',
      'http://localhost/callback?error=access_denied&state=x',
      'SIGN_IN_STATE 4',
    ],
    ['of another error', 'http://localhost/callback?error=invalid_scope&state=s-1', 'CONSENT_FAILED 4'],
    ['without a company', GOOD.replace('&realmId=9130', ''), 'CALLBACK_ADDRESS 4'],
    ['of the page before', 'https://appcenter.intuit.com/connect/oauth2?state=s-1', 'CALLBACK_ADDRESS 4'],
    ['that is none', 'c-1', 'CALLBACK_ADDRESS 4'],
    ['that is empty', '', 'CALLBACK_ADDRESS 4'],
  ])('%s is refused', (_, address, expected) => {
    expect(problemOf(() => readCallback(address, 's-1'))).toBe(expected);
  });

  test('does not get its code or an odd error shown', () => {
    for (const address of [GOOD.replace('s-1', 'x'), 'http://localhost/?error=%1b[31m<b>&state=s-1']) {
      const error: unknown = (() => {
        try {
          return readCallback(address, 's-1');
        } catch (caught) {
          return caught;
        }
      })();
      expect(error instanceof Problem ? error.message : '').not.toMatch(/c-1|\p{Cc}|</u);
    }
  });
});

describe('the listener', () => {
  let listener: Listener | undefined;
  afterEach(() => listener?.close());

  async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    await once(server, 'close');
    return typeof address === 'object' && address ? address.port : 0;
  }

  async function listen(signal = new AbortController().signal, timeout = new Promise<void>(() => undefined)) {
    const port = await freePort();
    listener = await listenForCallback(port, 's-1', { signal, timeout });
    // Whoever waits, waits later; a rejection before that is not lost.
    listener.answer.catch(() => undefined);
    return { port, answer: listener.answer };
  }

  async function ask(port: number, path: string, options: { method?: string; host?: string } = {}) {
    const sent = request({
      host: '127.0.0.1',
      port,
      path,
      method: options.method ?? 'GET',
      headers: { Host: options.host ?? `localhost:${port}` },
    });
    return new Promise<{ status: number; text: string; headers: object }>((resolve, reject) => {
      sent.once('error', reject);
      sent.once('response', (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
        );
      });
      sent.end();
    });
  }

  test('takes the answer of this sign-in, and thanks for it', async () => {
    const { port, answer } = await listen();
    const { status, text, headers } = await ask(port, '/callback?code=c-1&state=s-1&realmId=9130');
    expect([status, text.includes('Thank you'), text.includes('c-1')]).toEqual([200, true, false]);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(readCallback(await answer, 's-1')).toEqual({ code: 'c-1', companyId: '9130' });
  });

  test('turns others away and goes on waiting', async () => {
    const { port, answer } = await listen();
    const good = '/callback?code=c-1&state=s-1&realmId=9130';
    expect((await ask(port, '/callback?code=c&state=wrong&realmId=1')).status).toBe(400);
    expect((await ask(port, '/callback')).status).toBe(400);
    expect((await ask(port, '/favicon.ico')).status).toBe(404);
    expect((await ask(port, good, { method: 'POST' })).status).toBe(404);
    expect((await ask(port, good, { host: 'evil.example' })).status).toBe(421);
    expect((await ask(port, good)).status).toBe(200);
    expect(await answer).toContain('code=c-1');
  });

  test('writes nothing of a request back', async () => {
    const { port } = await listen();
    const { text } = await ask(port, '/callback?code=%3Cscript%3E&state=%3Cscript%3Ealert(1)%3C/script%3E');
    expect(text).not.toContain('script');
  });

  test('ends with a refusal', async () => {
    const { port, answer } = await listen();
    const { text } = await ask(port, '/callback?error=access_denied&state=s-1');
    expect(text).toContain('Not connected');
    await expect(answer).rejects.toMatchObject({ code: 'CONSENT_REFUSED' });
  });

  test('ends with Ctrl-C', async () => {
    const stop = new AbortController();
    const { answer } = await listen(stop.signal);
    stop.abort();
    await expect(answer).rejects.toMatchObject({ code: 'INTERRUPTED', exit: 130 });
  });

  test('ends when nobody comes', async () => {
    const { answer } = await listen(undefined, Promise.resolve());
    await expect(answer).rejects.toMatchObject({ code: 'SIGN_IN_TIMEOUT', exit: 4 });
  });

  test('gives the port back', async () => {
    const { port } = await listen();
    listener?.close();
    listener = await listenForCallback(port, 's-1', {
      signal: new AbortController().signal,
      timeout: new Promise(() => undefined),
    });
  });

  test('says so where the port is in use', async () => {
    const { port } = await listen();
    const ending = { signal: new AbortController().signal, timeout: new Promise<void>(() => undefined) };
    await expect(listenForCallback(port, 's-1', ending)).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      exit: 2,
    });
  });
});
