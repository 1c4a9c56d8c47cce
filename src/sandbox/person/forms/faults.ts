import type { FaultOrder } from '../../index.ts';
import { jsonOf, objectOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { markup } from '../../markup/markup.ts';
import { Mistyped } from '../form.ts';
import type { Form, Typed } from '../form.ts';
import { at } from '../visit.ts';
import type { Visit } from '../visit.ts';

/** What can be ordered with one choice; `POST /__sandbox/faults` can do more. */
const FAULTS: Readonly<Record<string, readonly [words: string, order: FaultOrder]>> = {
  'lost-answer': ['The next request is done, and its answer gets lost', { kind: 'lose-answer' }],
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
};

/** Which requests of apps a fault waits for. */
const REQUESTS: Readonly<Record<string, readonly [words: string, match: JsonObject]>> = {
  writes: ['Writes: whatever changes the books', { method: 'POST' }],
  invoices: ['Writes of invoices', { method: 'POST', pathContains: '/invoice' }],
  payments: ['Writes of payments', { method: 'POST', pathContains: '/payment' }],
  customers: ['Writes of customers', { method: 'POST', pathContains: '/customer' }],
  queries: ['Queries: looking something up', { pathContains: '/query' }],
  any: ['Any, also the first look at the company', {}],
};

const choices = (from: Readonly<Record<string, readonly [words: string, order: unknown]>>) =>
  Object.entries(from).map(([value, [label]]) => ({ value, label }));

const chosen = <Value>(from: Readonly<Record<string, Value>>, typed: Typed, name: string): Value => {
  const found = Object.hasOwn(from, typed(name)) ? from[typed(name)] : undefined;
  if (found === undefined) throw new Mistyped(name, 'Choose one of the list.');
  return found;
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
      choices: choices(FAULTS),
      hint: 'It strikes requests of apps, to any company. These pages are never struck.',
    },
    {
      name: 'requests',
      label: 'Which requests',
      kind: 'choice',
      value: 'writes',
      choices: choices(REQUESTS),
      hint: 'The fault waits until such a request comes.',
    },
  ],
  submit: 'Order it',
  back: at(visit, 'settings', 'faults'),
  done: 'fault',
  order: (typed) => {
    const [, fault] = chosen(FAULTS, typed, 'fault');
    const [, match] = chosen(REQUESTS, typed, 'requests');
    return { action: 'faults', order: { ...objectOf(jsonOf(fault)), match } };
  },
});

export const forgetFaultsForm = (visit: Visit): Form => ({
  title: 'Forget the faults?',
  section: 'settings',
  intro: markup`<p>Nothing waits and nothing comes by chance any more. What struck stays in the list.</p>`,
  fields: [],
  submit: 'Forget them',
  back: at(visit, 'settings', 'faults'),
  done: 'no-faults',
  order: () => ({ action: 'faults', order: { clear: true } }),
});
