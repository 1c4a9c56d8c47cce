import { PassThrough } from 'node:stream';
import type { Streams } from '../../src/terminal/terminal.ts';

/** What a person does when a text stands on the screen; `first`: what happens elsewhere before that. */
export interface Act {
  when: RegExp;
  keys: string;
  first?: () => void;
}

export const KEYS = { up: '\u001b[A', down: '\u001b[B', enter: '\r', yes: 'y\r', no: 'n\r' };

/** A terminal with a person at it, who does one thing after another and sees everything. */
export class ScriptedTerminal {
  readonly streams: Streams;
  /** Acts that nothing on the screen has called for yet. */
  readonly left: Act[];
  #seen = '';
  #from = 0;
  readonly #stdout = new PassThrough();

  constructor(...acts: Act[]) {
    this.left = [...acts];
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 120 });
    // A prompt that is done ends its stream; the real one cannot be ended.
    stderr.end = () => stderr;
    stderr.on('data', (chunk: Buffer) => {
      this.#seen += chunk.toString('utf8');
      this.#act(stdin);
    });
    this.streams = { stdin, stdout: this.#stdout, stderr };
  }

  /** Everything that stood on the screen, without what only moves or colours. */
  get screen(): string {
    return plain(this.#seen);
  }

  get result(): string {
    const read: unknown = this.#stdout.read();
    return Buffer.isBuffer(read) ? read.toString('utf8') : '';
  }

  #act(stdin: PassThrough): void {
    const [next] = this.left;
    if (!next || !next.when.test(plain(this.#seen.slice(this.#from)))) return;
    this.left.shift();
    next.first?.();
    this.#from = this.#seen.length;
    // The prompt listens once it has drawn itself.
    setImmediate(() => stdin.write(next.keys));
  }
}

function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- escape sequences of a terminal
  return text.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
}
