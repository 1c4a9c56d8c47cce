import { isObject, textOf } from '../../../src/sandbox/json.ts';
import type { Json } from '../../../src/sandbox/json.ts';
import type { SandboxRequest } from '../../../src/sandbox/index.ts';
import type { Client } from '../client.ts';
import { entityName } from './bodies.ts';
import type { Random } from './random.ts';

/** Where requests are made up: a signed-in client, and the rows that exist by now. */
export interface Scene {
  readonly qbo: Client;
  readonly random: Random;
  /** Lines have TAX and NON in the US, codes with numbers elsewhere. */
  readonly us: boolean;
}

/** The id of a row that exists, mostly; else one that does not, or none at all. */
export function idIn({ qbo, random }: Scene, entity: string): string {
  if (random.chance(10))
    return random.pick(['0', '-1', '999999', '1.5', 'x', '', '%00', '1/2', 'TAX', '9'.repeat(400)]);
  const rows = qbo.sandbox.store.rows(`${qbo.realmId}/${entity}`);
  const at = random.below(Math.max(1, rows.size));
  let index = 0;
  for (const id of rows.keys()) if (index++ === at) return id;
  return '1';
}

/** The row's own SyncToken, mostly. */
export function tokenIn({ qbo, random }: Scene, entity: string, id: string): Json {
  const row = qbo.sandbox.store.get(`${qbo.realmId}/${entity}`, id);
  const current = isObject(row) ? textOf(row.SyncToken) : undefined;
  return random.chance(85) ? (current ?? '0') : random.pick(['0', '1', '99', 'x', 0]);
}

export const rowName = (path: string): string => entityName(path);

const BROKEN_TOKENS: readonly [string, ...string[]] = [
  '',
  'Bearer',
  'Bearer ',
  'Bearer short',
  `Bearer ${'x'.repeat(5000)}`,
  'Basic AAAA',
  'bearer \u0000',
  `Bearer ${'A'.repeat(60)}`,
];
const ACCEPTED: readonly [string, ...string[]] = [
  'application/json',
  'application/xml',
  'text/xml',
  '*/*',
  '',
  'application/pdf',
  'text/html',
  'APPLICATION/JSON;q=0.1',
  '\u00e9,;=',
];
const CONTENT: readonly [string, ...string[]] = [
  'application/json',
  'application/text',
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary="b"',
  '',
  'application/json; charset=\u0000',
];

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bytes?: Uint8Array;
}

/** The request as the core takes it, with some headers changed now and then. */
export function asRequest({ qbo, random }: Scene, sent: Sent): SandboxRequest {
  const headers: Record<string, string> = {
    host: 'localhost:1',
    accept: random.chance(85) ? 'application/json' : random.pick(ACCEPTED),
    authorization: random.chance(96) ? `Bearer ${qbo.access}` : random.pick(BROKEN_TOKENS),
    'content-type': random.chance(95) ? 'application/json' : random.pick(CONTENT),
    ...sent.headers,
  };
  if (random.chance(1)) headers.host = random.pick(['evil.example', '', '[', 'localhost:99999999']);
  if (random.chance(1))
    headers.origin = random.pick(['null', 'http://evil.example', 'http://[', 'http://localhost:1']);
  const body = sent.body ?? '';
  return {
    method: sent.method,
    path: sent.path,
    query: new URLSearchParams(sent.query),
    headers,
    body,
    bytes: sent.bytes ?? Buffer.from(body, 'utf8'),
  };
}
