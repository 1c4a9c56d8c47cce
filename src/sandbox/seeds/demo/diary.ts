import { PERSON } from '../../books/actors.ts';
import type { Books } from '../../books/books.ts';
import { addDays } from '../../times.ts';

type Deed = (books: Books) => void;

/** Nine in the morning, or ten: the Pacific day is the same all the year. */
const MORNING = 'T17:00:00Z';
const MINUTES = 7;

/** The day itself, or the Monday after a weekend. */
function workday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 6 ? addDays(day, 2) : weekday === 0 ? addDays(day, 1) : day;
}

/**
 * What was done in the books on which day: noted in any order, played in the order of the days. What would
 * come after the last day is not done: those invoices are open, those projects are at work.
 */
export class Diary {
  private readonly deeds = new Map<string, Deed[]>();
  private readonly last: string;

  constructor(last: string) {
    this.last = last;
  }

  /** Notes a deed; gives the day on which it falls. */
  on(wanted: string, deed: Deed): string {
    const day = workday(wanted);
    const deeds = this.deeds.get(day);
    if (deeds === undefined) this.deeds.set(day, [deed]);
    else deeds.push(deed);
    return day;
  }

  /** Does everything, each at its own time. A deed may note others for later days. */
  play(books: Books, first: string): void {
    for (let day = first; day <= this.last; day = addDays(day, 1)) {
      const morning = Date.parse(`${day}${MORNING}`);
      for (const [at, deed] of (this.deeds.get(day) ?? []).entries()) {
        deed(books.at(new Date(morning + at * MINUTES * 60_000), PERSON));
      }
    }
  }
}
