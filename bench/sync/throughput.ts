import { resolve } from 'node:path';
import { signIn } from '../../test/sandbox/clients/serve.ts';
import { Company } from './company.ts';
import { objectsOf } from './exports.ts';
import type { Size } from './exports.ts';
import type { Figure } from './figure.ts';
import { measured } from './measured.ts';
import type { Ran } from './measured.ts';

const LOOP = resolve('dist/bench/sync/loop.js');

type Took = Pick<Ran, 'seconds' | 'cpuSeconds' | 'peakMiB'>;

/** Import and sync together: what stands in the books afterwards is what the loop makes too. */
const qbsync = (size: Size): Promise<Took> =>
  Company.during(async (company) => {
    const runs = [await company.take(size), await company.sync()];
    company.expectBooked(size);
    return {
      seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
      cpuSeconds: runs.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      peakMiB: Math.max(...runs.map(({ peakMiB }) => peakMiB)),
    };
  });

const loop = (size: Size, careful: boolean): Promise<Took> =>
  Company.during(async (company) => {
    const { url, companyId } = company.sandbox;
    const { access_token } = await signIn(company.sandbox);
    const ran = await measured(company.folder, [LOOP], {
      QBO_URL: url,
      QBO_COMPANY: companyId,
      QBO_TOKEN: access_token,
      QBO_INVOICES: String(size.invoices),
      QBO_CAREFUL: String(careful),
    });
    if (ran.exit !== 0) throw new Error(`the loop ended with ${ran.exit}: ${ran.stderr}`);
    company.expectBooked(size);
    return ran;
  });

/** Side by side, over HTTP without limits; the sandbox is in this process, who is measured in another. */
export async function throughput(size: Size): Promise<Figure[]> {
  const ours = await qbsync(size);
  const careless = await loop(size, false);
  const careful = await loop(size, true);
  const objects = objectsOf(size);
  const told = (who: string, { seconds, cpuSeconds, peakMiB }: Took): Figure[] =>
    (
      [
        ['a second', objects / seconds, 'objects'],
        ['a second of processor time', objects / cpuSeconds, 'objects'],
        ['peak memory', peakMiB, 'MiB'],
      ] as const
    ).map(([what, value, unit]) => ({
      part: `throughput, ${objects} objects`,
      what: `${who}: ${what}`,
      value,
      unit,
    }));
  const times = (what: string, than: Took): Figure => ({
    part: `throughput, ${objects} objects`,
    what,
    value: than.seconds / ours.seconds,
    unit: 'times',
    goal: { least: 5 },
  });
  return [
    ...told('qbsync, import and sync', ours),
    ...told('node-quickbooks, create only', careless),
    ...told('node-quickbooks, find and create', careful),
    times('faster than create only', careless),
    times('faster than find and create', careful),
  ];
}
