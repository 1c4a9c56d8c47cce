import { foldName, foldNumber } from '../domain/identity.ts';
import type { Attempt, WriteKind } from '../ledger/ledger.ts';
import type { Books } from '../qbo/books.ts';
import { ENTITY, isOurs, sentBody, type Written } from './attempts.ts';
import { lookAtVoid } from './voids.ts';

/** `another`: the name or number is held by something that is not ours. `not-to-void`: see {@link lookAtVoid}. */
export type Found = Written | 'another' | 'not-to-void';

/** By which property an attempt's object is looked for; none where only all objects of its day can be gone through. */
function wanted(attempt: Attempt): { property: string; value: string; unique: boolean } {
  const { DisplayName, Name, DocNumber, TxnDate } = sentBody(attempt);
  const day = { property: 'TxnDate', value: TxnDate ?? '', unique: false };
  switch (attempt.kind) {
    case 'customer':
      return { property: 'DisplayName', value: DisplayName ?? '', unique: true };
    case 'item':
      return { property: 'Name', value: Name ?? '', unique: true };
    case 'invoice':
      return DocNumber === undefined ? day : { property: 'DocNumber', value: DocNumber, unique: true };
    case 'payment':
      return day;
  }
}

/**
 * Looks in the books for what open attempts were to make, many in one question. An update is not looked for: it is
 * settled by sending it again, since its version number lets it happen once only. So is a void, unless it is seen to
 * have happened or must not happen any more.
 */
export async function lookUp(books: Books, attempts: readonly Attempt[]): Promise<Map<Attempt, Found>> {
  const found = new Map<Attempt, Found>();
  for (const attempt of attempts.filter(({ operation }) => operation === 'void')) {
    const stands = await lookAtVoid(books, attempt.body);
    if (stands !== 'to-void') found.set(attempt, stands);
  }
  const creates = attempts.filter(({ operation }) => operation === 'create');
  for (const kind of new Set(creates.map((attempt) => attempt.kind))) {
    const ofKind = creates.filter((attempt) => attempt.kind === kind);
    for (const property of new Set(ofKind.map((attempt) => wanted(attempt).property))) {
      const group = ofKind.filter((attempt) => wanted(attempt).property === property);
      const values = group.map((attempt) => wanted(attempt).value);
      const objects: Written[] = await books.among<(typeof ENTITY)[WriteKind]>(
        ENTITY[kind],
        property,
        values,
      );
      for (const attempt of group) {
        const object = matching(attempt, objects);
        if (object !== undefined) found.set(attempt, object);
      }
    }
  }
  return found;
}

function matching(attempt: Attempt, objects: readonly Written[]): Found | undefined {
  const ours = objects.find((object) => isOurs(attempt, object));
  if (ours) return ours;
  const { value, unique } = wanted(attempt);
  return unique && objects.some((object) => sameName(object, value)) ? 'another' : undefined;
}

function sameName(object: Written, value: string): boolean {
  if ('DocNumber' in object) return foldNumber(object.DocNumber ?? '') === foldNumber(value);
  const name = 'DisplayName' in object ? object.DisplayName : 'Name' in object ? object.Name : undefined;
  return name !== undefined && foldName(name) === foldName(value);
}
