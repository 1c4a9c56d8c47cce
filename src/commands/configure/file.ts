import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { saidBy } from '../../domain/disk.ts';
import { EXIT, Problem } from '../../domain/problems.ts';
import { readValue } from '../../source/json-text.ts';
import { usage } from '../values.ts';

/** A whole output of `configure --show --json`, or only its member `set`. */
const shown = z.object({ set: z.record(z.string(), z.unknown()) });
const flat = z.record(z.string(), z.unknown());

/** Reads settings by their names of `--set` from a JSON file; a list stands for the same name several times. */
export function settingsFile(cwd: string, file: string): [name: string, value: string][] {
  const bytes = bytesOf(resolve(cwd, file));
  const parsed = readValue(bytes);
  if (!parsed.ok) {
    const before = bytes.subarray(0, parsed.at).toString('utf8').split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw notTaken(`${file}, line ${before.length}, column ${column}: ${parsed.what}`);
  }
  const whole = shown.safeParse(parsed.value);
  const read = flat.safeParse(whole.success ? whole.data.set : parsed.value);
  if (!read.success || Array.isArray(parsed.value))
    throw notTaken(`${file}: it is not an object of names and values.`);
  const wrong: string[] = [];
  const pairs = Object.entries(read.data).flatMap(([name, value]): [string, string][] => {
    const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]).safeParse(value);
    if (texts.success && texts.data.every((text) => text.trim() !== ''))
      return texts.data.map((text) => [name.trim(), text.trim()]);
    wrong.push(`"${name}": its value must be text in quotation marks`);
    return [];
  });
  if (wrong.length > 0) throw refusedMembers(file, wrong);
  return pairs;
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw usage(`The file ${path} cannot be read (${saidBy(error)}).`, 'Check the name and the folder.');
  }
}

/** Everything that is wrong at once, so that a file is corrected in one go. */
export function refusedMembers(file: string, wrong: readonly string[]): Problem {
  const count = wrong.length === 1 ? '1 setting' : `${wrong.length} settings`;
  return notTaken(`${file}: ${count} cannot be taken. ${wrong.join(' ')}`);
}

function notTaken(reason: string): Problem {
  return new Problem({
    code: 'SETTINGS_FILE',
    reason: `${reason} Nothing was saved.`,
    fix: 'Correct the file and run the same command again. For the form: qbsync configure --show --json, member "set".',
    exit: EXIT.usage,
  });
}
