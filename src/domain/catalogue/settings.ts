import { EXIT } from '../problems.ts';
import type { Area } from './entry.ts';

/** What was chosen for a company, and which company is meant. */
export const SETTINGS = {
  MAPPING_MISSING: {
    title: 'Something must be chosen before the first push',
    happened: 'The sales tax code for 0%, or the item for invoice lines, is not chosen yet.',
    posted: 'nothing',
    fix: [
      'Run: qbsync configure',
      'To take what is proposed: qbsync configure --accept-defaults',
      'Then run the same command again.',
    ],
    retry: 'never',
    exit: [EXIT.settings],
  },
  NO_SAFE_DEFAULT: {
    title: 'Something cannot be chosen without a person',
    happened:
      'qbsync configure --accept-defaults takes only what is safe, and for something there is no such proposal. Nothing was saved.',
    posted: 'nothing',
    fix: [
      'Choose with: qbsync configure',
      'Or give what the message names with --set beside --accept-defaults.',
    ],
    retry: 'never',
    exit: [EXIT.settings],
  },
  COMPANY_DIFFERS: {
    title: 'The records belong to another company',
    happened:
      'The records kept under this name belong to another QuickBooks company than the one that is signed in to.',
    posted: 'nothing',
    fix: [
      'Sign in to the company that is meant: qbsync connect',
      'Or keep the other one beside it, under a name of its own: qbsync --company NAME connect',
    ],
    retry: 'never',
    exit: [EXIT.settings],
  },
  COMPANY_UNKNOWN: {
    title: 'No company has that name here',
    happened: 'The name given with --company is none that this computer knows.',
    posted: 'nothing',
    fix: [
      'Check the name: the message lists those that there are.',
      'To begin a new one: qbsync --company NAME connect',
    ],
    retry: 'never',
    exit: [EXIT.usage],
  },
  COMPANY_NAME: {
    title: 'Not a short name for a company',
    happened: 'The name given with --company has signs that it may not have, or is too long.',
    posted: 'nothing',
    fix: ['Use letters, digits, - and _ only, 40 at most, for instance: --company sunny-roofs'],
    retry: 'never',
    exit: [EXIT.usage],
  },
  STORE_DAMAGED: {
    title: 'A settings file cannot be understood',
    happened:
      'The file of the settings or of the sign-in holds something that qbsync did not write. It was left as it is.',
    posted: 'earlier',
    fix: [
      'Put back a copy of the file from your backup.',
      'Without one: rename the file, then run: qbsync connect, and: qbsync configure. Do not delete ledger.sqlite.',
    ],
    retry: 'never',
    exit: [EXIT.settings],
  },
  STORE_ACCESS: {
    title: 'A settings file cannot be read or written',
    happened: 'The file of the settings or of the sign-in, or its folder, may not be read or written by you.',
    posted: 'earlier',
    fix: [
      'See to it that you may read and write the file that the message names, and its folder.',
      'Then run the same command again.',
    ],
    retry: 'never',
    exit: [EXIT.stopped],
  },
  HOME_FOLDER: {
    title: 'The data folder cannot be made',
    happened: 'qbsync keeps its records in a folder of yours, and that could not be made.',
    posted: 'nothing',
    fix: [
      'See to it that you may write there, and that the disk is not full.',
      'Or set QBSYNC_HOME to a folder where you may write.',
    ],
    retry: 'never',
    exit: [EXIT.stopped],
  },
  SEAL_KEY_MISSING: {
    title: 'The key of the encrypted sign-in is not there',
    happened:
      'The saved sign-in is encrypted, and the key that opens it was not found where it is kept. Nothing can be asked of QuickBooks without it.',
    posted: 'nothing',
    fix: [
      'Put the key back: set the environment variable, restore the key file, or unlock the keychain.',
      'If the key is lost: run qbsync encrypt --off --forget-sign-in, then qbsync connect. Records and settings stay.',
    ],
    retry: 'never',
    exit: [EXIT.settings],
  },
  SEAL_KEY_WRONG: {
    title: 'The key does not open the encrypted sign-in',
    happened: 'The saved sign-in was encrypted with another key, or its file was changed by something else.',
    posted: 'nothing',
    fix: [
      'Put the key back with which it was encrypted.',
      'If the key is lost: run qbsync encrypt --off --forget-sign-in, then qbsync connect. Records and settings stay.',
    ],
    retry: 'never',
    exit: [EXIT.settings],
  },
  SEAL_CHANGED: {
    title: 'The sign-in was encrypted meanwhile',
    happened: 'Another qbsync encrypted the saved sign-in while this command was at work.',
    posted: 'earlier',
    fix: ['Run the same command again.'],
    retry: 'now',
    exit: [EXIT.busy],
  },
  SEAL_KEY_WEAK: {
    title: 'The key is too short',
    happened: 'A key of fewer than 24 characters could be guessed by whoever copied the file.',
    posted: 'nothing',
    fix: ['Let qbsync make one: qbsync encrypt --key-file FILE'],
    retry: 'never',
    exit: [EXIT.usage],
  },
  SEAL_KEY_FILE: {
    title: 'The key file cannot be made',
    happened: 'qbsync makes a key and puts it into a new file, and that file could not be made.',
    posted: 'nothing',
    fix: ['Name a file in a folder that exists and where you may write: qbsync encrypt --key-file FILE'],
    retry: 'never',
    exit: [EXIT.usage],
  },
  SEAL_KEY_OPEN: {
    title: 'Others may read the key file',
    happened:
      'Every user of this computer may read the file with the key, so the encryption protects nothing.',
    posted: 'nothing',
    fix: ['Keep it to yourself: chmod 600 FILE', 'Run the same command again.'],
    retry: 'never',
    exit: [EXIT.settings],
  },
  KEYCHAIN_MISSING: {
    title: "The computer's keychain cannot be used",
    happened:
      'qbsync talks to the keychain of the computer with a module that is installed separately, and it is not there.',
    posted: 'nothing',
    fix: [
      'Install it: npm install -g @napi-rs/keyring',
      'Or keep the key elsewhere: qbsync encrypt --key-file FILE, or qbsync encrypt --key-env',
    ],
    retry: 'never',
    exit: [EXIT.settings],
  },
} as const satisfies Area;
