import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { whyOf } from '../domain/disk.ts';
import { EXIT, Problem } from '../domain/problems.ts';

/** The bytes of one file that stays open: they can be gone through more than once without being held. */
export interface FileBytes {
  size: number;
  /** From `from` up to, not including, `to`; in a part of `room` where that is given, which must be large enough. */
  slice(from: number, to: number, room?: Buffer): Promise<Buffer>;
  /** Throws where the file was written to since it was opened: what was read may be half of each. */
  mustBeUnchanged(): Promise<void>;
  close(): Promise<void>;
}

// An export of ten years is a tenth of it. What is kept of each row while a file is read grows with it.
const LARGEST = 400 * 1024 * 1024;

/** Opens a file. Throws a `Problem` where it is missing, a folder, too large, or may not be read; so do all methods. */
export async function openBytes(file: string): Promise<FileBytes> {
  const isRegular = await mustBeAFile(file);
  const handle = await inWords(file, () => open(file, 'r'));
  try {
    const version = await inWords(file, () => handle.stat({ bigint: true }));
    // A pipe can be read once only, and what the system makes up while it is read has no size.
    if (isRegular && version.size > 0n) return new OpenFile(file, handle, version);
    const bytes = await inWords(file, () => handle.readFile());
    await handle.close();
    return heldBytes(bytes);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Bytes in memory, as if they stood in a file. */
export function heldBytes(bytes: Buffer): FileBytes {
  return {
    size: bytes.length,
    slice: (from, to) => Promise.resolve(bytes.subarray(from, to)),
    mustBeUnchanged: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

interface Version {
  size: bigint;
  mtimeNs: bigint;
}

class OpenFile implements FileBytes {
  readonly size: number;
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #version: Version;

  constructor(file: string, handle: FileHandle, version: Version) {
    this.size = Number(version.size);
    this.#file = file;
    this.#handle = handle;
    this.#version = version;
  }

  slice(from: number, to: number, room?: Buffer): Promise<Buffer> {
    return inWords(this.#file, async () => {
      const bytes = await readRange(this.#handle, from, to, room);
      if (bytes.length < to - from) throw changed(this.#file);
      return bytes;
    });
  }

  async mustBeUnchanged(): Promise<void> {
    const { size, mtimeNs } = await inWords(this.#file, () => this.#handle.stat({ bigint: true }));
    if (size !== this.#version.size || mtimeNs !== this.#version.mtimeNs) throw changed(this.#file);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** The bytes of a file from `from` up to, not including, `to`; fewer where it ends before. */
export async function readRange(
  handle: FileHandle,
  from: number,
  to: number,
  room?: Buffer,
): Promise<Buffer> {
  const buffer = room?.subarray(0, to - from) ?? Buffer.allocUnsafe(to - from);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Whether it is a plain file, not a pipe or a device. */
async function mustBeAFile(file: string): Promise<boolean> {
  const found = await inWords(file, () => stat(file));
  if (found.isDirectory()) throw unreadable(file, 'is a folder, not a file', 'Name the files in it.');
  if (found.size > LARGEST) {
    throw unreadable(file, 'is larger than 400 MB', 'Export a shorter time, or split the file.');
  }
  return found.isFile();
}

async function inWords<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw problemOf(file, cause);
  }
}

function problemOf(file: string, cause: unknown): Problem {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return unreadable(
        file,
        'does not exist',
        'Check the name and the folder, then run: qbsync import FILE',
        cause,
      );
    case 'EACCES':
    case 'EPERM':
      return unreadable(
        file,
        'may not be read by you',
        'Ask for the right to read it, or copy it to a folder of yours.',
        cause,
      );
    case 'EBUSY':
      return unreadable(file, 'is in use by another program', 'Close it in Excel and try again.', cause);
    default: {
      return unreadable(
        file,
        `cannot be read (${whyOf(cause)})`,
        'Copy it to this computer and try again.',
        cause,
      );
    }
  }
}

function changed(file: string): Problem {
  return unreadable(
    file,
    'was written to while it was read, and nothing of it was kept',
    'Wait until the other program is done with it, then try again.',
  );
}

function unreadable(file: string, what: string, fix: string, cause?: unknown): Problem {
  return new Problem({
    code: 'SOURCE_FILE',
    reason: `The file ${basename(file) || file} ${what}: ${file}`,
    fix,
    exit: EXIT.usage,
    cause,
  });
}
