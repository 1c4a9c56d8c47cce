// Bundles src/ into dist/, split so that a command loads only what it uses.
import { build } from 'esbuild';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const unused = fileURLToPath(new URL('unused.js', import.meta.url));
const noExitHook = fileURLToPath(new URL('no-exit-hook.js', import.meta.url));
await rm(new URL('../dist', import.meta.url), { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  entryPoints: { main: 'src/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  metafile: true,
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

await writeFile(
  new URL('../dist/THIRD-PARTY-LICENSES.txt', import.meta.url),
  await licences(Object.keys(metafile.inputs)),
);

/** The licences of everything that went into the bundle, as they ask for. */
async function licences(inputs) {
  const folders = new Set();
  for (const input of inputs) {
    const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input);
    if (found) folders.add(found[0]);
  }
  const parts = [];
  for (const folder of [...folders].sort()) {
    const place = new URL(`../${folder}/`, import.meta.url);
    const { name, version, license } = JSON.parse(await readFile(new URL('package.json', place), 'utf8'));
    const file = (await readdir(place)).find((one) => /^(licen[cs]e|copying)/i.test(one));
    const text = file
      ? await readFile(new URL(file, place), 'utf8')
      : `Licence: ${license ?? 'see the package'}`;
    parts.push(`${name} ${version}\n\n${text.trim()}\n`);
  }
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}
