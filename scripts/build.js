// Bundles src/ into dist/, split so that a command loads only what it uses.
import { build } from 'esbuild';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const unused = fileURLToPath(new URL('unused.js', import.meta.url));
const noExitHook = fileURLToPath(new URL('no-exit-hook.js', import.meta.url));
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
  plugins: [
    {
      // Parts of dependencies that are never called here and cost start-up (bench/start-up.ts), or do harm.
      name: 'without-unused-parts',
      setup({ onResolve }) {
        const replace = (filter, user, by) =>
          onResolve({ filter }, ({ importer }) =>
            new RegExp(`[\\\\/]node_modules[\\\\/]${user}[\\\\/]`).test(importer) ? { path: by } : undefined,
          );
        // Programs as subcommands.
        replace(/^node:child_process$/, 'commander', unused);
        // JSON schemas, migrations, watching.
        replace(/^(ajv\/dist\/2020\.js|ajv-formats|semver|debounce-fn)$/, 'conf', unused);
        // It raises SIGINT a second time, so that the first Ctrl-C would end us in the middle of a write.
        replace(/^when-exit$/, 'atomically', noExitHook);
      },
    },
  ],
  define: { __QBSYNC_VERSION__: JSON.stringify(version) },
  banner: {
    js: "import{createRequire as __qbsyncRequire}from'node:module';const require=__qbsyncRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
