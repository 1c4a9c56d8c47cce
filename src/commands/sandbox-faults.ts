import type { FaultOrder, ReadFault } from '../sandbox/index.ts';
import { usage } from './values.ts';

export interface RehearsalOptions {
  fault?: string[];
  faultSeed?: string;
  faultRate?: string;
  limits?: boolean;
  latency?: string;
}

const LONGEST_LATENCY_MS = 600_000;
const COMMON_RATE = 0.05;
const COMMON_SEED = '1';

/** What `--fault`, `--fault-seed` and `--fault-rate` ask for. */
export function faultsAskedFor(
  options: RehearsalOptions,
  readFault: (text: string) => ReadFault,
): FaultOrder[] {
  const orders = (options.fault ?? []).map((text): FaultOrder => {
    const read = readFault(text);
    if ('order' in read) return read.order;
    throw usage(read.reason, read.fix);
  });
  const { faultSeed, faultRate } = options;
  if (faultSeed === undefined && faultRate === undefined) return orders;
  return [...orders, { seed: seedNumber(faultSeed ?? COMMON_SEED), rate: rateNumber(faultRate) }];
}

function seedNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usage(`"${text}" is not a seed.`, 'Give a whole number, for instance: --fault-seed 7');
}

function rateNumber(text: string | undefined): number {
  if (text === undefined) return COMMON_RATE;
  const rate = /^\d(\.\d{1,6})?$/.test(text) ? Number(text) : -1;
  if (rate >= 0 && rate <= 1) return rate;
  throw usage(`"${text}" is not a rate.`, 'Give a number from 0 to 1; 0.05 strikes one request in twenty.');
}

/** What was ordered to go wrong or slow, for the screen; nothing where nothing was. */
export function rehearsalLines(options: RehearsalOptions): string[] {
  const { fault = [], faultSeed, faultRate, limits, latency } = options;
  const chance = faultSeed !== undefined || faultRate !== undefined;
  const rate = Number(faultRate ?? COMMON_RATE);
  const lines = [
    ...fault.map((text) => `waits for a request that it fits: ${text}`),
    ...(chance
      ? [
          `by chance: ${oftenness(rate)}, seed ${faultSeed ?? COMMON_SEED} (the same seed brings the same faults)`,
        ]
      : []),
    ...(limits === true ? ['request limits are on: 500 a minute, 10 a second'] : []),
    ...(latency === undefined ? [] : [`each answer takes ${latency} ms`]),
  ];
  return lines.length === 0 ? [] : ['', 'Ordered to go wrong:', ...lines.map((line) => `  ${line}`)];
}

function oftenness(rate: number): string {
  return `${Number((rate * 100).toFixed(4))} % of the requests of apps`;
}

/** Milliseconds that each answer of the accounting API takes. */
export function latencyAskedFor(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  if (ms >= 0 && ms <= LONGEST_LATENCY_MS) return ms;
  throw usage(`"${text}" is not a latency.`, `Give milliseconds from 0 to ${LONGEST_LATENCY_MS}.`);
}
