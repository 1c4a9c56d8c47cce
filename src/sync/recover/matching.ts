import type { Entry, KnownSighting } from '../../ledger/ledger.ts';
import { idInMark, marksOf } from '../marker.ts';

/** The marks that qbsync gives to records that have a source id. */
export function sourceMarks(entries: readonly Pick<Entry, 'sourceId'>[]): Set<string> {
  return new Set(entries.flatMap(({ sourceId }) => (sourceId === undefined ? [] : [idInMark(sourceId)])));
}

/**
 * Which objects are which record's, by record key: what the ledger has linked to it, and what carries its mark and is
 * not linked to another. A record's number is its mark only while no record has it as source id (`ofOthers`).
 */
export function matched(
  entries: readonly Entry[],
  found: readonly KnownSighting[],
  ofOthers: ReadonlySet<string>,
): Map<string, KnownSighting[]> {
  const byId = new Map(found.map((sighting) => [sighting.booksId, sighting]));
  const byMark = new Map<string, KnownSighting[]>();
  for (const sighting of found) {
    const { mark } = sighting;
    if (mark !== undefined) byMark.set(mark, [...(byMark.get(mark) ?? []), sighting]);
  }
  return new Map(
    entries.map((entry) => {
      const own = sourceMarks([entry]);
      const marks = marksOf(entry).filter((mark) => own.has(mark) || !ofOthers.has(mark));
      const marked = marks.flatMap((mark) => byMark.get(mark) ?? []);
      const linked = byId.get(entry.link?.booksId ?? '');
      const free = marked.filter(({ holder }) => holder === undefined || holder === entry.key);
      return [entry.key, [...new Set([...(linked ? [linked] : []), ...free])]];
    }),
  );
}
