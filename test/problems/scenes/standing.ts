import { company, take } from '../../support/company.ts';
import { invoicesCsv } from '../../support/exports.ts';
import { PUSH, type Findings } from './scene.ts';

/** How a record stands that was sent, left out, or changed since. */
export const STANDING: readonly Findings[] = [
  {
    found: { 'INV-1': 'CHANGED', 'INV-2': 'NOT_SENT', 'INV-3': 'IGNORED' },
    async run(space) {
      await company(space, { invoices: invoicesCsv({}) });
      await space.qbsync(PUSH);
      await take(space, { invoices: invoicesCsv({ amount: '7.00' }, {}, {}) });
      return space.qbsync(['ignore', 'INV-3', '--reason', 'a test']);
    },
  },
  {
    found: { 'B-1': 'NOT_READ' },
    run: (space) => {
      const text = invoicesCsv({ invoice_number: 'B-1', amount: 'much' });
      return space.qbsync(['import', space.file('day.csv', text)]);
    },
  },
  {
    found: { 'INV-1': 'PENDING' },
    async run(space) {
      const sandbox = await company(space, { invoices: invoicesCsv({}) });
      const match = { method: 'POST', pathContains: '/invoice' };
      sandbox.control('faults', { kind: 'status', status: 503, times: 30, match });
      return space.qbsync(PUSH);
    },
  },
];
