import { sha256 } from '../domain/fingerprint.ts';
import { wellFormed } from '../domain/identity.ts';
import type { SourceRecord } from '../domain/records.ts';

/**
 * Our mark on what we put into the books, so that a lost ledger or a second machine finds it again instead of making
 * another one. It stands in `PrivateNote` (invoices, payments) or `Notes` (customers) and survives other text there.
 */
export function marker(kind: 'invoice' | 'payment' | 'customer', id: string): string {
  return `[qbsync:${kind}:${encodeURIComponent(idInMark(id))}]`;
}

/** Notes have limits (2,000 characters for a customer's), and a key may hold a long name. */
const LONGEST_ID = 100;

/** An id as it stands in a mark. */
export function idInMark(id: string): string {
  return id.length <= LONGEST_ID ? wellFormed(id) : `sha256-${sha256(id)}`;
}

/** Text from outside that goes into a note beside a mark: it must not look like one. */
export function unmarked(text: string): string {
  return text.replaceAll('[qbsync:', '(qbsync:');
}

/** The id a note is marked with, or undefined where it carries no mark of this kind. */
export function markedId(
  kind: 'invoice' | 'payment' | 'customer',
  note: string | undefined,
): string | undefined {
  const found = new RegExp(`\\[qbsync:${kind}:([^\\]\\s]+)\\]`).exec(note ?? '');
  if (!found?.[1]) return undefined;
  try {
    return decodeURIComponent(found[1]);
  } catch {
    return undefined;
  }
}

/** Whether a note is marked with this id. */
export function isMarkedWith(
  kind: 'invoice' | 'payment' | 'customer',
  id: string,
  note: string | undefined,
): boolean {
  return markedId(kind, note) === idInMark(id);
}

/** The ids that a record may be marked with: its source id first, then the number that it had before it got one. */
export function marksOf({
  sourceId,
  number,
}: {
  sourceId?: string | undefined;
  number?: string | undefined;
}) {
  return [sourceId, number].flatMap((name) => (name === undefined ? [] : [idInMark(name)]));
}

/** Whether a note says that its object was made for this record. */
export function isMarkedFor(record: SourceRecord, note: string | undefined): boolean {
  const id = markedId(record.kind, note);
  return id !== undefined && marksOf(record).includes(id);
}

export function recordMarker(record: SourceRecord): string {
  return marker(record.kind, record.sourceId ?? (record.kind === 'invoice' ? record.number : ''));
}
