// Bundles src/ into dist/, split so that a command loads only what it uses.
import { build } from 'esbuild';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const unused = fileURLToPath(new URL('unused.js', import.meta.url));
await rm(new URL('../dist', import.meta.url), { recursive: true, force: true });
await build({
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
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
  // Parts of conf that are never called here (JSON schemas, migrations, watching) and cost a third of the start-up.
  alias: {
    ...Object.fromEntries(
      ['ajv/dist/2020.js', 'ajv-formats', 'semver', 'debounce-fn'].map((name) => [
        name,
        './scripts/unused.js',
      ]),
    ),
    // It raises SIGINT a second time, so that the first Ctrl-C would end us in the middle of a write.
    'when-exit': './scripts/no-exit-hook.js',
  },
  plugins: [
    {
      // commander starts subcommands that are programs of their own; ours are not, and loading that costs 5 ms.
      name: 'commander-without-processes',
      setup({ onResolve }) {
        onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
          /[\\/]commander[\\/]/.test(importer) ? { path: unused } : undefined,
        );
      },
    },
  ],
  define: { __QBSYNC_VERSION__: JSON.stringify(version) },
  banner: {
    js: "import{createRequire as __qbsyncRequire}from'node:module';const require=__qbsyncRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
