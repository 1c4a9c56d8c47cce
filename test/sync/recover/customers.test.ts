import { describe, expect, test } from 'vitest';
import { learnedFrom, recoverCustomer, type FoundCustomer } from '../../../src/sync/recover/customers.ts';
import type { Recovered } from '../../../src/sync/recover/decide.ts';
import { aCustomer, anAttempt, anEntry, anInvoice, customerInBooks } from '../../support/builders.ts';

const KEY = 'id:C-1';
const person = { key: KEY, name: 'Anna Berg' };
const marked = (id: string, name = 'Anna Berg') => customerInBooks(id, name);
const claim = (booksId?: string) => ({ key: KEY, name: 'Anna Berg', displayName: 'Anna Berg', booksId });
const found = (parts: Partial<FoundCustomer> = {}): FoundCustomer => ({
  claim: undefined,
  claimSeen: false,
  marked: [],
  attempt: undefined,
  ...parts,
});

describe('a customer', () => {
  test.each<[string, Partial<FoundCustomer>, object]>([
    ['that nobody knows', {}, { booksId: undefined }],
    [
      'that carries our mark is claimed as it is named there',
      { marked: [marked('58', 'Anna Berg-Lund')] },
      { booksId: '58', claim: { name: 'Anna Berg', displayName: 'Anna Berg-Lund', booksId: '58' } },
    ],
    [
      'whose name was claimed before it was sent gets its id',
      { claim: claim(), marked: [marked('58')] },
      { booksId: '58', before: undefined, claim: { booksId: '58' } },
    ],
    [
      'that is claimed and there needs nothing',
      { claim: claim('58'), claimSeen: true, marked: [marked('58')] },
      { booksId: '58', claim: undefined },
    ],
    [
      'that is claimed and was made inactive needs nothing',
      { claim: claim('58') },
      { booksId: '58', claim: undefined },
    ],
    [
      'that is claimed as one that is gone is the one with our mark',
      { claim: claim('58'), marked: [marked('77')] },
      { booksId: '77', before: '58', claim: { booksId: '77' } },
    ],
    [
      'that is there twice is the one that is claimed',
      { claim: claim('77'), claimSeen: true, marked: [marked('58'), marked('77')] },
      { booksId: '77', claim: undefined, twice: [{ Id: '58' }, { Id: '77' }] },
    ],
  ])('%s', (_, parts, expected) => {
    const { booksId, before, claim: kept, twice } = recoverCustomer(person, found(parts));
    expect({ booksId, before, claim: kept, twice }).toMatchObject(expected);
  });

  test('whose request has no outcome yet was posted where it is there', () => {
    const attempt = anAttempt({ kind: 'customer', key: KEY });
    expect(
      recoverCustomer(person, found({ claim: claim(), marked: [marked('58')], attempt })).settlement,
    ).toEqual({
      attemptId: 7,
      end: { state: 'posted', booksId: '58' },
      consequence: { customerId: '58' },
    });
    expect(recoverCustomer(person, found({ attempt })).settlement).toBeUndefined();
  });
});

describe('a customer without a mark', () => {
  const booked = (id: string, sourceId = 'C-1', name = 'Anna Berg'): Recovered => ({
    kind: 'invoice',
    entry: anEntry(anInvoice({ customer: aCustomer({ sourceId, name }) })),
    stands: 'agrees',
    customer: { id, name: `${name} Ltd` },
  });

  test('is the one its first invoice is booked on', () => {
    expect(learnedFrom([booked('58'), booked('59'), booked('60', 'C-2', 'Bo')], new Map())).toMatchObject([
      { key: 'id:C-1', claim: { name: 'Anna Berg', displayName: 'Anna Berg Ltd', booksId: '58' } },
      { key: 'id:C-2', claim: { displayName: 'Bo Ltd', booksId: '60' } },
    ]);
  });

  test('is never somebody whom a mark or the ledger gives to another', () => {
    expect(learnedFrom([booked('58'), booked('59')], new Map([['58', 'id:C-2']]))).toMatchObject([
      { booksId: '59' },
    ]);
    expect(learnedFrom([booked('58')], new Map([['58', 'id:C-1']]))).toMatchObject([{ booksId: '58' }]);
  });
});
