// Writes the pages under docs/ that are made from the program.
// Run: npm run docs
import { writeFileSync } from 'node:fs';
import { problemsPage } from './problems-page.ts';

// npm runs scripts in the folder of package.json.
writeFileSync('docs/problems.md', problemsPage());
