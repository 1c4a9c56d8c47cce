import { Buffer } from 'node:buffer';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { SandboxAnswer } from '../types.ts';

/** Below this, gzip saves nothing. */
const SMALLEST_PACKED = 1024;

/** Whether an `Accept-Encoding` takes gzip: by name, and not with a quality of 0. */
function takesGzip(accepted: string): boolean {
  return accepted.split(',').some((each) => {
    const [name = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase());
    return name === 'gzip' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

interface Packed {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

function packed(answer: SandboxAnswer, acceptEncoding: string): Packed {
  const bytes = Buffer.from(answer.body);
  if (bytes.length < SMALLEST_PACKED) return { bytes, headers: {} };
  if (!takesGzip(acceptEncoding)) return { bytes, headers: { Vary: 'Accept-Encoding' } };
  return { bytes: gzipSync(bytes), headers: { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' } };
}

/** Sends an answer, packed with gzip when the client takes it, and cut where a rehearsal wants it cut. */
export function send(response: ServerResponse, answer: SandboxAnswer, acceptEncoding = ''): void {
  if (response.destroyed) return;
  if (answer.after?.cut === true) {
    response.destroy();
    return;
  }
  const { bytes, headers } = packed(answer, acceptEncoding);
  response.writeHead(answer.status, {
    ...answer.headers,
    ...headers,
    'Content-Length': String(bytes.length),
  });
  if (answer.after?.cutAfterHeaders === true) {
    response.flushHeaders();
    response.socket?.destroySoon();
    return;
  }
  if (answer.after?.truncate === true) {
    // The length promises the whole; the connection ends in the middle.
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return;
  }
  response.end(bytes);
}
