import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(() => space.dispose());

/** Runs `qbsync sandbox` until `visit` is through with the address that it printed. */
async function serving(argv: string[], visit: (url: string) => Promise<void>): Promise<number> {
  const stop = new AbortController();
  const stdout = new PassThrough();
  let visited: Promise<void> | undefined;
  let said = '';
  stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
    const url = /"url":"([^"]+)"/.exec(said)?.[1];
    if (url !== undefined) visited ??= visit(url).finally(() => stop.abort());
  });
  const streams = { stdin: Readable.from(['']), stdout, stderr: new PassThrough() };
  const { exit } = await space.qbsync(['sandbox', '--json', ...argv], {
    world: { signal: stop.signal, streams },
  });
  await visited;
  return exit;
}

const post = (url: string, path: string): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });

describe('qbsync sandbox goes wrong on purpose', () => {
  test('faults, chance, limits and latency are those of the command line', async () => {
    const argv = [
      '--fault',
      'status=503,body=html,path=/tokens/bearer',
      'slow=1,after=3',
      '--fault',
      'truncate',
    ];
    const exit = await serving(
      [...argv, '--fault-seed', '7', '--fault-rate', '0', '--limits', '--latency', '25'],
      async (url) => {
        const waiting = await (await fetch(`${url}/__sandbox/faults`)).json();
        expect(waiting).toMatchObject({
          waiting: [
            { kind: 'status', status: 503, body: 'html', match: { pathContains: '/tokens/bearer' } },
            { kind: 'slow', ms: 1, after: 3 },
            { kind: 'truncate' },
          ],
          chance: { seed: 7, rate: 0 },
        });
        expect(await (await post(url, '/__sandbox/limits')).json()).toMatchObject({
          on: true,
          latencyMs: 25,
        });
        expect((await post(url, '/oauth2/v1/tokens/bearer')).status).toBe(503);
      },
    );
    expect(exit).toBe(0);
  });

  test('without them nothing goes wrong', async () => {
    await serving([], async (url) => {
      expect(await (await fetch(`${url}/__sandbox/faults`)).json()).toEqual({
        waiting: [],
        chance: null,
        struck: [],
      });
      expect(await (await post(url, '/__sandbox/limits')).json()).toMatchObject({ on: false, latencyMs: 0 });
    });
  });

  test.each([
    {
      argv: ['--fault', 'meteor'],
      reason: '"meteor" is not a kind of fault.',
      fix: 'Kinds are: cut-before, lose-answer',
    },
    { argv: ['--fault', 'truncate', 'slow=soon'], reason: 'milliseconds', fix: '--fault slow=2000' },
    { argv: ['--fault-seed', 'x'], reason: '"x" is not a seed.', fix: '--fault-seed 7' },
    { argv: ['--fault-rate', '2'], reason: '"2" is not a rate.', fix: 'from 0 to 1' },
    { argv: ['--latency', '-1'], reason: '"-1" is not a latency.', fix: 'milliseconds from 0' },
  ])('$argv is a mistake in the command', async ({ argv, reason, fix }) => {
    const ran = await space.qbsync(['sandbox', ...argv]);
    expect(ran.exit).toBe(2);
    expect(ran.stderr).toContain(reason);
    expect(ran.stderr).toContain(fix);
  });

  test('the built program knows the kinds of faults too', async () => {
    const ran = await space.spawn(['sandbox', '--fault', 'meteor']).ended;
    expect(ran.exit).toBe(2);
    expect(ran.stderr).toContain('"meteor" is not a kind of fault.');
  });
});
