import { statSync } from 'node:fs';
import { fail, pass, warn, type Check, type Result } from '../check.ts';

type Env = Record<string, string | undefined>;

/** What of the environment decides how QuickBooks is reached, as far as it can be wrong without asking anybody. */
export const proxy: Check = {
  code: 'proxy',
  title: 'Proxy and encryption',
  area: 'settings',
  run: async ({ parts: { env } }) => {
    const results = [...tls(env), ...PROXIES.flatMap((name) => address(name, env)), ...exceptions(env)];
    if (results.length > 0) return Promise.resolve(results);
    const used = PROXIES.filter((name) => valueOf(env, name) !== undefined);
    return Promise.resolve([
      pass(used.length > 0 ? `A proxy is set (${used.join(', ')}).` : 'No proxy is set.'),
    ]);
  },
};

const PROXIES = ['HTTPS_PROXY', 'HTTP_PROXY'];

/** Both spellings are in use. */
function valueOf(env: Env, name: string): string | undefined {
  return [env[name.toLowerCase()], env[name]].find((value) => value !== undefined && value !== '');
}

function tls(env: Env): Result[] {
  const results: Result[] = [];
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    results.push(
      fail(
        'TLS_CHECKS_OFF',
        'The check of certificates is switched off (NODE_TLS_REJECT_UNAUTHORIZED=0): anybody on the way could read and change what goes to QuickBooks.',
        'Take NODE_TLS_REJECT_UNAUTHORIZED out of the environment; if your network has a certificate of its own, name its file in NODE_EXTRA_CA_CERTS instead',
      ),
    );
  }
  const file = env.NODE_EXTRA_CA_CERTS;
  if (file && !statSync(file, { throwIfNoEntry: false })?.isFile()) {
    results.push(
      fail(
        'CERTIFICATES_MISSING',
        `NODE_EXTRA_CA_CERTS names a file that is not there: ${file}.`,
        'Put the file with the certificates of your network there, or take NODE_EXTRA_CA_CERTS out of the environment',
      ),
    );
  }
  return results;
}

function address(name: string, env: Env): Result[] {
  const value = valueOf(env, name);
  if (value === undefined || isProxy(value)) return [];
  return [
    fail(
      'PROXY_ADDRESS',
      // It may hold a password, so it is not repeated.
      `${name} is set, but it is no address of a proxy.`,
      `Write it as http://HOST:PORT, or take ${name} out of the environment`,
    ),
  ];
}

function isProxy(value: string): boolean {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '';
}

function exceptions(env: Env): Result[] {
  const wrong = (valueOf(env, 'NO_PROXY') ?? '')
    .split(/[\s,]+/)
    .filter((one) => one !== '' && one !== '*' && !/^[\w.*[\]:/-]+$/.test(one.replace(/^\./, '')));
  const withScheme = (valueOf(env, 'NO_PROXY') ?? '').split(/[\s,]+/).filter((one) => one.includes('://'));
  const all = [...new Set([...wrong, ...withScheme])];
  if (all.length === 0) return [];
  return [
    warn(
      'NO_PROXY_ENTRY',
      `NO_PROXY has entries that are not names of hosts: ${all.join(', ')}.`,
      'Write the names of hosts without http://, with a comma between them',
    ),
  ];
}
