import { PassThrough, Readable } from 'node:stream';
import { realWorld } from '../../src/context.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/sqlite.ts';
import { run } from '../../src/program.ts';
import type { HttpRequest } from '../../src/qbo/http.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';
import type { Dice } from './dice.ts';
import type { Machine } from './machine.ts';
import { isWrite, type Service } from './service.ts';

/** The process is dead: nothing that it still tries to do takes effect. */
class Killed extends Error {}

export interface ProcessParts {
  machine: Machine;
  clock: VirtualClock;
  dice: Dice;
  service: Service;
  recordsTogether: number;
  /** After how many steps (an await on the ledger, the network or the clock) it is killed; never where undefined. */
  diesAfter?: number | undefined;
  /** The write (counted from 1) at which it is killed: before it is sent, or once it was answered. */
  diesAtWrite?: { nth: number; when: 'before' | 'after' } | undefined;
  /** After how many steps somebody presses Ctrl-C. */
  interruptedAfter?: number | undefined;
  meanwhile: (request: HttpRequest) => Promise<void>;
  trace: (line: string) => void;
}

export interface Ended {
  exit: number | 'killed';
  stdout: string;
  stderr: string;
}

/** One run of the program. It can be killed at any await, and what it does after that comes to nothing. */
export class SimProcess {
  readonly #parts: ProcessParts;
  readonly #interrupt = new AbortController();
  #steps = 0;
  readonly #writes = { before: 0, after: 0 };
  #dead = false;
  /** While another process runs inside a request of this one, nothing else of this one goes on. */
  #held: Promise<void> = Promise.resolve();

  constructor(parts: ProcessParts) {
    this.#parts = parts;
  }

  async run(argv: string[]): Promise<Ended> {
    const { machine, dice, service, trace } = this.#parts;
    const [stdout, stderr] = [collector(), collector()];
    const world = {
      ...realWorld(this.#interrupt.signal),
      env: { QBSYNC_HOME: machine.home },
      cwd: machine.folder,
      pid: 4711,
      streams: { stdin: Readable.from(['']), stdout: stdout.sink, stderr: stderr.sink },
      clock: this.#clock(),
      random: dice.random,
      transport: service.transport({
        before: (request) => this.#exchange('before', request),
        meanwhile: (request) => this.#meanwhile(request),
        after: (request) => this.#exchange('after', request),
      }),
      refresh: service.refresh({ before: () => this.#step('refresh'), after: () => this.#step('refreshed') }),
      openLedger: async (file: string, clock: Clock) => this.#mortal(await openLedger(file, clock)),
      recordsTogether: this.#parts.recordsTogether,
      spareMemory: () => undefined,
      openBrowser: async () => Promise.resolve(false),
    };
    const exit = await run(argv, world);
    const ended = this.#dead ? 'killed' : exit;
    trace(`${argv.join(' ')} -> ${ended}`);
    return { exit: ended, stdout: stdout.text(), stderr: stderr.text() };
  }

  #exchange(when: 'before' | 'after', request: HttpRequest | undefined): void {
    const { diesAtWrite } = this.#parts;
    const writes = request && isWrite(request) ? ++this.#writes[when] : 0;
    if (diesAtWrite?.when === when && diesAtWrite.nth === writes) this.#die(`${when} write ${writes}`);
    this.#step(when === 'before' ? 'request' : 'answer');
  }

  /** One after another, though requests are under way side by side; a request of the dead arrives without any. */
  #meanwhile(request: HttpRequest): Promise<void> {
    this.#held = this.#held.then(() => (this.#dead ? undefined : this.#parts.meanwhile(request)));
    return this.#held;
  }

  #die(what: string): never {
    this.#dead = true;
    this.#parts.trace(`killed at ${what}`);
    throw new Killed();
  }

  #step(what: string): void {
    const { diesAfter = Infinity, interruptedAfter = Infinity, trace } = this.#parts;
    if (this.#dead) throw new Killed();
    const step = this.#steps++;
    if (step === interruptedAfter) {
      trace(`Ctrl-C at ${what}`);
      this.#interrupt.abort();
    }
    if (step >= diesAfter) this.#die(what);
  }

  #clock(): Clock {
    const { clock, machine } = this.#parts;
    const { skew } = machine;
    return {
      now: () => new Date(clock.now().getTime() + skew),
      sleep: async (milliseconds) => {
        this.#step('sleep');
        await this.#held;
        await clock.sleep(milliseconds);
      },
    };
  }

  /** The ledger of a process that can die before and after each call; closing is what the operating system does. */
  #mortal(ledger: Ledger): Ledger {
    return new Proxy(ledger, {
      get: (target, name): unknown => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        if (name === 'close') return member.bind(target) as unknown;
        return async (...given: unknown[]) => {
          await this.#held;
          this.#step(`ledger.${String(name)}`);
          const result: unknown = await Reflect.apply(member, target, given);
          this.#step(`ledger.${String(name)} done`);
          return result;
        };
      },
    });
  }
}

function collector() {
  const sink = new PassThrough();
  const chunks: Buffer[] = [];
  sink.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { sink, text: () => Buffer.concat(chunks).toString('utf8') };
}
