import type { CellFault } from './cells.ts';
import { FirstRows, Grouping, NONE, type Role } from './grouping.ts';
import { faultAt } from './groups.ts';
import type { RowNames } from './row-names.ts';
import { quoted, type Row } from './table.ts';

/** Puts the rows of one payment together by its id, also when they are not next to each other. */
export function groupPayments(names: RowNames): Grouping {
  const grouping = new Grouping(names.length);
  const byId = new FirstRows(names.ids);
  for (let row = 0; row < names.length; row += 1) {
    if (!names.isReadable(row)) continue;
    const id = names.id(row);
    const first = id === 0 ? NONE : byId.get(id);
    if (id === 0) grouping.refuse(row, 'nameless', NONE);
    else if (first === NONE) {
      grouping.begin(row);
      byId.set(id, row);
      if (names.isLost(row)) grouping.leaveOut(row);
    } else if (names.isWhole(row) || names.isWhole(first)) grouping.refuse(row, 'again', first);
    else grouping.join(first, row);
  }
  return grouping;
}

/** Why a row is no part of a payment, in words; `because` is the row it was refused for. */
export function refusedPaymentRow(role: Role, row: Row, because: Row | undefined): CellFault {
  if (role === 'again' && because) {
    const what = `The payment ${quoted(row.cell('payment_id').text)} stands already on line ${because.line}.`;
    return faultAt(row, 'payment_id', what, 'Each payment once in a file.');
  }
  return faultAt(
    row,
    'payment_id',
    'The payment id is missing.',
    'Write the id of the payment, for example pay_000123: without it the same payment cannot be told from a second one.',
  );
}
