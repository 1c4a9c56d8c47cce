import type { Json } from '../../../src/sandbox/json.ts';
import { bodyOf, entityPaths } from './bodies.ts';
import { mangled, mutated } from './mutate.ts';
import { idIn, rowName, tokenIn } from './scene.ts';
import type { Scene, Sent } from './scene.ts';
import { statement } from './statements.ts';

const OPERATIONS: readonly [string, ...string[]] = [
  'update',
  'delete',
  'void',
  'create',
  'nonsense',
  '',
  'Delete',
];
const INCLUDES: readonly [string, ...string[]] = [
  'void',
  'allowduplicatedocnum',
  'void,allowduplicatedocnum',
  '',
  ',',
];

/** What has balances comes more often. */
const PATHS = [
  ...entityPaths,
  'invoice',
  'invoice',
  'payment',
  'payment',
  'creditmemo',
  'customer',
  'deposit',
];

export const entityPath = ({ random }: Scene): string => random.pick(PATHS) ?? 'invoice';

interface Written {
  readonly payload: Json;
  readonly query: Readonly<Record<string, string>>;
}

/** A create, a full or sparse update, a delete or a void; four in ten have a payload that is broken somewhere. */
function writing(scene: Scene, path: string): Written {
  const { random } = scene;
  const id = idIn(scene, rowName(path));
  const key = { Id: id, SyncToken: tokenIn(scene, rowName(path), id) };
  const sound = random.weighted<Written>(
    [
      [55, { payload: bodyOf(path, random, scene.us), query: {} }],
      [15, { payload: { ...bodyOf(path, random, scene.us), ...key }, query: {} }],
      [15, { payload: { ...bodyOf(path, random, scene.us), ...key, sparse: true }, query: {} }],
      [5, { payload: key, query: { operation: 'void' } }],
      [5, { payload: { ...key, sparse: true }, query: { operation: 'update', include: 'void' } }],
    ],
    { payload: key, query: { operation: 'delete' } },
  );
  return random.chance(40) ? { ...sound, payload: mutated(sound.payload, random) } : sound;
}

const payload = (scene: Scene, path: string): Json => writing(scene, path).payload;

export const textOfPayload = (scene: Scene, value: Json): string => {
  const text = JSON.stringify(value);
  return scene.random.chance(5) ? mangled(text, scene.random) : text;
};

export function options({ random }: Scene): Record<string, string> {
  return {
    ...(random.chance(6) ? { operation: random.pick(OPERATIONS) } : {}),
    ...(random.chance(6) ? { include: random.pick(INCLUDES) } : {}),
    ...(random.chance(6) ? { minorversion: random.pick(['75', '-1', 'x', '9'.repeat(400)]) } : {}),
    ...(random.chance(4) ? { requestid: random.pick(['r1', 'r2', 'r3', '', '\u0000', 'x'.repeat(51)]) } : {}),
  };
}

export const company = ({ qbo, random }: Scene, path: string): string =>
  `/v3/company/${random.chance(98) ? qbo.realmId : random.pick(['1', 'x', '..', '__proto__'])}/${path}`;

export function write(scene: Scene): Sent {
  const path = scene.random.chance(5) ? 'taxservice/taxcode' : entityPath(scene);
  const { payload: sent, query: asked } = writing(scene, path);
  const body = textOfPayload(scene, sent);
  return { method: 'POST', path: company(scene, path), query: { ...asked, ...options(scene) }, body };
}

/** A write that cannot succeed: of a stale row, or with a member that nothing has. */
export function refusedWrite(scene: Scene): Sent {
  const path = entityPath(scene);
  const body = bodyOf(path, scene.random, scene.us);
  const refused = scene.random.chance(50)
    ? { ...body, NoSuchMember: 1 }
    : { ...body, Id: '1', SyncToken: '990' };
  return { method: 'POST', path: company(scene, path), body: JSON.stringify(refused) };
}

function batchItem(scene: Scene, at: number): Json {
  const { random } = scene;
  const path = entityPath(scene);
  const item: Json = random.weighted(
    [
      [3, { Query: statement(random) }],
      [1, { CDCQuery: 'Customer' }],
      [2, { operation: 'delete', [rowName(path)]: payload(scene, path) }],
      [2, { operation: 'update', optionsData: 'void', [rowName(path)]: payload(scene, path) }],
    ],
    { operation: 'create', [rowName(path)]: payload(scene, path) },
  );
  const whole = { bId: random.chance(95) ? `b${at}` : random.pick(['', 'b0', 'x'.repeat(40)]), ...item };
  return random.chance(10) ? mutated(whole, random) : whole;
}

export function batch(scene: Scene): Sent {
  const { random } = scene;
  const size = random.chance(97) ? random.below(5) : 29 + random.below(4);
  const items = { BatchItemRequest: Array.from({ length: size }, (_, at) => batchItem(scene, at)) };
  const body = textOfPayload(scene, random.chance(10) ? mutated(items, random) : items);
  return { method: 'POST', path: company(scene, 'batch'), query: options(scene), body };
}
