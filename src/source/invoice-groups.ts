import type { CellFault } from './cells.ts';
import { FirstRows, Grouping, NONE, type Role } from './grouping.ts';
import { faultAt } from './groups.ts';
import type { RowNames } from './row-names.ts';
import { quoted, type Row } from './table.ts';

/**
 * Puts the rows of one invoice together, by id where there is one, else by number, also when they are not next to each
 * other. One number under two ids, or in two JSON objects, is refused the second time: in the books it would be one.
 */
export function groupInvoices(names: RowNames): Grouping {
  const owners = ownersOfNumbers(names);
  const grouping = new Grouping(names.length);
  const [byId, byNumber] = [new FirstRows(names.ids), new FirstRows(names.numbers)];
  const told = new Set<number>();
  let previous = NONE;
  for (let row = 0; row < names.length; row += 1) {
    if (!names.isReadable(row)) continue;
    const [id, number] = [names.id(row), names.number(row)];
    if (id === 0 && number === 0) {
      const maybeOf = names.continues(row) ? previous : NONE;
      grouping.refuse(row, 'nameless', maybeOf);
      if (maybeOf !== NONE) grouping.leaveOut(maybeOf);
      continue;
    }
    const owner = owners.get(number);
    const ownerId = owner === NONE ? 0 : names.id(owner);
    const [known, name] = id || ownerId ? [byId, id || ownerId] : [byNumber, number];
    const first = known.get(name);
    if (first === NONE && id !== 0 && ownerId !== 0 && ownerId !== id) {
      if (told.has(id)) grouping.leaveOut(row);
      else grouping.refuse(row, 'other id', owner);
      told.add(id);
    } else if (first === NONE) {
      grouping.begin(row);
      known.set(name, row);
      if (names.isLost(row)) grouping.leaveOut(row);
      previous = row;
    } else if (names.isWhole(row) || names.isWhole(first)) {
      grouping.refuse(row, 'again', first);
    } else {
      grouping.join(first, row);
      if (names.isLost(row)) grouping.leaveOut(first);
      previous = first;
    }
  }
  return grouping;
}

/** For each number the first row that gives it an id. */
function ownersOfNumbers(names: RowNames): FirstRows {
  const owners = new FirstRows(names.numbers);
  for (let row = 0; row < names.length; row += 1) {
    const number = names.number(row);
    if (names.id(row) !== 0 && number !== 0 && owners.get(number) === NONE) owners.set(number, row);
  }
  return owners;
}

/** What people call the invoice of a row. */
export function invoiceNameOf(row: Row): string {
  return row.cell('invoice_number').text || row.cell('invoice_id').text;
}

/** Why a row is no part of an invoice, in words; `because` is the row it was refused for. */
export function refusedInvoiceRow(role: Role, row: Row, because: Row | undefined): CellFault {
  if (role === 'again' && because) return again(row, because);
  if (role === 'other id' && because) return otherId(row, because);
  return nameless(row, because);
}

/** A row with an amount and nothing that says whose is most likely a line of the invoice above, which then lacks it. */
function nameless(row: Row, above: Row | undefined): CellFault {
  const also = above
    ? ` It may belong to ${invoiceNameOf(above)} above, which is therefore left out too.`
    : '';
  return faultAt(
    row,
    'invoice_number',
    `The invoice number is missing.${also}`,
    'Write the number on every row, for example INV-00001.',
  );
}

function otherId(row: Row, owner: Row): CellFault {
  const number = quoted(row.cell('invoice_number').text);
  const [its, own] = [owner, row].map((one) => quoted(one.cell('invoice_id').text));
  return faultAt(
    row,
    'invoice_number',
    `The number ${number} belongs to the invoice with id ${its ?? ''}, and this row has the id ${own ?? ''}.`,
    'One number for one invoice. Give this one a number of its own, or correct its id.',
  );
}

function again(row: Row, first: Row): CellFault {
  return faultAt(
    row,
    'invoice_number',
    `The invoice ${quoted(invoiceNameOf(first))} stands already on line ${first.line}.`,
    'Each invoice once in a file.',
  );
}
