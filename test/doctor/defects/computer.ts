import { chmodSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { realWorld } from '../../../src/context.ts';
import type { Machine } from '../../../src/domain/machine.ts';
import { tryLock } from '../../../src/ledger/lock.ts';
import type { Defect, PatientCase } from '../../support/clinic.ts';
import type { RunOptions } from '../../support/workspace.ts';

const { machine: here } = realWorld(new AbortController().signal);
const on = (machine: Partial<Machine>): RunOptions => ({ world: { machine: { ...here, ...machine } } });
const MEGABYTE = 1024 * 1024;
/** What was planted in the surroundings is gone with them. */
const elsewhere = () => undefined;

/** What puts back what a plant took away. */
let putBack: () => void = elsewhere;
const restored = () => {
  putBack();
};
/** The ledger is another file; what lies beside it goes too. */
const otherLedger = (patient: PatientCase, make: (file: string) => void) => {
  const whole = readFileSync(patient.path('ledger.sqlite'));
  const clear = () => {
    for (const end of ['', '-wal', '-shm']) rmSync(patient.path(`ledger.sqlite${end}`), { force: true });
  };
  clear();
  make(patient.path('ledger.sqlite'));
  putBack = () => {
    clear();
    writeFileSync(patient.path('ledger.sqlite'), whole, { mode: 0o600 });
  };
  return undefined;
};
const sql = (file: string, statements: string) => {
  writeFileSync(file, '', { mode: 0o600 });
  const database = new DatabaseSync(file);
  database.exec(statements);
  database.close();
};
const locked = async (patient: PatientCase, since: string) => {
  const holder = { pid: 4711, command: 'sync', since };
  const release = await tryLock(patient.path('run.lock'), holder);
  putBack = () => release?.();
  return undefined;
};

/** Of the computer: files, disk, clock, network, other programs. */
export const COMPUTER: Defect[] = [
  {
    what: 'Node.js is too old',
    code: 'NODE_TOO_OLD', check: 'version', level: 'fail', exit: 5,
    plant: () => on({ node: '18.20.4' }),
    says: /18\.20\.4.*20\.17/, fix: /nodejs\.org/, mend: elsewhere,
  },
  {
    what: 'the ledger was written by a newer qbsync',
    code: 'LEDGER_NEWER', check: 'version', level: 'fail', exit: 6,
    plant: (patient) => otherLedger(patient, (file) => sql(file, 'PRAGMA application_id = 1902277497; PRAGMA user_version = 99; CREATE TABLE x (a)')),
    says: /version 99/, fix: /Update qbsync/, mend: restored,
  },
  {
    what: 'a file stands where the folder should be',
    code: 'HOME_FOLDER', check: 'disk', level: 'fail', exit: 6,
    plant: (patient) => ({ env: { QBSYNC_HOME: patient.space.file('a-file', '') } }),
    says: /a-file/, fix: /QBSYNC_HOME/, mend: elsewhere,
  },
  {
    what: 'the disk is almost full',
    code: 'DISK_LOW', check: 'disk', level: 'fail', exit: 5,
    plant: () => on({ freeBytes: () => 12 * MEGABYTE }),
    says: /12 MB/, fix: /Free some space/, mend: elsewhere,
  },
  {
    what: 'the disk has little space left',
    code: 'DISK_LOW', check: 'disk', level: 'warn', exit: 0,
    plant: () => on({ freeBytes: () => 300 * MEGABYTE }),
    says: /300 MB/, fix: /Free some space/, mend: elsewhere,
  },
  {
    what: 'others may read the sign-in',
    code: 'FILE_PERMISSIONS', check: 'permissions', level: 'fail', exit: 5,
    plant: (patient) => { chmodSync(patient.path('connection.json'), 0o644); return undefined; },
    says: /connection\.json/, fix: /qbsync doctor --fix/, mend: { run: {} },
  },
  {
    what: 'others may look into the folder',
    code: 'FILE_PERMISSIONS', check: 'permissions', level: 'fail', exit: 5,
    plant: (patient) => { chmodSync(patient.path(), 0o755); return undefined; },
    says: /main/, fix: /qbsync doctor --fix/, mend: { run: {} },
  },
  {
    what: 'the files belong to another user',
    code: 'FILE_OWNER', check: 'permissions', level: 'warn', exit: 0,
    plant: () => on({ userId: 54_321 }),
    says: /another user/, fix: /chown/, mend: elsewhere,
  },
  {
    what: 'the check of certificates is off',
    code: 'TLS_CHECKS_OFF', check: 'proxy', level: 'fail', exit: 5,
    plant: () => ({ env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }),
    fix: /NODE_EXTRA_CA_CERTS/, mend: elsewhere,
  },
  {
    what: 'the file of certificates is not there',
    code: 'CERTIFICATES_MISSING', check: 'proxy', level: 'fail', exit: 5,
    plant: (patient) => ({ env: { NODE_EXTRA_CA_CERTS: join(patient.space.folder, 'company.pem') } }),
    says: /company\.pem/, fix: /Put the file/, mend: elsewhere,
  },
  {
    what: 'the address of the proxy is none',
    code: 'PROXY_ADDRESS', check: 'proxy', level: 'fail', exit: 5,
    plant: () => ({ env: { HTTPS_PROXY: 'socks5://proxy:1080' } }),
    says: /HTTPS_PROXY/, fix: /http:\/\/HOST:PORT/, mend: elsewhere,
  },
  {
    what: 'an exception from the proxy has a scheme',
    code: 'NO_PROXY_ENTRY', check: 'proxy', level: 'warn', exit: 0,
    plant: () => ({ env: { NO_PROXY: 'localhost,https://intranet.example' } }),
    says: /intranet/, fix: /comma/, mend: elsewhere,
  },
  {
    what: 'the clock is half an hour slow',
    code: 'CLOCK_OFF', check: 'clock', level: 'fail', exit: 5,
    plant: ({ sandbox }) => { sandbox.control('clock', { advanceSeconds: 1_800 }); return undefined; },
    says: /30 minutes slow/, fix: /clock/, mend: ({ sandbox }) => void sandbox.control('clock', { real: true }),
  },
  {
    what: 'the clock is three minutes fast',
    code: 'CLOCK_OFF', check: 'clock', level: 'warn', exit: 0,
    plant: ({ sandbox }) => { sandbox.control('clock', { advanceSeconds: -180 }); return undefined; },
    says: /3 minutes fast/, fix: /clock/, mend: ({ sandbox }) => void sandbox.control('clock', { real: true }),
  },
  {
    what: 'the settings are damaged',
    code: 'STORE_DAMAGED', check: 'settings', level: 'fail', exit: 5,
    plant: (patient) => { putBack = patient.replace('settings.json', (bytes) => bytes.subarray(0, 30)); return undefined; },
    says: /settings\.json/, fix: /backup/, mend: restored,
  },
  {
    what: 'the settings take a column for a field that is none',
    code: 'COLUMN_FIELD', check: 'settings', level: 'fail', exit: 5,
    plant: async (patient) => patient.files((files) => { files.saveSettings({ ...files.settings(), columns: { 'Inv Ref': 'invoce_number' } }); return undefined; }),
    says: /"Inv Ref".*"invoce_number"/, fix: /column\.Inv Ref=none/, mend: { run: {} },
  },
  {
    what: 'the ledger is damaged',
    code: 'LEDGER_DAMAGED', check: 'ledger', level: 'fail', exit: 6,
    plant: (patient) => otherLedger(patient, (file) => writeFileSync(file, 'Dear diary, '.repeat(200), { mode: 0o600 })),
    says: /ledger\.sqlite/, fix: /backup/, mend: restored,
  },
  {
    what: 'the ledger is gone',
    code: 'LEDGER_MISSING', check: 'ledger', level: 'fail', exit: 6,
    plant: (patient) => otherLedger(patient, elsewhere),
    fix: /backup.*qbsync recover/, mend: restored,
  },
  {
    what: 'the ledger is empty',
    code: 'LEDGER_EMPTY', check: 'ledger', level: 'fail', exit: 6,
    plant: (patient) => otherLedger(patient, (file) => writeFileSync(file, '', { mode: 0o600 })),
    fix: /backup.*qbsync recover/, mend: restored,
  },
  {
    what: 'another program made the ledger',
    code: 'LEDGER_FOREIGN', check: 'ledger', level: 'fail', exit: 6,
    plant: (patient) => otherLedger(patient, (file) => sql(file, 'CREATE TABLE photos (a)')),
    fix: /Move the file away/, mend: restored,
  },
  {
    what: 'another run is at work',
    code: 'ANOTHER_RUN', check: 'process', level: 'warn', exit: 0,
    plant: async (patient) => locked(patient, new Date().toISOString()),
    says: /qbsync sync, process 4711/, fix: /Wait.*4711/, mend: restored,
  },
  {
    what: 'another run hangs',
    code: 'RUN_HANGS', check: 'process', level: 'fail', exit: 5,
    plant: async (patient) => locked(patient, new Date(Date.now() - 30 * 3_600_000).toISOString()),
    says: /30 hours.*4711/, fix: /End it: (kill|taskkill).*4711/, mend: restored,
  },
  {
    what: 'the lock is no lock',
    code: 'LOCK_FAILED', check: 'process', level: 'fail', exit: 5,
    plant: (patient) => { writeFileSync(patient.path('run.lock'), 'Dear diary, '.repeat(200), { mode: 0o600 }); return undefined; },
    says: /run\.lock/, fix: /qbsync doctor --fix/, mend: { run: {} },
  },
  {
    what: 'the import folder is gone',
    code: 'IMPORT_FOLDER', check: 'sources', level: 'fail', exit: 5,
    plant: async (patient) => patient.files((files) => { files.saveSettings({ ...files.settings(), importFolders: [join(patient.space.folder, 'gone')] }); return undefined; }),
    says: /gone/, fix: /import-folder=none/, mend: { run: {} },
  },
  {
    what: 'a file of the import folder cannot be read',
    code: 'IMPORT_FOLDER_ACCESS', check: 'sources', level: 'fail', exit: 5,
    // Rights keep nobody out who runs this as administrator.
    plant: (patient) => { symlinkSync(join(patient.space.folder, 'nowhere.csv'), join(patient.exports, 'late.csv')); return undefined; },
    says: /not there/, fix: /may read the folder/, mend: (patient) => rmSync(join(patient.exports, 'late.csv')),
  },
]; // prettier-ignore
