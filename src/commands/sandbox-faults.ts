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
  return [...orders, { seed: seedNumber(faultSeed ?? '1'), rate: rateNumber(faultRate) }];
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

/** Milliseconds that each answer of the accounting API takes. */
export function latencyAskedFor(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  if (ms >= 0 && ms <= LONGEST_LATENCY_MS) return ms;
  throw usage(`"${text}" is not a latency.`, `Give milliseconds from 0 to ${LONGEST_LATENCY_MS}.`);
}
