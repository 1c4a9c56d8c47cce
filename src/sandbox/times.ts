/** QuickBooks prints every time in US Pacific, daylight saving included (qbo-api.md 1.3). */
const PACIFIC = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

interface Wall {
  readonly date: string;
  readonly time: string;
  readonly offset: string;
}

/** Intl is slow, and one request prints the same second many times. */
let latest: { readonly second: number; readonly wall: Wall } | undefined;

function pacific(at: Date): Wall {
  const second = Math.floor(at.getTime() / 1000);
  if (latest?.second !== second) latest = { second, wall: wallOf(at) };
  return latest.wall;
}

function wallOf(at: Date): Wall {
  const part = new Map(PACIFIC.formatToParts(at).map(({ type, value }) => [type, value]));
  const get = (name: Intl.DateTimeFormatPartTypes): string => part.get(name) ?? '00';
  const date = `${get('year')}-${get('month')}-${get('day')}`;
  const time = `${get('hour')}:${get('minute')}:${get('second')}`;
  const wholeSeconds = Math.floor(at.getTime() / 1000) * 1000;
  const minutes = Math.round((new Date(`${date}T${time}Z`).getTime() - wholeSeconds) / 60_000);
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return { date, time, offset: `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}` };
}

/** `2020-09-29T05:58:07.300-07:00`: the `time` of an envelope. */
export function envelopeTime(at: Date): string {
  const { date, time, offset } = pacific(at);
  return `${date}T${time}.${String(at.getUTCMilliseconds()).padStart(3, '0')}${offset}`;
}

/** `2020-09-29T05:58:07-07:00`: times in MetaData carry no milliseconds. */
export function metaTime(at: Date): string {
  const { date, time, offset } = pacific(at);
  return `${date}T${time}${offset}`;
}

/** The day in US Pacific time. */
export const pacificDate = (at: Date): string => pacific(at).date;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day in a zone of the IANA list. */
export function dateIn(zone: string, at: Date): string {
  const format = formats.get(zone) ?? dayFormat(zone);
  formats.set(zone, format);
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return [part.get('year'), part.get('month'), part.get('day')].join('-');
}

const dayFormat = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });

/** Whether the text is a day that exists, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** A plain date some days later. Plain dates have no zone, so the sum is done in UTC. */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
