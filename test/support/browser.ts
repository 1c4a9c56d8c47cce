import { request } from 'node:http';
import { createServer, type Server } from 'node:net';

// What a person's browser does during a sign-in, played by a test.

/**
 * Opens the consent page, chooses a company (the first without a name) and decides; the address at which the browser is
 * sent back.
 */
export async function decide(
  authorizeUrl: string,
  decision: 'allow' | 'refuse',
  company?: string,
): Promise<string> {
  const page = await (await fetch(authorizeUrl)).text();
  const inputs = [...page.matchAll(/<input type="(?:hidden|radio)" name="([^"]+)" value="([^"]*)"/g)];
  const form = new URLSearchParams(
    inputs.map(([, name = '', value = '']): [string, string] => [name, value.replaceAll('&amp;', '&')]),
  );
  form.set('decision', decision);
  const companies = [
    ...page.matchAll(/<label><input type="radio" name="realmId" value="(\d+)"[^>]*>([^<]*)/g),
  ];
  const chosen = companies.find(([, , name = '']) => company === undefined || name.includes(company));
  if (!chosen?.[1]) throw new Error(`the consent page has no company ${company ?? ''}`);
  form.set('realmId', chosen[1]);
  const answer = await fetch(new URL('/connect/oauth2', authorizeUrl), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const address = answer.headers.get('location');
  if (address === null) throw new Error(`the consent page sent nobody back (HTTP ${answer.status})`);
  return address;
}

/** One request with exactly these headers, to 127.0.0.1; status and text of the answer. */
export async function knock(
  port: number,
  path: string,
  { method = 'GET', host = `localhost:${port}` }: { method?: string; host?: string } = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers: { Host: host } }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Holds a port of this machine; 0 takes a free one. */
export async function hold(port: number, host: string): Promise<{ port: number; release(): Promise<void> }> {
  const server = await new Promise<Server>((resolve, reject) => {
    const made = createServer();
    made.once('error', reject);
    made.listen(port, host, () => resolve(made));
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const held = await hold(0, '127.0.0.1');
  await held.release();
  return held.port;
}
