import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { batchItem, batchRequestId, requestId } from '../../src/sync/request-id.ts';

type Parts = Parameters<typeof requestId>[0];
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const parts: fc.Arbitrary<Parts> = fc.record({
  companyId: text,
  kind: fc.constantFrom('invoice' as const, 'payment' as const, 'customer' as const, 'item' as const),
  key: text,
  operation: fc.constantFrom('create' as const, 'update' as const),
  bodyHash: text,
  generation: fc.nat(20),
});

describe('the id of a request', () => {
  test('has 36 characters that every gateway takes, so that it fits a batch', () => {
    fc.assert(
      fc.property(parts, (of) => {
        expect(requestId(of)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect(requestId(of)).toHaveLength(36);
      }),
    );
  });

  test('is the same for the same content, on every machine', () => {
    fc.assert(
      fc.property(parts, (of) => {
        expect(requestId({ ...of })).toBe(requestId(of));
      }),
    );
    const of: Parts = {
      companyId: '9130',
      kind: 'invoice',
      key: '501',
      operation: 'create',
      bodyHash: 'ab',
      generation: 0,
    };
    // Written down: another value would let a second machine, or a newer qbsync, post an open attempt again.
    expect(requestId(of)).toBe('c1a99e4c-dd61-b229-9558-29bcee253a42');
  });

  test('is another one when anything changes', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        for (const changed of [
          { ...one, companyId: other.companyId },
          { ...one, kind: other.kind },
          { ...one, key: other.key },
          { ...one, operation: other.operation },
          { ...one, bodyHash: other.bodyHash },
          { ...one, generation: other.generation },
        ]) {
          const same = JSON.stringify(changed) === JSON.stringify(one);
          expect(requestId(changed) === requestId(one)).toBe(same);
        }
      }),
    );
  });

  test('does not run its parts together', () => {
    const of: Parts = {
      companyId: '1',
      kind: 'invoice',
      key: '23',
      operation: 'create',
      bodyHash: '4',
      generation: 5,
    };
    expect(requestId(of)).not.toBe(requestId({ ...of, companyId: '12', key: '3' }));
    expect(requestId(of)).not.toBe(requestId({ ...of, key: '2', bodyHash: '34' }));
  });
});

describe('the ids of a batch', () => {
  test('name a record whichever others go with it: the request is the same one for all of a kind', () => {
    // Written down, as above: with another value a second machine could post a payment again.
    expect(batchRequestId('9130', 'payment')).toBe('d85ded7b-4b29-efda-1936-d2aafb9dca69');
    expect(batchRequestId('9130', 'payment')).toHaveLength(36);
    expect(batchRequestId('9130', 'invoice')).not.toBe(batchRequestId('9130', 'payment'));
    expect(batchRequestId('9131', 'payment')).not.toBe(batchRequestId('9130', 'payment'));
  });

  test('an item has ten letters and digits that are always the same, and not those of another', () => {
    expect(batchItem('c1a99e4c-dd61-b229-9558-29bcee253a42')).toBe('g38kh9l77o');
    const many = Array.from({ length: 20_000 }, (_, at) => batchItem(String(at)));
    expect(new Set(many).size).toBe(many.length);
    for (const id of many) expect(id).toMatch(/^[0-9a-z]{10}$/);
  });
});
