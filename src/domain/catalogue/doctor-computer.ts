import { EXIT } from '../problems.ts';
import type { Area } from './entry.ts';

const found = { posted: 'nothing', retry: 'never', exit: [EXIT.settings] } as const;
const looked = { posted: 'nothing', retry: 'never', exit: [] } as const;

/** Of the computer: what qbsync runs on, and how it reaches QuickBooks. */
export const DOCTOR_COMPUTER = {
  NODE_TOO_OLD: {
    title: 'The installed Node is too old',
    happened: 'qbsync needs a newer Node.js than the one that is installed on this computer.',
    ...found,
    fix: ['Install the current LTS version from nodejs.org.', 'Then run: qbsync doctor'],
  },
  DISK_LOW: {
    title: 'Little space is left on the disk',
    happened: 'A run that cannot write down what it sends stops, so little space ends in no runs.',
    ...found,
    fix: ['Free some space on the disk that has the files of qbsync (1 GB is plenty).'],
  },
  FILE_PERMISSIONS: {
    title: 'Other users may read your files',
    happened: 'Files with the sign-in or your records can be read by other users of this computer.',
    ...found,
    fix: ['Run: qbsync doctor --fix'],
  },
  FILE_OWNER: {
    title: 'Files belong to another user',
    happened:
      'qbsync was run as two users of this computer (often once with sudo). What one of them wrote the other may not change.',
    ...looked,
    fix: [
      'Run qbsync as the same user always, also at night.',
      'To give the files to that user: sudo chown -R USER FOLDER',
    ],
  },
  TLS_CHECKS_OFF: {
    title: 'The check of certificates is switched off',
    happened:
      'With NODE_TLS_REJECT_UNAUTHORIZED=0 nobody checks that it is QuickBooks who answers: anybody on the way could read and change what is sent.',
    ...found,
    fix: [
      'Take NODE_TLS_REJECT_UNAUTHORIZED out of the environment.',
      'If your network has a certificate of its own, name its file in NODE_EXTRA_CA_CERTS.',
    ],
  },
  CERTIFICATES_MISSING: {
    title: 'The file with certificates is not there',
    happened: 'NODE_EXTRA_CA_CERTS names a file that does not exist.',
    ...found,
    fix: ['Put the file there, or take NODE_EXTRA_CA_CERTS out of the environment.'],
  },
  PROXY_ADDRESS: {
    title: 'The address of the proxy is wrong',
    happened: 'HTTPS_PROXY or HTTP_PROXY is set, but it is no address of a proxy.',
    ...found,
    fix: ['Write it as "http://HOST:PORT" (file, or settings of the system), or take it out.'],
  },
  NO_PROXY_ENTRY: {
    title: 'An entry of NO_PROXY is wrong',
    happened: 'NO_PROXY lists names of computers. Something in it is none, so it has no effect.',
    ...looked,
    fix: ['Write names only (file, or settings of the system), with a comma between them.'],
  },
  CLOCK_OFF: {
    title: 'The clock of this computer is wrong',
    happened:
      'QuickBooks says another time than this computer. A sign-in may be taken for ended, and dates may be wrong.',
    ...found,
    fix: [
      'Let the clock be set by the network (Windows and macOS: Settings → Date and time → Set automatically).',
      'Then run: qbsync doctor',
    ],
  },
  COLUMN_FIELD: {
    title: 'A column is taken for something unknown',
    happened: 'The settings take a column of your files for a field that qbsync does not have.',
    ...found,
    fix: [
      'Run: qbsync configure --set "column.NAME=none"',
      'Then map it again: qbsync import --columns "NAME=FIELD" FILE',
    ],
  },
  RUN_HANGS: {
    title: 'A run does not come to its end',
    happened: 'Another run has been at work on this company for hours, and no other can begin.',
    ...found,
    fix: [
      'End the process that the message names (Windows: Task Manager).',
      'Then run: qbsync sync. What the other one had sent is looked up first; nothing is posted twice.',
    ],
  },
  KEYS_TYPED: {
    title: 'An app key was not copied as it is',
    happened: 'Client ID or client secret has a blank or a quotation mark in it.',
    posted: 'nothing',
    retry: 'never',
    exit: [EXIT.reconnect],
    fix: [
      'Copy both again from developer.intuit.com → your app → Keys & credentials.',
      'Run: qbsync connect',
    ],
  },
  BUNDLE_FILE: {
    title: 'The archive for support was not written',
    happened: 'There is a file of that name already, or the place cannot be written.',
    posted: 'nothing',
    retry: 'never',
    exit: [EXIT.usage],
    fix: ['Give another name: qbsync doctor --bundle FILE'],
  },
} as const satisfies Area;
