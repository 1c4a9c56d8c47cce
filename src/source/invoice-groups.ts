import { faultAt, refused, type Group, type Outcome } from './groups.ts';
import { quoted, type Row, type Spoiled } from './table.ts';

interface Named {
  row: Row;
  id: string;
  number: string;
}

/**
 * Puts the rows of one invoice together, by id where there is one, else by number, also when they are not next to each
 * other. One number under two ids, or in two JSON objects, is refused the second time: in the books it would be one.
 */
export function groupInvoices(
  rows: readonly Row[],
  spoiled: readonly Spoiled[],
  file: string,
): { groups: Group[]; outcomes: Outcome[] } {
  const named = rows.map((row): Named => ({
    row,
    id: row.cell('invoice_id').text,
    number: row.cell('invoice_number').text,
  }));
  const idOfNumber = new Map<string, string>();
  for (const { id, number } of named) if (id && number && !idOfNumber.has(number)) idOfNumber.set(number, id);
  const isLost = lossTest(spoiled);
  const groups = new Map<string, Group>();
  const outcomes: Outcome[] = [];
  const twice = new Set<string>();
  let previous: Group | undefined;
  for (const { row, id, number } of named) {
    if (!id && !number) {
      outcomes.push(refused(file, row.line, 'invoice', [nameless(row, previous)]));
      if (previous && continues(row)) previous.spoiled = true;
      continue;
    }
    const known = id || idOfNumber.get(number);
    const key = known ? `id ${known}` : `number ${number}`;
    const group = groups.get(key);
    const owner = idOfNumber.get(number);
    if (number && id && owner !== undefined && owner !== id && !group) {
      if (!twice.has(key))
        outcomes.push(refused(file, row.line, 'invoice', [otherId(row, owner, id)], number));
      twice.add(key);
    } else if (!group) {
      previous = { key: number || id, rows: [row], spoiled: isLost(id, number) };
      groups.set(key, previous);
    } else if (row.parts ?? group.rows[0].parts) {
      outcomes.push(refused(file, row.line, 'invoice', [again(row, group)], number || id));
    } else {
      group.rows.push(row);
      group.spoiled ||= isLost(id, number);
      previous = group;
    }
  }
  return { groups: [...groups.values()], outcomes };
}

/** Tells whether a record has lost a row; a lost row that names an id names the record by it. */
function lossTest(spoiled: readonly Spoiled[]): (id: string, number: string) => boolean {
  const ids = new Set(spoiled.map(({ invoiceId }) => invoiceId));
  const numbers = new Set(spoiled.map(({ number }) => number));
  const bare = new Set(spoiled.filter(({ invoiceId }) => !invoiceId).map(({ number }) => number));
  return (id, number) => (id ? ids.has(id) || bare.has(number) : numbers.has(number));
}

/** A row with an amount and nothing that says whose: most likely a line of the invoice above, which then lacks it. */
function continues(row: Row): boolean {
  if (row.parts) return false;
  return row.cell('customer_name').text === '' || row.cell('issue_date').text === '';
}

function nameless(row: Row, previous: Group | undefined) {
  const also =
    previous && continues(row)
      ? ` It may belong to ${previous.key} above, which is therefore left out too.`
      : '';
  return faultAt(
    row,
    'invoice_number',
    `The invoice number is missing.${also}`,
    'Write the number on every row, for example INV-00001.',
  );
}

function otherId(row: Row, owner: string, id: string) {
  const number = quoted(row.cell('invoice_number').text);
  return faultAt(
    row,
    'invoice_number',
    `The number ${number} belongs to the invoice with id ${quoted(owner)}, and this row has the id ${quoted(id)}.`,
    'One number for one invoice. Give this one a number of its own, or correct its id.',
  );
}

function again(row: Row, group: Group) {
  return faultAt(
    row,
    'invoice_number',
    `The invoice ${quoted(group.key)} stands already on line ${group.rows[0].line}.`,
    'Each invoice once in a file.',
  );
}
