import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { SandboxCountry } from '../../src/sandbox/index.ts';
import { problemOf, take } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
import { Workspace } from '../support/workspace.ts';

// qbsync configure --from FILE, and what --show gives for it.

let space: Workspace;
let other: Workspace;
beforeEach(() => {
  space = new Workspace();
  other = new Workspace();
});
afterEach(async () => {
  await space.dispose();
  await other.dispose();
});

const settingsFile = () => join(space.home, 'companies', 'main', 'settings.json');
const from = (text: string) => ['configure', '--from', space.file('settings-to-take.json', text)];

async function connected(at: Workspace, country: SandboxCountry = 'US') {
  const sandbox = await at.sandbox({ country });
  expect(await at.connect(sandbox)).toMatchObject({ exit: 0 });
  await take(at, { invoices: invoicesCsv({ tax_rate: '0' }) });
  return sandbox;
}

const shown = z.object({
  settings: z.record(z.string(), z.unknown()),
  set: z.record(z.string(), z.unknown()),
});
const show = async (at: Workspace) => shown.parse((await at.json(['configure', '--show'])).body);

test.each(['US', 'AU', 'GB', 'CA'] as const)('what --show gives makes the same settings in another company of %s', async (country) => {
  await connected(space, country);
  const set = [
    ...['line.surcharge=account:Services', 'deposits=liability', 'line.deposit=account:Customer Deposits'],
    ...['deposit=Savings', 'method.bank transfer=Bank Transfer', 'manual-payments=never', 'numbers=quickbooks'],
    ...['start-date=2026-01-01', 'date-format=dmy', 'column.Inv Ref=invoice_number', `import-folder=${space.folder}`],
  ];
  expect(await space.qbsync(['configure', '--accept-defaults', '--set', ...set])).toMatchObject({ exit: 0 });
  const { stdout } = await space.qbsync(['configure', '--show', '--json']);
  await connected(other, country);
  expect(await other.qbsync(['configure', '--from', other.file('whole.json', stdout)])).toMatchObject({ exit: 0 });
  expect(await show(other)).toEqual(await show(space));
  const flat = other.file('flat.json', JSON.stringify((await show(space)).set));
  expect(await other.qbsync(['configure', '--from', flat])).toMatchObject({ exit: 0 });
  expect(await show(other)).toEqual(await show(space));
}); // prettier-ignore

test('a few settings by their names; the rest stays, and --set has the last word', async () => {
  await connected(space);
  await space.qbsync(['configure', '--accept-defaults']);
  const file = JSON.stringify({ 'line': 'Hours', 'line.discount': 'Discount', deposit: 'Checking', 'start-date': '2026-01-01' });
  expect(await space.qbsync([...from(file), '--set', 'deposit=Savings'])).toMatchObject({ exit: 0 });
  expect((await show(space)).set).toMatchObject({
    'tax.0': 'NON',
    'line.other': 'Hours',
    'line.discount': 'Discount',
    deposit: 'Savings',
    'start-date': '2026-01-01',
  });
}); // prettier-ignore

describe('a file that cannot be taken: exit 2, and nothing is saved', () => {
  test.each([
    { what: 'not whole', text: '{\n  "line": "Hours",\n  "deposit": \n}', says: ['settings-to-take.json, line 4, column 1'] },
    { what: 'a name twice', text: '{"line": "Hours",\n "line": "Services"}', says: ['line 2, column 2', 'line'] },
    { what: 'a list', text: '[{"line": "Hours"}]', says: ['not an object'] },
    { what: 'empty', text: '', says: ['settings-to-take.json'] },
    { what: 'values that are not text', text: '{"tax.0": 3, "line": ["Hours", 4], "deposit": ""}', says: ['3 settings', '"tax.0"', '"line"', '"deposit"', 'quotation marks'] },
    {
      what: 'several wrong members',
      text: '{"tax.0": "California", "line": "Hours", "colour": "blue", "line.gizmo": "Hours", "start-date": "soon", "method.card": "Nope"}',
      says: ['5 settings', '"tax.0": The sales tax code "California" is 8%, not 0%', '"colour" is not a setting', '"line.gizmo"', '"soon" is not a day', 'No active payment method "Nope"'],
    },
  ])('$what', async ({ text, says }) => {
    await connected(space);
    const problem = await problemOf(space, from(text));
    expect(problem).toMatchObject({ code: 'SETTINGS_FILE', exit: 2 });
    for (const one of says) expect(problem.reason).toContain(one);
    expect(existsSync(settingsFile())).toBe(false);
  }); // prettier-ignore

  test('one that is not there', async () => {
    await connected(space);
    expect(await problemOf(space, ['configure', '--from', 'nowhere.json'])).toMatchObject({
      code: 'USAGE',
      exit: 2,
    });
  });
});
