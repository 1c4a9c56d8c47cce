import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { handle } from './core.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from './types.ts';

const HOST = '127.0.0.1';
const LARGEST_BODY = 20 * 1024 * 1024;

async function bodyOf(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.from(String(chunk));
    size += bytes.length;
    if (size <= LARGEST_BODY) chunks.push(bytes);
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks);
}

function requestOf(message: IncomingMessage, bytes: Buffer): SandboxRequest | undefined {
  const target = `http://sandbox${message.url ?? '/'}`;
  if (!URL.canParse(target)) return undefined;
  const url = new URL(target);
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: bytes.toString('utf8'),
    bytes,
  };
}

function send(response: ServerResponse, answer: SandboxAnswer): void {
  if (answer.after?.cut === true) {
    response.destroy();
    return;
  }
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': String(bytes.length) });
  if (answer.after?.truncate === true) {
    // The length promises the whole; the connection ends in the middle.
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return;
  }
  response.end(bytes);
}

const plain = (status: number, text: string): SandboxAnswer => ({
  status,
  headers: { 'Content-Type': 'text/plain;charset=utf-8' },
  body: text,
});

async function serve(
  sandbox: Sandbox,
  message: IncomingMessage,
  response: ServerResponse,
  waiting: Set<NodeJS.Timeout>,
): Promise<void> {
  const body = await bodyOf(message);
  const request = body === undefined ? undefined : requestOf(message, body);
  if (request === undefined) {
    send(response, body === undefined ? plain(413, 'Request Entity Too Large') : plain(400, 'Bad Request'));
    return;
  }
  const answer = handle(sandbox, request);
  const delay = answer.after?.delayMs ?? 0;
  if (delay === 0) {
    send(response, answer);
    return;
  }
  const timer = setTimeout(() => {
    waiting.delete(timer);
    send(response, answer);
  }, delay);
  waiting.add(timer);
}

export interface Listening {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** HTTP over the core, on the loopback address only. */
export async function listenOn(sandbox: Sandbox, wantedPort: number): Promise<Listening> {
  const waiting = new Set<NodeJS.Timeout>();
  const server = createServer((message, response) => {
    serve(sandbox, message, response, waiting).catch(() => {
      // A client that went away, or a fault of the sandbox itself: QuickBooks' own edge says no more.
      if (response.headersSent) response.destroy();
      else send(response, plain(500, 'Internal Server Error'));
    });
  });
  const port = await listen(server, wantedPort);
  return {
    port,
    url: `http://${HOST}:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const timer of waiting) clearTimeout(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
