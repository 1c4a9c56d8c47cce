import { EXIT } from '../problems.ts';
import type { Area } from './entry.ts';

const looked = { posted: 'nothing', retry: 'never', exit: [] } as const;

/** Of exports, and of records on their way. */
export const DOCTOR_RECORDS = {
  IMPORT_FOLDER_ACCESS: {
    title: 'An import folder cannot be read',
    happened: 'The folder that sync imports from is there, but it or a file in it may not be read.',
    posted: 'nothing',
    retry: 'never',
    exit: [EXIT.settings],
    fix: ['See to it that you may read the folder and all files in it.'],
  },
  EXPORT_NONE: {
    title: 'No export is in the import folder',
    happened: 'The folder that sync imports from has no file that could be an export.',
    ...looked,
    fix: ['Export invoices and payments in OpenSolar into that folder.'],
  },
  EXPORT_OLD: {
    title: 'The exports are old',
    happened:
      'The newest export in the import folders is more than a week old, so what changed since is not known.',
    ...looked,
    fix: ['Export invoices and payments in OpenSolar again, into that folder.'],
  },
  EXPORT_NOT_IMPORTED: {
    title: 'An export was not imported',
    happened: 'A file came into an import folder after the last import.',
    ...looked,
    fix: ['Run: qbsync import FOLDER (a nightly qbsync sync does it too)'],
  },
  NAME_OF_OTHER: {
    title: 'A vendor or employee has the name of a customer',
    happened:
      'QuickBooks gives each name once, to customers, vendors and employees together. The customer would get its id behind the name.',
    ...looked,
    fix: [
      'If that is right, leave it.',
      'Else give the vendor or employee another display name in QuickBooks.',
    ],
  },
  NOT_LINKED: {
    title: 'An invoice of qbsync is not known here',
    happened:
      'QuickBooks has an invoice that qbsync made on another computer, or before the ledger was put back from a backup.',
    posted: 'there',
    retry: 'never',
    exit: [],
    fix: ['Run: qbsync doctor --fix', 'Or, to look at everything: qbsync recover'],
  },
  OTHER_CONNECTOR: {
    title: 'Another connector puts invoices into QuickBooks',
    happened:
      "QuickBooks has new invoices with numbers of OpenSolar that qbsync did not make. OpenSolar's own QuickBooks connection may be on, and would book everything twice.",
    ...looked,
    fix: [
      'In OpenSolar: switch the QuickBooks connection off.',
      'Import an export that has these invoices, then run: qbsync sync-invoice NUMBER. Where customer, date and total agree it is linked, and nothing is posted.',
    ],
  },
} as const satisfies Area;
