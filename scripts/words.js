// Writes src/doctor/bundle/words.ts: the words of qbsync's own messages, and of QuickBooks' refusals as the sandbox has
// them. An archive for support keeps these words of a text and no other (src/doctor/bundle/redact.ts).
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../src/', import.meta.url));
const files = (await readdir(root, { recursive: true }))
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'))
  // The sandbox has names of people in it.
  .filter((name) => !name.startsWith('sandbox/') || name === 'sandbox/faults.ts')
  .filter((name) => name !== 'doctor/bundle/words.ts' && name !== 'commands/demo.ts');

const words = new Set();
for (const name of files) {
  const source = ts.createSourceFile(name, await readFile(root + name, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      if (/\p{L} |^ .*\p{L}/u.test(node.text)) for (const word of wordsOf(node.text)) words.add(word);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

function wordsOf(text) {
  return text.match(/\p{L}[\p{L}\p{M}]*/gu)?.filter((word) => word.length > 1 && word.length < 25) ?? [];
}

const lines = [];
let line = '';
for (const word of [...words].sort()) {
  if (line.length + word.length > 116) {
    lines.push(line.trim());
    line = '';
  }
  line += ` ${word}`;
}
lines.push(line.trim());

await writeFile(
  `${root}doctor/bundle/words.ts`,
  `/**
 * The words of qbsync's own messages and of QuickBooks' refusals, written by scripts/words.js. A word that is not here is
 * hidden in an archive for support, so a list that lags behind hides too much, and never too little.
 */
export const WORDS = \`
${lines.join('\n')}
\`;
`,
);
