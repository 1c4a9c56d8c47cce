import { metaTime } from '../../times.ts';
import { movedBy } from '../clock-text.ts';
import { Mistyped } from '../form.ts';
import type { Form } from '../form.ts';
import { at } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { dayTyped } from './orders.ts';
import { markup } from '../../markup/markup.ts';

const DAY = 86_400;
const HOUR = 3600;
const FURTHEST_DAYS = 36_500;

const TO_DAY = 'day';
const REAL = 'real';

const MOVES = [
  { value: String(HOUR), label: 'An hour: the access of a signed-in app is over, and it refreshes' },
  { value: String(DAY), label: 'A day: the next refresh brings another refresh token' },
  { value: String(101 * DAY), label: '101 days: a sign-in that was not used is over' },
  { value: TO_DAY, label: 'To the day below, at this time of the day' },
  { value: REAL, label: 'Back to the real time' },
];

/** The day as the pages show it. */
const dayOf = (at: Date): string => metaTime(at).slice(0, 10);

/** To the same time of the day on another day, which an hour of daylight saving may lie between. */
function secondsTo(now: Date, day: string): number {
  const days = Math.round((Date.parse(day) - Date.parse(dayOf(now))) / (DAY * 1000));
  const seconds = [0, -HOUR, HOUR].map((shift) => days * DAY + shift);
  const lands = (by: number): boolean => dayOf(new Date(now.getTime() + by * 1000)) === day;
  return seconds.find(lands) ?? days * DAY;
}

function secondsTyped({ books }: Visit, by: string, day: string | undefined): number {
  if (by !== TO_DAY) {
    if (day === undefined) return Number(by);
    throw new Mistyped('day', 'Choose “To the day below”, or leave the day empty.');
  }
  if (day === undefined) throw new Mistyped('day', 'Write the day that it is to be.');
  const seconds = secondsTo(books.now, day);
  if (Math.abs(seconds) <= FURTHEST_DAYS * DAY) return seconds;
  throw new Mistyped('day', 'Write a day within a hundred years.');
}

export const clockForm = (visit: Visit): Form => ({
  title: 'Move the clock',
  section: 'settings',
  intro: markup`<p>${movedBy(visit.sandbox)}. The clock is that of the whole sandbox, for all companies; it runs on from where it is moved to, also after a restart with <code>--state</code>.</p>
<p>When it goes back, what was written keeps its later times, and sign-ins that were over count again.</p>`,
  fields: [
    { name: 'by', label: 'On by, or to', kind: 'choice', value: String(HOUR), choices: MOVES },
    { name: 'day', label: 'Day', kind: 'date', value: '', hint: 'Only for “To the day below”.' },
  ],
  submit: 'Move it',
  back: at(visit, 'settings'),
  done: 'clock',
  order: (typed) => {
    const by = MOVES.find(({ value }) => value === typed('by'))?.value;
    if (by === undefined) throw new Mistyped('by', 'Choose one of the list.');
    const day = dayTyped(typed, 'day');
    if (by === REAL && day === undefined) return { action: 'clock', order: { real: true } };
    return { action: 'clock', order: { advanceSeconds: secondsTyped(visit, by, day) } };
  },
});
