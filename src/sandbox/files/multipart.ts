import { Buffer } from 'node:buffer';

const BLANK_LINE = Buffer.from('\r\n\r\n');
/** One upload has pairs of parts; more than this is no upload. */
const MOST_PARTS = 1000;
const LONGEST_HEAD = 8192;

/** Whether a path is the upload of files, whose body is bytes. */
export const isUpload = (path: string): boolean => /^\/v3\/company\/[^/]+\/upload$/.test(path);

export interface Part {
  readonly name: string;
  readonly fileName?: string;
  readonly contentType?: string;
  readonly content: Buffer;
}

/** A parameter of a header, quoted or bare: `name="x"`. Clients escape quotes as `%22` or with a backslash. */
function parameter(header: string, name: string): string | undefined {
  const [, quoted, bare] =
    new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, 'i').exec(header) ?? [];
  return quoted?.replace(/\\(.)/g, '$1').replaceAll('%22', '"') ?? bare;
}

function partOf(bytes: Buffer): Part | undefined {
  const end = bytes.indexOf(BLANK_LINE);
  if (end < 0 || end > LONGEST_HEAD) return undefined;
  const headers = new Map(
    bytes
      .toString('utf8', 0, end)
      .split('\r\n')
      .map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = parameter(disposition, 'name');
  if (!/^form-data\b/i.test(disposition) || name === undefined) return undefined;
  const fileName = parameter(disposition, 'filename');
  const contentType = headers.get('content-type');
  // Old clients announce files as base64; everybody else sends the bytes.
  const raw = bytes.subarray(end + BLANK_LINE.length);
  const encoded = headers.get('content-transfer-encoding')?.toLowerCase() === 'base64';
  return {
    name,
    ...(fileName === undefined ? {} : { fileName }),
    ...(contentType === undefined ? {} : { contentType }),
    content: encoded ? Buffer.from(raw.toString('latin1'), 'base64') : raw,
  };
}

/**
 * The parts of a `multipart/form-data` body (RFC 7578), or undefined when it is not one: no boundary, a
 * part without a name, no closing boundary.
 */
export function partsOf(contentType: string, body: Uint8Array): readonly Part[] | undefined {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return undefined;
  const boundary = parameter(contentType, 'boundary');
  if (boundary === undefined || boundary.length > 70) return undefined;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  // The first delimiter may open the body, without the line end before it.
  const first = delimiter.subarray(2);
  let at = bytes.subarray(0, first.length).equals(first) ? first.length : -1;
  if (at < 0) {
    const found = bytes.indexOf(delimiter);
    if (found < 0) return undefined;
    at = found + delimiter.length;
  }
  const parts: Part[] = [];
  while (bytes.toString('latin1', at, at + 2) !== '--') {
    const next = bytes.indexOf(delimiter, at);
    if (next < 0 || bytes.toString('latin1', at, at + 2) !== '\r\n') return undefined;
    const part = partOf(bytes.subarray(at + 2, next));
    if (part === undefined || parts.length >= MOST_PARTS) return undefined;
    parts.push(part);
    at = next + delimiter.length;
  }
  return parts;
}
