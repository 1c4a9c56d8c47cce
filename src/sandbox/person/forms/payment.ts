import { objectsOf, refId, textOf } from '../../json.ts';
import type { Form } from '../form.ts';
import { at, money } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { methodField } from './invoice.ts';
import { amountTyped, dayTyped, personOrder } from './orders.ts';

/** What a payment was applied to stays: QuickBooks refuses a total below it, with its own reason. */
export function editPaymentForm(visit: Visit, id: string): Form | undefined {
  const row = visit.books.get('Payment', id);
  if (row === undefined) return undefined;
  const applied = objectsOf(row.Line).length;
  return {
    title: `Edit payment ${textOf(row.PaymentRefNum) ?? `id ${id}`}`,
    section: 'payments',
    fields: [
      {
        name: 'amount',
        label: 'Amount',
        kind: 'money',
        value: money(row.TotalAmt),
        hint: applied === 0 ? 'It pays no invoice.' : 'Not less than what is applied to invoices.',
        required: true,
      },
      { name: 'date', label: 'Date', kind: 'date', value: textOf(row.TxnDate) ?? '', required: true },
      methodField(visit, refId(row.PaymentMethodRef) ?? ''),
      { name: 'reference', label: 'Reference', kind: 'text', value: textOf(row.PaymentRefNum) ?? '' },
      { name: 'memo', label: 'Memo', kind: 'area', value: textOf(row.PrivateNote) ?? '' },
    ],
    syncToken: textOf(row.SyncToken),
    submit: 'Save',
    back: at(visit, 'payments', id),
    done: 'saved',
    order: (typed, syncToken) =>
      personOrder(visit, {
        operation: 'edit',
        entity: 'Payment',
        id,
        syncToken,
        body: {
          TotalAmt: amountTyped(typed, 'amount'),
          TxnDate: dayTyped(typed, 'date'),
          PaymentMethodRef: { value: typed('method') },
          PaymentRefNum: typed('reference'),
          PrivateNote: typed('memo'),
        },
      }),
  };
}
