import { Buffer } from 'node:buffer';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { textOf } from '../json.ts';
import { Books } from '../books/books.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';

/** The table of a company's files: `Content` in base64, and `Key`, which signs the links to it. */
export const FILE_TABLE = 'file';

/** Links stand for the storage service that keeps the files, at the sandbox's one address. */
export const FILES = '/files/';
/** A link lives a quarter of an hour. */
const LIVES_SECONDS = 15 * 60;

const signature = (realmId: string, id: string, expires: string, key: string): string =>
  createHmac('sha256', key).update(`${realmId}/${id}/${expires}`).digest('hex');

/** A link that works without a token until it expires; `key` is the file's own secret. */
export function temporaryLink(books: Books, id: string, key: string): string {
  const expires = String(Math.floor(books.now.getTime() / 1000) + LIVES_SECONDS);
  const query = new URLSearchParams({
    Expires: expires,
    Signature: signature(books.realmId, id, expires, key),
  });
  return `${books.serviceUrl}${FILES}${books.realmId}/${id}?${query.toString()}`;
}

const denied = (message: string): SandboxAnswer => ({
  status: 403,
  headers: { 'Content-Type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`,
});

const same = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** Media types as RFC 9110 writes them; anything else a client claimed is sent as bytes. */
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/;

/** `GET /files/...`: the bytes behind a temporary link, or the storage service's refusal in XML. */
export function download(sandbox: Sandbox, now: Date, request: SandboxRequest): SandboxAnswer {
  const [realmId = '', id = '', ...more] = request.path.slice(FILES.length).split('/');
  const books = new Books(sandbox.store, sandbox.indexes, realmId, now);
  const file = books.get(FILE_TABLE, id);
  const expires = request.query.get('Expires') ?? '';
  const right = signature(realmId, id, expires, textOf(file?.Key) ?? '');
  if (file === undefined || more.length > 0 || !same(right, request.query.get('Signature') ?? '')) {
    return denied('Access Denied');
  }
  if (!/^\d{1,12}$/.test(expires) || Number(expires) * 1000 < now.getTime())
    return denied('Request has expired');
  const row = books.get('Attachable', id);
  const type = textOf(row?.ContentType) ?? '';
  const name = encodeURIComponent(textOf(row?.FileName) ?? id).replaceAll("'", '%27');
  return {
    status: 200,
    headers: {
      'Content-Type': MEDIA_TYPE.test(type) ? type : 'application/octet-stream',
      // What strangers uploaded must never run as a page of the sandbox.
      'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
      'X-Content-Type-Options': 'nosniff',
    },
    body: Buffer.from(textOf(file.Content) ?? '', 'base64'),
  };
}
