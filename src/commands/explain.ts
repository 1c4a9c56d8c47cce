import type { Entry } from '../domain/catalogue/entry.ts';
import { EXIT, type Retry } from '../domain/problems.ts';
import type { Outcome } from '../terminal/outcome.ts';
import type { Style } from '../terminal/style.ts';
import { usage } from './values.ts';

const RETRY: Record<Retry, string> = {
  now: 'yes, at once',
  later: 'yes, in some minutes',
  never: 'after the steps above',
};

/** Says what a problem code means; without one, which there are. Asks nothing of this computer but the program itself. */
export async function explain(words: string[]): Promise<Outcome> {
  const { AREAS, lookUp, nearestTo, POSTED } = await import('../domain/catalogue/look-up.ts');
  const posted = (entry: Entry) => POSTED[entry.posted];
  const name = words.join(' ').trim();
  if (name === '') {
    const areas = AREAS.filter(({ entries }) => Object.keys(entries).length > 0);
    return {
      exit: EXIT.done,
      json: {
        problems: areas.flatMap(({ entries }) =>
          Object.entries(entries).map(([code, entry]) => entryJson(code, entry, posted(entry))),
        ),
      },
      text: (style) => `${areas.map((area) => areaText(area, style)).join('\n')}\n${MORE}`,
    };
  }
  const found = lookUp(name);
  if (found.length === 0) throw unknown(name, nearestTo(name));
  return {
    exit: EXIT.done,
    json: { problems: found.map(({ code, entry }) => entryJson(code, entry, posted(entry))) },
    text: (style) => found.map(({ code, entry }) => entryText(code, entry, posted(entry), style)).join('\n'),
  };
}

const MORE = 'What one of them means and what to do: qbsync explain CODE\n';

function unknown(name: string, near: string[]) {
  return usage(
    `There is no problem code "${name}".`,
    near.length > 0
      ? `Did you mean ${near.join(', ')}? Run: qbsync explain ${near[0] ?? ''}`
      : 'A code stands in brackets at the end of a message. To see all of them, run: qbsync explain',
  );
}

function areaText({ title, entries }: { title: string; entries: Record<string, Entry> }, style: Style) {
  const rows = Object.entries(entries).map(([code, entry]) => `  ${code.padEnd(26)}${entry.title}\n`);
  return `${style.bold(title)}\n${rows.join('')}`;
}

function entryText(code: string, entry: Entry, posted: string, style: Style): string {
  const steps = entry.fix.map((step, at) => `  ${entry.fix.length > 1 ? `${at + 1}. ` : ''}${step}`);
  const exits = entry.exit.length > 0 ? entry.exit.join(' or ') : '3: the command goes on with the others';
  return [
    `${style.bold(entry.title)} ${style.dim(`(${code})`)}`,
    '',
    entry.happened,
    '',
    'What to do:',
    ...steps,
    '',
    `Was anything posted?  ${posted}`,
    `Run it again?         ${RETRY[entry.retry]}`,
    `Exit code             ${exits}`,
    '',
  ].join('\n');
}

function entryJson(code: string, entry: Entry, posted: string): object {
  const { title, happened, fix, retry, exit } = entry;
  return { code, title, happened, posted, fix, retry, exit };
}
