import type { Books } from '../../books/books.ts';
import type { JsonObject } from '../../json.ts';
import { addDays } from '../../times.ts';
import { Diary } from './diary.ts';
import { Dice } from './dice.ts';
import { tradeOf } from './trade.ts';
import type { Trade } from './trade.ts';

export const DAYS = 365;
const FIRST_NUMBER = 1000;

/** A year of a company's life, up to yesterday: the same text gives the same year. */
export class Year {
  readonly first: string;
  readonly last: string;
  readonly dice: Dice;
  readonly diary: Diary;
  readonly trade: Trade;
  /** What waits in Undeposited Funds, as lines of the next bank deposit. */
  readonly waiting: JsonObject[] = [];
  private number = FIRST_NUMBER;

  constructor(books: Books, text: string) {
    this.last = addDays(books.today, -1);
    this.first = addDays(books.today, -DAYS);
    this.dice = new Dice(text);
    this.diary = new Diary(this.last);
    this.trade = tradeOf(books);
  }

  /** The day so many days after another, or after the first. */
  day(days: number, from = this.first): string {
    return addDays(from, days);
  }

  nextNumber(): string {
    return `INV-${++this.number}`;
  }
}
