import { isList, isObject } from '../../../src/sandbox/json.ts';
import type { Json } from '../../../src/sandbox/json.ts';
import type { Random } from './random.ts';

/** Values that break what is not looked at. */
const VALUES: readonly [Json, ...Json[]] = [
  null,
  true,
  false,
  '',
  ' ',
  '0',
  '1',
  '-1',
  '007',
  'NaN',
  'TAX',
  'NON',
  'null',
  '__proto__',
  'constructor',
  'toString',
  'x'.repeat(4200),
  'é'.repeat(60),
  '2026-02-30',
  '2026-01-15',
  '9999-12-31',
  '0000-00-00',
  '\u0000',
  '\u0007 bell',
  '\u202eright to left',
  '\ud83d\ude00',
  '\ud800',
  '\uffff',
  "O'Neill \\' %",
  '<script>alert(1)</script>&amp;]]>',
  '..',
  ':',
  0,
  -0,
  -1,
  1,
  0.005,
  0.1,
  1e-9,
  1e21,
  -1e10,
  9_999_999_999.99,
  Number.MAX_SAFE_INTEGER + 1,
  1e308,
  [],
  {},
  [[]],
  [null],
  [{}],
  { value: '1' },
  { value: '999999' },
  { value: null },
  { value: 1 },
  { name: 'only a name' },
];

const NAMES: readonly [string, ...string[]] = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'Id',
  'SyncToken',
  'sparse',
  'Active',
  'MetaData',
  'a b',
  '1<2',
  '',
  'domain',
  'status',
];

/** The same value with something, somewhere, replaced, removed, added or renamed. */
export function mutated(value: Json | undefined, random: Random): Json {
  const names = isObject(value) ? Object.keys(value) : isList(value) ? [...value.keys()].map(String) : [];
  const name = random.pick(names);
  if (name === undefined || random.chance(15)) return random.pick(VALUES);
  if (isList(value)) {
    const at = Number(name);
    if (random.chance(10)) return value.filter((_, index) => index !== at);
    if (random.chance(10)) return [...value, value[at] ?? null];
    return value.map((inner, index) => (index === at ? mutated(inner, random) : inner));
  }
  // Entries, since `__proto__` is a member like any other in JSON, and none in an object literal.
  const entries = Object.entries(isObject(value) ? value : {});
  const extra = random.pick(NAMES);
  const by = random.pick(VALUES);
  const change = random.below(10);
  if (change === 0) return Object.fromEntries([...entries, [extra, by]]);
  return Object.fromEntries(
    entries.flatMap(([key, inner]) => {
      if (key !== name) return [[key, inner]];
      if (change === 1) return [];
      if (change === 2) return [[extra, inner]];
      return [[key, mutated(inner, random)]];
    }),
  );
}

/** A text broken as JSON is broken in transit or by hand. */
export function mangled(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  switch (random.below(12)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text + text;
    case 2:
      return `\ufeff${text}`;
    case 3:
      return `${text.slice(0, at)}\u0000${text.slice(at)}`;
    case 4:
      return `${text.slice(0, at)}\ufffd${text.slice(at)}`;
    case 5:
      return text.replace(/\d+/, '1e999');
    case 6:
      return text.replace(
        /\d+/,
        random.pick(['-1e400', '1E-400', '00012', '0x10', '1e21', '123456789012345678901']),
      );
    case 7:
      return text.replace('{', '{"Id":"1","Id":"2","Line":[],"__proto__":{"polluted":true},');
    case 8:
      return `${'['.repeat(random.pick([30, 60, 5000]))}${text}`;
    case 9:
      return `${'{"Line":'.repeat(random.pick([30, 50]))}${text}${'}'.repeat(50)}`;
    case 10:
      return random.pick([
        '',
        '[]',
        '""',
        'null',
        'true',
        '1',
        '{}',
        '[{}]',
        '{"":{}}',
        'select * from Invoice',
        '<a/>',
      ]);
    default:
      return text.replace(/"/g, "'");
  }
}
