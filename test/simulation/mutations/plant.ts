import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Mutation } from './list.ts';

/**
 * Bundles the simulation around an engine with a bug planted in it; the tree stays as it is. Throws where a text that
 * is to be replaced does not stand in its file exactly once: the list must follow the code. Returns the bundle's file.
 */
export async function plant({ name, changes }: Mutation): Promise<string> {
  const applied = new Set<Mutation['changes'][number]>();
  const outfile = resolve('dist/simulation', `mutant-${name.replaceAll(' ', '-')}.js`);
  await build({
    entryPoints: ['test/simulation/worker.ts'],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    define: { __QBSYNC_VERSION__: '"mutant"' },
    plugins: [
      {
        name: 'plant',
        setup(bundle) {
          bundle.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
            const file = relative(process.cwd(), path).replaceAll('\\', '/');
            const mine = changes.filter((change) => change.file === file);
            if (mine.length === 0) return undefined;
            let contents = readFileSync(path, 'utf8');
            for (const change of mine) {
              if (contents.split(change.from).length !== 2)
                throw new Error(`${name}: ${file} does not hold once: ${change.from}`);
              contents = contents.replace(change.from, () => change.to);
              applied.add(change);
            }
            return { contents, loader: 'ts' };
          });
        },
      },
    ],
  });
  if (applied.size < changes.length) throw new Error(`${name}: not every change was applied`);
  return outfile;
}
