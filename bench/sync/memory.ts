import { Company } from './company.ts';
import { sizeOf } from './exports.ts';
import type { Figure } from './figure.ts';

const PEAK = 150;
const GROWTH = 1.5;

/** The peaks of import, first sync, and a sync that finds nothing to do, for fewer and for more invoices. */
export async function memory(fewer: number, more: number): Promise<Figure[]> {
  const [few, many] = [await peaks(fewer), await peaks(more)];
  const figure = (what: string, value: number, unit: string, most: number): Figure => ({
    part: 'memory',
    what,
    value,
    unit,
    goal: { most },
  });
  return [...few].flatMap(([name, peak]) => {
    const larger = many.get(name) ?? NaN;
    return [
      figure(`${name}, ${fewer} invoices`, peak, 'MiB', PEAK),
      figure(`${name}, ${more} invoices`, larger, 'MiB', PEAK),
      figure(`${name}, ${more} over ${fewer} invoices`, larger / peak, 'times', GROWTH),
    ];
  });
}

const peaks = (invoices: number): Promise<Map<string, number>> =>
  Company.during(async (company) => {
    const size = sizeOf(invoices);
    const imported = await company.take(size);
    const first = await company.sync();
    company.expectBooked(size);
    const second = await company.sync();
    return new Map([
      ['import', imported.peakMiB],
      ['first sync', first.peakMiB],
      ['sync with nothing to do', second.peakMiB],
    ]);
  });
