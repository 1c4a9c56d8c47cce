import { readFileSync, writeFileSync } from 'node:fs';
import { axiosTransport, type Transport } from '../../../src/qbo/http.ts';
import type { RunningSandbox } from '../../../src/sandbox/index.ts';
import { booked, company, invoiceId, take } from '../../support/company.ts';
import { invoicesCsv, type InvoiceRow } from '../../support/exports.ts';
import type { Workspace } from '../../support/workspace.ts';
import { person } from '../../support/recovering.ts';
import { fileOf, isWriteOf, PUSH, type Findings } from './scene.ts';

/** Invoices of a company that is there already: what is wrong with a row is all that it says. */
async function exported(space: Workspace, ...rows: InvoiceRow[]): Promise<void> {
  await take(space, { invoices: invoicesCsv(...rows) });
}

/** Nobody chose an item for surcharges. */
function withoutSurcharges(space: Workspace): void {
  const file = fileOf(space, 'settings.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(/"surcharge":\s*\{[^}]*\}\s*\}/, '"surcharge": null').replace('"surcharge": null,', ''),
  );
}

/** Somebody has used the number for another invoice. */
function takenNumber(sandbox: RunningSandbox, number: string): void {
  const detail = { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } };
  const Line = [{ DetailType: 'SalesItemLineDetail', Amount: 7, SalesItemLineDetail: detail }];
  const customer = booked(sandbox).customers[0]?.Id ?? '';
  person(sandbox, {
    operation: 'create',
    entity: 'Invoice',
    body: { DocNumber: number, TxnDate: '2026-03-01', CustomerRef: { value: customer }, Line },
  });
}

/** What keeps an invoice out of the books. */
export const INVOICES: readonly Findings[] = [
  {
    found: {
      'E-1': 'CUSTOMER_CONTACT',
      'E-2-with-a-number-that-is-long': 'NUMBER_TOO_LONG',
      'E-3': 'TOTAL_NOT_POSITIVE',
      'E-4': 'CURRENCY',
      'E-5': 'BOOKS_CLOSED',
      'E-6': 'TAX_RATE_UNMAPPED',
      'E-7': 'NUMBER_TAKEN',
      'E-8': 'CUSTOMER_NAME_TAKEN',
      'E-9': 'LINE_TYPE_UNMAPPED',
    },
    async run(space) {
      const sandbox = await company(space);
      sandbox.control('company', { bookCloseDate: '2026-01-31' });
      person(sandbox, { operation: 'create', entity: 'Vendor', body: { DisplayName: 'Vera Vendor' } });
      takenNumber(sandbox, 'E-7');
      withoutSurcharges(space);
      await exported(
        space,
        { invoice_number: 'E-1', customer_id: 'c1', email: '' },
        { invoice_number: 'E-2-with-a-number-that-is-long' },
        { invoice_number: 'E-3', amount: '-50.00' },
        { invoice_number: 'E-4', currency: 'EUR' },
        { invoice_number: 'E-5', issue_date: '2026-01-15' },
        { invoice_number: 'E-6', tax_rate: '3.75' },
        { invoice_number: 'E-7' },
        { invoice_number: 'E-8', customer_id: 'c8', customer_name: 'Vera Vendor', email: 'v@example.com' },
        { invoice_number: 'E-9', line_type: 'surcharge' },
      );
      return space.qbsync(PUSH);
    },
  },
  {
    found: { 'INV-1': 'NOT_ISSUED', 'INV-2': 'CANCELLED' },
    async run(space) {
      await company(space, { invoices: invoicesCsv({ status: 'Draft' }, { status: 'Cancelled' }) });
      return space.qbsync(PUSH);
    },
  },
  {
    found: { 'INV-1': 'TAX_RATES_MIXED' },
    async run(space) {
      const row = { invoice_number: 'INV-1' };
      await company(space, { invoices: invoicesCsv({ ...row, tax_rate: '8' }, { ...row, tax_rate: '9.1' }) });
      return space.qbsync(PUSH);
    },
  },
  {
    found: { 'INV-1': 'TAX_ROUNDING' },
    async run(space) {
      const row = { amount: '100.00', tax_rate: '12', tax_amount: '12.01' };
      await company(space, { country: 'CA', invoices: invoicesCsv(row) });
      return space.qbsync(PUSH);
    },
  },
  {
    found: { 'INV-1': 'SALES_TAX_OFF' },
    async run(space) {
      const sandbox = await company(space);
      sandbox.control('company', { preferences: { TaxPrefs: { UsingSalesTax: false } } });
      await exported(space, { tax_rate: '8' });
      return space.qbsync(PUSH);
    },
  },
  {
    found: { 'INV-1': 'TOTAL_DIFFERS' },
    async run(space) {
      await company(space, { invoices: invoicesCsv({}) });
      const real = axiosTransport();
      const transport: Transport = async (request) => {
        const answer = await real(request);
        return isWriteOf(request, 'invoice')
          ? { ...answer, text: answer.text.replace(/"TotalAmt":100(\.0+)?/, '"TotalAmt":99.99') }
          : answer;
      };
      return space.qbsync(PUSH, { world: { transport } });
    },
  },
  {
    found: { 'INV-1': 'CUSTOMER_CHANGED' },
    async run(space) {
      const own = { invoice_id: '', customer_id: '' };
      await company(space, { invoices: invoicesCsv(own) });
      await space.qbsync(PUSH);
      await exported(space, { ...own, customer_name: 'Other Person', email: 'o@example.com' });
      return space.qbsync(PUSH);
    },
  },
  {
    found: { 'INV-1': 'VOIDED_IN_BOOKS', 'INV-2': 'DELETED_IN_BOOKS', 'INV-3': 'CANCELLED_IN_SOURCE' },
    async run(space) {
      const sandbox = await company(space, { invoices: invoicesCsv({}, {}, {}) });
      await space.qbsync(PUSH);
      const at = (number: string) => ({ entity: 'Invoice', id: invoiceId(sandbox, number) });
      person(sandbox, { operation: 'void', ...at('INV-1') });
      person(sandbox, { operation: 'delete', ...at('INV-2') });
      person(sandbox, { operation: 'pay', id: at('INV-3').id });
      await exported(space, { amount: '7.00' }, { amount: '7.00' }, { status: 'Cancelled' });
      return space.qbsync(PUSH);
    },
  },
  {
    found: { 'INV-1': 'DIFFERS_IN_BOOKS' },
    async run(space) {
      const sandbox = await company(space, { invoices: invoicesCsv({}) });
      await space.qbsync(PUSH);
      const id = invoiceId(sandbox, 'INV-1');
      person(sandbox, { operation: 'edit', entity: 'Invoice', id, body: { TxnDate: '2026-03-20' } });
      await exported(space, { amount: '7.00' });
      return space.qbsync(PUSH);
    },
  },
];
