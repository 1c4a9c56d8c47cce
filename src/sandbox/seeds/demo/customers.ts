import type { Books } from '../../books/books.ts';
import { textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { add } from '../add.ts';
import type { Dice } from './dice.ts';
import { BUILDER, BUSINESSES, FAMILY, GIVEN, HARD_NAMES, JOBS, STREETS, TOWNS } from './names.ts';

/** Somebody who may become a customer; the id is known once they are one. */
export interface Party {
  readonly body: JsonObject;
  readonly business: boolean;
  /** Whose job it is. */
  readonly below?: Party | undefined;
  id: string;
}

function address(books: Books, dice: Dice): JsonObject {
  const towns = TOWNS[books.country];
  const town = towns[dice.whole(0, towns.length - 1)];
  const [first, ...streets] = STREETS;
  return { Line1: `${dice.whole(1, 180)} ${dice.pick([first, ...streets])}`, ...town };
}

/** Letters of an address that every mail program takes. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll(/[^a-z]+/g, '');

function household(books: Books, dice: Dice, given: string, family: string, at: number): Party {
  const mailbox = [plain(given), plain(family)].filter((part) => part !== '').join('.');
  return {
    business: false,
    id: '',
    body: {
      GivenName: given,
      FamilyName: family,
      DisplayName: `${given} ${family}`,
      PrimaryEmailAddr: { Address: `${mailbox === '' ? `customer${at}` : mailbox}@example.com` },
      PrimaryPhone: { FreeFormNumber: `555-0${dice.whole(100, 199)}` },
      BillAddr: address(books, dice),
    },
  };
}

function business(books: Books, dice: Dice, name: string): Party {
  return {
    business: true,
    id: '',
    body: {
      CompanyName: name,
      DisplayName: name,
      PrimaryEmailAddr: { Address: `accounts@${plain(name)}.example` },
      PrimaryPhone: { FreeFormNumber: `555-0${dice.whole(100, 199)}` },
      BillAddr: address(books, dice),
    },
  };
}

/** So many households, each name once. The first have the names that programs get wrong. */
export function households(books: Books, dice: Dice, count: number): readonly Party[] {
  const families = dice.shuffled(FAMILY);
  const given = dice.shuffled(GIVEN);
  return Array.from({ length: count }, (_, at) => {
    const hard = HARD_NAMES[at];
    const [first = '', last = ''] = hard ?? [
      given[at % given.length],
      families[(at + Math.floor(at / given.length)) % families.length],
    ];
    return household(books, dice, first, last, at);
  });
}

export const businesses = (books: Books, dice: Dice): readonly Party[] =>
  BUSINESSES.map((name) => business(books, dice, name));

/** A builder, and the houses that are jobs of theirs. */
export function builder(
  books: Books,
  dice: Dice,
): { readonly builder: Party; readonly jobs: readonly Party[] } {
  const below = business(books, dice, BUILDER);
  const jobs = JOBS.map((name) => ({
    business: false,
    below,
    id: '',
    body: { DisplayName: `${BUILDER} ${name}`, ShipAddr: address(books, dice) },
  }));
  return { builder: below, jobs };
}

/** Makes them a customer the first time, and gives the reference that forms take. */
export function customerRef(books: Books, party: Party): JsonObject {
  const parent =
    party.below === undefined ? {} : { ParentRef: customerRef(books, party.below), BillWithParent: true };
  if (party.id === '') party.id = textOf(add(books, 'Customer', { ...party.body, ...parent }).Id) ?? '';
  return { value: party.id };
}
