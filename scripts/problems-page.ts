import { POSTED, type Entry } from '../src/domain/catalogue/entry.ts';
import { AREAS } from '../src/domain/catalogue/index.ts';
import type { Retry } from '../src/domain/problems.ts';

const HEAD = `# Problems

Every message of qbsync ends with a code in brackets. This page has them all: what happened, whether anything was posted,
what to do. \`qbsync explain CODE\` prints the same for one of them, \`qbsync explain\` lists them. It also takes numbers of
QuickBooks (\`qbsync explain 6240\`) and words from other logs (\`qbsync explain HTTP 429\`).

In commands, write the number of an invoice for NUMBER, that of a payment for ID, and a file's name for FILE. Menus are
those of QuickBooks Online, in the view for accountants; "Settings" is the gear wheel.

This page is made from the program (\`npm run docs\`), so it says what the program says.
`;

const RETRY: Record<Retry, string> = {
  now: 'Yes, at once.',
  later: 'Yes, in some minutes.',
  never: 'Once that is done.',
};

/** docs/problems.md, as the catalogue has it. */
export function problemsPage(): string {
  const parts = AREAS.filter(({ entries }) => Object.keys(entries).length > 0).map(
    ({ title, entries }) =>
      `## ${title}\n\n${Object.entries(entries)
        .map(([code, entry]) => part(code, entry))
        .join('\n')}`,
  );
  return [HEAD, ...parts].join('\n');
}

function part(code: string, entry: Entry): string {
  const { title, happened, posted, fix, retry, exit, also = [] } = entry;
  const steps = fix.map((step, at) => `${at + 1}. ${step}\n`).join('');
  const facts = [
    `- **Was anything posted?** ${POSTED[posted]}`,
    `- **Run it again?** ${RETRY[retry]}`,
    exit.length > 0
      ? `- **Exit code:** ${exit.join(' or ')}`
      : '- **Exit code:** 3, when the others are done',
    ...(also.length > 0 ? [`- **Also known as:** ${also.map((name) => `\`${name}\``).join(', ')}`] : []),
  ];
  return `### ${code}\n\n**${title}.** ${happened}\n\n${steps}\n${facts.join('\n')}\n`;
}
