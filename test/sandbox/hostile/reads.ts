import { bodies } from './bodies.ts';
import { idIn, rowName } from './scene.ts';
import type { Scene, Sent } from './scene.ts';
import { statement } from './statements.ts';
import { company, entityPath, options } from './writes.ts';

export function read(scene: Scene): Sent {
  const path = entityPath(scene);
  const id = idIn(scene, rowName(path));
  return { method: 'GET', path: company(scene, `${path}/${id}`), query: options(scene) };
}

export function query(scene: Scene): Sent {
  const text = statement(scene.random);
  if (scene.random.chance(30)) return { method: 'POST', path: company(scene, 'query'), body: text };
  return { method: 'GET', path: company(scene, 'query'), query: { query: text } };
}

const SINCE: readonly [string, ...string[]] = [
  '2026-03-02T09:00:00-08:00',
  '2026-02-20',
  '2026-02-30',
  '1999-01-01',
  '9999-12-31T23:59:59Z',
  '',
  'yesterday',
  '+275760-09-13T00:00:00Z',
];

export function changes(scene: Scene): Sent {
  const { random } = scene;
  const names = Array.from({ length: random.below(4) }, () => rowName(entityPath(scene)));
  const entities = random.chance(90)
    ? names.join(',')
    : random.pick([',', '*', 'Custmoer', '__proto__', 'x'.repeat(3000)]);
  return {
    method: 'GET',
    path: company(scene, 'cdc'),
    query: { entities, changedSince: random.pick(SINCE) },
  };
}

export function paper(scene: Scene): Sent {
  const { random } = scene;
  const path = random.pick(['invoice', 'payment', 'creditmemo', 'salesreceipt', 'customer']);
  const id = idIn(scene, rowName(path));
  if (random.chance(50)) {
    return {
      method: 'GET',
      path: company(scene, `${path}/${id}/pdf`),
      headers: { accept: 'application/pdf' },
    };
  }
  const sendTo = random.pick([
    'a@b.example',
    'nobody',
    '',
    'a@b,c@d',
    '\u0000@b',
    `${'x'.repeat(200)}@b.example`,
  ]);
  const query: Readonly<Record<string, string>> = random.chance(70) ? { sendTo } : {};
  const type = random.chance(90) ? 'application/octet-stream' : 'application/json';
  return {
    method: 'POST',
    path: company(scene, `${path}/${id}/send`),
    headers: { 'content-type': type },
    query,
  };
}

const PARTS: readonly [string, ...string[]] = [
  'v3',
  'company',
  'invoice',
  'customer',
  'query',
  'batch',
  'cdc',
  'upload',
  'pdf',
  'send',
  '1',
  '..',
  '.',
  '',
  '%2e%2e',
  '%00',
  '%',
  '%ff',
  '\u0000',
  '__proto__',
  'constructor',
  'é',
  '\ud83d\ude00',
  'x'.repeat(9000),
  '__sandbox',
  'app',
  'oauth2',
  'tokens',
  'connect',
  '.well-known',
];
const METHODS: readonly [string, ...string[]] = [
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'get',
  'XYZZY',
  '',
];

export function oddPath(scene: Scene): Sent {
  const { random, qbo } = scene;
  const parts = Array.from({ length: random.below(7) }, () => random.pick(PARTS));
  const head = random.chance(50) ? `/v3/company/${qbo.realmId}` : '';
  const known = [...bodies.keys()];
  const path = random.chance(30)
    ? `${head}/${random.pick(known) ?? ''}/${parts.join('/')}`
    : `${head}/${parts.join('/')}`;
  return { method: random.pick(METHODS), path, query: options(scene), body: random.chance(20) ? '{}' : '' };
}
