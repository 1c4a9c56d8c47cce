import type { Ledger, MarkedKind, RecordRef, Sightings } from '../../ledger/ledger.ts';
import type { Books } from '../../qbo/books.ts';
import { CUSTOMERS, INVOICES, PAYMENTS, type Marked } from './seen.ts';

/** How far a reading has come: objects of one kind, of so many as the books counted before. */
export interface Reading {
  kind: MarkedKind;
  done: number;
  of: number;
}

export interface ReadParts {
  books: Books;
  ledger: Ledger;
  /** Told after each page; throws to end the reading. */
  onPage: (reading: Reading) => void;
}

/**
 * Reads all customers, invoices and payments of the books, page by page, and keeps in sight those that carry our mark or
 * are linked in the ledger. Nothing else is written, and a page that fails ends it. Customers who are inactive are not
 * seen: a merge leaves one of two so, and the other is the one that counts.
 */
export async function readBooks(parts: ReadParts): Promise<Sightings> {
  const sightings = await parts.ledger.sightings();
  await readKind(CUSTOMERS, sightings, parts);
  await readKind(INVOICES, sightings, parts);
  await readKind(PAYMENTS, sightings, parts);
  await readMissing('invoice', INVOICES, sightings, parts);
  await readMissing('payment', PAYMENTS, sightings, parts);
  return sightings;
}

async function readKind<N extends 'Customer' | 'Invoice' | 'Payment'>(
  marked: Marked<N, unknown>,
  sightings: Sightings,
  { books, ledger, onPage }: ReadParts,
): Promise<void> {
  const { kind, entity } = marked;
  const of = await books.count(entity);
  let done = 0;
  for await (const objects of books.pages(entity)) {
    const seen = objects.map((object) => marked.sighting(object));
    const known = await knownIds(
      ledger,
      kind,
      seen.map(({ booksId }) => booksId),
    );
    await sightings.add(
      kind,
      seen.filter(({ mark, booksId }) => mark !== undefined || known.has(booksId)),
    );
    done += objects.length;
    onPage({ kind, done, of: Math.max(done, of) });
  }
}

/** Those of these ids that the ledger knows something by. */
async function knownIds(ledger: Ledger, kind: MarkedKind, ids: string[]): Promise<Set<string>> {
  if (kind !== 'customer') return ledger.linkedIds(kind, ids);
  return new Set((await ledger.customersInBooks(ids)).flatMap(({ booksId }) => booksId ?? []));
}

/** What is linked and was on no page is read by its id: a query may lag behind, and pages move when something is deleted. */
async function readMissing<N extends 'Invoice' | 'Payment'>(
  kind: RecordRef['kind'],
  marked: Marked<N, unknown>,
  sightings: Sightings,
  { books }: ReadParts,
): Promise<void> {
  for (const id of await sightings.missing(kind)) {
    const object = await books.read(marked.entity, id);
    if (object) await sightings.add(kind, [marked.sighting(object)]);
  }
}
