import type { HttpAnswer, HttpRequest } from '../../src/qbo/http.ts';
import { handle } from '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/types.ts';

/** A request to a sandbox in this process, and how long (ms) the sandbox would have taken to answer it. */
export function exchange(
  sandbox: Sandbox,
  { method, url, headers, body = '' }: HttpRequest,
): { answer: HttpAnswer; delayMs: number } {
  const { pathname, searchParams } = new URL(url);
  const {
    status,
    headers: sent,
    body: bytes,
    after,
  } = handle(sandbox, {
    method,
    path: pathname,
    query: searchParams,
    headers: { host: 'localhost', ...inLowerCase(headers) },
    body,
  });
  const answer = { status, headers: inLowerCase(sent), text: Buffer.from(bytes).toString('utf8') };
  return { answer, delayMs: after?.delayMs ?? 0 };
}

const inLowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
