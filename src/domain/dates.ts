/** The date of a document: `YYYY-MM-DD`, no time, no time zone. */
export type PlainDate = string & { readonly __plainDate: unique symbol };

/** How day and month are ordered in a file whose dates are written with slashes, dots or dashes. */
export type DateOrder = 'mdy' | 'dmy';

export type DateReading =
  { ok: true; date: PlainDate } | { ok: false; why: 'ambiguous' | 'unreadable' | 'no-such-day' };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Reads a document date. ISO dates (also as the front of a timestamp) and dates with a month's name are clear by
 * themselves; `03/04/2026` is refused as ambiguous unless `order` says what it is; `25/12/2026` has one reading only.
 */
export function readDate(text: string, order?: DateOrder): DateReading {
  const body = text.trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(body);
  if (iso) return build(iso[1], iso[2], iso[3]);
  const named = /^(\d{1,2})[-\s]([A-Za-z]{3,9})\.?[-\s,]+(\d{4})$/.exec(body);
  if (named) return build(named[3], monthOf(named[2]), named[1]);
  const american = /^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$/.exec(body);
  if (american) return build(american[3], monthOf(american[1]), american[2]);
  const slashed = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(body);
  if (!slashed) return { ok: false, why: 'unreadable' };
  const [, first, second, year] = slashed;
  if (order === 'mdy') return build(year, first, second);
  if (order === 'dmy') return build(year, second, first);
  if (first === second || Number(second) > 12) return build(year, first, second);
  if (Number(first) > 12) return build(year, second, first);
  return { ok: false, why: 'ambiguous' };
}

/** Text that is already `YYYY-MM-DD`, from the books or our own ledger; undefined when it is not a day that exists. */
export function plainDate(text: string): PlainDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const read = readDate(text);
  return read.ok ? read.date : undefined;
}

function monthOf(name: string | undefined): string | undefined {
  const at = MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase());
  return at < 0 ? undefined : String(at + 1);
}

function build(year?: string, month?: string, day?: string): DateReading {
  if (!year || !month || !day) return { ok: false, why: 'unreadable' };
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const made = new Date(Date.UTC(y, m - 1, d));
  if (made.getUTCFullYear() !== y || made.getUTCMonth() !== m - 1 || made.getUTCDate() !== d) {
    return { ok: false, why: 'no-such-day' };
  }
  return { ok: true, date: made.toISOString().slice(0, 10) as PlainDate };
}
