import { objectOf, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { markup } from '../../markup/markup.ts';
import type { Part } from '../../markup/markup.ts';
import { decimal } from '../../money.ts';
import type { Field, Form } from '../form.ts';
import { Mistyped } from '../form.ts';
import { isVoided } from '../status.ts';
import { at, money } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { lineFields, typedLines } from './invoice-lines.ts';
import { amountTyped, dayTyped, personOrder } from './orders.ts';

const numbered = (row: JsonObject): string =>
  `invoice ${textOf(row.DocNumber) ?? `id ${textOf(row.Id) ?? ''}`}`;

/** The page may be reached by its address, or with the back button. */
const voidedNote = (row: JsonObject): Part => isVoided(row) && markup`<p>This invoice is voided already.</p>`;

/** Payment methods to choose from. */
export function methodField({ books }: Visit, value: string): Field {
  const rows = [...books.rows('PaymentMethod')].filter((row) => row.Active !== false);
  const known = rows.map((row) => ({ value: textOf(row.Id) ?? '', label: textOf(row.Name) ?? '' }));
  return {
    name: 'method',
    label: 'Payment method',
    kind: 'choice',
    value,
    choices: [{ value: '', label: 'Not said' }, ...known],
  };
}

export function payForm(visit: Visit, id: string): Form | undefined {
  const row = visit.books.get('Invoice', id);
  if (row === undefined) return undefined;
  return {
    title: `Receive payment for ${numbered(row)}`,
    section: 'invoices',
    intro: voidedNote(row),
    fields: [
      {
        name: 'amount',
        label: 'Amount received',
        kind: 'money',
        value: money(row.Balance),
        hint: `${money(row.Balance)} is open. Write less for a part of it.`,
        required: true,
      },
      { name: 'date', label: 'Date', kind: 'date', value: visit.books.today },
      methodField(visit, ''),
      { name: 'reference', label: 'Reference', kind: 'text', value: '' },
    ],
    syncToken: textOf(row.SyncToken),
    submit: 'Record the payment',
    back: at(visit, 'invoices', id),
    done: 'paid',
    order: (typed, syncToken) => {
      const amount = amountTyped(typed, 'amount');
      if (decimal(amount).lte(0)) throw new Mistyped('amount', 'Write an amount above zero.');
      // What a stale page shows as open is another matter: it is refused for that.
      if (syncToken === row.SyncToken && decimal(amount).gt(decimal(row.Balance)))
        throw new Mistyped('amount', `Only ${money(row.Balance)} is open.`);
      return personOrder(visit, {
        operation: 'pay',
        id,
        syncToken,
        amount,
        date: dayTyped(typed, 'date'),
        method: textOf(typed('method')),
        reference: textOf(typed('reference')),
      });
    },
  };
}

function editFields(visit: Visit, row: JsonObject): readonly Field[] {
  return [
    { name: 'number', label: 'Number', kind: 'text', value: textOf(row.DocNumber) ?? '' },
    { name: 'date', label: 'Date', kind: 'date', value: textOf(row.TxnDate) ?? '', required: true },
    { name: 'due', label: 'Due', kind: 'date', value: textOf(row.DueDate) ?? '' },
    ...lineFields(visit, row),
    {
      name: 'message',
      label: 'Message to the customer',
      kind: 'area',
      value: textOf(objectOf(row.CustomerMemo).value) ?? '',
    },
    { name: 'memo', label: 'Memo (for ourselves)', kind: 'area', value: textOf(row.PrivateNote) ?? '' },
  ];
}

export function editInvoiceForm(visit: Visit, id: string): Form | undefined {
  const row = visit.books.get('Invoice', id);
  if (row === undefined) return undefined;
  return {
    title: `Edit ${numbered(row)}`,
    section: 'invoices',
    intro: voidedNote(row),
    fields: editFields(visit, row),
    syncToken: textOf(row.SyncToken),
    submit: 'Save',
    back: at(visit, 'invoices', id),
    done: 'saved',
    order: (typed, syncToken) => {
      const message = typed('message');
      const hadMessage = row.CustomerMemo !== undefined;
      return personOrder(visit, {
        operation: 'edit',
        entity: 'Invoice',
        id,
        syncToken,
        body: {
          DocNumber: typed('number'),
          TxnDate: dayTyped(typed, 'date'),
          DueDate: dayTyped(typed, 'due'),
          PrivateNote: typed('memo'),
          CustomerMemo: message !== '' || hadMessage ? { value: message } : undefined,
          // A stale page may have other lines: it is refused for that, not for what was typed.
          Line: syncToken === row.SyncToken ? typedLines(row, typed) : undefined,
        },
      });
    },
  };
}
