// Bundles src/ into dist/, split so that a command loads only what it uses.
import { build } from 'esbuild';
import { readFile, rm } from 'node:fs/promises';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
await rm(new URL('../dist', import.meta.url), { recursive: true, force: true });
await build({
  absWorkingDir: new URL('..', import.meta.url).pathname.replace(/^\/([A-Za-z]:)/, '$1'),
  entryPoints: { main: 'src/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'linked',
  // The native ledger engine loads its own binary by path; everything else is in the bundle.
  external: ['@photostructure/sqlite'],
  // conf checks JSON schemas with ajv; our settings go through zod instead, so ajv (half of the start-up time) stays out.
  alias: { 'ajv/dist/2020.js': './scripts/unused.js', 'ajv-formats': './scripts/unused.js' },
  define: { __QBSYNC_VERSION__: JSON.stringify(version) },
  banner: {
    js: "import{createRequire as __qbsyncRequire}from'node:module';const require=__qbsyncRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
