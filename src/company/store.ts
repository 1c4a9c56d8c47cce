import { existsSync, lstatSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import Conf from 'conf';
import type * as z from 'zod';
import { diskProblem, NOTHING_MORE, whyOf } from '../domain/disk.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { ensureFolder } from './paths.ts';

/** What lies around a value on the disk: nothing, or encryption. */
export interface Coat {
  off(stored: unknown): unknown;
  on(value: object): object;
}

const BARE: Coat = { off: (stored) => stored, on: (value) => value };

/**
 * One JSON file through one schema. Written whole and atomically, readable by its owner only. A file that cannot be
 * read is reported and left as it is, never cleared or started anew.
 */
export class Store<S extends z.ZodType<object>> {
  readonly #file: string;
  readonly #schema: S;
  readonly #what: string;
  readonly #coat: Coat;
  #conf: Conf | undefined;

  private constructor(file: string, schema: S, what: string, coat: Coat) {
    this.#file = file;
    this.#schema = schema;
    this.#what = what;
    this.#coat = coat;
  }

  static open<S extends z.ZodType<object>>(
    file: string,
    schema: S,
    what: string,
    coat: Coat = BARE,
  ): Store<S> {
    const store = new Store(file, schema, what, coat);
    ensureFolder(dirname(file));
    store.#refuseLink();
    store.#conf = store.#guarded(
      () =>
        new Conf({
          cwd: dirname(file),
          configName: basename(file, extname(file)),
          fileExtension: extname(file).slice(1),
          projectName: 'qbsync',
          configFileMode: 0o600,
          clearInvalidConfig: false,
          accessPropertiesByDotNotation: false,
        }),
    );
    return store;
  }

  /** Undefined where nothing was stored yet. Reads the file each time: another process may have written it. */
  read(): z.output<S> | undefined {
    const stored = this.#guarded(() => this.#stored());
    if (stored === undefined) return undefined;
    const read = this.#schema.safeParse(stored);
    if (read.success) return read.data;
    const issue = read.error.issues[0];
    throw this.#damaged(`at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'unknown content'}`);
  }

  /** Read by ourselves: conf takes everything that is not an object for an empty store, and would write over it. */
  #stored(): unknown {
    this.#refuseLink();
    if (!existsSync(this.#file)) return undefined;
    const stored = this.#coat.off(JSON.parse(readFileSync(this.#file, 'utf8')) as unknown);
    const empty = typeof stored === 'object' && stored !== null && Object.keys(stored).length === 0;
    return empty ? undefined : stored;
  }

  write(value: z.output<S>): void {
    this.#guarded(() => {
      this.#refuseLink();
      // A member that is undefined is one that is not there.
      const stored = this.#coat.on(JSON.parse(JSON.stringify(value)) as object);
      if (this.#conf) this.#conf.store = { ...stored };
    });
  }

  /** Takes the file away. */
  clear(): void {
    this.#guarded(() => rmSync(this.#file, { force: true }));
  }

  /** A link that somebody put there would send secrets elsewhere, or have another file written over. */
  #refuseLink(): void {
    for (const path of [dirname(this.#file), this.#file]) {
      if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) continue;
      throw new Problem({
        code: 'STORE_LINK',
        reason: `${path} is a link to another place, which qbsync does not follow for the ${this.#what}. Nothing was sent to QuickBooks.`,
        fix: 'Put the folder or file itself there. To keep qbsync elsewhere, set QBSYNC_HOME to that folder.',
        exit: EXIT.stopped,
      });
    }
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (error instanceof SyntaxError)
        throw this.#damaged(`it was cut off, or something else wrote it${this.#placeOf(error)}`);
      throw diskProblem(this.#what, this.#file, error) ?? this.#noAccess(error);
    }
  }

  /** Where the fault is, without a word of what stands there: it may be a secret. */
  #placeOf({ message }: SyntaxError): string {
    const at = /position (\d+)/.exec(message)?.[1];
    if (at === undefined) return '';
    const before = readFileSync(this.#file, 'utf8').slice(0, Number(at)).split('\n');
    return ` (line ${before.length}, column ${(before.at(-1) ?? '').length + 1})`;
  }

  #noAccess(error: unknown): Problem {
    return new Problem({
      code: 'STORE_ACCESS',
      reason: `The ${this.#what} (${this.#file}) cannot be read or written (${whyOf(error)}). ${NOTHING_MORE}`,
      fix: 'Check that you may read and write this file and its folder, then run the same command again.',
      exit: EXIT.stopped,
      cause: error,
    });
  }

  #damaged(why: string): Problem {
    return new Problem({
      code: 'STORE_DAMAGED',
      reason: `The ${this.#what} (${this.#file}) cannot be understood: ${why}. It was left as it is; nothing was sent to QuickBooks.`,
      fix: 'Put back a copy from your backup, or rename the file and set it up again with qbsync connect and qbsync configure. Do not delete ledger.sqlite.',
      exit: EXIT.settings,
    });
  }
}
