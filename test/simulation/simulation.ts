import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxCountry } from '../../src/sandbox/index.ts';
import { EXIT } from '../../src/domain/problems.ts';
import { Client } from '../sandbox/client.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { booksOf, changesOf } from './books.ts';
import { Dice } from './dice.ts';
import { unexplained } from './history.ts';
import { settingsFor } from './install.ts';
import { Machine } from './machine.ts';
import { Person } from './person.ts';
import { SimProcess, type Ended } from './process.ts';
import { isWrite, Service } from './service.ts';
import { Source, type Export } from './source.ts';
import { broken, recordsOf, wasStopped } from './verdict.ts';
import { Weather } from './weather.ts';

export interface Simulated {
  seed: number;
  trace: string[];
  /** Broken promises, in sentences. */
  wrong: string[];
}

const START = '2026-03-02T09:00:00.000Z';
const RATES: Record<SandboxCountry, readonly string[]> = {
  US: ['0'],
  AU: ['0', '10'],
  GB: ['0', '20'],
  CA: ['0', '13'],
};
/** All that is to be done: the payments of the exports are by card, so none waits for a person. */
const SYNC = ['sync', '--yes'];
const RUN_KINDS = [['sync-invoice', '--all', '--yes'], ['sync-payment', '--all', '--yes'], SYNC];
const IMPORT = ['import', 'invoices.csv', 'payments.csv'];
/**
 * After so many quiet rounds nothing may be left to do. A run may end at a refusal that QuickBooks stored while something
 * was wrong with the company, and replays to a machine that forgot it, each once.
 */
const MOST_QUIET_ROUNDS = 12;
/** A folder in memory where there is one: what is promised of a disk is tried in test/crash. */
const MEMORY = '/dev/shm';

/**
 * One company's weeks, from a seed: exports that grow, change, come twice and out of order; runs on one or two machines
 * that are killed at any await, side by side; a network that loses, cuts, throttles and lags; a person in the books;
 * ledgers that are lost or put back. At the end the troubles stop, and after a few quiet runs every promise must hold.
 */
export async function simulate(seed: number): Promise<Simulated> {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'qbsync-sim-'));
  try {
    return await new Simulation(seed, folder).run();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Simulation {
  readonly #seed: number;
  readonly #clock = new VirtualClock(START);
  readonly #dice: Dice;
  readonly #country: SandboxCountry;
  readonly #qbo: Client;
  readonly #source: Source;
  readonly #person: Person;
  readonly #weather: Weather;
  readonly #service: Service;
  readonly #machines: Machine[];
  readonly #trace: string[] = [];
  readonly #wrong: string[] = [];
  /** How likely each trouble is now. */
  #now = { trouble: 0, person: 0, weather: 0, another: 0 };
  /** Machines at work, each inside a request of the one before. */
  #working: Machine[] = [];
  #exports: Export[] = [];

  constructor(seed: number, folder: string) {
    this.#seed = seed;
    this.#dice = new Dice(seed);
    const country = this.#dice.pick(['US', 'AU', 'GB', 'CA'] as const);
    this.#country = country;
    this.#qbo = new Client({ country, random: `simulation ${seed}`, clock: () => this.#clock.now() });
    this.#qbo.control('company', {
      oauth: { rotation: this.#dice.pick(['none', '24h', 'always'] as const) },
    });
    // What is not known of QuickBooks is once this way, once that.
    const unknown = new Dice(seed + 5);
    this.#qbo.control('company', {
      readings: {
        replayFaults: unknown.chance(0.7),
        requestIdOtherPayload: unknown.pick(['replay', 'refuse'] as const),
        paymentTouchesInvoice: unknown.chance(0.7),
        inactiveNamesClash: unknown.chance(0.7),
      },
    });
    this.#source = new Source(new Dice(seed + 1), RATES[country]);
    const trace = (line: string) => this.#trace.push(`${this.#clock.now().toISOString()} ${line}`);
    this.#person = new Person(this.#qbo, new Dice(seed + 2), trace);
    this.#weather = new Weather(this.#qbo, new Dice(seed + 4), trace);
    this.#service = new Service({
      qbo: this.#qbo,
      dice: new Dice(seed + 3),
      shuffle: unknown.chance(0.5) ? new Dice(seed + 6) : undefined,
      trouble: () => this.#now.trouble,
      advance: (milliseconds) => this.#clock.advance(milliseconds),
      trace,
    });
    const names = this.#dice.chance(0.3) ? ['first', 'second'] : ['first'];
    this.#machines = names.map((name) => new Machine(name, folder, this.#qbo, this.#clock, country));
  }

  async run(): Promise<Simulated> {
    const settings = await settingsFor(this.#country);
    for (const machine of this.#machines) {
      await machine.connect();
      machine.files.saveSettings(settings);
    }
    for (let round = this.#dice.between(2, 4); round > 0; round--) {
      this.#source.grow();
      if (this.#dice.chance(0.4)) this.#source.change();
      this.#now = {
        trouble: this.#dice.pick([0, 0.1, 0.35]),
        person: this.#dice.pick([0, 0, 0, 0.1]),
        weather: this.#dice.pick([0, 0, 0.05]),
        another: this.#dice.pick([0, 0.1]),
      };
      for (const machine of this.#dice.shuffled(this.#machines)) {
        await this.#misfortune(machine);
        await this.#work(machine);
      }
      if (this.#dice.chance(0.3)) this.#clock.advance(this.#dice.pick([3_600_000, 90_000_000]));
    }
    const standings = await this.#quietRuns();
    const forgetful = this.#machines.length > 1 || this.#machines.some(({ forgot }) => forgot);
    const end = { books: booksOf(this.#qbo), source: this.#source, person: this.#person, forgetful };
    for (const [machine, status] of standings)
      this.#wrong.push(...broken(end, recordsOf(status)).map((line) => `${machine.name}: ${line}`));
    this.#wrong.push(...unexplained(this.#qbo, this.#machines, this.#person));
    return { seed: this.#seed, trace: this.#trace, wrong: this.#wrong };
  }

  /** Runs without any trouble, until all go through and change nothing: what `status --json` says at the end, for each machine. */
  async #quietRuns(): Promise<Map<Machine, string>> {
    this.#now = { trouble: 0, person: 0, weather: 0, another: 0 };
    this.#weather.clear();
    for (const machine of this.#machines) {
      machine.skew = 0;
      await machine.connect();
    }
    const newest = this.#export();
    for (const machine of this.#machines) {
      machine.receive(newest);
      await this.#run(machine, IMPORT);
    }
    let before = '';
    for (let round = 1; round <= MOST_QUIET_ROUNDS; round++) {
      let stopped = false;
      for (const machine of this.#machines) {
        const { stdout } = await this.#run(machine, [...SYNC, '--json']);
        stopped = wasStopped(stdout) || stopped;
      }
      const standings = new Map<Machine, string>();
      for (const machine of this.#machines)
        standings.set(machine, (await this.#run(machine, ['status', '--json'])).stdout);
      const now = [changesOf(this.#qbo), ...standings.values()].join();
      if (now === before && !stopped) return standings;
      before = now;
    }
    this.#wrong.push('runs do not come to rest');
    return new Map();
  }

  /** What befalls a machine between two runs. */
  async #misfortune(machine: Machine): Promise<void> {
    if (this.#dice.chance(0.2)) machine.backUp();
    const lost = this.#dice.chance(0.05);
    if (lost) await machine.loseLedger();
    const restored = this.#dice.chance(0.07) && (await machine.restore());
    if (this.#dice.chance(0.1)) machine.skew = this.#dice.pick([-86_400_000, -60_000, 0, 60_000, 7_200_000]);
    // Nobody puts a ledger back within the minutes in which a query may lag.
    if (lost || restored) this.#clock.advance(600_000);
    if (lost || restored) this.#trace.push(`${machine.name}: ledger ${lost ? 'lost' : 'put back'}`);
  }

  #export(): Export {
    const made = this.#source.csv();
    this.#exports.push(made);
    return made;
  }

  /** An import and a few pushes, in any order; the process may die in each. */
  async #work(machine: Machine): Promise<void> {
    this.#receive(machine);
    const runs = this.#dice.shuffled(RUN_KINDS).slice(0, this.#dice.between(1, 2));
    for (const argv of [IMPORT, ...runs]) await this.#run(machine, argv, true);
  }

  /** One command, while another process is in the middle of its own. */
  async #visit(machine: Machine): Promise<void> {
    this.#receive(machine);
    await this.#run(machine, this.#dice.pick([IMPORT, ...RUN_KINDS]), true);
  }

  /** The newest export, or an older one again. */
  #receive(machine: Machine): void {
    const newest = this.#export();
    machine.receive(this.#dice.chance(0.1) ? this.#dice.pick(this.#exports) : newest);
  }

  async #run(machine: Machine, argv: string[], mayDie = false): Promise<Ended> {
    const ended = await this.#process(machine, mayDie).run(argv);
    if (ended.exit === EXIT.bug) this.#wrong.push(`${argv.join(' ')} met a bug`);
    if (ended.exit === EXIT.reconnect && this.#dice.chance(0.7)) await machine.connect();
    return ended;
  }

  #process(machine: Machine, mayDie: boolean): SimProcess {
    const soon = () => this.#dice.between(0, this.#dice.pick([40, 150, 400]));
    const end = mayDie ? this.#dice.random() : 1;
    const diesAtWrite = {
      nth: this.#dice.between(1, 3),
      when: this.#dice.pick(['before', 'after'] as const),
    };
    return new SimProcess({
      machine,
      clock: this.#clock,
      dice: this.#dice,
      service: this.#service,
      recordsTogether: this.#dice.pick([2, 7, 40, 900]),
      diesAtWrite: end < 0.2 ? diesAtWrite : undefined,
      diesAfter: end > 0.2 && end < 0.4 ? soon() : undefined,
      interruptedAfter: end > 0.4 && end < 0.5 ? soon() : undefined,
      meanwhile: (request) => this.#meanwhile(machine, isWrite(request)),
      trace: (line) => this.#trace.push(`${this.#clock.now().toISOString()} ${machine.name}: ${line}`),
    });
  }

  /** While one request is under way, others work: a person in the books, the company's owner, another process. */
  async #meanwhile(machine: Machine, writes: boolean): Promise<void> {
    if (writes && this.#working.includes(machine))
      this.#wrong.push(`${machine.name}: two runs wrote at once`);
    if (this.#working.length > 0) return;
    if (this.#dice.chance(this.#now.person)) this.#person.act();
    if (this.#dice.chance(this.#now.weather)) this.#weather.turn();
    if (!this.#dice.chance(this.#now.another)) return;
    this.#working.push(machine);
    try {
      const others = this.#machines.filter((other) => other !== machine);
      await this.#visit(this.#dice.pick([...this.#machines, ...others]));
    } finally {
      this.#working.pop();
    }
  }
}
