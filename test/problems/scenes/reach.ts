import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { NoAnswer } from '../../../src/qbo/http.ts';
import { freePort } from '../../support/browser.ts';
import { NOBODYS_CERTIFICATE } from '../../support/certificate.ts';
import { fault, json } from '../../support/engine.ts';
import type { Ran, Workspace } from '../../support/workspace.ts';
import { always, answering, PUSH, pushed, ready, type Ending } from './scene.ts';

/**
 * A sign-in at Intuit in a network whose only way out is a proxy on this machine, at its last step: nothing leaves the
 * machine, whatever the proxy does.
 */
async function throughProxy(space: Workspace, port: number): Promise<Ran> {
  const argv = ['connect', '--environment', 'sandbox', '--no-browser', '--json'];
  const env = { QBSYNC_CLIENT_ID: 'id', QBSYNC_CLIENT_SECRET: 'secret' };
  const begun = await space.qbsync(argv, { env });
  const state = /[?&]state=([\w-]+)/.exec(begun.stderr)?.[1] ?? '';
  const back = `http://localhost:8477/callback?code=c&state=${state}&realmId=1`;
  const before = { ...process.env };
  // The library takes the proxy from the environment of the process.
  Object.assign(process.env, {
    HTTPS_PROXY: `http://127.0.0.1:${port}`,
    https_proxy: '',
    NO_PROXY: '',
    no_proxy: '',
  });
  try {
    return await space.qbsync([...argv, '--redirect-url', back], { env });
  } finally {
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'])
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
  }
}

const portOf = (address: ReturnType<ReturnType<typeof createServer>['address']>) =>
  typeof address === 'object' && address !== null ? address.port : 0;

/** A proxy that lets nobody pass without a name and a password. */
async function wantsSignIn(space: Workspace): Promise<Ran> {
  const refuse: RequestListener = (_, response) => response.writeHead(407).end();
  const proxy = createServer(refuse)
    .on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
    .listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  try {
    return await throughProxy(space, portOf(proxy.address()));
  } finally {
    proxy.close();
    proxy.closeAllConnections();
  }
}

/** A proxy that opens secure connections: it answers itself, with a certificate of its own. */
async function looksInto(space: Workspace): Promise<Ran> {
  const inside = createSecureServer(NOBODYS_CERTIFICATE, (socket) => socket.on('error', () => undefined))
    .on('tlsClientError', () => undefined)
    .listen(0, '127.0.0.1');
  const proxy = createServer()
    .on('connect', (_, socket) => {
      const through = connect(portOf(inside.address()), '127.0.0.1');
      for (const end of [socket, through]) end.on('error', () => undefined);
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      through.pipe(socket).pipe(through);
    })
    .listen(0, '127.0.0.1');
  await Promise.all([once(inside, 'listening'), once(proxy, 'listening')]);
  try {
    return await throughProxy(space, portOf(proxy.address()));
  } finally {
    proxy.close();
    proxy.closeAllConnections();
    inside.close();
  }
}

const page = { status: 200, headers: { 'content-type': 'text/html' }, text: '<html>Welcome to the hotel' };

/** Reaching QuickBooks, and its sign-in, through a network. */
export const REACH: readonly Ending[] = [
  {
    code: 'QUICKBOOKS_UNREACHABLE',
    async run(space) {
      const sandbox = await ready(space);
      sandbox.control('faults', { kind: 'status', status: 503, body: 'html', times: 100 });
      return pushed(space);
    },
  },
  // The sandbox was stopped.
  { code: 'QUICKBOOKS_UNREACHABLE', run: always(new NoAnswer('ECONNREFUSED', false)) },
  {
    code: 'QUICKBOOKS_BUSY',
    async run(space) {
      const sandbox = await ready(space);
      sandbox.control('faults', { kind: 'status', status: 429, times: 100 });
      return pushed(space);
    },
  },
  {
    code: 'QUICKBOOKS_REFUSED_READ',
    async run(space) {
      await ready(space);
      const refused = fault('4001', 'property Foo not found');
      const transport = answering(({ url }) => (url.includes('/query') ? refused : undefined));
      return space.qbsync([...PUSH, '--json'], { world: { transport } });
    },
  },
  { code: 'QUICKBOOKS_ANSWER', run: always(json({ Preferences: 7 })) },
  { code: 'NETWORK_PAGE', run: always(page) },
  { code: 'OFFLINE', run: always(new NoAnswer('ENETUNREACH', true)) },
  { code: 'CONNECTION_REFUSED', run: async (space) => throughProxy(space, await freePort()) },
  { code: 'PROXY_SIGN_IN', run: wantsSignIn },
  { code: 'CERTIFICATE_UNKNOWN', run: looksInto },
  { code: 'CERTIFICATE_NAME', run: always(new NoAnswer('ERR_TLS_CERT_ALTNAME_INVALID', false)) },
  { code: 'CERTIFICATE_EXPIRED', run: always(new NoAnswer('CERT_HAS_EXPIRED', false)) },
  { code: 'CLOCK_WRONG', run: always(new NoAnswer('CERT_NOT_YET_VALID', false)) },
  { code: 'SECURE_CONNECTION', run: always(new NoAnswer('EPROTO', true)) },
];
