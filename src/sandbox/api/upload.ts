import { Buffer } from 'node:buffer';
import { attachFile, attachableRules } from '../books/attachable.ts';
import { record } from '../books/audit.ts';
import type { Books } from '../books/books.ts';
import { shown } from '../books/write.ts';
import { QboFault, lapsed, missing, unreadableJson, unsupportedOperation } from '../faults.ts';
import { partsOf } from '../files/multipart.ts';
import type { Part } from '../files/multipart.ts';
import { isObject, parseJson, without } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { checkPayload } from '../schema/check.ts';
import type { Sandbox, SandboxRequest } from '../types.ts';

const PART = /^file_(metadata|content)_(\d{1,4})$/;

interface Pair {
  metadata?: Part;
  content?: Part;
}

/** Metadata and content by their common number, in the order of the numbers. */
function pairsOf(parts: readonly Part[]): readonly Pair[] {
  const pairs = new Map<number, Pair>();
  for (const part of parts) {
    const [, kind, number] = PART.exec(part.name) ?? [];
    if (kind === undefined) throw unsupportedOperation(`upload of a part named ${part.name}`);
    const pair = pairs.get(Number(number)) ?? {};
    if (kind === 'metadata') pair.metadata = part;
    else pair.content = part;
    pairs.set(Number(number), pair);
  }
  return [...pairs].sort(([a], [b]) => a - b).map(([, pair]) => pair);
}

/** What the metadata says, completed by what the file's own part says. */
function payloadOf(books: Books, { metadata, content }: Pair): JsonObject {
  const sent = metadata === undefined ? {} : parseJson(metadata.content.toString('utf8'));
  if (!isObject(sent)) throw unreadableJson();
  const checked = checkPayload(sent, 'Attachable', books.readings);
  return {
    ...(content?.fileName === undefined ? {} : { FileName: content.fileName }),
    ...(content?.contentType === undefined ? {} : { ContentType: content.contentType }),
    ...without(checked, [...attachableRules.readOnly, 'Id', 'SyncToken']),
  };
}

function attach(sandbox: Sandbox, books: Books, pair: Pair): JsonObject {
  const { content } = pair;
  if (content === undefined) throw missing('file_content');
  const row = attachFile(books, payloadOf(books, pair), {
    content: content.content.toString('base64'),
    size: content.content.length,
    key: Buffer.from(sandbox.randomBytes(16)).toString('hex'),
  });
  record(books, 'Add', 'Attachable', undefined, row);
  return { Attachable: shown(books, 'Attachable', row) };
}

/**
 * `POST /upload`: files with or without metadata, each of which is kept or refused alone, inside HTTP 200
 * (recorded). Gives the reply's one member and how many were kept.
 */
export function upload(
  sandbox: Sandbox,
  books: Books,
  request: SandboxRequest,
): { readonly body: JsonObject; readonly writes: number } {
  if (books.lapsed) throw lapsed();
  const parts = partsOf(request.headers['content-type'] ?? '', request.bytes ?? new Uint8Array());
  if (parts === undefined)
    throw unsupportedOperation('upload without a well-formed multipart/form-data body');
  const pairs = pairsOf(parts);
  if (pairs.length === 0) throw missing('file_content_01');
  let writes = 0;
  const responses = pairs.map((pair) => {
    const mark = sandbox.store.mark();
    try {
      const attached = attach(sandbox, books, pair);
      writes++;
      return attached;
    } catch (error) {
      if (!(error instanceof QboFault)) throw error;
      sandbox.store.rollback(mark);
      return { Fault: error.toJson() };
    }
  });
  return { body: { AttachableResponse: responses }, writes };
}
