import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isList, parseJson } from './json.ts';
import type { Json } from './json.ts';
import { lockFolder } from './lock.ts';
import { openStateFolder } from './state-folder.ts';
import type { Change, RowChange, Store } from './store.ts';

const FILE = 'sandbox.journal';
const WRITTEN_AT_ONCE = 1 << 16;

const checksum = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const line = (changes: readonly Change[]): string => {
  const text = JSON.stringify(changes);
  return `${checksum(text)} ${text}\n`;
};

function isChange(value: Json): value is Change {
  return isList(value) && value.length === 3 && typeof value[0] === 'string' && typeof value[1] === 'string';
}

/** A journal that something other than a sandbox wrote in, or that the disk lost a part of. */
export class DamagedJournal extends Error {
  override readonly name = 'DamagedJournal';

  constructor(path: string, lineNumber: number) {
    super(`Line ${lineNumber} of ${path} is damaged`);
  }
}

function changesOf(entry: string): readonly Change[] | undefined {
  const [sum, body] = [entry.slice(0, 16), entry.slice(17)];
  const changes = checksum(body) === sum ? parseJson(body) : undefined;
  return isList(changes) ? changes.filter(isChange) : undefined;
}

/** Read as bytes: with large files in it a journal is longer than a string can be. */
function linesOf(path: string): string[] {
  const bytes = readFileSync(path);
  const lines: string[] = [];
  for (let at = 0; at <= bytes.length;) {
    const found = bytes.indexOf('\n', at);
    const end = found < 0 ? bytes.length : found;
    lines.push(bytes.toString('utf8', at, end));
    at = end + 1;
  }
  return lines;
}

/**
 * What a journal holds. A last line that was cut off by a crash was never answered, and is left out; any
 * other damage is refused, since what comes after it builds on what it lost.
 */
function* readable(path: string): Generator<Change> {
  const entries = linesOf(path);
  const whole = entries.at(-1) === '';
  if (whole) entries.pop();
  for (const [at, entry] of entries.entries()) {
    const changes = changesOf(entry);
    const cutOff = at === entries.length - 1 && (at > 0 || !whole);
    if (changes === undefined && !cutOff) throw new DamagedJournal(path, at + 1);
    yield* changes ?? [];
  }
}

function write(file: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

/** Rows go in pieces of some thousand characters: neither one by one nor all in one string. */
function writeRows(file: number, store: Store): void {
  let text = '';
  for (const [table, rows] of store.tables) {
    for (const [key, value] of rows) {
      text += line([[table, key, value]]);
      if (text.length < WRITTEN_AT_ONCE) continue;
      write(file, text);
      text = '';
    }
  }
  write(file, text);
  fsyncSync(file);
}

/** The durable side of a store. */
export interface Journal {
  append(changes: readonly RowChange[]): void;
  close(): void;
}

/**
 * Loads a state folder into the store and keeps it up to date: one line a request, on the disk before
 * the request is answered, so `kill -9` loses nothing that a client was told. Opening also rewrites the
 * file from the rows that still live, by temp file and rename, which is all the compaction needed.
 * Throws ForeignFolder, FolderInUse, DamagedJournal, or what the operating system says.
 */
export function openJournal(folder: string, store: Store): Journal {
  openStateFolder(folder, FILE);
  const release = lockFolder(folder);
  try {
    return locked(join(folder, FILE), store, release);
  } catch (error) {
    release();
    throw error;
  }
}

function locked(path: string, store: Store, release: () => void): Journal {
  if (existsSync(path)) store.load(readable(path));
  const fresh = openSync(`${path}.tmp`, 'w', 0o600);
  writeRows(fresh, store);
  closeSync(fresh);
  renameSync(`${path}.tmp`, path);
  const file = openSync(path, 'a', 0o600);
  let open = true;
  return {
    append: (changes) => {
      if (!open || changes.length === 0) return;
      write(file, line(changes.map(({ table, key, after }) => [table, key, after ?? null])));
      fsyncSync(file);
    },
    close: () => {
      if (!open) return;
      open = false;
      closeSync(file);
      release();
    },
  };
}
