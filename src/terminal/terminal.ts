import { addAbortSignal, type Readable } from 'node:stream';
import type { Clock } from '../domain/clock.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { clean } from './clean.ts';
import { asIs, type Naming } from './named.ts';
import { ProgressLine, type Progress } from './progress.ts';
import { openStyle, type Style } from './style.ts';

/** A stream that text is written to, as `process.stdout` is. */
export interface Sink extends NodeJS.WritableStream {
  isTTY?: boolean;
  columns?: number;
}

export interface Streams {
  stdin: Readable & { isTTY?: boolean };
  stdout: Sink;
  stderr: Sink;
}

export interface Choice<T> {
  name: string;
  value: T;
  description?: string;
}

/** What a terminal is made of. */
export interface TerminalParts {
  streams: Streams;
  env: Record<string, string | undefined>;
  clock: Clock;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** The screen and the keyboard. stdout is the result, stderr is the talk. All text goes through the naming. */
export class Terminal {
  readonly #streams: Streams;
  readonly #signal: AbortSignal;
  readonly #progress: ProgressLine;
  readonly #naming: Naming;
  readonly style: Style;
  /** The result's own colours: stdout may go into a file while stderr stays on the screen. */
  readonly resultStyle: Style;

  private constructor(
    { streams, clock, signal }: TerminalParts,
    naming: Naming,
    style: Style,
    resultStyle: Style,
  ) {
    this.#streams = streams;
    this.#signal = signal;
    this.#naming = naming;
    this.#progress = new ProgressLine(streams.stderr, clock);
    this.style = style;
    this.resultStyle = resultStyle;
  }

  static async open(parts: TerminalParts, naming: Naming = asIs): Promise<Terminal> {
    const { streams, env } = parts;
    const colour = (sink: Sink) => Boolean(sink.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';
    const [style, resultStyle] = [
      await openStyle(colour(streams.stderr)),
      await openStyle(colour(streams.stdout)),
    ];
    return new Terminal(parts, naming, style, resultStyle);
  }

  /** Whether a person can be asked. */
  get interactive(): boolean {
    return Boolean(this.#streams.stdin.isTTY) && Boolean(this.#streams.stderr.isTTY);
  }

  /** Of the screen that the result goes to, in characters; undefined where it goes into a file or a pipe. */
  get width(): number | undefined {
    return this.#streams.stdout.columns;
  }

  result(text: string): void {
    this.#streams.stdout.write(this.#naming(text));
  }

  say(text: string): void {
    this.#progress.clear();
    this.#streams.stderr.write(`${this.#naming(text)}\n`);
  }

  /** All that was piped in. */
  async readInput(): Promise<string> {
    let text = '';
    try {
      for await (const chunk of addAbortSignal(this.#signal, this.#streams.stdin)) text += String(chunk);
    } catch (error) {
      throw this.#signal.aborted ? interrupted() : error;
    }
    return text;
  }

  /** See {@link ProgressLine}. */
  progress(progress: Progress): void {
    this.#progress.show(progress);
  }

  /** Takes the line of `progress` away, also where the work ended early. */
  endProgress(): void {
    this.#progress.end();
  }

  /** `preferred`: what Enter alone means. */
  async confirm(question: string, preferred = false): Promise<boolean> {
    const prompt = await this.#prompts();
    const { answer } = await this.#asked(() =>
      prompt<{ answer: boolean }>([
        { type: 'confirm', name: 'answer', message: this.#naming(question), default: preferred },
      ]),
    );
    return answer;
  }

  async ask(question: string, check: (answer: string) => true | string = () => true): Promise<string> {
    const prompt = await this.#prompts();
    const { answer } = await this.#asked(() =>
      prompt<{ answer: string }>([
        { type: 'input', name: 'answer', message: this.#naming(question), validate: check },
      ]),
    );
    return answer.trim();
  }

  /** As `ask`, but what is typed is not shown. */
  async askSecret(question: string, check: (answer: string) => true | string = () => true): Promise<string> {
    const prompt = await this.#prompts();
    const { answer } = await this.#asked(() =>
      prompt<{ answer: string }>([
        {
          type: 'password',
          name: 'answer',
          message: this.#naming(question),
          mask: '*',
          validate: check,
        },
      ]),
    );
    return answer.trim();
  }

  /** One of several; `preferred` is the position of the one the cursor starts on. */
  async choose<T>(question: string, choices: Choice<T>[], preferred = 0): Promise<T> {
    const prompt = await this.#prompts();
    const listed = choices.map(({ name, description }, value) => ({
      name: this.#naming(clean(name)),
      value,
      ...(description ? { description: this.#naming(description) } : {}),
    }));
    const { answer } = await this.#asked(() =>
      prompt<{ answer: number }>([
        {
          type: 'select',
          name: 'answer',
          message: this.#naming(question),
          choices: listed,
          default: preferred,
          pageSize: 12,
        },
      ]),
    );
    const chosen = choices[answer];
    if (!chosen) throw new Error('the prompt answered with something that was not offered');
    return chosen.value;
  }

  async #prompts() {
    if (!this.interactive) throw noTerminal();
    this.#progress.clear();
    const { createPromptModule } = await import('inquirer');
    const { stdin: input, stderr: output } = this.#streams;
    return createPromptModule({ input, output, signal: this.#signal });
  }

  async #asked<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      // The key Ctrl-C ends a prompt by itself; the signal of the system through ours.
      if (error instanceof Error && /^(Exit|Abort)PromptError$/.test(error.name)) throw interrupted();
      throw error;
    }
  }
}

function noTerminal(): Problem {
  return new Problem({
    code: 'NO_TERMINAL',
    reason:
      'A question must be answered, but there is no terminal to ask at. Nothing was sent to QuickBooks.',
    fix: 'Run it at a terminal, or give the answer as an option (see --help), for instance --yes.',
    exit: EXIT.stopped,
  });
}

export function interrupted(): Problem {
  return new Problem({
    code: 'INTERRUPTED',
    reason: 'Stopped at your request.',
    fix: 'Nothing is half done; run the same command again to go on.',
    exit: EXIT.interrupted,
    retry: 'now',
  });
}
