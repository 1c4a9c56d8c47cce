import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { timingSafeEqual } from 'node:crypto';
import { EXIT, Problem } from '../domain/problems.ts';
import { sha256 } from '../domain/fingerprint.ts';

/** What a sign-in came back with. */
export interface Callback {
  code: string;
  companyId: string;
}

/** Whether a text is the end of some sign-in, right or wrong. */
export function isAnswer(text: string): boolean {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  return url !== undefined && (url.searchParams.has('code') || url.searchParams.has('error'));
}

/**
 * Why a text that was pasted is not the address at which this sign-in ended; undefined where it is. Names the page that
 * it is of, since people copy too early, or from the wrong window.
 */
export function whyNotCallback(text: string, state: string): string | undefined {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    return /(code|state|realmId)=/.test(text)
      ? 'That is a part of the address only; copy all of it, from http on'
      : 'That is not an address; click into the address line of the browser, select all of it and copy';
  }
  const query = url.searchParams;
  if (!query.has('code') && !query.has('error')) return tooEarly(url);
  if (!sameState(query.get('state') ?? '', state))
    return 'The answer belongs to another sign-in: use the page of the address above, the newest one';
  return undefined;
}

function tooEarly({ hostname, pathname, searchParams }: URL): string {
  if (pathname.includes('/connect/oauth2') || searchParams.has('client_id'))
    return 'That is the page where you allow it; press Connect there first, and copy the address after that';
  if (/(^|\.)accounts\.intuit\.com$/.test(hostname))
    return 'That is the page where you sign in; sign in, press Connect, and copy the address after that';
  if (/(^|\.)qbo\.intuit\.com$/.test(hostname))
    return 'That is QuickBooks itself; open the address above, press Connect, and copy the address after that';
  return 'That is not the address at which the sign-in ends: it has no code in it';
}

/**
 * Reads a callback address (qbo-api.md 2.1). The state is compared in constant time: it proves that the answer belongs
 * to the sign-in that this machine began.
 */
export function readCallback(address: string, state: string): Callback {
  const url = URL.canParse(address.trim()) ? new URL(address.trim()) : undefined;
  const query = url?.searchParams;
  if (!query || (!query.has('code') && !query.has('error'))) {
    throw new Problem({
      code: 'CALLBACK_ADDRESS',
      reason: `${whyNotCallback(address, state) ?? ''}.`,
      fix: 'After allowing access, copy the whole address from the browser: it holds code=…, state=… and realmId=….',
      exit: EXIT.reconnect,
    });
  }
  if (!sameState(query.get('state') ?? '', state)) {
    throw new Problem({
      code: 'SIGN_IN_STATE',
      reason:
        'The answer belongs to another sign-in (it was begun elsewhere, or at another time). It was not used.',
      fix: 'Run qbsync connect again and use the page that it opens, once.',
      exit: EXIT.reconnect,
    });
  }
  const error = query.get('error');
  if (error) {
    throw new Problem({
      code: error === 'access_denied' ? 'CONSENT_REFUSED' : 'CONSENT_FAILED',
      reason:
        error === 'access_denied'
          ? 'Access was refused on the sign-in page, so nothing was connected.'
          : `The sign-in page reports an error (${error.replace(/[^\w.-]/g, '').slice(0, 60)}).`,
      fix: 'Run qbsync connect again and choose Connect for the company that is meant; you must be an administrator there.',
      exit: EXIT.reconnect,
    });
  }
  const companyId = query.get('realmId') ?? '';
  if (companyId === '') {
    throw new Problem({
      code: 'CALLBACK_ADDRESS',
      reason: 'The sign-in came back without a company.',
      fix: 'Run qbsync connect again and choose a company on the sign-in page.',
      exit: EXIT.reconnect,
    });
  }
  return { code: query.get('code') ?? '', companyId };
}

function sameState(given: string, wanted: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(wanted)));
}

export interface Listener {
  /** Resolves with the callback address of this sign-in; rejects after the time-out or on abort. */
  answer: Promise<string>;
  close(): void;
}

/**
 * Waits on `http://localhost:PORT/callback` for one answer. Answers for another sign-in, other hosts, methods and paths
 * are turned away without ending the wait; nothing of a request is written back.
 */
export async function listenForCallback(
  port: number,
  state: string,
  ending: { signal: AbortSignal; timeout: Promise<void> },
): Promise<Listener> {
  let done: (address: string) => void = () => undefined;
  let fail: (problem: Problem) => void = () => undefined;
  const answer = new Promise<string>((resolve, reject) => {
    done = resolve;
    fail = reject;
  });
  // It may fail before anybody waits for it; whoever does still sees that.
  answer.catch(() => undefined);
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const address = `http://localhost:${port}${request.url ?? '/'}`;
    const allowed = [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`].includes(
      request.headers.host ?? '',
    );
    if (!allowed || request.method !== 'GET' || new URL(address).pathname !== '/callback') {
      page(
        response,
        allowed ? 404 : 421,
        'Nothing here',
        'This page only waits for the end of a QuickBooks sign-in.',
      );
      return;
    }
    try {
      readCallback(address, state);
    } catch (error) {
      const problem = error instanceof Problem ? error : undefined;
      if (problem?.code === 'CONSENT_REFUSED' || problem?.code === 'CONSENT_FAILED') {
        page(
          response,
          200,
          'Not connected',
          'Access was not given. You can close this page and go back to the terminal.',
        );
        fail(problem);
        return;
      }
      page(
        response,
        400,
        'Not accepted',
        'This answer does not belong to the sign-in that is waiting. Go back to the page that qbsync opened.',
      );
      return;
    }
    page(
      response,
      200,
      'Thank you',
      'The answer has arrived. You can close this page and go back to the terminal, which says what came of it.',
    );
    done(address);
  };
  const servers = await open(port, handle);
  const onAbort = () => fail(stopped());
  ending.signal.addEventListener('abort', onAbort, { once: true });
  ending.timeout.then(
    () => fail(timedOut()),
    () => fail(stopped()),
  );
  const close = () => {
    ending.signal.removeEventListener('abort', onAbort);
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  return { answer, close };
}

async function open(port: number, handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const { createServer } = await import('node:http');
  const listen = async (host: string) =>
    new Promise<Server>((resolve, reject) => {
      const server = createServer(handle);
      server.once('error', reject);
      server.listen(port, host, () => resolve(server));
    });
  const servers: Server[] = [];
  try {
    // "localhost" may lead to either; a machine without IPv6 has the first only.
    servers.push(await listen('127.0.0.1'));
    const second = await listen('::1').catch((error: unknown) => {
      if (isMissingAddress(error)) return undefined;
      throw error;
    });
    return second ? [...servers, second] : servers;
  } catch (error) {
    for (const server of servers) server.close();
    throw new Problem({
      code: 'PORT_IN_USE',
      reason: `Port ${port} on this machine is used by another program, so the sign-in cannot come back to it.`,
      fix: 'End the other program, or choose another port with --port (and add http://localhost:PORT/callback to the redirect addresses of your Intuit app), or use --no-browser.',
      exit: EXIT.usage,
      cause: error,
    });
  }
}

function isMissingAddress(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
}

function page(response: ServerResponse, status: number, title: string, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    'Referrer-Policy': 'no-referrer',
    Connection: 'close',
  });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>qbsync: ${title}</title>` +
      `<body style="font:18px system-ui;max-width:32em;margin:4em auto;padding:0 1em"><h1>${title}</h1><p>${text}</p></body></html>`,
  );
}

function timedOut(): Problem {
  return new Problem({
    code: 'SIGN_IN_TIMEOUT',
    reason: 'Nobody finished the sign-in within five minutes.',
    fix: 'Run qbsync connect again. If no page opens, use: qbsync connect --no-browser',
    exit: EXIT.reconnect,
  });
}

function stopped(): Problem {
  return new Problem({
    code: 'INTERRUPTED',
    reason: 'The sign-in was stopped at your request; nothing was connected.',
    fix: 'Run qbsync connect again when you are ready.',
    exit: EXIT.interrupted,
    retry: 'now',
  });
}
