import { NETWORK } from '../domain/catalogue/network.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { isLoopback } from './endpoints.ts';
import type { HttpAnswer } from './http.ts';

type NetworkCode = keyof typeof NETWORK;

/** What Node calls a server that cannot prove who it is. */
const CERTIFICATES: Readonly<Record<string, NetworkCode>> = {
  CERT_HAS_EXPIRED: 'CERTIFICATE_EXPIRED',
  CERT_NOT_YET_VALID: 'CLOCK_WRONG',
  ERR_TLS_CERT_ALTNAME_INVALID: 'CERTIFICATE_NAME',
  HOSTNAME_MISMATCH: 'CERTIFICATE_NAME',
  SELF_SIGNED_CERT_IN_CHAIN: 'CERTIFICATE_UNKNOWN',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'CERTIFICATE_UNKNOWN',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'CERTIFICATE_UNKNOWN',
  UNABLE_TO_GET_ISSUER_CERT: 'CERTIFICATE_UNKNOWN',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'CERTIFICATE_UNKNOWN',
  CERT_UNTRUSTED: 'CERTIFICATE_UNKNOWN',
};

const CONNECTIONS: Readonly<Record<string, NetworkCode>> = {
  ENOTFOUND: 'OFFLINE',
  EAI_AGAIN: 'OFFLINE',
  ENETUNREACH: 'OFFLINE',
  EHOSTUNREACH: 'OFFLINE',
  ENETDOWN: 'OFFLINE',
  ECONNREFUSED: 'CONNECTION_REFUSED',
  EPROTO: 'SECURE_CONNECTION',
  'HTTP 407': 'PROXY_SIGN_IN',
};

/** The server did not prove who it is, so nothing was said to it; asking again brings the same. */
export function isCertificateFault(said: string): boolean {
  return said in CERTIFICATES;
}

/** A page for people, from something on the way: QuickBooks and its sign-in answer programs in data, or are out of order. */
export const WEB_PAGE = 'a web page';

/** Whether an answer is a page, or leads to one, that neither QuickBooks nor its sign-in gives. */
export function isWebPage({ status, headers, text }: HttpAnswer): boolean {
  if (status === 511 || (status >= 300 && status < 400)) return true;
  const page =
    /^\s*<(?:!doctype\s+html|html)\b/i.test(text) || /^text\/html\b/i.test(headers['content-type'] ?? '');
  return page && (status < 300 || status === 403);
}

/** What kept an answer from coming, in words that people know: `(HTTP 503)` says nothing to most. */
export function inWords(said: string): string {
  const status = /^HTTP (\d+)$/.exec(said)?.[1];
  if (status !== undefined)
    return Number(status) < 400 ? 'its answer cannot be read' : `it answers with error ${status}`;
  switch (said) {
    case 'ETIMEDOUT':
    case 'ECONNABORTED':
      return 'it took too long to answer';
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_BAD_RESPONSE':
      return 'the connection was cut';
    case 'ECONNREFUSED':
      return 'the connection was turned away';
    case 'unreadable answer':
      return 'its answer cannot be read';
    case 'no answer':
      return 'no answer came';
    default:
      return said;
  }
}

/**
 * A problem of the network between here and a server; undefined where the server itself is to blame, as one on this
 * machine is that nobody started.
 */
export function networkProblem(said: string, host: string): Problem | undefined {
  if (said === 'ECONNREFUSED' && isLoopback(new URL(`http://${host}`))) return undefined;
  const code = said === WEB_PAGE ? 'NETWORK_PAGE' : (CERTIFICATES[said] ?? CONNECTIONS[said] ?? tls(said));
  if (!code) return undefined;
  const { happened, fix, retry } = NETWORK[code];
  return new Problem({
    code,
    reason: `No answer from ${host}. ${happened}`,
    fix: fix.join(' '),
    exit: EXIT.unavailable,
    retry,
    posted: 'see-status',
  });
}

const tls = (said: string): NetworkCode | undefined =>
  said.startsWith('ERR_SSL_') || said.startsWith('ERR_TLS_') ? 'SECURE_CONNECTION' : undefined;
