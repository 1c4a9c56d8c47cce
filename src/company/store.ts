import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import Conf from 'conf';
import type * as z from 'zod';
import { diskProblem, NOTHING_MORE, whyOf } from '../domain/disk.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { ensureFolder } from './paths.ts';

/**
 * One JSON file through one schema. Written whole and atomically, readable by its owner only. A file that cannot be
 * read is reported and left as it is, never cleared or started anew.
 */
export class Store<S extends z.ZodType<object>> {
  readonly #file: string;
  readonly #schema: S;
  readonly #what: string;
  #conf: Conf | undefined;

  private constructor(file: string, schema: S, what: string) {
    this.#file = file;
    this.#schema = schema;
    this.#what = what;
  }

  static open<S extends z.ZodType<object>>(file: string, schema: S, what: string): Store<S> {
    const store = new Store(file, schema, what);
    ensureFolder(dirname(file));
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
    if (!existsSync(this.#file)) return undefined;
    const stored: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
    const empty = typeof stored === 'object' && stored !== null && Object.keys(stored).length === 0;
    return empty ? undefined : stored;
  }

  write(value: z.output<S>): void {
    this.#guarded(() => {
      // A member that is undefined is one that is not there.
      if (this.#conf) this.#conf.store = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
    });
  }

  clear(): void {
    this.#guarded(() => this.#conf?.clear());
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (error instanceof SyntaxError) throw this.#damaged('it was cut off, or something else wrote it');
      throw diskProblem(this.#what, this.#file, error) ?? this.#noAccess(error);
    }
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
