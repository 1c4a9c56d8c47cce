import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Buffer } from 'node:buffer';

// A disk of its own for a folder, in memory: it can be filled and made read-only without harm to the machine.

function mounts(folder: string, ...options: string[]): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options.join(','), 'tmpfs', folder], { stdio: 'ignore' });
}

function probe(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'qbsync-disk-'));
  try {
    mounts(folder, 'size=64k');
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

/** Whether this machine lets a test mount one: Linux, as its administrator. Tests that need it are skipped elsewhere. */
export const CAN_MOUNT = probe();

export class SmallDisk {
  readonly folder: string;
  readonly #ballast: string;

  constructor(folder: string, kilobytes = 4096) {
    this.folder = folder;
    this.#ballast = join(folder, 'ballast');
    mkdirSync(folder, { recursive: true });
    mounts(folder, `size=${kilobytes}k`, 'mode=700');
  }

  /** Fills it up but for so many kilobytes, in steps of 4. */
  fill(leave = 0): void {
    const { bavail, bsize } = statfsSync(this.folder);
    const size = bavail * bsize - leave * 1024;
    writeFileSync(this.#ballast, Buffer.alloc(Math.max(0, size)));
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  readOnly(): void {
    execFileSync('mount', ['-o', 'remount,ro', this.folder]);
  }

  writable(): void {
    execFileSync('mount', ['-o', 'remount,rw', this.folder]);
  }

  dispose(): void {
    execFileSync('umount', ['-l', this.folder]);
  }
}
