import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { take } from '../support/company.ts';
import { seeded } from '../support/exports.ts';
import { Gate } from '../support/gate.ts';
import { SmallDisk } from '../support/small-disk.ts';
import { csvOf, randomExport, type Export } from '../support/rounds.ts';
import { keysOf, Workspace, type Spawned } from '../support/workspace.ts';
import { expectSettled, objects } from './standing.ts';

// One company before a run, made once and laid out anew for every crash.

/** What cron runs: invoices, then payments, in one process. */
export const RUN = ['sync', '--yes'];

/** A company at the point where a run is to crash, and what the books must hold in the end. */
export interface Scene {
  home: string;
  state: string;
  given: Export;
  /** Requests of a run that nobody disturbs, and objects that it writes. */
  requests: number;
  writes: number;
}

/** One company of a scene, open: home folder, sandbox, and the gate between them. */
export interface Stage {
  space: Workspace;
  sandbox: RunningSandbox;
  gate: Gate;
  scene: Scene;
}

/** Lays out scenes; what it made ends with it. */
export class Theatre {
  readonly gate: Gate;
  readonly #folder = mkdtempSync(join(tmpdir(), 'qbsync-crash-'));
  #spaces: Workspace[] = [];
  #disks: SmallDisk[] = [];
  #children: Spawned[] = [];
  readonly #scenes = new Map<string, Promise<Scene>>();

  private constructor(gate: Gate) {
    this.gate = gate;
  }

  static async open(): Promise<Theatre> {
    return new Theatre(await Gate.open());
  }

  /** First sync of so many invoices with a payment each: a few go by themselves, many in batches. */
  async firstSync(size: number, seed = 5): Promise<Scene> {
    return this.#once(`first-${size}-${seed}`, randomExport(seeded(seed), size));
  }

  /** As after a sync of so many invoices of which all changed in the source: updates. */
  async changed(size: number, seed = 5): Promise<Scene> {
    const before = randomExport(seeded(seed), size);
    const invoices = before.invoices.map((one) => ({ ...one, amount: `1${one.amount ?? ''}` }));
    return this.#once(`changed-${size}-${seed}`, { ...before, invoices }, before);
  }

  /** As after a sync of so many invoices, none of them paid, of which all were cancelled in the source: voids. */
  async cancelled(size: number, seed = 5): Promise<Scene> {
    const before = { ...randomExport(seeded(seed), size), payments: [] };
    const invoices = before.invoices.map((one) => ({ ...one, status: 'Cancelled' }));
    return this.#once(`cancelled-${size}-${seed}`, { ...before, invoices }, before);
  }

  /** As after a first sync: a run has nothing to do. */
  async settled(size: number, seed = 5): Promise<Scene> {
    const given = randomExport(seeded(seed), size);
    return this.#once(`settled-${size}-${seed}`, given, given);
  }

  /** A scene is made once, however often it is laid. */
  async #once(name: string, given: Export, before?: Export): Promise<Scene> {
    const scene = this.#scenes.get(name) ?? this.#scene(name, given, before);
    this.#scenes.set(name, scene);
    return scene;
  }

  async #scene(name: string, given: Export, before: Export | undefined): Promise<Scene> {
    const space = this.#space();
    const [home, state] = [join(this.#folder, name, 'home'), join(this.#folder, name, 'state')];
    const sandbox = await space.sandbox({ stateDir: state });
    this.gate.lead(sandbox.url);
    const connect = ['connect', '--environment', 'local', '--url', this.gate.url, '--yes'];
    expect(await space.qbsync(connect, { env: keysOf(sandbox) })).toMatchObject({ exit: 0 });
    await take(space, csvOf(before ?? given));
    expect(await space.qbsync(['configure', '--accept-defaults'])).toMatchObject({ exit: 0 });
    if (before) expect(await space.qbsync(RUN)).toMatchObject({ exit: 0 });
    await take(space, csvOf(given));
    cpSync(space.home, home, { recursive: true });
    await sandbox.close();
    const scene = { home, state, given, requests: 0, writes: 0 };
    const stage = await this.lay(scene);
    expect(await stage.space.qbsync(RUN)).toMatchObject({ exit: 0 });
    const undisturbed = { ...scene, requests: this.gate.seen, writes: objects(stage.sandbox) };
    await expectSettled({ ...stage, scene: undisturbed });
    return undisturbed;
  }

  /** The company of a scene, as if nothing had happened yet. */
  async lay(scene: Scene): Promise<Stage> {
    return this.#lay(scene, this.#space());
  }

  /** As {@link lay}, with what stands on this machine on a small disk of its own. */
  async layOnDisk(scene: Scene): Promise<{ stage: Stage; disk: SmallDisk }> {
    const space = this.#space();
    const disk = new SmallDisk(space.home);
    this.#disks.push(disk);
    return { stage: await this.#lay(scene, space), disk };
  }

  async #lay(scene: Scene, space: Workspace): Promise<Stage> {
    const state = join(space.folder, 'state');
    cpSync(scene.home, space.home, { recursive: true });
    cpSync(scene.state, state, { recursive: true });
    const sandbox = await space.sandbox({ stateDir: state });
    this.gate.lead(sandbox.url);
    return { space, sandbox, gate: this.gate, scene };
  }

  /** The built program, at work on the company. */
  start({ space }: Stage, argv: string[] = RUN): Spawned {
    const child = space.spawn(argv);
    this.#children.push(child);
    return child;
  }

  /** One more run, undisturbed, ends well and leaves everything settled. */
  async settles(stage: Stage): Promise<void> {
    expect(await this.start(stage).ended).toMatchObject({ exit: 0 });
    await expectSettled(stage);
  }

  /** Ends a process as a power cut does. */
  async kill(child: Spawned): Promise<'cut'> {
    child.kill('SIGKILL');
    await child.ended;
    return 'cut';
  }

  /** Ends what was started and laid out since the last time. */
  async clear(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await Promise.all(this.#children.map(async ({ ended }) => ended));
    await this.gate.quiet();
    for (const disk of this.#disks) disk.dispose();
    for (const space of this.#spaces) await space.dispose();
    [this.#children, this.#disks, this.#spaces] = [[], [], []];
  }

  async close(): Promise<void> {
    await this.clear();
    await this.gate.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #space(): Workspace {
    const space = new Workspace();
    this.#spaces.push(space);
    return space;
  }
}
