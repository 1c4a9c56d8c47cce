import { chmodSync, existsSync, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { spawn, type IPty } from '@lydell/node-pty';
import { PROGRAM } from './workspace.ts';

// The built program at a real terminal, with a person's keys.

export const KEY = { enter: '\r', up: '\u001b[A', down: '\u001b[B', ctrlC: '\u0003' };

// eslint-disable-next-line no-control-regex -- escape sequences of a terminal
const ESCAPES = /\u001b(?:\[[0-9;?]*[A-Za-z]|\][^\u0007]*\u0007|[()][A-Z0-9]|[=>78])/g;

export class Pty {
  readonly #pty: IPty;
  readonly ended: Promise<number>;
  #seen = '';
  #from = 0;
  #wake: () => void = () => undefined;
  #exit: number | undefined;

  constructor(argv: string[], options: { cwd: string; env: Record<string, string> }) {
    this.#pty = spawn(process.execPath, [PROGRAM, ...argv], {
      name: 'xterm-256color',
      cols: 160,
      rows: 50,
      ...options,
    });
    this.#pty.onData((data) => {
      this.#seen += data;
      this.#wake();
    });
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode }) => {
        this.#exit = exitCode;
        this.#wake();
        resolve(exitCode);
      });
    });
  }

  /** All that stood on the screen so far, without what only moves and colours. */
  get screen(): string {
    return plain(this.#seen);
  }

  /** Waits until a text stands there that was not there at the last key; what stands there since then. */
  async sees(text: RegExp): Promise<string> {
    for (;;) {
      const now = plain(this.#seen.slice(this.#from));
      if (text.test(now)) return now;
      if (this.#exit !== undefined)
        throw new Error(`it ended (${this.#exit}) without saying ${String(text)}:\n${this.screen}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  type(keys: string): void {
    this.#from = this.#seen.length;
    this.#pty.write(keys);
  }

  /** Waits for a question, then answers it. */
  async answer(question: RegExp, keys: string): Promise<void> {
    await this.sees(question);
    this.type(keys);
  }

  kill(): void {
    if (this.#exit === undefined) this.#pty.kill('SIGKILL');
  }
}

function plain(text: string): string {
  return text.replaceAll(ESCAPES, '').replaceAll('\r', '');
}

/**
 * A browser for the program to open: it writes down which page. `PATH` has it in front of whatever this machine has.
 */
export function fakeBrowser(folder: string): { path: string; opened: () => Promise<string> } {
  const bin = join(folder, 'bin');
  const pages = join(folder, 'pages');
  mkdirSync(bin);
  mkdirSync(pages);
  for (const name of ['xdg-open', 'open']) {
    writeFileSync(
      join(bin, name),
      `#!/bin/sh\nprintf '%s' "$1" > '${pages}.new' && mv '${pages}.new' '${pages}/1'\n`,
    );
    chmodSync(join(bin, name), 0o755);
  }
  const watcher = watch(pages, { persistent: false });
  return {
    path: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    opened: async () => {
      while (!existsSync(join(pages, '1'))) await once(watcher, 'change');
      return readFileSync(join(pages, '1'), 'utf8');
    },
  };
}
