import { describe, expect, test } from 'vitest';
import { ProgressLine, type Progress } from '../../src/terminal/progress.ts';
import { fc } from '../support/property.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const at = (done: number, parts: Partial<Progress> = {}): Progress => ({
  done,
  of: 3500,
  problems: 0,
  noun: 'invoices',
  ...parts,
});

/** A screen that knows the carriage return and nothing else, as the oldest console does. */
class Screen {
  readonly isTTY = true;
  columns: number | undefined = 100;
  text = '';
  writes = 0;
  #cells: string[] = [];
  #cursor = 0;

  write(text: string): void {
    this.writes++;
    this.text += text;
    for (const sign of text) {
      if (sign === '\r') this.#cursor = 0;
      else this.#cells[this.#cursor++] = sign;
    }
  }

  /** What stands in the line; the screen would have wrapped beyond its last column. */
  get line(): string {
    return this.#cells.join('').trimEnd();
  }

  get widest(): number {
    return this.#cells.length;
  }
}

class Log {
  text = '';
  write(text: string): void {
    this.text += text;
  }
}

function onScreen(columns?: number) {
  const [screen, clock] = [new Screen(), new VirtualClock()];
  if (columns !== undefined) screen.columns = columns;
  return { screen, clock, line: new ProgressLine(screen, clock) };
}

describe('on a screen', () => {
  test('says what is done, what is left, how fast, how long still and how many problems', () => {
    const { screen, clock, line } = onScreen();
    line.show(at(0));
    expect(screen.line).toBe('0 of 3,500 invoices | 3,500 to go');
    clock.advance(30_000);
    line.show(at(600, { problems: 3 }));
    expect(screen.line).toBe(
      '600 of 3,500 invoices | 2,900 to go | 20 a second | 3 min left | 3 need attention',
    );
  });

  test.each([
    { seconds: 60, done: 40, says: '40 a minute | 2 h 10 min left' },
    { seconds: 60, done: 1, of: 3, says: '1 a minute | 2 min left' },
    { seconds: 2, done: 3000, of: 3500, says: '1,500 a second | 1 s left' },
    { seconds: 60, done: 1, of: 2, problems: 1, says: '1 a minute | 1 min left | 1 needs attention' },
  ])('$done in $seconds seconds: $says', ({ seconds, done, of = 5240, problems = 0, says }) => {
    const { screen, clock, line } = onScreen();
    line.show(at(0, { of }));
    clock.advance(seconds * 1000);
    line.show(at(done, { of, problems }));
    expect(screen.line).toContain(says);
  });

  test('the speed is that of the last minute', () => {
    const { screen, clock, line } = onScreen();
    for (let second = 0; second <= 120; second++) {
      line.show(at(second <= 60 ? second * 20 : 1200 + (second - 60) * 2));
      clock.advance(1000);
    }
    expect(screen.line).toMatch(/ 2 a second /);
  });

  test('no speed is said of the first moments, nor where nothing was done', () => {
    const { screen, clock, line } = onScreen();
    line.show(at(0));
    clock.advance(1_900);
    line.show(at(500));
    expect(screen.line).toBe('500 of 3,500 invoices | 3,000 to go');
    const other = onScreen();
    other.line.show(at(7));
    other.clock.advance(60_000);
    other.line.show(at(7));
    expect(other.screen.line).toBe('7 of 3,500 invoices | 3,493 to go');
  });

  test('it is written at most ten times a second, and always at the end', () => {
    const { screen, clock, line } = onScreen();
    for (let done = 1; done <= 3500; done++) {
      line.show(at(done));
      clock.advance(1);
    }
    expect(screen.writes).toBeLessThanOrEqual(37);
    expect(screen.line).toMatch(/^3,500 of 3,500 invoices/);
  });

  test('nothing is left of it once it is cleared or ended', () => {
    const { screen, line } = onScreen();
    line.show(at(1));
    line.clear();
    expect(screen.line).toBe('');
    line.show(at(2));
    expect(screen.line).toMatch(/^2 of/);
    line.end();
    expect(screen.line).toBe('');
    const { writes } = screen;
    line.end();
    expect(screen.writes).toBe(writes);
  });

  test('a shorter line leaves nothing of the longer one before', () => {
    const { screen, clock, line } = onScreen();
    line.show(at(0, { problems: 100 }));
    clock.advance(200);
    line.show(at(0, { of: 9 }));
    expect(screen.line).toBe('0 of 9 invoices | 9 to go');
  });

  test('one stage after the other has its own speed', () => {
    const { screen, clock, line } = onScreen();
    line.show(at(0));
    clock.advance(10_000);
    line.show(at(3500));
    line.show(at(0, { noun: 'payments', of: 80 }));
    expect(screen.line).toBe('0 of 80 payments | 80 to go');
  });

  test('a clock that is set back begins the speed anew', () => {
    const { screen, clock, line } = onScreen();
    line.show(at(100));
    clock.advance(-3_600_000);
    line.show(at(200));
    clock.advance(10_000);
    line.show(at(220));
    expect(screen.line).toContain('2 a second');
  });

  test('a narrow one leaves out the least telling first, and never wraps', () => {
    const seen = [90, 70, 55, 40, 25, 10].map((columns) => {
      const { screen, clock, line } = onScreen(columns);
      line.show(at(0));
      clock.advance(30_000);
      line.show(at(600, { problems: 3 }));
      return screen.line;
    });
    expect(seen).toEqual([
      '600 of 3,500 invoices | 2,900 to go | 20 a second | 3 min left | 3 need attention',
      '600 of 3,500 invoices | 20 a second | 3 min left | 3 need attention',
      '600 of 3,500 invoices | 3 min left | 3 need attention',
      '600 of 3,500 invoices | 3 min left',
      '600 of 3,500 invoices',
      '600 of 3,',
    ]);
  });

  test('whatever its width and whatever comes: it fits, in plain signs', () => {
    const step = fc.record({
      done: fc.nat(2_000_000),
      more: fc.nat(2_000_000),
      problems: fc.nat(5000),
      noun: fc.constantFrom('invoices', 'payments'),
      wait: fc.integer({ min: -1000, max: 700_000 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), fc.array(step, { maxLength: 20 }), (columns, steps) => {
        const { screen, clock, line } = onScreen(columns);
        for (const { wait, more, ...progress } of steps) {
          clock.advance(wait);
          line.show({ ...progress, of: progress.done + more });
        }
        line.end();
        expect(screen.widest).toBeLessThan(columns);
        expect(screen.line).toBe('');
        expect(screen.text).toMatch(/^[\r -~]*$/);
      }),
    );
  });

  test('one that does not say its width is taken for a usual one', () => {
    const { screen, clock, line } = onScreen();
    screen.columns = undefined;
    line.show(at(0));
    clock.advance(30_000);
    line.show(at(600, { problems: 300 }));
    expect(screen.widest).toBeLessThan(80);
  });
});

describe('in a log', () => {
  test('is a line a minute with its time, and short work leaves none', () => {
    const [log, clock] = [new Log(), new VirtualClock('2026-03-02T09:00:00.000Z')];
    const line = new ProgressLine(log, clock);
    for (let second = 0; second < 60; second++) {
      line.show(at(second * 10));
      clock.advance(1000);
    }
    expect(log.text).toBe('');
    for (let second = 60; second <= 150; second++) {
      line.show(at(second * 10, { problems: 1 }));
      clock.advance(1000);
    }
    line.end();
    expect(log.text.split('\n')).toEqual([
      '2026-03-02 09:01:00 UTC, 600 of 3,500 invoices | 2,900 to go | 10 a second | 5 min left | 1 needs attention',
      '2026-03-02 09:02:00 UTC, 1,200 of 3,500 invoices | 2,300 to go | 10 a second | 4 min left | 1 needs attention',
      '',
    ]);
  });
});
