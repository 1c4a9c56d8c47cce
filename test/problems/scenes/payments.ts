import { company, invoiceId, take } from '../../support/company.ts';
import { invoicesCsv, paymentsCsv } from '../../support/exports.ts';
import { person } from '../../support/recovering.ts';
import { PAY, PUSH, type Findings } from './scene.ts';

const SYNC = ['sync', '--yes'];

/** What keeps a payment out of the books. */
export const PAYMENTS: readonly Findings[] = [
  {
    found: {
      unknown: 'INVOICE_UNKNOWN',
      early: 'INVOICE_NOT_IN_BOOKS',
      gone: 'INVOICE_GONE',
      more: 'MORE_THAN_OPEN',
      two: 'CUSTOMERS_DIFFER',
      loose: 'CUSTOMER_NOT_IN_BOOKS',
      changed: 'CHANGED_AFTER_BOOKING',
    },
    async run(space) {
      const other = { customer_id: 'c2', customer_name: 'Bob Cook', email: 'b@example.com' };
      const invoices = invoicesCsv({}, {}, {}, { ...other, invoice_number: 'B-1' });
      const booked = { payment_id: 'changed', invoice_number: 'INV-3', amount: '10.00' };
      const sandbox = await company(space, { invoices, payments: paymentsCsv(booked) });
      await space.qbsync(PUSH);
      await space.qbsync(PAY);
      person(sandbox, { operation: 'void', entity: 'Invoice', id: invoiceId(sandbox, 'INV-1') });
      await take(space, {
        invoices: invoicesCsv({ invoice_number: 'LATE' }),
        payments: paymentsCsv(
          { payment_id: 'unknown', invoice_number: 'NOWHERE' },
          { payment_id: 'early', invoice_number: 'LATE' },
          { payment_id: 'gone', invoice_number: 'INV-1' },
          { payment_id: 'more', invoice_number: 'INV-2', amount: '900.00' },
          { payment_id: 'two', invoice_number: 'INV-2', amount: '5.00' },
          { payment_id: 'two', invoice_number: 'B-1', amount: '5.00' },
          { payment_id: 'loose', invoice_number: '', customer_id: 'c9' },
          { ...booked, status: 'Refunded' },
        ),
      });
      return space.qbsync(PAY);
    },
  },
  {
    found: { pay_1: 'ALREADY_PAID', pay_2: 'NOT_RECEIVED' },
    async run(space) {
      const payments = paymentsCsv({}, { status: 'Pending' });
      const sandbox = await company(space, { invoices: invoicesCsv({}, {}), payments });
      await space.qbsync(PUSH);
      person(sandbox, { operation: 'pay', id: invoiceId(sandbox, 'INV-1') });
      return space.qbsync(PAY);
    },
  },
  {
    found: { pay_1: 'WAITS_FOR_PAID' },
    async run(space) {
      const payments = paymentsCsv({ integrated: 'false' });
      await company(space, { invoices: invoicesCsv({}), payments });
      return space.qbsync(SYNC);
    },
  },
  {
    found: { pay_1: 'BY_HAND_ONLY' },
    async run(space) {
      const payments = paymentsCsv({ integrated: 'false' });
      await company(space, { invoices: invoicesCsv({}), payments });
      await space.qbsync(['configure', '--set', 'manual-payments=never']);
      return space.qbsync(SYNC);
    },
  },
];
