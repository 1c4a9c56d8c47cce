import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { invoicesCsv, type InvoiceRow } from '../../support/exports.ts';
import { age, type Defect, type PatientCase } from '../../support/clinic.ts';

const came = async (patient: PatientCase, row: InvoiceRow) => {
  await patient.take(row);
  return undefined;
};
const entered = (patient: PatientCase, number: string, amount: number) =>
  patient.person({
    operation: 'create',
    entity: 'Invoice',
    body: {
      DocNumber: number,
      CustomerRef: { value: patient.inBooks('Customer', ({ DisplayName }) => DisplayName === 'Maria Fernandez') },
      TxnDate: '2026-03-02',
      Line: [{ Amount: amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '1' } } }],
    },
  }); // prettier-ignore
const numbered = (patient: PatientCase, number: string) =>
  patient.inBooks('Invoice', ({ DocNumber }) => DocNumber === number);
const renumbered = (patient: PatientCase, number: string, to: string) =>
  patient.person({
    operation: 'edit',
    entity: 'Invoice',
    id: numbered(patient, number),
    body: { DocNumber: to },
  });
const renamed = (patient: PatientCase, entity: string, name: string, to: string) => {
  const id = patient.inBooks(entity, ({ DisplayName }) => DisplayName === name);
  patient.person({ operation: 'edit', entity, id, body: { DisplayName: to } });
};
const EXPORTS = ['invoices.csv', 'payments.csv'];

/** Of exports, and of records on their way. */
export const RECORDS: Defect[] = [
  {
    what: 'the exports are old',
    code: 'EXPORT_OLD', check: 'sources', level: 'warn', exit: 0,
    plant: ({ exports }) => { for (const name of EXPORTS) age(join(exports, name), 9); return undefined; },
    says: /9 days/, fix: /Export.*OpenSolar/, mend: ({ exports }) => { for (const name of EXPORTS) age(join(exports, name), 0); },
  },
  {
    what: 'the import folder is empty',
    code: 'EXPORT_NONE', check: 'sources', level: 'warn', exit: 0,
    plant: ({ exports, space }) => {
      for (const name of EXPORTS) { copyFileSync(join(exports, name), join(space.folder, `kept-${name}`)); rmSync(join(exports, name)); }
      return undefined;
    },
    says: /exports/, fix: /Export.*OpenSolar/,
    mend: ({ exports, space }) => { for (const name of EXPORTS) copyFileSync(join(space.folder, `kept-${name}`), join(exports, name)); },
  },
  {
    what: 'an export was not imported', spoils: true,
    code: 'EXPORT_NOT_IMPORTED', check: 'sources', level: 'warn', exit: 0,
    plant: ({ exports }) => { writeFileSync(join(exports, 'march.csv'), invoicesCsv({ invoice_number: 'INV-00030' })); return undefined; },
    says: /march\.csv/, fix: /^Run: qbsync import "/, mend: { run: {} },
  },
  {
    what: 'a row could not be read',
    code: 'NOT_READ', check: 'rejects', level: 'fail', exit: 3,
    plant: async (patient) => {
      await patient.qbsync(['import', patient.space.file('bad.csv', invoicesCsv({ invoice_number: 'INV-00031', amount: 'x' }))]);
      return undefined;
    },
    says: /bad\.csv, line 2/, fix: /qbsync import ".*bad\.csv"$/,
    first: ({ space }) => void space.file('bad.csv', invoicesCsv({ invoice_number: 'INV-00031' })), mend: { run: {} },
  },
  {
    what: 'a contact has no e-mail',
    code: 'CUSTOMER_CONTACT', check: 'contacts', level: 'fail', exit: 3,
    plant: async (patient) => came(patient, { invoice_number: 'INV-00032', email: '' }),
    says: /INV-00032.*the e-mail is missing/, fix: /Correct the contact in OpenSolar/,
    mend: async (patient) => { await came(patient, { invoice_number: 'INV-00032' }); },
  },
  {
    what: 'a vendor has the name of a customer',
    code: 'NAME_OF_OTHER', check: 'names', level: 'warn', exit: 0,
    plant: async (patient) => came(patient, { invoice_number: 'INV-00033', customer_id: 'cus_33', customer_name: 'Helios Panel Supply' }),
    says: /A vendor.*INV-00033.*"Helios Panel Supply \(cus_33\)"/, fix: /Expenses → Vendors/,
    mend: (patient) => renamed(patient, 'Vendor', 'Helios Panel Supply', 'Helios (vendor)'),
  },
  {
    what: 'an employee has the name of a customer',
    code: 'NAME_OF_OTHER', check: 'names', level: 'warn', exit: 0,
    plant: async (patient) => came(patient, { invoice_number: 'INV-00034', customer_id: 'cus_34', customer_name: 'Jordan Blake' }),
    says: /An employee.*INV-00034/, fix: /Payroll → Employees/,
    mend: (patient) => renamed(patient, 'Employee', 'Jordan Blake', 'Jordan Blake (staff)'),
  },
  {
    what: 'a number is too long',
    code: 'NUMBER_TOO_LONG', check: 'numbers', level: 'fail', exit: 3,
    plant: async (patient) => came(patient, { invoice_id: 'inv_long', invoice_number: 'INV-2026-03-02-FRESNO-35' }),
    says: /24 characters/, fix: /Shorten/,
    mend: async (patient) => { await came(patient, { invoice_id: 'inv_long', invoice_number: 'INV-00035' }); },
  },
  {
    what: 'another invoice of the books has the number',
    code: 'NUMBER_TAKEN', check: 'numbers', level: 'fail', exit: 3,
    plant: async (patient) => { entered(patient, 'INV-00036', 55); return came(patient, { invoice_number: 'INV-00036' }); },
    says: /INV-00036.*Maria Fernandez.*55\.00/, fix: /another number/,
    mend: (patient) => renumbered(patient, 'INV-00036', '1036'),
  },
  {
    what: 'an invoice was put into QuickBooks by another machine',
    code: 'NOT_LINKED', check: 'links', level: 'warn', exit: 0,
    plant: async (patient) => {
      await patient.take({ invoice_number: 'INV-00037', customer_id: 'cus_37', customer_name: 'Una Pike', email: 'una@example.com' });
      const before = patient.replace('ledger.sqlite', (bytes) => bytes);
      await patient.qbsync(['sync-invoice', 'INV-00037', '--yes']);
      before();
      return undefined;
    },
    says: /INV-00037/, fix: /qbsync doctor --fix/, mend: { run: {} },
  },
  {
    what: 'the other connector is on', spoils: true,
    code: 'OTHER_CONNECTOR', check: 'connector', level: 'warn', exit: 0,
    plant: (patient) => { entered(patient, 'INV-00038', 100); return undefined; },
    says: /INV-00038/, fix: /switch the QuickBooks connection off.*sync-invoice INV-00038/,
    first: async (patient) => patient.take({ invoice_number: 'INV-00038', customer_id: 'cus_38', customer_name: 'Maria Fernandez', email: 'maria.fernandez@example.com' }),
    mend: { run: {} },
  },
  {
    what: 'a record has no answer yet', spoils: true,
    code: 'PENDING', check: 'records', level: 'warn', exit: 0,
    plant: async (patient) => {
      patient.sandbox.control('faults', { kind: 'status', status: 503, times: 30, match: { method: 'POST', pathContains: '/invoice' } });
      await patient.take({ invoice_number: 'INV-00039' });
      await patient.qbsync(['sync-invoice', 'INV-00039', '--yes']);
      patient.sandbox.control('faults', { clear: true });
      return undefined;
    },
    says: /INV-00039/, fix: /Run: qbsync sync/, mend: { run: {} },
  },
  {
    what: 'a record is in Error for a reason that only the source can mend',
    code: 'TOTAL_NOT_POSITIVE', check: 'records', level: 'fail', exit: 3,
    plant: async (patient) => {
      await patient.take({ invoice_number: 'INV-00040', amount: '-5.00' });
      await patient.qbsync(['sync-invoice', 'INV-00040', '--yes']);
      return undefined;
    },
    says: /INV-00040/, fix: /qbsync ignore INV-00040/, mend: { run: {} },
  },
]; // prettier-ignore
