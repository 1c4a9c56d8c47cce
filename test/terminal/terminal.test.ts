import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { Terminal } from '../../src/terminal/terminal.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const ONE_OF_TWO = { done: 1, of: 2, problems: 0, noun: 'invoices' };

/** A sink that keeps what is written to it. */
function sink(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  const text = () => {
    const read: unknown = stream.read();
    return Buffer.isBuffer(read) ? read.toString('utf8') : '';
  };
  return { stream, text };
}

async function open(
  tty: { stdin?: boolean; stdout?: boolean; stderr?: boolean } = {},
  env: Record<string, string> = {},
  signal = new AbortController().signal,
) {
  const stdin = Object.assign(Readable.from(['one\n', 'two']), { isTTY: tty.stdin ?? false });
  const [stdout, stderr] = [sink(tty.stdout ?? false), sink(tty.stderr ?? false)];
  const streams = { stdin, stdout: stdout.stream, stderr: stderr.stream };
  const terminal = await Terminal.open({ streams, env, clock: new VirtualClock(), signal });
  return { terminal, stdout, stderr };
}

describe('off a terminal', () => {
  test('no question is asked: it says what to do instead', async () => {
    const { terminal, stdout, stderr } = await open({ stdout: true });
    for (const asked of [
      terminal.confirm('Sure?'),
      terminal.ask('Name?'),
      terminal.askSecret('Secret?'),
      terminal.choose('Which?', [{ name: 'a', value: 1 }]),
    ]) {
      await expect(asked).rejects.toMatchObject({ code: 'NO_TERMINAL', exit: 6, posted: 'nothing' });
    }
    expect([stdout.text(), stderr.text()]).toEqual(['', '']);
  });

  test.each([
    [{ stdin: true }, false],
    [{ stderr: true }, false],
    [{ stdin: true, stdout: true }, false],
    [{ stdin: true, stderr: true }, true],
  ])('with %j a person can be asked: %s', async (tty, interactive) => {
    expect((await open(tty)).terminal.interactive).toBe(interactive);
  });

  test('there is no progress and no colour', async () => {
    const { terminal, stderr } = await open();
    terminal.progress(ONE_OF_TWO);
    terminal.endProgress();
    terminal.say(terminal.style.bad('x'));
    expect(stderr.text()).toBe('x\n');
  });
});

describe('on a terminal', () => {
  test('progress is one line, which makes way for what is said, and is gone at the end', async () => {
    const { terminal, stderr } = await open({ stderr: true });
    const [line, blank] = ['\r1 of 2 invoices | 1 to go', `\r${' '.repeat(25)}\r`];
    terminal.progress(ONE_OF_TWO);
    terminal.say('Hello');
    expect(stderr.text()).toBe(`${line}${blank}Hello\n`);
    terminal.progress(ONE_OF_TWO);
    terminal.endProgress();
    expect(stderr.text()).toBe(`${line}${blank}`);
  });

  test.each([
    [{}, true],
    [{ NO_COLOR: '1' }, false],
    [{ TERM: 'dumb' }, false],
  ])('with %j there are colours: %s', async (env, expected) => {
    const { terminal } = await open({ stderr: true, stdout: true }, env);
    expect(terminal.style.bad('x') !== 'x').toBe(expected);
  });

  test('a result that goes into a file has no colours, while the talk has', async () => {
    const { terminal } = await open({ stderr: true });
    expect([terminal.resultStyle.bad('x') === 'x', terminal.style.bad('x') === 'x']).toEqual([true, false]);
  });
});

describe('the streams', () => {
  test('stdout is the result, stderr is the talk', async () => {
    const { terminal, stdout, stderr } = await open();
    terminal.result('{"a":1}\n');
    terminal.say('Hello');
    expect([stdout.text(), stderr.text()]).toEqual(['{"a":1}\n', 'Hello\n']);
  });

  test('all that is piped in is read', async () => {
    expect(await (await open()).terminal.readInput()).toBe('one\ntwo');
  });
});
