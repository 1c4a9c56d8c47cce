import { walk } from '../../support/configuring.ts';
import { company, take } from '../../support/company.ts';
import { invoicesCsv } from '../../support/exports.ts';
import { KEYS, ScriptedTerminal } from '../../support/scripted-terminal.ts';
import { PUSH, ready, type Ending, type Findings } from './scene.ts';

const ZELLE = ['configure', '--set', 'method.zelle=create:Zelle', '--json'];

/** What ends `configure`. */
export const MAPPING: readonly Ending[] = [
  {
    code: 'CREATE_NOT_CONFIRMED',
    async run(space) {
      await ready(space);
      return space.qbsync(ZELLE);
    },
  },
  {
    code: 'NOT_CREATED',
    async run(space) {
      const sandbox = await ready(space);
      const match = { method: 'POST', pathContains: '/paymentmethod' };
      sandbox.control('faults', { kind: 'status', status: 500, times: 9, match });
      return space.qbsync([...ZELLE, '--create']);
    },
  },
  {
    code: 'NOT_SAVED',
    async run(space) {
      const sandbox = await space.sandbox();
      await space.connect(sandbox);
      await take(space, { invoices: invoicesCsv({}) });
      const terminal = new ScriptedTerminal(...walk({ next: KEYS.up + KEYS.enter }));
      const { streams } = terminal;
      const { exit } = await space.qbsync(['configure', '--json'], { world: { streams } });
      return { exit, stdout: terminal.result, stderr: terminal.screen };
    },
  },
  {
    code: 'SETTINGS_FILE',
    async run(space) {
      await ready(space);
      return space.qbsync(['configure', '--from', space.file('wrong.json', '{"colour": "blue"}'), '--json']);
    },
  },
];

/** What the settings keep out of the books. */
export const KEPT_OUT: readonly Findings[] = [
  {
    found: { 'INV-1': 'BEFORE_START_DATE', 'INV-2': 'CUSTOMER_CONTACT' },
    async run(space) {
      await company(space, { invoices: invoicesCsv({ issue_date: '2025-12-31' }, { email: '' }) });
      await space.qbsync(['configure', '--set', 'start-date=2026-01-01']);
      return space.qbsync(PUSH);
    },
  },
];
