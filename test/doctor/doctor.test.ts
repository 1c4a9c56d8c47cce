import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { CHECKS } from '../../src/doctor/checks.ts';
import { tryLock } from '../../src/ledger/lock.ts';
import { Clinic, type PatientCase } from '../support/clinic.ts';
import { writesTo } from '../support/company.ts';
import { KEYS, ScriptedTerminal } from '../support/scripted-terminal.ts';
import { Workspace } from '../support/workspace.ts';

const clinic = new Clinic();
let patient: PatientCase;
beforeEach(async () => {
  patient = await clinic.admit();
});
afterAll(async () => clinic.dispose());

/** Two that --fix mends, and one that it cannot. */
async function plantThree(): Promise<void> {
  chmodSync(patient.path('settings.json'), 0o644);
  await patient.files((files) => {
    const settings = files.settings();
    const taxCodes = { ...settings.taxCodes, 8: { id: '77', name: 'Old one', rates: [] } };
    files.saveSettings({ ...settings, taxCodes, numbers: 'quickbooks' });
  });
  chmodSync(patient.path('settings.json'), 0o644);
}
const codes = async (argv: string[] = []) =>
  (await patient.doctor({}, argv)).ill.map(({ code }) => code ?? '');

describe('--fix', () => {
  test('shows what it would do, asks, does it, and looks again; QuickBooks is only read', async () => {
    await plantThree();
    expect(await codes()).toEqual(['FILE_PERMISSIONS', 'NUMBERS_LEFT_OUT', 'TAX_CODE_GONE']);
    const before = patient.sandbox.requests.length;
    const screen = new ScriptedTerminal({ when: /Do it\?/, keys: KEYS.yes });
    const { exit } = await patient.qbsync(['doctor', '--fix'], { world: { streams: screen.streams } });
    expect(exit).toBe(0);
    expect(screen.screen).toMatch(
      /make settings\.json readable by you only[\s\S]*"California" for 8%[\s\S]*Do it\?/,
    );
    const said = screen.result;
    expect(said).toMatch(/✔ Mended: make settings\.json[\s\S]*✔ Mended: use the sales tax code "California"/);
    expect(said).toContain('0 to mend');
    expect(writesTo(patient.sandbox, before)).toEqual([]);
    expect(await codes()).toEqual(['NUMBERS_LEFT_OUT']);
  });

  test('a no leaves everything as it is', async () => {
    await plantThree();
    const screen = new ScriptedTerminal({ when: /Do it\?/, keys: KEYS.no });
    const declined = await patient.qbsync(['doctor', '--fix'], { world: { streams: screen.streams } });
    expect(declined.exit).toBe(6);
    expect(await patient.qbsync(['doctor', '--fix'])).toMatchObject({ exit: 6 });
    expect(await codes()).toHaveLength(3);
    if (process.platform !== 'win32')
      expect(statSync(patient.path('settings.json')).mode & 0o777).toBe(0o644);
  });

  test('as JSON: what was done, and what is left', async () => {
    await plantThree();
    const { body } = await patient.space.json(['doctor', '--fix', '--yes']);
    const { fixed } = z.object({ fixed: z.array(z.looseObject({ code: z.string() })) }).parse(body);
    expect(fixed.map(({ code }) => code)).toEqual(['FILE_PERMISSIONS', 'TAX_CODE_GONE']);
    const nothing = await patient.space.json(['doctor', '--fix']);
    expect(nothing).toMatchObject({ exit: 0, body: { fixed: [] } });
    expect(nothing.stderr).toContain('nothing that can be mended from here');
  });

  test('a lock that is in use is never taken away', async () => {
    await plantThree();
    const holder = { pid: 4711, command: 'sync', since: new Date().toISOString() };
    const release = await tryLock(patient.path('run.lock'), holder);
    expect(await patient.qbsync(['doctor', '--fix', '--yes'])).toMatchObject({ exit: 0 });
    expect(await codes(['--only', 'process'])).toEqual(['ANOTHER_RUN']);
    release?.();
    expect(await codes(['--only', 'process'])).toEqual([]);
  });
});

describe('--only', () => {
  test('makes the checks that are named, and asks nobody for the others', async () => {
    const before = patient.sandbox.requests.length;
    const { body } = await patient.space.json(['doctor', '--only', 'disk,ledger', '--only', 'contacts']);
    const { checks } = z.object({ checks: z.array(z.looseObject({ check: z.string() })) }).parse(body);
    expect(checks.map(({ check }) => check)).toEqual(['disk', 'ledger', 'contacts']);
    expect(patient.sandbox.requests.length).toBe(before);
  });

  test('a name that is none: exit 2, with all names', async () => {
    const { exit, stderr } = await patient.qbsync(['doctor', '--only', 'taxis']);
    expect(exit).toBe(2);
    for (const { code } of CHECKS) expect(stderr).toContain(code);
  });

  test('what could not be looked at is no good news: the exit code is that of the cause', async () => {
    await patient.files((files) => {
      const kept = files.connection();
      if (kept) files.saveConnection({ ...kept, tokens: undefined });
    });
    expect(await patient.doctor({}, ['--only', 'names'])).toMatchObject({
      exit: 4,
      ill: [],
      skipped: ['names'],
    });
  });

  test('the list of names has no name twice', () => {
    const names = CHECKS.map(({ code }) => code);
    expect(names).toEqual([...new Set(names)]);
  });
});

describe('where something cannot be had', () => {
  test('before the first connect nobody is asked, and no ledger is begun', async () => {
    const space = new Workspace();
    const transport = async () => Promise.reject(new Error('nobody may be asked'));
    const { exit, stdout } = await space.qbsync(['doctor'], { world: { transport } });
    expect(exit).toBe(4);
    expect(stdout).toMatch(/No QuickBooks company is connected yet[\s\S]*→ Run: qbsync connect/);
    expect(stdout).toMatch(/Not checked, because no company is connected: .*Company/);
    expect(() => statSync(`${space.home}/companies/main/ledger.sqlite`)).toThrow();
    await space.dispose();
  });

  test('one cause is said once, and the checks that it keeps from being made are named', async () => {
    writeFileSync(patient.path('settings.json'), '{');
    const { ill, skipped } = await patient.doctor();
    expect(ill.map(({ code }) => code)).toEqual(['STORE_DAMAGED']);
    expect(skipped).toEqual(['preferences', 'taxes', 'mapping', 'sources', 'numbers', 'links']);
  });

  test('QuickBooks down: the checks of this computer are made all the same', async () => {
    await patient.files((files) => { files.saveSettings({ ...files.settings(), columns: { Ref: 'nothing' } }); }); // prettier-ignore
    patient.sandbox.control('faults', { kind: 'status', status: 503, times: 500 });
    const { exit, ill } = await patient.doctor();
    patient.sandbox.control('faults', { clear: true });
    expect([exit, ill.map(({ code }) => code)]).toEqual([7, ['COLUMN_FIELD', 'QUICKBOOKS_UNREACHABLE']]);
  });
});
