import type { RecordKind } from '../domain/records.ts';
import { missing, place, type Mapped } from './columns.ts';
import type { Field } from './fields.ts';
import { headingWords, matchHeading } from './headings.ts';

// How strongly a column speaks for one kind. What both kinds have (amount, currency, invoice number) says nothing.
const SIGNS: Record<RecordKind, Partial<Record<Field, number>>> = {
  invoice: {
    customer_name: 1,
    first_name: 1,
    last_name: 1,
    company: 1,
    email: 1,
    issue_date: 1,
    due_date: 2,
    line_type: 2,
    description: 1,
    quantity: 2,
    unit_price: 2,
    tax_rate: 2,
    tax_amount: 2,
    total: 1,
  },
  payment: { payment_id: 3, method: 3, integrated: 3, fee: 2, reference: 1, date: 1 },
};

/** What the file holds, told from its columns; undefined where they do not tell. */
export function guessKind(headings: readonly string[], mapped: Mapped): RecordKind | undefined {
  const score = (kind: RecordKind) =>
    headings.reduce((sum, name, index) => {
      const decided = mapped.get(index);
      if (mapped.has(index)) return sum + (decided ? (SIGNS[kind][decided] ?? 0) : 0);
      const words = headingWords(name).join('');
      if (words === 'lines') return sum + (kind === 'invoice' ? 3 : 0);
      if (words === 'applied') return sum + (kind === 'payment' ? 3 : 0);
      const match = matchHeading(name, kind);
      // "Date" and "ID" stand in both kinds of files.
      if (!match || match.rank === 'weak' || words === 'date') return sum;
      return sum + (SIGNS[kind][match.field] ?? 0);
    }, 0);
  const [invoice, payment] = [score('invoice'), score('payment')];
  if (invoice !== payment) return invoice > payment ? 'invoice' : 'payment';
  const complete = (['invoice', 'payment'] as const).filter(
    (kind) => !missing(headings, place(headings, mapped, kind).at, kind),
  );
  return complete.length === 1 ? complete[0] : undefined;
}
