import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../src/company/settings.ts';
import type { SandboxCountry } from '../../src/sandbox/index.ts';
import { Client } from '../sandbox/client.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { Dice } from './dice.ts';
import { Machine } from './machine.ts';
import { SimProcess } from './process.ts';
import { Service } from './service.ts';

/** The tax codes of the sandbox's companies. */
const TAX: Record<SandboxCountry, readonly string[]> = {
  US: [],
  AU: ['tax.0=GST free', 'tax.10=GST'],
  GB: ['tax.0=0.0% Z', 'tax.20=20.0% S'],
  CA: ['tax.0=Zero-rated', 'tax.13=HST ON'],
};

const chosen = new Map<SandboxCountry, Promise<Settings>>();

/** What `qbsync configure` chooses: the same for all companies of a country, so it is run once for each country. */
export function settingsFor(country: SandboxCountry): Promise<Settings> {
  const settings = chosen.get(country) ?? configured(country);
  chosen.set(country, settings);
  return settings;
}

async function configured(country: SandboxCountry): Promise<Settings> {
  const folder = mkdtempSync(join(tmpdir(), 'qbsync-sim-'));
  try {
    const [clock, dice] = [new VirtualClock(), new Dice(0)];
    const qbo = new Client({ country, clock: () => clock.now() });
    const quiet = { trouble: () => 0, advance: (ms: number) => clock.advance(ms), trace: () => undefined };
    const machine = new Machine('any', folder, qbo, clock, country);
    await machine.connect();
    const { exit, stderr } = await new SimProcess({
      machine,
      clock,
      dice,
      service: new Service({ qbo, dice, ...quiet }),
      recordsTogether: 900,
      meanwhile: () => Promise.resolve(),
      trace: quiet.trace,
    }).run(['configure', ...TAX[country].flatMap((code) => ['--set', code]), '--accept-defaults']);
    if (exit !== 0) throw new Error(`configure: ${exit} ${stderr}`);
    return machine.files.settings();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
