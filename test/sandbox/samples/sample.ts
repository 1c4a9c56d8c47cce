import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '../../../src/sandbox/json.ts';
import type { Json, JsonObject } from '../../../src/sandbox/json.ts';
import type { Client, Reply } from '../client.ts';
import { readXml } from '../xml-reader.ts';

/** Recorded bodies are read where they lie beside the project, and are no part of it. */
const FOLDER = join(import.meta.dirname, '../../../../shared/qbo-samples');
const FIXTURES = join(import.meta.dirname, '../fixtures');

export const present = existsSync(FOLDER);
/** Stands in the name of every test that needs the recordings. */
export const why = present ? '' : ' (skipped: the recorded samples are not beside this checkout)';

export interface Answered {
  readonly status: number;
  readonly body: Json;
}

/** One recording of the real service, and how the sandbox is brought to answer the same thing. */
export interface Sample {
  /** The file of the recording. Our own body of the same shape is `fixtureOf(file)`. */
  readonly file: string;
  /** The row of the table in docs/sandbox.md that counts it. */
  readonly family: string;
  readonly ours: (qbo: Client) => Answered | Promise<Answered>;
  /** 200 without it. */
  readonly status?: number;
  /** A fault is held to its texts too. */
  readonly fault?: boolean;
  /** Parts of a fault's texts that differ by case. */
  readonly mask?: readonly RegExp[];
  /** The part of the recording that is held, where the rest is of something that is not served. */
  readonly part?: (recorded: Json) => Json;
  /** Makes a recording readable that was kept in bad XML. */
  readonly repaired?: (text: string) => string;
}

/** A recorded request: the sandbox must take it as it is, ids mapped to rows that exist. */
export interface RequestSample {
  readonly file: string;
  readonly family: string;
  readonly send: (qbo: Client, body: JsonObject) => Reply;
}

/** `customer-read-response.json`: what follows the first point of a recording's name is its source. */
export const fixtureOf = (file: string): string =>
  `${file.split('.')[0] ?? ''}${file.endsWith('.xml') ? '.xml' : '.json'}`;

function bodyOf(file: string, text: string): Json {
  if (file.endsWith('.xml')) return readXml(text).value;
  const body = parseJson(text);
  if (body === undefined) throw new Error(`${file} is no JSON`);
  return body;
}

export const recordedText = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
export const recordedFiles = (): readonly string[] =>
  readdirSync(FOLDER).filter((file) => file !== 'README.md');

export function recorded({ file, part, repaired }: Pick<Sample, 'file' | 'part' | 'repaired'>): Json {
  const text = recordedText(file);
  const body = bodyOf(file, repaired === undefined ? text : repaired(text));
  return part === undefined ? body : part(body);
}

export const recordedRequest = (file: string): Json => bodyOf(file, recordedText(file));
export const fixture = (file: string): Json =>
  bodyOf(file, readFileSync(join(FIXTURES, fixtureOf(file)), 'utf8'));

/** A reply as tests of shape see it: JSON or XML, whichever came, and announced as such. */
export function answered({
  status,
  text,
  headers = {},
}: Partial<Reply> & Pick<Reply, 'status' | 'text'>): Answered {
  const form = text.startsWith('<') ? 'xml' : 'json';
  const type = headers['Content-Type'] ?? form;
  if (!type.includes(form)) throw new Error(`${form} that is announced as ${type}`);
  return { status, body: form === 'xml' ? readXml(text).value : (parseJson(text) ?? null) };
}

/** Rows without their envelope, as some recordings were kept. */
export const rows = (qbo: Client, entity: string, rest = ''): Answered => ({
  status: 200,
  body: [...qbo.rows(entity, rest)],
});
