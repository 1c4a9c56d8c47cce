// Bundles src/ into dist/: the program in one file, whose modules come to life when they are first used, and beside it,
// in parts/, what most commands never need. Fewer files start faster (bench/start-up.ts).
import { build } from 'esbuild';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { version } = JSON.parse(await readFile(here('../package.json'), 'utf8'));
await rm(here('../dist'), { recursive: true, force: true });

const common = {
  absWorkingDir: here('..'),
  bundle: true,
  // CommonJS, because Node 20 loads it faster and a builtin is loaded only once it is needed.
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  supported: { 'dynamic-import': false },
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  metafile: true,
  // The native ledger engine loads its own binary by path; everything else is in the bundle.
  external: ['@photostructure/sqlite'],
  define: { __QBSYNC_VERSION__: JSON.stringify(version), 'import.meta.url': '__qbsyncUrl' },
  banner: { js: "const __qbsyncUrl=require('node:url').pathToFileURL(__filename).href;" },
  logLevel: 'warning',
};

/** Loaded on demand: module as src/ imports it → its file in parts/, and what is taken from it beside its default. */
const PARTS = {
  axios: { file: 'axios', names: [] },
  'intuit-oauth': { file: 'intuit-oauth', names: [] },
  inquirer: { file: 'inquirer', names: ['createPromptModule'] },
  open: { file: 'open', names: [] },
  chalk: { file: 'chalk', names: ['Chalk'] },
  '../sandbox/index.ts': { file: 'sandbox', names: await exportsOf('src/sandbox/index.ts') },
  '../domain/catalogue/look-up.ts': {
    file: 'catalogue',
    names: await exportsOf('src/domain/catalogue/look-up.ts'),
  },
};

/** Libraries that only some commands need, and that are imported in the usual way: of each, what is used, in parts/. */
const LIBRARIES = {
  zod: { file: 'zod', names: await membersUsed('zod') },
  'csv-parse/sync': { file: 'csv-parse', names: ['parse'] },
  fflate: { file: 'fflate', names: ['strToU8', 'zipSync'] },
};

/** What src/ takes of a library that it imports as `z`. */
async function membersUsed(library) {
  const all = await import(library);
  const used = new Set();
  for (const name of await readdir(here('../src'), { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const text = await readFile(here(`../src/${name}`), 'utf8');
    for (const [, member] of text.matchAll(/\bz\.(\w+)/g)) if (member in all) used.add(member);
  }
  return [...used].sort();
}

/** What a module of ours exports: forgetting one here would show only when it is called. */
async function exportsOf(file) {
  const { metafile } = await build({
    absWorkingDir: here('..'),
    entryPoints: [file],
    format: 'esm',
    metafile: true,
    write: false,
  });
  return Object.values(metafile.outputs).flatMap((output) => output.exports);
}

/** Stands in the program for a part: fetches its file once it is asked for. */
function stub({ file, names }) {
  return [
    `const part = require('./parts/${file}.cjs');`,
    'export default part.default ?? part;',
    ...names.map((name) => `export const ${name} = part.${name};`),
  ].join('\n');
}

const unused = here('unused.js');
const partsAndGaps = {
  name: 'parts-and-gaps',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /./, namespace: 'part' }, ({ path }) => ({ contents: stub(PARTS[path]) }));
    onResolve({ filter: /./ }, ({ path, kind, importer }) => {
      if (kind === 'dynamic-import' && path in PARTS) return { path, namespace: 'part' };
      if (path.startsWith('./parts/')) return { path, external: true };
      if (path in LIBRARIES) return { path: `./parts/${LIBRARIES[path].file}.cjs`, external: true };
      if (kind === 'dynamic-import' && path === './program.ts')
        return { path: './program.cjs', external: true };
      const user = /[\\/]node_modules[\\/]([^\\/]+)[\\/]/.exec(importer)?.[1];
      // Parts of dependencies that are never called here and cost start-up: programs as subcommands; JSON schemas,
      // migrations and watching.
      if (user === 'commander' && path === 'node:child_process') return { path: unused };
      if (user === 'conf' && /^(ajv\/dist\/2020\.js|ajv-formats|semver|debounce-fn)$/.test(path))
        return { path: unused };
      // It raises SIGINT a second time, so that the first Ctrl-C would end us in the middle of a write.
      if (user === 'atomically' && path === 'when-exit') return { path: here('no-exit-hook.js') };
      return undefined;
    });
  },
};

const built = await Promise.all([
  build({
    ...common,
    entryPoints: { main: 'src/main.ts', program: 'src/program.ts' },
    outdir: 'dist',
    plugins: [partsAndGaps],
  }),
  build({
    ...common,
    entryPoints: Object.fromEntries(
      Object.entries(PARTS).map(([path, { file }]) => [file, path.replace(/^\.\.\//, 'src/')]),
    ),
    outdir: 'dist/parts',
  }),
  ...Object.entries(LIBRARIES).map(([library, { file, names }]) =>
    build({
      ...common,
      stdin: { contents: `export { ${names.join(', ')} } from '${library}';`, resolveDir: here('..') },
      outfile: here(`../dist/parts/${file}.cjs`),
    }),
  ),
]);

const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
await writeFile(here('../dist/THIRD-PARTY-LICENSES.txt'), await licences(inputs));

/** The licences of everything that went into the bundle, as they ask for. */
async function licences(files) {
  const folders = new Set();
  for (const file of files) {
    const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file);
    if (found) folders.add(found[0]);
  }
  const texts = [];
  for (const folder of [...folders].sort()) {
    const place = new URL(`../${folder}/`, import.meta.url);
    const { name, version: of, license } = JSON.parse(await readFile(new URL('package.json', place), 'utf8'));
    const file = (await readdir(place)).find((one) => /^(licen[cs]e|copying)/i.test(one));
    const text = file
      ? await readFile(new URL(file, place), 'utf8')
      : `Licence: ${license ?? 'see the package'}`;
    texts.push(`${name} ${of}\n\n${text.trim()}\n`);
  }
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
