import type { Clock } from '../domain/clock.ts';
import { groupedDigits } from '../domain/money.ts';
import { logTime } from './log-time.ts';

/** How far some work has come. */
export interface Progress {
  done: number;
  of: number;
  /** Of those done, how many need a person. */
  problems: number;
  /** What is counted, as more than one of it is called: `invoices`. */
  noun: string;
}

/** Where the line goes; `columns` where it is a screen of that width. */
export interface ProgressSink {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** A screen need not be written to more often. */
const REDRAW_MS = 100;
const LOG_MS = 60_000;
/** Speed is that of the last minute: what went before says little about the rest. */
const WINDOW_MS = 60_000;
const MARK_MS = 1_000;
/** Before that a speed is a guess. */
const LEAST_MS = 2_000;
const USUAL_WIDTH = 80;

/**
 * Shows how far work has come: on a screen one line that is written over, elsewhere a line a minute, so that short work
 * leaves none. Plain text without colours or control sequences but the carriage return, which every console knows.
 */
export class ProgressLine {
  readonly #sink: ProgressSink;
  readonly #clock: Clock;
  /** How far it was, at the most once a second, in the window and a little before. */
  #marks: { at: number; done: number }[] = [];
  #last: Progress | undefined;
  /** When a line was last written; of a log, or since when there could be one. */
  #writtenAt = 0;
  /** How wide the line is that stands on the screen. */
  #drawn = 0;

  constructor(sink: ProgressSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
  }

  show(progress: Progress): void {
    const now = this.#clock.now().getTime();
    if (this.#isOther(progress, now)) this.#begin(now);
    this.#last = progress;
    this.#mark(now, progress.done);
    const since = now - this.#writtenAt;
    if (!this.#sink.isTTY) {
      if (since >= LOG_MS) this.#log(now, progress);
    } else if (since >= REDRAW_MS || progress.done === progress.of) this.#draw(now, progress);
  }

  /** Takes the line away, so that something else can be written; the next `show` brings it back. */
  clear(): void {
    if (this.#drawn === 0) return;
    this.#sink.write(`\r${' '.repeat(Math.min(this.#drawn, this.#room()))}\r`);
    [this.#drawn, this.#writtenAt] = [0, 0];
  }

  /** Takes the line away for good. */
  end(): void {
    this.clear();
    this.#last = undefined;
  }

  /** Other work than before, or a clock that was set back. */
  #isOther({ done, noun }: Progress, now: number): boolean {
    const last = this.#last;
    return last?.noun !== noun || done < last.done || now < (this.#marks.at(-1)?.at ?? now);
  }

  #begin(now: number): void {
    this.#marks = [];
    this.#writtenAt = this.#sink.isTTY ? 0 : now;
  }

  #mark(now: number, done: number): void {
    if (now - (this.#marks.at(-1)?.at ?? -Infinity) >= MARK_MS) this.#marks.push({ at: now, done });
    while ((this.#marks[1]?.at ?? now) <= now - WINDOW_MS) this.#marks.shift();
  }

  /** How many a millisecond; undefined as long as nobody can tell. */
  #speed(now: number, { done }: Progress): number | undefined {
    const [first] = this.#marks;
    if (!first || now - first.at < LEAST_MS || done <= first.done) return undefined;
    return (done - first.done) / (now - first.at);
  }

  /** The last column stays free: some consoles begin a new line once it is written. */
  #room(): number {
    return Math.max(1, (this.#sink.columns || USUAL_WIDTH) - 1);
  }

  #draw(now: number, progress: Progress): void {
    const room = this.#room();
    const text = fitted(progress, this.#speed(now, progress), room);
    this.#sink.write(`\r${text.padEnd(Math.min(this.#drawn, room))}`);
    [this.#drawn, this.#writtenAt] = [text.length, now];
  }

  #log(now: number, progress: Progress): void {
    this.#sink.write(
      `${logTime(new Date(now))}, ${fitted(progress, this.#speed(now, progress), Infinity)}\n`,
    );
    this.#writtenAt = now;
  }
}

/** The parts of the line in order; what a narrow screen has no room for is left out, the least telling first. */
function fitted({ done, of, problems, noun }: Progress, speed: number | undefined, room: number): string {
  const left = of - done;
  const parts = [
    { text: `${grouped(done)} of ${grouped(of)} ${noun}`, leaveOut: 0 },
    { text: left > 0 ? `${grouped(left)} to go` : '', leaveOut: 1 },
    { text: speed === undefined ? '' : rateText(speed), leaveOut: 2 },
    { text: speed === undefined || left <= 0 ? '' : timeText(left / speed), leaveOut: 4 },
    {
      text: problems > 0 ? `${grouped(problems)} need${problems === 1 ? 's' : ''} attention` : '',
      leaveOut: 3,
    },
  ].filter(({ text }) => text !== '');
  const joined = () => parts.map(({ text }) => text).join(' | ');
  for (let next = 1; next <= 4 && joined().length > room; next++) {
    const at = parts.findIndex(({ leaveOut }) => leaveOut === next);
    if (at >= 0) parts.splice(at, 1);
  }
  return joined().slice(0, room);
}

const grouped = (count: number): string => groupedDigits(String(count));

function rateText(speed: number): string {
  const [second, minute] = [speed * 1000, speed * 60_000];
  return second >= 2
    ? `${grouped(Math.round(second))} a second`
    : `${grouped(Math.max(1, Math.round(minute)))} a minute`;
}

function timeText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s left`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min left`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}
