import type { FaultKind } from '../../fault-injection/orders.ts';
import { KINDS } from '../../fault-injection/orders.ts';
import { isObject, objectOf, objectsOf, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { markup } from '../../markup/markup.ts';
import { metaTime } from '../../times.ts';
import type { Sandbox } from '../../types.ts';
import type { Screen } from '../frame.ts';
import { buttonTo } from '../links.ts';
import { table } from '../table.ts';
import { at } from '../visit.ts';
import type { Visit } from '../visit.ts';

const SHOWN = 100;

const WORDS: Readonly<Record<FaultKind, string>> = {
  'cut-before': 'Connection broken, nothing done',
  'lose-answer': 'Done, and the answer lost',
  'cut-after-headers': 'Answer broken off at its start',
  truncate: 'Answer broken off in the middle',
  'broken-json': 'Answer is no JSON',
  unauthorized: 'Answered as not signed in (401)',
  'invalid-grant': 'Sign-in refused (invalid_grant)',
  'revoke-token': 'Sign-in of the app ended',
  disconnect: 'App disconnected',
  lapse: 'Subscription lapsed',
  slow: 'Answer held back',
  status: 'Answered with an error',
  'stale-query': 'Answered as before the last writes',
  'throttle-items': 'Items of a batch refused as too many',
  'close-books': 'Books closed',
  'move-clock': 'Clock moved',
  company: 'Company changed',
};

/** The details that tell faults of one kind apart. */
const DETAILS = ['status', 'ms', 'writes', 'seconds', 'from', 'date'];

function effect(fault: JsonObject): string {
  const kind = KINDS.find((name) => name === fault.kind);
  const details = DETAILS.flatMap((name) => {
    const value = fault[name];
    return typeof value === 'string' || typeof value === 'number' ? [`${name} ${value}`] : [];
  });
  const what = kind === undefined ? '' : WORDS[kind];
  return details.length === 0 ? what : `${what} (${details.join(', ')})`;
}

/** The request without the company's id, which is the same in most. */
const request = ({ method, path }: JsonObject): string =>
  `${textOf(method) ?? ''} ${(textOf(path) ?? '').replace(/^\/v3\/company\/\d+/, '')}`;

function fits(fault: JsonObject): string {
  const { method, pathContains, operation, company } = objectOf(fault.match);
  const parts = [method, pathContains, operation, company].map(textOf).filter((part) => part !== undefined);
  return parts.length === 0 ? 'Any that it can strike' : parts.join(' ');
}

function chance(sandbox: Sandbox): string | undefined {
  const order = sandbox.faults.shown().chance;
  if (!isObject(order)) return undefined;
  const rate = typeof order.rate === 'number' ? order.rate : 0;
  return `${Number((rate * 100).toFixed(4))} % of requests by chance (seed ${String(Number(order.seed))})`;
}

/** What waits, comes by chance and struck, in one line. */
export function faultsInShort(sandbox: Sandbox): string {
  const struck = objectsOf(sandbox.faults.shown().struck).length;
  const parts = [`${sandbox.faults.count} wait`, `${struck} struck`, chance(sandbox)];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** Faults on demand: an app that copes with them says nothing, so this is where one sees that it met them. */
export function faultsPage(visit: Visit): Screen {
  const { sandbox } = visit;
  const { waiting, struck } = sandbox.faults.shown();
  const byChance = chance(sandbox);
  return {
    title: 'Faults on purpose',
    section: 'settings',
    main: [
      markup`<p>A program that copes with a fault goes on without a word. What struck is listed here, for all companies.</p>
<ul class="actions">${buttonTo(at(visit, 'settings', 'fault'), 'Order a fault', '')}${buttonTo(at(visit, 'settings', 'forget-faults'), 'Forget what waits')}</ul>`,
      byChance !== undefined && markup`<p>${byChance}.</p>`,
      markup`<h2>Waiting</h2>`,
      table(
        'Each strikes the next requests that it fits',
        [
          { label: 'What goes wrong', cell: effect },
          { label: 'Requests', cell: fits },
          {
            label: 'Let through before',
            cell: (fault: JsonObject) => String(Number(fault.after)),
            number: true,
          },
          { label: 'Still to strike', cell: (fault) => String(Number(fault.times)), number: true },
        ],
        objectsOf(waiting),
        'No fault waits.',
      ),
      markup`<h2>Struck</h2>`,
      table(
        `The newest first, ${SHOWN} at most; times are Pacific`,
        [
          {
            label: 'When',
            cell: ({ at: when }: JsonObject) =>
              metaTime(new Date(textOf(when) ?? ''))
                .replace('T', ' ')
                .slice(0, 19),
          },
          { label: 'Request', cell: request },
          { label: 'What went wrong', cell: effect },
          { label: 'Why', cell: ({ byChance: rolled }) => (rolled === true ? 'By chance' : 'Ordered') },
          { label: 'Could not be done', cell: ({ failed }) => textOf(failed) },
        ],
        [...objectsOf(struck)].reverse().slice(0, SHOWN),
        'No fault struck yet.',
      ),
    ],
  };
}
