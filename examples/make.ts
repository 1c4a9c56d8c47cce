/**
 * Writes the sample exports of this folder again. From the root of the checkout:
 *
 *     npx esbuild examples/make.ts --bundle --platform=node --format=esm | node --input-type=module -
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeExamples } from './files.ts';

for (const [name, text] of makeExamples()) {
  const path = join('examples', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
