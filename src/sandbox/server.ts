import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { nowOf } from './control/clock.ts';
import { handle } from './core.ts';
import { incoming, plain } from './http/incoming.ts';
import { send } from './http/outgoing.ts';
import type { Sandbox } from './types.ts';
import { Courier } from './webhooks/courier.ts';
import { asksForDelivery, deliveryAnswer } from './webhooks/on-request.ts';

const HOST = '127.0.0.1';

interface Serving {
  readonly sandbox: Sandbox;
  readonly courier: Courier;
  /** Answers that a rehearsal holds back. */
  readonly waiting: Set<NodeJS.Timeout>;
}

async function serve(
  { sandbox, courier, waiting }: Serving,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const read = await incoming(message);
  if ('refusal' in read) {
    send(response, read.refusal);
    return;
  }
  const { request } = read;
  const answer = asksForDelivery(request) ? await deliveryAnswer(courier) : handle(sandbox, request);
  const finish = (): void => {
    // Its own clock, which rehearsals move.
    response.setHeader('Date', nowOf(sandbox).toUTCString());
    send(response, answer, request.headers['accept-encoding']);
    courier.afterAnswer();
  };
  const delay = answer.after?.delayMs ?? 0;
  if (delay === 0) {
    finish();
    return;
  }
  const timer = setTimeout(() => {
    waiting.delete(timer);
    finish();
  }, delay);
  waiting.add(timer);
  response.once('close', () => {
    // Who left before the answer came.
    if (!waiting.delete(timer)) return;
    clearTimeout(timer);
    courier.afterAnswer();
  });
}

export interface Listening {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    // It stays: a connection that cannot be taken (no more files) must not end the sandbox.
    server.on('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Which port to serve on: that one, or one that is given up for any free one when it is taken. */
export type WantedPort = { readonly port: number } | { readonly preferred: number };

async function listenAt(server: Server, wanted: WantedPort): Promise<number> {
  if ('port' in wanted) return listen(server, wanted.port);
  try {
    return await listen(server, wanted.preferred);
  } catch (error) {
    if (!isTaken(error)) throw error;
    return listen(server, 0);
  }
}

/** HTTP over the core, on the loopback address only. */
export async function listenOn(sandbox: Sandbox, wanted: WantedPort): Promise<Listening> {
  const serving: Serving = { sandbox, courier: new Courier(sandbox), waiting: new Set() };
  const server = createServer((message, response) => {
    serve(serving, message, response).catch(() => {
      // A client that went away, or a fault of the sandbox itself: QuickBooks' own edge says no more.
      if (response.headersSent) response.destroy();
      else send(response, plain(500, 'Internal Server Error'));
    });
  });
  const port = await listenAt(server, wanted);
  return {
    port,
    url: `http://${HOST}:${port}`,
    close: async () => {
      for (const timer of serving.waiting) clearTimeout(timer);
      serving.waiting.clear();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, serving.courier.close()]);
    },
  };
}
