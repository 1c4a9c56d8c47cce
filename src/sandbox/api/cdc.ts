import type { Books } from '../books/books.ts';
import { shown } from '../books/write.ts';
import { QboFault, fault, missing, unsupportedOperation } from '../faults.ts';
import { objectOf, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { instantOf } from '../query/instants.ts';
import { invalidQuery } from '../query/parse.ts';
import { entityNamed } from '../query/properties.ts';

const LOOK_BACK_MS = 30 * 24 * 3_600_000;
const MAX_OBJECTS = 1000;

/** Entities whose changes are not captured (qbo-api.md 3.6). */
const NOT_CAPTURED = new Set(['JournalCode', 'TaxAgency', 'TaxCode', 'TaxRate', 'TimeActivity']);

/** The entities asked for, each once, in the order of the request. */
function entitiesOf(list: string): readonly string[] {
  const names = list.split(',').map((name) => name.trim());
  const entities = names.map((name) => {
    const entity =
      entityNamed(name) ?? [...NOT_CAPTURED].find((each) => each.toLowerCase() === name.toLowerCase());
    if (entity === undefined) throw invalidQuery(`invalid context declaration: ${name}`);
    if (NOT_CAPTURED.has(entity)) throw unsupportedOperation(`cdc for entity ${entity}`);
    return entity;
  });
  return [...new Set(entities)];
}

function since(books: Books, text: string): number {
  const at = instantOf(text);
  if (at === undefined || Number.isNaN(at)) {
    throw fault(
      '2140',
      'Invalid Date',
      `Invalid date : changedSince should be a date-time in ISO 8601. Supplied value:${text}`,
      'changedSince',
    );
  }
  const tooOld = at < books.now.getTime() - LOOK_BACK_MS;
  if (tooOld && books.readings.cdcTooOld === 'refuse') {
    throw unsupportedOperation(`cdc with changedSince date ${text} which is older than fixed days`);
  }
  return at;
}

interface Changed {
  readonly at: number;
  readonly row: JsonObject;
}

const timeOf = (holder: JsonObject): number => Date.parse(textOf(holder.LastUpdatedTime) ?? '');

/** What changed in one entity: rows by the time of the change, then the deleted ones. */
function changesOf(books: Books, entity: string, from: number, most: number): readonly JsonObject[] {
  const sameSecond = books.readings.cdcSameSecond === 'include';
  const later = ({ at }: Changed): boolean => at > from || (sameSecond && at === from);
  const inOrder = (changes: Iterable<Changed>): readonly JsonObject[] =>
    [...changes]
      .filter(later)
      .sort((a, b) => a.at - b.at)
      .slice(0, most)
      .map(({ row }) => row);
  const rows = inOrder([...books.rows(entity)].map((row) => ({ at: timeOf(objectOf(row.MetaData)), row })));
  const deleted = inOrder([...books.deleted(entity)].map((row) => ({ at: timeOf(row), row })));
  return [
    ...rows.map((row) => shown(books, entity, row)),
    ...deleted.map(({ Id, LastUpdatedTime }) => ({
      domain: 'QBO',
      status: 'Deleted',
      Id,
      MetaData: { LastUpdatedTime },
    })),
  ].slice(0, most);
}

/**
 * One `CDCResponse`: for each entity in the order of the request what changed after a moment, at most
 * 1000 objects and 30 days back (qbo-api.md 8). It has no pages: a full answer must be asked for again
 * with a later moment. Reads all rows of the entities, which is one pass per poll.
 */
export function changeDataCapture(
  books: Books,
  entities: string | undefined,
  changedSince: string | undefined,
): JsonObject {
  if (entities === undefined) throw missing('entities');
  if (changedSince === undefined) throw missing('changedSince');
  const from = since(books, changedSince);
  const { cdcFault, cdcLimit } = books.readings;
  let left = MAX_OBJECTS;
  try {
    const QueryResponse = entitiesOf(entities).map((entity): JsonObject => {
      const changes = changesOf(books, entity, from, left);
      if (cdcLimit === 'answer') left -= changes.length;
      return changes.length === 0 ? {} : { [entity]: changes, startPosition: 1, maxResults: changes.length };
    });
    return { QueryResponse };
  } catch (error) {
    if (!(error instanceof QboFault) || cdcFault === 'http-400') throw error;
    return { Fault: error.toJson() };
  }
}
