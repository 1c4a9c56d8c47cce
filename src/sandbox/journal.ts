import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isList, parseJson } from './json.ts';
import type { Json } from './json.ts';
import type { Change, Store } from './store.ts';

const FILE = 'sandbox.journal';

const checksum = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const line = (changes: readonly Change[]): string => {
  const text = JSON.stringify(changes);
  return `${checksum(text)} ${text}\n`;
};

function isChange(value: Json): value is Change {
  return isList(value) && value.length === 3 && typeof value[0] === 'string' && typeof value[1] === 'string';
}

function* readable(text: string): Generator<Change> {
  for (const entry of text.split('\n')) {
    const [sum, body] = [entry.slice(0, 16), entry.slice(17)];
    // A line cut off by a crash was never answered; nothing after a damaged line can be trusted.
    if (body === '' || checksum(body) !== sum) return;
    const changes = parseJson(body);
    if (!isList(changes)) return;
    yield* changes.filter(isChange);
  }
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
  fsyncSync(file);
}

/** The durable side of a store. */
export interface Journal {
  append(changes: readonly Change[]): void;
  close(): void;
}

/**
 * Loads a state folder into the store and keeps it up to date: one line a request, on the disk before
 * the request is answered, so `kill -9` loses nothing that a client was told. Opening also rewrites the
 * file from the rows that still live, by temp file and rename, which is all the compaction needed.
 */
export function openJournal(folder: string, store: Store): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, FILE);
  try {
    store.load(readable(readFileSync(path, 'utf8')));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const fresh = openSync(`${path}.tmp`, 'w', 0o600);
  for (const [table, rows] of store.tables) {
    writeAll(fresh, [...rows].map(([key, value]) => line([[table, key, value]])).join(''));
  }
  closeSync(fresh);
  renameSync(`${path}.tmp`, path);
  const file = openSync(path, 'a', 0o600);
  let open = true;
  return {
    append: (changes) => {
      if (open && changes.length > 0) writeAll(file, line(changes));
    },
    close: () => {
      if (open) closeSync(file);
      open = false;
    },
  };
}
