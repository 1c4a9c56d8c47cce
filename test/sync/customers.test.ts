import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { customerKey, foldName } from '../../src/domain/identity.ts';
import type { CustomerClaim } from '../../src/ledger/ledger.ts';
import type { Customer } from '../../src/qbo/entities.ts';
import { planCustomers, type CustomerView, type WantedCustomer } from '../../src/sync/customers.ts';
import { marker } from '../../src/sync/marker.ts';
import { aCustomer, customerInBooks } from '../support/builders.ts';

function wanted(sourceId: string, name = 'Anna Berg', email = `${sourceId}@x.example`): WantedCustomer {
  const customer = aCustomer({ sourceId, name, email });
  return { key: customerKey(customer), customer, currency: undefined };
}

function claim(sourceId: string, displayName: string, booksId?: string): CustomerClaim {
  return { key: `id:${sourceId}`, name: displayName, displayName, booksId };
}

function view(claims: CustomerClaim[], books: Customer[]): CustomerView {
  const inBooks = new Map<string, Customer[]>();
  for (const one of books) {
    const name = foldName(one.DisplayName);
    inBooks.set(name, [...(inBooks.get(name) ?? []), one]);
  }
  return {
    claims: new Map(claims.map((one) => [one.key, one])),
    claimedBy: new Map(claims.map((one) => [foldName(one.displayName), one.key])),
    ownedBy: new Map(claims.flatMap(({ booksId, key }) => (booksId === undefined ? [] : [[booksId, key]]))),
    inBooks,
  };
}

/** Action and name (or code) of each, in short. */
function decided(people: WantedCustomer[], of: CustomerView): string[] {
  const plan = planCustomers(people, of);
  return people.map(({ key }) => {
    const one = plan.get(key);
    if (!one) return 'nothing';
    return 'state' in one
      ? one.code
      : `${one.action} ${one.displayName}${one.booksId ? ` #${one.booksId}` : ''}`;
  });
}

const mail = (Address: string) => ({ PrimaryEmailAddr: { Address } });

describe('who an invoice is booked on', () => {
  test('a new customer where the books have none of the name', () => {
    expect(decided([wanted('1')], view([], []))).toEqual(['create Anna Berg']);
  });

  test('the one linked before, without another look', () => {
    expect(decided([wanted('1', 'Anna New')], view([claim('1', 'Anna Berg', '58')], []))).toEqual([
      'known Anna Berg #58',
    ]);
  });

  // Two machines give the names out in the order of their own imports.
  test('the one that another machine made, under a name that we gave to somebody else', () => {
    const made = [
      customerInBooks('58', 'Anna Berg', { Notes: marker('customer', 'id:1') }),
      customerInBooks('59', 'Anna Berg (2)', { Notes: marker('customer', 'id:2') }),
    ];
    const people = [wanted('1'), wanted('2')];
    expect(decided(people, view([claim('2', 'Anna Berg')], made))).toEqual([
      'adopt Anna Berg #58',
      'adopt Anna Berg (2) #59',
    ]);
  });

  test('one of the books, in its own spelling', () => {
    expect(decided([wanted('1')], view([], [customerInBooks('58', 'ANNA BERG')]))).toEqual([
      'adopt ANNA BERG #58',
    ]);
  });

  test('one that bears our mark', () => {
    const marked = customerInBooks('58', 'Anna Berg', {
      ...mail('z@z.example'),
      Notes: marker('customer', 'id:1'),
    });
    expect(decided([wanted('1')], view([], [marked]))).toEqual(['adopt Anna Berg #58']);
  });

  test('not another person of the name, who has another e-mail', () => {
    const other = customerInBooks('58', 'Anna Berg', mail('z@z.example'));
    expect(decided([wanted('1')], view([], [other]))).toEqual(['create Anna Berg (1)']);
  });

  test('two of a name are told apart by their ids', () => {
    expect(decided([wanted('1'), wanted('2')], view([], []))).toEqual([
      'create Anna Berg',
      'create Anna Berg (2)',
    ]);
  });

  test('only the first of two takes the one in the books', () => {
    expect(decided([wanted('1'), wanted('2')], view([], [customerInBooks('58', 'Anna Berg')]))).toEqual([
      'adopt Anna Berg #58',
      'create Anna Berg (2)',
    ]);
  });

  test('a name that was claimed before a crash stays with who claimed it', () => {
    const claims = [claim('1', 'Anna Berg')];
    expect(decided([wanted('2'), wanted('1')], view(claims, []))).toEqual([
      'create Anna Berg (2)',
      'create Anna Berg',
    ]);
  });

  test('a name that was given to somebody stays theirs, also when a better one is free again', () => {
    expect(decided([wanted('1')], view([claim('1', 'Anna Berg (1)')], []))).toEqual(['create Anna Berg (1)']);
  });

  test('nobody where every name is taken by others', () => {
    const others = [
      customerInBooks('58', 'Anna Berg', mail('z@z.example')),
      customerInBooks('59', 'Anna Berg (1)', mail('y@y.example')),
      customerInBooks('60', 'Anna Berg (1 customer)', mail('x@x.example')),
    ];
    expect(decided([wanted('1')], view([], others.slice(0, 2)))).toEqual(['create Anna Berg (1 customer)']);
    expect(decided([wanted('1')], view([], others))).toEqual(['CUSTOMER_NAME_TAKEN']);
  });

  test('not one who is kept in another currency', () => {
    const dollars = customerInBooks('58', 'Anna Berg', { CurrencyRef: { value: 'USD' } });
    const people = [{ ...wanted('1'), currency: 'EUR' }];
    expect(decided(people, view([], [dollars]))).toEqual(['create Anna Berg (1)']);
  });

  test('says so where a name cannot be written as it is', () => {
    const plan = planCustomers([wanted('1', 'Berg: Anna')], view([], []));
    expect(plan.get('id:1')).toMatchObject({ displayName: 'Berg - Anna', action: 'create' });
    expect(plan.get('id:1')).toHaveProperty('notes.0', expect.stringContaining('"Berg - Anna"'));
    expect(planCustomers([wanted('1')], view([], [])).get('id:1')).toHaveProperty('notes', []);
  });

  test('not a customer that belongs to another, under a name they got in QuickBooks since', () => {
    const known = [claim('1', 'Anna Berg', '58')];
    const renamed = view(known, [customerInBooks('58', 'Berta Holm')]);
    const people = [wanted('2', 'Berta Holm'), wanted('1')];
    expect(decided(people, renamed)[1]).toBe('known Anna Berg #58');
    expect(decided(people, renamed)[0]).not.toContain('#58');
    expect(decided(people.toReversed(), renamed)[1]).not.toContain('#58');
  });
});

describe('for any people and any books', () => {
  const names = fc.constantFrom(
    'Anna Berg',
    'anna  BERG',
    'Anna Berg (1)',
    'Anna Berg (2)',
    'Berta',
    'Müller',
    'MÜLLER',
  );
  const emails = fc.constantFrom('a@x.example', 'b@x.example');
  const people = fc.uniqueArray(fc.record({ sourceId: fc.nat(6).map(String), name: names, email: emails }), {
    selector: (one) => one.sourceId,
    maxLength: 6,
  });
  // QuickBooks keeps display names unique (qbo-api.md 3.1).
  const books = fc.uniqueArray(
    fc.record({ name: names, email: fc.option(emails), mark: fc.option(fc.nat(6)) }),
    { selector: (one) => foldName(one.name), maxLength: 5 },
  );
  const claimed = fc.uniqueArray(
    fc.record({ sourceId: fc.nat(6).map(String), name: names, at: fc.option(fc.nat(4)) }),
    { selector: (one) => one.sourceId, maxLength: 4 },
  );

  test('two people never share a customer or a name', () => {
    fc.assert(
      fc.property(people, books, claimed, (drawn, held, claims) => {
        const inBooks = held.map(({ name, email, mark }, at) =>
          customerInBooks(String(at), name, {
            ...(email === null ? {} : mail(email)),
            ...(mark === null ? {} : { Notes: marker('customer', `id:${mark}`) }),
          }),
        );
        // As the ledger has it: one name and one customer belong to one claim.
        const kept: CustomerClaim[] = [];
        for (const { sourceId, name, at } of claims) {
          const booksId = at === null ? undefined : String(at);
          const taken = kept.some(
            (one) =>
              foldName(one.displayName) === foldName(name) ||
              (booksId !== undefined && one.booksId === booksId),
          );
          if (!taken) kept.push(claim(sourceId, name, booksId));
        }
        const wants = drawn.map(({ sourceId, name, email }) => wanted(sourceId, name, email));
        const plan = [...planCustomers(wants, view(kept, inBooks)).values()].filter(
          (one) => 'displayName' in one,
        );
        const ids = plan.flatMap(({ booksId }) => booksId ?? []);
        expect(new Set(ids).size).toBe(ids.length);
        const created = plan
          .filter(({ action }) => action !== 'known')
          .map((one) => foldName(one.displayName));
        expect(new Set(created).size).toBe(created.length);
        // A customer of the books that bears another's mark is nobody else's.
        for (const { key, booksId, action } of plan) {
          const mark = held[Number(booksId)]?.mark;
          if (action === 'adopt' && mark != null) expect(key).toBe(`id:${mark}`);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('everybody is decided, once, and the same twice', () => {
    fc.assert(
      fc.property(people, (drawn) => {
        const wants = drawn.map(({ sourceId, name, email }) => wanted(sourceId, name, email));
        const twice = planCustomers([...wants, ...wants], view([], []));
        expect([...twice.keys()]).toEqual(wants.map(({ key }) => key));
        expect(twice).toEqual(planCustomers(wants, view([], [])));
      }),
    );
  });
});
