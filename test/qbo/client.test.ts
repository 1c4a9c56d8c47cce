import { describe, expect, test } from 'vitest';
import { Problem } from '../../src/domain/problems.ts';
import { ReadRefused } from '../../src/qbo/client.ts';
import { NoAnswer, type HttpRequest } from '../../src/qbo/http.ts';
import type { Refresh } from '../../src/qbo/session.ts';
import {
  aClient,
  aConnection,
  fault,
  json,
  MemoryConnections,
  Script,
  someTokens,
  type Step,
} from '../support/engine.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const OK = json({ Invoice: { Id: '1' } });
const gateway = (status: number, code: string, headers: Record<string, string> = {}) =>
  json({ fault: { error: [{ message: 'm', detail: null, code }], type: 'X' } }, status, headers);
const html = (status: number) => ({ status, headers: {}, text: '<html>' });
const lost = new NoAnswer('ECONNRESET', true);
const refused = new NoAnswer('ECONNREFUSED', false);
/** Every refresh gives the next token. */
const renewing = () => {
  let count = 1;
  const refresh: Refresh = async () => Promise.resolve(someTokens({ accessToken: `access-${++count}` }));
  return refresh;
};

function setUp(...steps: Step[]) {
  const script = new Script(...steps);
  const clock = new VirtualClock();
  const store = new MemoryConnections();
  const client = aClient(script.transport, { clock, store, refresh: renewing() });
  return { script, clock, store, client };
}

const write = async (client: ReturnType<typeof aClient>) => client.write('/invoice', '{"a":1}', 'request-1');
const tokenOf = ({ headers }: HttpRequest) => headers.Authorization;
/** The problem that something ends with; anything else fails the test. */
async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const error: unknown = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof Problem) return error;
  throw new Error(`a problem was expected, not ${String(error)}`);
}

describe('a request', () => {
  test('goes to the company, signed, in JSON, at the one version that is left', async () => {
    const { script, client } = setUp(OK, OK);
    await client.read('/invoice/1');
    await write(client);
    const [read, post] = script.seen;
    expect(read).toEqual({
      method: 'GET',
      url: 'https://sandbox-quickbooks.api.intuit.com/v3/company/9130/invoice/1?minorversion=75',
      headers: { Accept: 'application/json', Authorization: 'Bearer access-1' },
    });
    expect(post?.url).toBe(
      'https://sandbox-quickbooks.api.intuit.com/v3/company/9130/invoice?requestid=request-1&minorversion=75',
    );
    expect([post?.body, post?.headers['Content-Type']]).toEqual(['{"a":1}', 'application/json']);
  });

  test('of a company id that is no number stays in its place', () => {
    const store = new MemoryConnections(aConnection({ companyId: '../1?x' }));
    const script = new Script(OK);
    return aClient(script.transport, { store })
      .read('/preferences')
      .then(() => expect(script.seen[0]?.url).toContain('/v3/company/..%2F1%3Fx/preferences?'));
  });
});

describe('401', () => {
  test('renews the token once, and sends the same again under the same id', async () => {
    const { script, client, store } = setUp(gateway(401, '3200'), OK);
    expect(await write(client)).toMatchObject({ type: 'posted' });
    expect(script.seen.map(tokenOf)).toEqual(['Bearer access-1', 'Bearer access-2']);
    expect(script.requestIds).toEqual(['request-1', 'request-1']);
    expect(script.seen.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
    expect(store.read()?.tokens?.accessToken).toBe('access-2');
  });

  test('again, with a token that was just renewed, means disconnected', async () => {
    const { script, client, store } = setUp(gateway(401, '3200'), gateway(401, '3200'));
    expect(await problemOf(write(client))).toMatchObject({ code: 'DISCONNECTED', exit: 4 });
    expect([script.seen.length, store.noted.at(-1)]).toEqual([
      2,
      { disconnected: store.read()?.disconnected },
    ]);
  });

  test.each(['120', '100'])(
    'again with code %s: somebody with the rights must connect it again, so it stands as disconnected',
    async (code) => {
      const { client, store } = setUp(fault(code, '', 401), fault(code, '', 401));
      expect(await problemOf(client.read('/preferences'))).toMatchObject({ code: 'NO_ACCESS', exit: 4 });
      expect(store.read()?.disconnected).toContain('does not let qbsync in');
    },
  );

  test('with code 130 says that the environment is wrong', async () => {
    const { client, store } = setUp(fault('130', '', 401), fault('130', '', 401));
    const problem = await problemOf(client.read('/preferences'));
    expect(problem).toMatchObject({ code: 'WRONG_ENVIRONMENT', exit: 4 });
    expect(problem.message).toContain('"sandbox"');
    expect(problem.fix).toContain('--environment production');
    expect(store.read()?.disconnected).toBeUndefined();
  });
});

describe('403', () => {
  test('says who must do what, and is not tried again', async () => {
    const { script, client } = setUp(gateway(403, '3100'));
    const problem = await problemOf(write(client));
    expect(problem).toMatchObject({ code: 'NO_ACCESS', exit: 4, posted: 'nothing' });
    expect(problem.message).toContain('Sunny Roofs');
    expect(problem.fix).toContain('administrator');
    expect(script.seen).toHaveLength(1);
  });

  test('that only means too fast is waited out', async () => {
    const { client, clock } = setUp(gateway(403, '3001'), OK);
    expect(await write(client)).toMatchObject({ type: 'posted' });
    expect(clock.slept).toHaveLength(1);
  });
});

describe('429', () => {
  test('is waited out as told', async () => {
    const { client, clock, script } = setUp(gateway(429, '3001', { 'retry-after': '7' }), OK);
    await write(client);
    expect(clock.slept).toEqual([7200]);
    expect(script.requestIds).toEqual(['request-1', 'request-1']);
  });

  test('without a word is waited out ever longer, to a minute', async () => {
    const { client, clock } = setUp(...Array.from({ length: 6 }, () => gateway(429, '3001')), OK);
    await client.read('/preferences');
    expect(clock.slept.map((one) => Math.floor(one / 1000))).toEqual([2, 5, 15, 30, 60, 60]);
  });

  test('never makes us wait for hours', async () => {
    const { client, clock } = setUp(gateway(429, '3001', { 'retry-after': '86400' }), OK);
    await write(client);
    expect(clock.slept.map((one) => Math.floor(one / 1000))).toEqual([120]);
  });

  test('without an end stops the run, with nothing posted by this request', async () => {
    const { client, script } = setUp(...Array.from({ length: 9 }, () => gateway(429, '3001')));
    expect(await problemOf(write(client))).toMatchObject({
      code: 'QUICKBOOKS_BUSY',
      exit: 7,
      retry: 'later',
    });
    expect(script.rest).toHaveLength(0);
  });
});

describe('a read', () => {
  test.each<[string, Step[]]>([
    ['no answer', [lost, refused, OK]],
    ['a broken gateway', [html(502), html(503), html(500), OK]],
    ['half an answer', [{ status: 200, headers: {}, text: '{"Invoice":' }, OK]],
    ['an application error', [fault('10000'), OK]],
  ])('is tried again after %s', async (_, steps) => {
    const { client, script, clock } = setUp(...steps);
    expect(await client.read('/invoice/1')).toEqual({ Invoice: { Id: '1' } });
    expect(script.rest).toEqual([]);
    expect(clock.slept).toEqual([250, 750, 2250].slice(0, steps.length - 1));
  });

  test('is given up after five times', async () => {
    const { client, script } = setUp(...Array.from({ length: 9 }, () => html(502)));
    const problem = await problemOf(client.read('/invoice/1'));
    expect(problem).toMatchObject({ code: 'QUICKBOOKS_UNREACHABLE', exit: 7, retry: 'later' });
    expect(problem.message).toContain('it answers with error 502');
    expect(script.seen).toHaveLength(5);
  });

  test('that is refused is not tried again', async () => {
    const { client, script } = setUp(fault('4001', 'property X not found'));
    await expect(client.read('/query')).rejects.toBeInstanceOf(ReadRefused);
    expect(script.seen).toHaveLength(1);
  });

  test('does not hide a fault of our own', async () => {
    const { client } = setUp(new TypeError('a bug'));
    await expect(client.read('/invoice/1')).rejects.toBeInstanceOf(TypeError);
  });
});

describe('a write', () => {
  test.each<[string, Step, string]>([
    ['no answer', lost, 'the connection was cut'],
    ['a broken gateway', html(502), 'error 502'],
    ['half an answer', { status: 200, headers: {}, text: '{"Invoice":{' }, 'cannot be read'],
    ['an answer in HTML', html(200), 'a web page'],
    ['an application error', fault('10000'), 'error 400'],
    ['a time-out at the gateway', html(504), 'error 504'],
  ])('is never repeated blindly after %s', async (_, step, why) => {
    const { client, script, clock } = setUp(step, OK);
    const outcome = await write(client);
    expect(outcome).toMatchObject({ type: 'unknown' });
    expect(outcome).toHaveProperty('why', expect.stringContaining(why));
    expect([script.seen.length, clock.slept]).toEqual([1, []]);
  });

  test('that surely never left is sent again', async () => {
    const { client, script } = setUp(refused, refused, OK);
    expect(await write(client)).toMatchObject({ type: 'posted', tid: 'tid-1' });
    expect(script.requestIds).toEqual(['request-1', 'request-1', 'request-1']);
  });

  test('that could never leave stops the run', async () => {
    const { client } = setUp(...Array.from({ length: 5 }, () => refused));
    expect(await problemOf(write(client))).toMatchObject({ code: 'CONNECTION_REFUSED', exit: 7 });
  });

  test('that is refused says why', async () => {
    const { client } = setUp(fault('6000', 'no rate'));
    expect(await write(client)).toMatchObject({
      type: 'refused',
      fault: { errors: [{ code: '6000', detail: 'no rate' }] },
    });
  });

  test('with a fault inside a 200 is refused', async () => {
    const { client } = setUp(json({ Fault: { Error: [{ code: '6140' }] } }));
    expect(await write(client)).toMatchObject({ type: 'refused' });
  });

  test('is unknown where its answer is lost after the token was renewed', async () => {
    const { client, script } = setUp(gateway(401, '3200'), lost);
    expect(await write(client)).toMatchObject({ type: 'unknown' });
    expect(script.requestIds).toEqual(['request-1', 'request-1']);
  });
});
