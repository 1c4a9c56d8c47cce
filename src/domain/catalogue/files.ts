import { EXIT } from '../problems.ts';
import type { Area } from './entry.ts';

/** Files that are imported. */
export const FILES = {
  SOURCE_FILE: {
    title: 'The file cannot be read',
    happened:
      'The file is not there, may not be read, is too large, or was written to while it was read. Nothing of it was kept.',
    posted: 'nothing',
    fix: [
      'Check the name and the folder; close the file in other programs (Excel).',
      'Copy it to a folder of yours on this computer, then run the same command again.',
    ],
    retry: 'never',
    exit: [EXIT.usage],
    also: ['ENOENT', 'EACCES', 'EPERM', 'EBUSY'],
  },
  SOURCE_ENCODING: {
    title: 'No such text encoding',
    happened: 'The name given with --encoding is not one of a text encoding.',
    posted: 'nothing',
    fix: [
      'Give one of these with --encoding: utf-8, windows-1252 (Excel on Windows), macintosh (Excel on older Macs), utf-16le.',
    ],
    retry: 'never',
    exit: [EXIT.usage],
  },
  IMPORT_FOLDER: {
    title: 'The import folder is not there',
    happened: 'The settings name a folder from which the nightly run takes exports, and it is gone.',
    posted: 'nothing',
    fix: [
      'Put the folder back (is the drive connected?), or give another one: qbsync configure --set import-folder=FOLDER',
      'To do without: qbsync configure --set import-folder=none',
    ],
    retry: 'never',
    exit: [EXIT.settings],
  },
} as const satisfies Area;
