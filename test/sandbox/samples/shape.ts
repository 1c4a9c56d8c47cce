import { isList, isObject } from '../../../src/sandbox/json.ts';
import type { Json } from '../../../src/sandbox/json.ts';

/** What a text is, when it is more than text: QuickBooks prints milliseconds in envelopes only. */
const FORMS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['time with milliseconds', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,3}[+-]\d\d:\d\d$/],
  ['time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/],
  ['time in UTC', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/],
  ['day', /^\d{4}-\d\d-\d\d$/],
];

/** Members whose text is part of a refusal's form: in either envelope, in XML, at the sign-in. */
const FAULT_MEMBERS = new Set([
  'Message',
  'message',
  'Detail',
  'detail',
  'code',
  '@code',
  'element',
  '@element',
  'type',
  '@type',
  'error',
  'error_description',
  'content-type',
  'cache-control',
  'pragma',
]);

export interface ShapeOptions {
  /** Faults: texts count, not only their types. */
  readonly texts?: boolean | undefined;
  /** Parts of those texts that differ by case, blanked out. */
  readonly mask?: readonly RegExp[] | undefined;
}

function kindOf(value: string | number | boolean | null, member: string, options: ShapeOptions): string {
  if (typeof value !== 'string') return value === null ? 'null' : typeof value;
  const form = FORMS.find(([, pattern]) => pattern.test(value))?.[0];
  if (form !== undefined || options.texts !== true || !FAULT_MEMBERS.has(member)) return form ?? 'text';
  return JSON.stringify((options.mask ?? []).reduce((text, pattern) => text.replace(pattern, '…'), value));
}

/**
 * Every member and its type, one line each: `Customer.MetaData.CreateTime: time`. Entries of a list are
 * laid over each other, so that two lists of other lengths can have one shape.
 */
export function shapeOf(value: Json | undefined, options: ShapeOptions = {}): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (here: Json | undefined, path: string, member: string): void => {
    if (here === undefined) return;
    if (isList(here)) {
      found.add(`${path}: list`);
      for (const entry of here) visit(entry, `${path}[]`, member);
    } else if (isObject(here)) {
      found.add(`${path}: object`);
      for (const [name, inner] of Object.entries(here))
        visit(inner, path === '' ? name : `${path}.${name}`, name);
    } else found.add(`${path}: ${kindOf(here, member, options)}`);
  };
  visit(value, '', '');
  return found;
}

export interface Difference {
  /** Which of the two has the line. */
  readonly side: 'recorded' | 'ours';
  readonly line: string;
}

export function differences(recorded: ReadonlySet<string>, ours: ReadonlySet<string>): readonly Difference[] {
  return [
    ...[...recorded].filter((line) => !ours.has(line)).map((line) => ({ side: 'recorded' as const, line })),
    ...[...ours].filter((line) => !recorded.has(line)).map((line) => ({ side: 'ours' as const, line })),
  ];
}
