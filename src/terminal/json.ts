import { once } from 'node:events';
import type { Sink } from './terminal.ts';

/** Characters written in one go. */
const PIECE = 65_536;

/** How deep long lists lie in what our commands give; what lies deeper is written in one. */
const DEPTH = 3;

/**
 * Writes JSON with two blanks a level, a piece at a time and no faster than it is taken: the list of all that is wrong with
 * a large file is several times as long as text as it is in memory.
 */
export async function writeJson(sink: Sink, json: object): Promise<void> {
  let text = '';
  for (const part of partsOf(json, '', DEPTH)) {
    text += part;
    if (text.length < PIECE) continue;
    await write(sink, text);
    text = '';
  }
  await write(sink, `${text}\n`);
}

async function write(sink: Sink, text: string): Promise<void> {
  if (!sink.write(text)) await once(sink, 'drain');
}

/** What `JSON.stringify(value, undefined, 2)` gives, in parts. */
function* partsOf(value: unknown, indent: string, depth: number): Generator<string> {
  const list: unknown[] | undefined = Array.isArray(value) ? value : undefined;
  if (depth === 0 || typeof value !== 'object' || value === null || 'toJSON' in value) {
    yield JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${indent}`);
    return;
  }
  const inner = `${indent}  `;
  const [open, close] = list ? ['[', ']'] : ['{', '}'];
  let before = open;
  for (const [key, member] of list?.entries() ?? Object.entries(value)) {
    if (member === undefined && !list) continue;
    yield `${before}\n${inner}${list ? '' : `${JSON.stringify(key)}: `}`;
    yield* partsOf(member ?? null, inner, depth - 1);
    before = ',';
  }
  yield before === open ? `${open}${close}` : `\n${indent}${close}`;
}
