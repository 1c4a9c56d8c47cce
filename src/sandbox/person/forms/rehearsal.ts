import type { FaultOrder } from '../../index.ts';
import { jsonOf } from '../../json.ts';
import { Mistyped } from '../form.ts';
import type { Form } from '../form.ts';
import { at } from '../visit.ts';
import type { Visit } from '../visit.ts';

const DAY = 86_400;

const MOVES = [
  { value: '3600', label: 'An hour: the access of a signed-in app is over, and it refreshes' },
  { value: String(DAY), label: 'A day: the next refresh brings another refresh token' },
  { value: String(101 * DAY), label: '101 days: a sign-in that was not used is over' },
];

export const clockForm = (visit: Visit): Form => ({
  title: 'Move the clock',
  section: 'settings',
  fields: [
    {
      name: 'by',
      label: 'On by',
      kind: 'choice',
      value: '3600',
      choices: MOVES,
      hint: 'The clock is that of the whole sandbox, for all companies. It goes on from there.',
    },
  ],
  submit: 'Move it',
  back: at(visit, 'settings'),
  done: 'clock',
  order: (typed) => {
    const by = MOVES.find(({ value }) => value === typed('by'));
    if (by === undefined) throw new Mistyped('by', 'Choose one of the list.');
    return { action: 'clock', order: { advanceSeconds: Number(by.value) } };
  },
});

const writes = { method: 'POST' };

/** What can be ordered with one choice; `POST /__sandbox/faults` can do more. */
const FAULTS: Readonly<Record<string, readonly [words: string, order: FaultOrder]>> = {
  'lost-answer': ['The next write is done, and its answer gets lost', { kind: 'lose-answer', match: writes }],
  'cut-before': ['The connection breaks before the next request is done', { kind: 'cut-before' }],
  truncated: ['The next answer breaks off in the middle', { kind: 'truncate' }],
  unauthorized: ['The next request is answered as not signed in (401)', { kind: 'unauthorized' }],
  'too-many': [
    'Too many requests (429, with a time to wait)',
    { kind: 'status', status: 429, retryAfter: 2 },
  ],
  'too-many-bare': ['Too many requests (429, without a time)', { kind: 'status', status: 429 }],
  broken: ['QuickBooks has an error (500)', { kind: 'status', status: 500 }],
  down: [
    'QuickBooks is down for five requests (503)',
    { kind: 'status', status: 503, body: 'html', times: 5 },
  ],
  late: ['A gateway gives up waiting (504)', { kind: 'status', status: 504, body: 'html' }],
  slow: ['The next answer takes 20 seconds', { kind: 'slow', ms: 20_000 }],
  none: ['Forget the faults that still wait', { clear: true }],
};

export const faultForm = (visit: Visit): Form => ({
  title: 'Order a fault',
  section: 'settings',
  fields: [
    {
      name: 'fault',
      label: 'What goes wrong',
      kind: 'choice',
      value: 'lost-answer',
      choices: Object.entries(FAULTS).map(([value, [label]]) => ({ value, label })),
      hint: 'It strikes requests of apps, to any company. These pages are never struck.',
    },
  ],
  submit: 'Order it',
  back: at(visit, 'settings'),
  done: 'fault',
  order: (typed) => {
    const chosen = Object.hasOwn(FAULTS, typed('fault')) ? FAULTS[typed('fault')] : undefined;
    if (chosen === undefined) throw new Mistyped('fault', 'Choose one of the list.');
    return { action: 'faults', order: jsonOf(chosen[1]) ?? {} };
  },
});
