import { EXIT, Problem } from '../domain/problems.ts';

export const ENVIRONMENTS = ['production', 'sandbox', 'local'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** Where one environment's services answer (qbo-api.md 1.1). Addresses carry no trailing slash. */
export interface Endpoints {
  api: string;
  authorize: string;
  token: string;
  revoke: string;
}

const SIGN_IN = {
  authorize: 'https://appcenter.intuit.com/connect/oauth2',
  token: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
  revoke: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
};

/** `localUrl` is the base of a server on this machine and belongs to the environment `local` only. */
export function endpointsOf(environment: Environment, localUrl?: string): Endpoints {
  switch (environment) {
    case 'production':
      return { ...SIGN_IN, api: 'https://quickbooks.api.intuit.com' };
    case 'sandbox':
      return { ...SIGN_IN, api: 'https://sandbox-quickbooks.api.intuit.com' };
    case 'local': {
      const base = loopbackBase(localUrl);
      return {
        api: base,
        authorize: `${base}/connect/oauth2`,
        token: `${base}/oauth2/v1/tokens/bearer`,
        revoke: `${base}/v2/oauth2/tokens/revoke`,
      };
    }
  }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether an address leads to this machine only. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK.has(url.hostname) || /^127(\.\d{1,3}){3}$/.test(url.hostname);
}

function loopbackBase(text: string | undefined): string {
  const url = text && URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || !isLoopback(url)) {
    throw new Problem({
      code: 'LOCAL_URL',
      reason: text
        ? `"${text}" is not an address on this machine.`
        : 'The environment "local" needs the address of a server on this machine.',
      fix: 'Give it with --url http://127.0.0.1:PORT (only loopback addresses are accepted).',
      exit: EXIT.usage,
    });
  }
  return url.href.replace(/[?#].*$/, '').replace(/\/+$/, '');
}

/**
 * A redirect address as Intuit takes it (qbo-api.md 2.3): https, no query, no IP address; keys for test companies may use
 * `http://localhost` too.
 */
export function redirectAddress(text: string, environment: Environment): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const onThisMachine = url?.protocol === 'http:' && isLoopback(url) && environment !== 'production';
  const byName = url?.hostname === 'localhost' || environment === 'local';
  const fits = url && url.search === '' && url.hash === '' && url.username === '';
  if (
    fits &&
    ((url.protocol === 'https:' && !/^[\d.]+$|^\[/.test(url.hostname)) || (onThisMachine && byName))
  )
    return text;
  throw new Problem({
    code: 'REDIRECT_ADDRESS',
    reason: `"${text}" cannot be the redirect address.`,
    fix:
      environment === 'production'
        ? 'With the keys of live companies Intuit takes https addresses only, as they stand in the Redirect URIs of your app, and not localhost. Leave --redirect-uri out to use a page of Intuit.'
        : 'Give an https address, or http://localhost:PORT/callback, exactly as it stands in the Redirect URIs of your app.',
    exit: EXIT.usage,
  });
}

const WEB: Record<string, string | undefined> = {
  production: 'https://qbo.intuit.com/app',
  sandbox: 'https://sandbox.qbo.intuit.com/app',
};

/** The page of a transaction in QuickBooks itself; undefined for a server on this machine, which has none. */
export function webLink(
  environment: string,
  page: 'invoice' | 'recvpayment',
  id: string,
): string | undefined {
  const web = WEB[environment];
  return web && `${web}/${page}?txnId=${encodeURIComponent(id)}`;
}
