import type { RecordKind } from '../domain/records.ts';
import type { CellFault } from './cells.ts';
import type { Grouping, Role } from './grouping.ts';
import type { Group, Outcome, RecordContext } from './groups.ts';
import { groupInvoices, invoiceNameOf, refusedInvoiceRow } from './invoice-groups.ts';
import { readInvoice } from './invoices.ts';
import { groupPayments, refusedPaymentRow } from './payment-groups.ts';
import { readPayment } from './payments.ts';
import type { RowNames } from './row-names.ts';
import type { Row } from './table.ts';

/** What is done with the rows of a file that depends on whether they are invoices or payments. */
interface Kind {
  /** Tells which rows make which record. */
  group: (names: RowNames) => Grouping;
  /** Makes a record of its rows: whole and agreeing with itself, or not at all. */
  read: (group: Group, context: RecordContext) => Outcome;
  /** Why a row is no part of a record, in words; `because` is the row it was refused for. */
  refuse: (role: Role, row: Row, because: Row | undefined) => CellFault;
  /** What people call the record of a row; empty where it names none. */
  nameOf: (row: Row) => string;
}

export const KINDS: Readonly<Record<RecordKind, Kind>> = {
  invoice: {
    group: groupInvoices,
    read: readInvoice,
    refuse: refusedInvoiceRow,
    nameOf: invoiceNameOf,
  },
  payment: {
    group: groupPayments,
    read: readPayment,
    refuse: refusedPaymentRow,
    nameOf: (row) => row.cell('payment_id').text,
  },
};
