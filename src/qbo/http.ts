import type { AxiosInstance } from 'axios';
import { isLoopback } from './endpoints.ts';
import { isCertificateFault } from './network.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
}

export interface HttpAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  text: string;
}

/**
 * No answer came. `sent: false` only when the request surely never reached the server (the connection was refused, the
 * name was not found, the server did not prove who it is); everything else may have been carried out.
 */
export class NoAnswer extends Error {
  readonly sent: boolean;

  constructor(message: string, sent: boolean, cause?: unknown) {
    super(message, { cause });
    this.name = 'NoAnswer';
    this.sent = sent;
  }
}

/** One exchange with a server. Resolves for every HTTP status; rejects with {@link NoAnswer} only. */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

/** QuickBooks ends a request after 120 s (qbo-api.md 6); a little more, so that its own answer is seen. */
const TIMEOUT_MS = 125_000;

/** Only what can come before a connection stands: an unreachable host may be told in the middle of an exchange too. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * The real transport. Redirects are not followed, so the bearer token cannot leave for another host; nothing leaves this
 * machine unencrypted; loopback never goes through a proxy.
 */
export function axiosTransport(): Transport {
  let client: Promise<AxiosInstance> | undefined;
  return async (request) => {
    const url = new URL(request.url);
    if (url.protocol !== 'https:' && !isLoopback(url)) throw new Error('refused to send unencrypted');
    client ??= openClient();
    const axios = await client;
    try {
      const answer = await axios.request<unknown>({
        method: request.method,
        url: request.url,
        headers: request.headers,
        data: request.body,
        ...(isLoopback(url) ? { proxy: false as const } : {}),
      });
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(answer.headers)) headers[name.toLowerCase()] = String(value);
      return {
        status: answer.status,
        headers,
        text: typeof answer.data === 'string' ? answer.data : '',
      };
    } catch (error) {
      const code = codeOf(error) ?? 'no answer';
      throw new NoAnswer(code, !NEVER_SENT.has(code) && !isCertificateFault(code), error);
    }
  };
}

async function openClient(): Promise<AxiosInstance> {
  const [{ default: axios }, { constants }, http, https] = await Promise.all([
    import('axios'),
    import('node:crypto'),
    import('node:http'),
    import('node:https'),
  ]);
  return axios.create({
    timeout: TIMEOUT_MS,
    maxRedirects: 0,
    responseType: 'text',
    transformRequest: (data: unknown) => data,
    transformResponse: (data: unknown) => data,
    validateStatus: () => true,
    httpAgent: new http.Agent({ keepAlive: true }),
    // A server proves who it is before the first byte of a request, and cannot be asked to again in the middle of one: so
    // where it fails to, nothing was sent.
    httpsAgent: new https.Agent({ keepAlive: true, secureOptions: constants.SSL_OP_NO_RENEGOTIATION }),
  });
}

/** The system's short name for what went wrong. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
