import { handle } from '../../../src/sandbox/index.ts';
import type { JsonObject } from '../../../src/sandbox/index.ts';
import { isObject, objectsOf, parseJson } from '../../../src/sandbox/json.ts';
import { line, ref } from '../client.ts';
import type { Client } from '../client.ts';

export const BOUNDARY = 'b-0123456789';

export interface Sent {
  readonly name: string;
  readonly fileName?: string;
  readonly type?: string;
  readonly content: string | Uint8Array;
}

export function multipart(parts: readonly Sent[]): Buffer {
  return Buffer.concat([
    ...parts.flatMap(({ name, fileName, type, content }) => {
      const file = fileName === undefined ? '' : `; filename="${fileName}"`;
      const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n`;
      return [
        Buffer.from(`${head}${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n`),
        Buffer.from(content),
        Buffer.from('\r\n'),
      ];
    }),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);
}

export function send(client: Client, bytes: Uint8Array, query: Readonly<Record<string, string>> = {}) {
  const answer = handle(client.sandbox, {
    method: 'POST',
    path: `/v3/company/${client.realmId}/upload`,
    query: new URLSearchParams(query),
    headers: {
      authorization: `Bearer ${client.access}`,
      accept: 'application/json',
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    },
    body: '',
    bytes,
  });
  const body = parseJson(String(answer.body));
  return { status: answer.status, body: isObject(body) ? body : {} };
}

export const upload = (client: Client, ...parts: readonly Sent[]): readonly JsonObject[] =>
  objectsOf(send(client, multipart(parts)).body.AttachableResponse);

export const metadata = (body: JsonObject, number = '01'): Sent => ({
  name: `file_metadata_${number}`,
  type: 'application/json',
  content: JSON.stringify(body),
});

export const content = (bytes: string | Uint8Array, number = '01', fileName = 'photo.jpg'): Sent => ({
  name: `file_content_${number}`,
  fileName,
  type: 'image/jpeg',
  content: bytes,
});

export const attached = (entity: string, id: unknown): JsonObject => ({
  AttachableRef: [{ EntityRef: { type: entity, value: String(id) } }],
});

export function invoice(client: Client): JsonObject {
  const { Id } = client.made('Customer', { DisplayName: 'Ada' });
  return client.made('Invoice', { CustomerRef: ref(Id), Line: [line(100)] });
}

export function follow(client: Client, link: string) {
  const { pathname, searchParams } = new URL(link);
  return handle(client.sandbox, {
    method: 'GET',
    path: pathname,
    query: searchParams,
    headers: {},
    body: '',
  });
}

export const BYTES = Uint8Array.from({ length: 600 }, (_, at) => at % 256);
