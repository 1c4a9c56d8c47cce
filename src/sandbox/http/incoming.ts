import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { isUpload } from '../files/multipart.ts';
import type { SandboxAnswer, SandboxRequest } from '../types.ts';

const LARGEST_BODY = 20 * 1024 * 1024;
/** All files of one upload request together (qbo-api.md 3.5). */
const LARGEST_UPLOAD = 100 * 1024 * 1024;

export type Incoming = { readonly request: SandboxRequest } | { readonly refusal: SandboxAnswer };

/** An answer of the web server in front of the service, which speaks no JSON. */
export const plain = (status: number, text: string): SandboxAnswer => ({
  status,
  headers: { 'Content-Type': 'text/plain;charset=utf-8' },
  body: text,
});

const refusal = (status: number, text: string): Incoming => ({ refusal: plain(status, text) });
const tooLarge = refusal(413, 'Request Entity Too Large');

/** A client that is told so after so much more than allowed can still read the 413; beyond, it is cut off. */
const PATIENCE = 2;

async function bodyOf(message: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.from(String(chunk));
    size += bytes.length;
    if (size <= most) chunks.push(bytes);
    else chunks.length = 0;
    if (size > PATIENCE * most) break;
  }
  return size > most ? undefined : Buffer.concat(chunks);
}

type Unpacked = { readonly bytes: Buffer } | { readonly problem: 'broken' | 'too large' };

function unpacked(bytes: Buffer, most: number): Unpacked {
  try {
    return { bytes: gunzipSync(bytes, { maxOutputLength: most }) };
  } catch (error) {
    const large = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return { problem: large ? 'too large' : 'broken' };
  }
}

/** The request of a connection, gzip undone, or the refusal of one that is too large or cannot be read. */
export async function incoming(message: IncomingMessage): Promise<Incoming> {
  const target = `http://sandbox${message.url ?? '/'}`;
  const url = URL.canParse(target) ? new URL(target) : undefined;
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  const upload = url !== undefined && isUpload(url.pathname);
  const most = upload ? LARGEST_UPLOAD : LARGEST_BODY;
  let bytes = await bodyOf(message, most);
  if (bytes === undefined) return tooLarge;
  if (url === undefined) return refusal(400, 'Bad Request');
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'gzip' || encoding === 'x-gzip') {
    const content = unpacked(bytes, most);
    if ('problem' in content) return content.problem === 'broken' ? refusal(400, 'Bad Request') : tooLarge;
    bytes = content.bytes;
  } else if (encoding !== 'identity' && encoding !== '') return refusal(415, 'Unsupported Media Type');
  const request = {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    target: message.url ?? '/',
    headers,
    // Files are no text, and may be large.
    body: upload ? '' : bytes.toString('utf8'),
    bytes,
  };
  return { request };
}
