import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { ledgerProblem } from '../../../src/ledger/problems.ts';
import { openLedger } from '../../../src/ledger/sqlite.ts';
import { company } from '../../support/company.ts';
import { invoicesCsv } from '../../support/exports.ts';
import type { Ran, Workspace } from '../../support/workspace.ts';
import { fileOf, instead, PUSH, pushed, ready, type Ending } from './scene.ts';

/** A push of a company of which a file is not what qbsync wrote. */
const withInstead = (name: string, make: (file: string) => void): Ending['run'] =>
  async function run(space) {
    await ready(space);
    instead(space, name, make);
    return pushed(space);
  };

const sql = (statements: string) => (file: string) => {
  const database = new DatabaseSync(file);
  database.exec(statements);
  database.close();
};

/** A push whose ledger says, at the first write, what SQLite says of a disk. */
const saying = (words: string): Ending['run'] =>
  async function run(space) {
    await ready(space);
    const broken = async () =>
      Promise.reject(ledgerProblem(fileOf(space, 'ledger.sqlite'), new Error(words)));
    const world = {
      openLedger: async (...given: Parameters<typeof openLedger>) =>
        Object.assign(await openLedger(...given), { verify: broken }),
    };
    return space.qbsync([...PUSH, '--json'], { world });
  };

const importing = async (space: Workspace, text: string, ...more: string[]): Promise<Ran> =>
  space.qbsync(['import', space.file('invoices.csv', text), ...more, '--json']);

/** Files that are imported, settings, the ledger and the disk. */
export const FILES: readonly Ending[] = [
  { code: 'SOURCE_FILE', run: (space) => space.qbsync(['import', 'nowhere.csv', '--json']) },
  { code: 'SOURCE_ENCODING', run: (space) => importing(space, invoicesCsv({}), '--encoding', 'klingon') },
  {
    code: 'IMPORT_FOLDER',
    async run(space) {
      await ready(space);
      mkdirSync(join(space.folder, 'drop'));
      await space.qbsync(['configure', '--set', 'import-folder=drop']);
      rmSync(join(space.folder, 'drop'), { recursive: true });
      return space.qbsync(['sync', '--yes', '--json']);
    },
  },
  {
    code: 'MAPPING_MISSING',
    async run(space) {
      await space.connect(await space.sandbox());
      await importing(space, invoicesCsv({}));
      return pushed(space);
    },
  },
  {
    code: 'NO_SAFE_DEFAULT',
    async run(space) {
      await space.connect(await space.sandbox());
      await importing(space, invoicesCsv({ tax_rate: '3.75' }));
      return space.qbsync(['configure', '--accept-defaults', '--json']);
    },
  },
  {
    code: 'COMPANY_UNKNOWN',
    async run(space) {
      await company(space);
      return space.qbsync(['--company', 'mian', 'status', '--json']);
    },
  },
  { code: 'COMPANY_NAME', run: (space) => space.qbsync(['--company', 'a b', 'status', '--json']) },
  { code: 'STORE_DAMAGED', run: withInstead('settings.json', (file) => writeFileSync(file, '{')) },
  { code: 'STORE_ACCESS', run: withInstead('settings.json', (file) => mkdirSync(file)) },
  {
    code: 'HOME_FOLDER',
    run: (space) => {
      const env = { QBSYNC_HOME: join(space.file('a file', ''), 'home') };
      const file = space.file('invoices.csv', invoicesCsv({}));
      return space.qbsync(['import', file, '--json'], { env });
    },
  },
  { code: 'LEDGER_ACCESS', run: withInstead('ledger.sqlite', (file) => mkdirSync(file)) },
  {
    code: 'LEDGER_DAMAGED',
    run: withInstead('ledger.sqlite', (file) => writeFileSync(file, 'Dear diary, '.repeat(200))),
  },
  { code: 'LEDGER_FOREIGN', run: withInstead('ledger.sqlite', sql('CREATE TABLE photos (a)')) },
  {
    code: 'LEDGER_NEWER',
    run: withInstead(
      'ledger.sqlite',
      sql('PRAGMA application_id = 1902277497; PRAGMA user_version = 99; CREATE TABLE x (a)'),
    ),
  },
  { code: 'LEDGER_MISSING', run: withInstead('ledger.sqlite', () => undefined) },
  { code: 'LEDGER_EMPTY', run: withInstead('ledger.sqlite', (file) => writeFileSync(file, '')) },
  { code: 'LEDGER_BUSY', run: saying('database is locked') },
  { code: 'LEDGER_FAILED', run: saying('SQL logic error') },
  { code: 'DISK_FULL', run: saying('database or disk is full') },
  { code: 'DISK_FAILS', run: saying('disk I/O error') },
  { code: 'LOCK_ACCESS', run: withInstead('run.lock', (file) => mkdirSync(file)) },
  {
    code: 'LOCK_FAILED',
    run: withInstead('run.lock', (file) => writeFileSync(file, 'Dear diary, '.repeat(200))),
  },
];
