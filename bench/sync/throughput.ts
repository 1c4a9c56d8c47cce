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

const qbsync = (size: Size, latencyMs: number): Promise<{ imported: Took; synced: Took }> =>
  Company.during(async (company) => {
    const [imported, synced] = [await company.take(size), await company.sync()];
    company.expectBooked(size);
    return { imported, synced };
  }, latencyMs);

const loop = (size: Size, latencyMs: number, careful: boolean): Promise<Took> =>
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
  }, latencyMs);

/**
 * Side by side, over HTTP without limits; the sandbox is in this process, who is measured in another. A sync takes from
 * the ledger what the loop has at hand, and does what the careful loop does: it looks for each object before it makes it.
 * Without a latency the processor is what is measured, of both sides; with one, what a person waits for.
 */
export async function throughput(size: Size, latencyMs: number): Promise<Figure[]> {
  const { imported, synced } = await qbsync(size, latencyMs);
  const careful = await loop(size, latencyMs, true);
  const careless = await loop(size, latencyMs, false);
  const objects = objectsOf(size);
  const part = `throughput, ${objects} objects, ${latencyMs} ms an answer`;
  const told = (who: string, { seconds, cpuSeconds, peakMiB }: Took): Figure[] => [
    { part, what: `${who}: a second`, value: objects / seconds, unit: 'objects' },
    { part, what: `${who}: a second of processor time`, value: objects / cpuSeconds, unit: 'objects' },
    { part, what: `${who}: peak memory`, value: peakMiB, unit: 'MiB' },
  ];
  const times = (name: string, than: Took): Figure => ({
    part,
    what: `qbsync sync over ${name}`,
    value: than.seconds / synced.seconds,
    unit: 'times',
    goal: { least: 5 },
  });
  return [
    ...told('qbsync import', imported),
    ...told('qbsync sync', synced),
    ...told('node-quickbooks, find and create', careful),
    ...told('node-quickbooks, create only', careless),
    times('find and create', careful),
    times('create only', careless),
  ];
}
