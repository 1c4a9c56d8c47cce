import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../src/context.ts';
import { untilInterrupted } from '../../src/commands/until-interrupted.ts';
import type { SourceEvent } from '../../src/source/contract.ts';
import { company, writesTo } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
import { Workspace } from '../support/workspace.ts';

// Ctrl-C where no request is on its way; with one: test/crash/ctrl-c.test.ts.

let space: Workspace;
let interrupt: AbortController;
beforeEach(() => {
  space = new Workspace();
  interrupt = new AbortController();
});
afterEach(async () => space.dispose());

const CTRL_C = '\u0003';

/** Somebody at a terminal, who does something once the screen shows a text. */
function person(text: string, act: (keyboard: PassThrough) => void): Partial<World> {
  const [stdin, stderr] = [new PassThrough(), new PassThrough()];
  const stdout = new PassThrough().resume();
  let [screen, acted] = ['', false];
  stderr.on('data', (chunk: Buffer) => {
    screen += chunk.toString('utf8');
    if (acted || !screen.includes(text)) return;
    acted = true;
    setImmediate(() => act(stdin));
  });
  const tty = { isTTY: true, columns: 100 };
  // A prompt ends its screen, which the real one does not let happen.
  const end = () => stderr;
  const streams = { stdin: Object.assign(stdin, tty), stdout, stderr: Object.assign(stderr, tty, { end }) };
  return { streams, signal: interrupt.signal };
}

describe('at a question', () => {
  test.each([
    { how: 'the key', act: (keyboard: PassThrough) => keyboard.write(CTRL_C) },
    { how: 'the signal of the system', act: () => interrupt.abort() },
  ])('$how ends it, and nothing is sent', async ({ act }) => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    const { exit } = await space.qbsync(['sync-invoice', '--all'], { world: person('Write 1 invoice', act) });
    expect(exit).toBe(130);
    expect(writesTo(sandbox)).toEqual([]);
    expect(await space.qbsync(['sync-invoice', '--all', '--yes'])).toMatchObject({ exit: 0 });
  });
});

test('while ids are typed in', async () => {
  const sandbox = await company(space, { invoices: invoicesCsv({}) });
  const stdin = new PassThrough();
  stdin.write('INV-1\n');
  const [stdout, stderr] = [new PassThrough().resume(), new PassThrough().resume()];
  setImmediate(() => interrupt.abort());
  const world = { streams: { stdin, stdout, stderr }, signal: interrupt.signal };
  expect(await space.qbsync(['sync-invoice', '-', '--yes'], { world })).toMatchObject({ exit: 130 });
  expect(writesTo(sandbox)).toEqual([]);
});

describe('while a file is read', () => {
  const note: SourceEvent = { type: 'note', note: { file: 'a.csv', line: 2, recordId: 'INV-1', what: 'x' } };

  test('it is heard between two records, also where reading never rests', async () => {
    async function* many(): AsyncGenerator<SourceEvent> {
      for (let events = 0; events < 1_000_000; events++) yield await Promise.resolve(note);
    }
    setImmediate(() => interrupt.abort());
    const reading = async () => {
      for await (const event of untilInterrupted(many, interrupt.signal)('a.csv', {})) {
        expect(event).toBe(note);
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: 'INTERRUPTED', exit: 130 });
  });

  test('nothing of it is kept', async () => {
    const rows = Array.from({ length: 2000 }, () => ({}));
    const file = space.file('many.csv', invoicesCsv(...rows));
    let turns = 0;
    const soon = (): unknown => (++turns === 3 ? interrupt.abort() : setImmediate(soon));
    const ran = space.qbsync(['import', file], { world: { signal: interrupt.signal } });
    setTimeout(soon, 0);
    expect(await ran).toMatchObject({ exit: 130, stdout: '' });
    expect((await space.json(['status'])).body).toMatchObject({ records: [] });
  });
});
