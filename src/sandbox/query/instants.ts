import { isDate, metaTime } from '../times.ts';

const WRITTEN =
  /^(?<day>\d{4}-\d{2}-\d{2})(?:T(?<time>(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/;

/** The day that a date or a date with a time names; undefined when it is neither. */
export function dayOf(text: string): string | undefined {
  const day = WRITTEN.exec(text)?.groups?.day;
  return day !== undefined && isDate(day) ? day : undefined;
}

/** Pacific has one of these two; which one, the day tells. */
const PACIFIC = ['-07:00', '-08:00'] as const;

/**
 * Milliseconds since 1970 of a date or a date with a time. Without a zone it is Pacific, as all times of
 * QuickBooks are; a date alone is its first moment. Undefined when the text is none of these.
 */
export function instantOf(text: string): number | undefined {
  const { day, time = '00:00:00', zone } = WRITTEN.exec(text)?.groups ?? {};
  if (day === undefined || !isDate(day)) return undefined;
  const at = (offset: string): number => Date.parse(`${day}T${time}${offset}`);
  if (zone !== undefined) return at(zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2'));
  return at(PACIFIC.find((offset) => metaTime(new Date(at(offset))).endsWith(offset)) ?? PACIFIC[1]);
}
