import { objectOf, refId } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';

/** Whether a line of a journal entry is on a customer's account. */
export function isReceivableLine(books: Books, line: JsonObject): boolean {
  const account = books.get('Account', refId(objectOf(line.JournalEntryLineDetail).AccountRef));
  return account?.AccountType === 'Accounts Receivable';
}

/** 1 for a debit, -1 for a credit. */
export const postingSide = (line: JsonObject): 1 | -1 =>
  objectOf(line.JournalEntryLineDetail).PostingType === 'Credit' ? -1 : 1;
