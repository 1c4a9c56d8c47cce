import * as z from 'zod';
import { clockSeconds } from '../control/clock.ts';
import { companySchema } from '../control/company.ts';
import { row } from '../control/json-schema.ts';
import { jsonOf, objectOf } from '../json.ts';
import { isDate } from '../times.ts';

/** Kinds that need no detail. */
const BARE = [
  'cut-before',
  'lose-answer',
  'cut-after-headers',
  'truncate',
  'broken-json',
  'unauthorized',
  'invalid-grant',
  'revoke-token',
  'disconnect',
  'lapse',
] as const;

/** Every kind of fault, in the order in which people read of them (docs/sandbox.md). */
export const KINDS = [
  ...BARE,
  'slow',
  'status',
  'stale-query',
  'throttle-items',
  'close-books',
  'move-clock',
  'company',
] as const;

export type FaultKind = (typeof KINDS)[number];

/** Statuses that a fault can answer with. */
export const STATUSES = [413, 429, 500, 502, 503, 504] as const;
export const BODIES = ['json', 'html', 'empty'] as const;
/** Statuses under which the request may have been done all the same. */
export const UNCERTAIN: readonly number[] = [500, 502, 503, 504];

const LONGEST_MS = 600_000;
/** The life of an access token. */
const HOUR = 3600;

const when = {
  /** How many matching requests pass before the first one is struck. */
  after: z.int().min(0).max(1_000_000).default(0),
  times: z.int().min(1).max(10_000).default(1),
  match: z
    .strictObject({
      method: z.string().optional(),
      pathContains: z.string().optional(),
      /** A query-string operation (`delete`, `void`, `update`), or what the body names: `Invoice`, `Payment`. */
      operation: z.string().optional(),
      /** A company's id: requests to its accounting API only. */
      company: z.string().optional(),
    })
    .default({}),
};

/** Kept as it was sent: the order tells members that were sent from those that were not. */
const companyChange = row.superRefine((change, context) => {
  for (const { message, path } of companySchema.safeParse(change).error?.issues ?? []) {
    context.addIssue({ code: 'custom', message, path: [...path] });
  }
});

/** One fault that waits for a request; docs/sandbox.md has a line for each kind. */
export const strikeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...when, kind: z.enum(BARE) }),
  z.strictObject({ ...when, kind: z.literal('slow'), ms: z.int().min(0).max(LONGEST_MS) }),
  z
    .strictObject({
      ...when,
      kind: z.literal('status'),
      status: z.literal(STATUSES),
      retryAfter: z.int().min(0).optional(),
      body: z.enum(BODIES).default('json'),
      /** The request is done, and only its answer is replaced. */
      done: z.boolean().default(false),
    })
    .refine(({ done, status }) => !done || UNCERTAIN.includes(status), {
      message: `"done" goes with ${UNCERTAIN.join(', ')} only`,
    }),
  /** Hides the company's last writes from queries: so many, or those of so many seconds. */
  z
    .strictObject({
      ...when,
      kind: z.literal('stale-query'),
      writes: z.int().min(1).max(1000).optional(),
      seconds: z.number().positive().optional(),
    })
    .refine(({ writes, seconds }) => writes === undefined || seconds === undefined, {
      message: 'give "writes" or "seconds", not both',
    }),
  /** The items of a batch from this one on (counted from 0) are throttled, the others done. */
  z.strictObject({ ...when, kind: z.literal('throttle-items'), from: z.int().min(0).max(29).default(0) }),
  /** Today, Pacific, without a date. */
  z.strictObject({
    ...when,
    kind: z.literal('close-books'),
    date: z.string().refine(isDate, 'must be YYYY-MM-DD').optional(),
  }),
  z.strictObject({ ...when, kind: z.literal('move-clock'), seconds: clockSeconds.default(HOUR) }),
  /** Any order of `POST /__sandbox/company`, obeyed when the request comes. */
  z.strictObject({ ...when, kind: z.literal('company'), change: companyChange }),
]);

export type Strike = z.output<typeof strikeSchema>;
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** What a fault does to the request that it strikes. */
export type FaultEffect = Without<Strike, keyof typeof when>;

/** Kinds that chance may choose: all that need no words of a person. */
export const RANDOM_KINDS = KINDS.filter((kind) => kind !== 'company');
/** What a client must live with every day; the others are for who asks for them. */
const EVERYDAY = [
  'cut-before',
  'lose-answer',
  'cut-after-headers',
  'truncate',
  'broken-json',
  'unauthorized',
  'slow',
  'status',
  'stale-query',
] as const;

/** Faults by chance, the same ones for the same seed and requests. */
const chanceSchema = z.strictObject({
  seed: z.int(),
  /** The part of the requests that is struck, 0.05 being one in twenty. */
  rate: z.number().min(0).max(1),
  kinds: z
    .array(z.enum(RANDOM_KINDS))
    .min(1)
    .default([...EVERYDAY]),
});

export type Chance = z.output<typeof chanceSchema>;

const clearSchema = z.strictObject({ clear: z.literal(true) });

/** What `POST /__sandbox/faults` takes: one to wait for, faults by chance, or the end of all of them. */
export type FaultOrder = z.input<typeof strikeSchema | typeof chanceSchema | typeof clearSchema>;
export type ReadOrder = Strike | Chance | z.output<typeof clearSchema>;

/** Reads an order. Throws a `ZodError` that speaks of the form that was meant, by its first member. */
export function readOrder(order: unknown): ReadOrder {
  const named = objectOf(jsonOf(order));
  if ('clear' in named) return clearSchema.parse(order);
  if ('seed' in named || 'rate' in named) return chanceSchema.parse(order);
  return strikeSchema.parse(order);
}
