import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskProblem, whyOf } from '../domain/disk.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { heldBytes, readRange, type FileBytes } from './file-bytes.ts';

/** So much is held in memory: most exports are smaller, and need no file. */
const MOST_HELD = 4 * 1024 * 1024;

/** Bytes that can be had once only, to go through more than once: where they are many, in a temporary file. */
export async function spooled(parts: AsyncIterable<Uint8Array>): Promise<FileBytes> {
  let held: Uint8Array[] = [];
  let size = 0;
  let spool: Spool | undefined;
  try {
    for await (const part of parts) {
      held.push(part);
      size += part.length;
      if (size <= MOST_HELD) continue;
      spool ??= await Spool.open();
      await spool.write(Buffer.concat(held));
      held = [];
    }
    return spool ?? heldBytes(Buffer.concat(held));
  } catch (error) {
    await spool?.close();
    throw error;
  }
}

/** A file of ours alone, which is gone once it is closed; where the system lets us, it has no name before that. */
class Spool implements FileBytes {
  readonly #folder: string;
  readonly #handle: FileHandle;
  size = 0;

  private constructor(folder: string, handle: FileHandle) {
    this.#folder = folder;
    this.#handle = handle;
  }

  static open(): Promise<Spool> {
    return inWords(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'qbsync-text-'));
      const handle = await open(join(folder, 'text'), 'wx+', 0o600);
      // Windows keeps it until it is closed.
      await rm(folder, { recursive: true }).catch(() => undefined);
      return new Spool(folder, handle);
    });
  }

  async write(bytes: Uint8Array): Promise<void> {
    await inWords(() => this.#handle.write(bytes, 0, bytes.length, this.size));
    this.size += bytes.length;
  }

  slice(from: number, to: number, room?: Buffer): Promise<Buffer> {
    return readRange(this.#handle, from, to, room);
  }

  mustBeUnchanged(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.#handle.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const disk = diskProblem('folder for temporary files', tmpdir(), cause);
    if (disk) throw disk;
    throw new Problem({
      code: 'SOURCE_FILE',
      reason: `The text of the file cannot be kept in the folder for temporary files (${whyOf(cause)}): ${tmpdir()}`,
      fix: 'Make that folder writable, or save the export as UTF-8.',
      exit: EXIT.usage,
      cause,
    });
  }
}
