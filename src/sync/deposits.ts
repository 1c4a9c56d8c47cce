import type { Settings } from '../company/settings.ts';
import type { SourceInvoice } from '../domain/records.ts';

/**
 * An invoice as it is booked. A deposit is an ordinary milestone, unless deposits are kept as a liability or have an item
 * of their own: so that what was booked before deposits were told apart stays as it is.
 */
export function asBooked(
  invoice: SourceInvoice,
  { deposits, lineTypes }: Pick<Settings, 'deposits' | 'lineTypes'>,
): SourceInvoice {
  if (deposits === 'liability' || lineTypes.deposit) return invoice;
  if (invoice.lines.every(({ type }) => type !== 'deposit')) return invoice;
  const lines = invoice.lines.map((line) =>
    line.type === 'deposit' ? { ...line, type: 'milestone' as const } : line,
  );
  return { ...invoice, lines };
}
