import * as z from 'zod';
import type { Finding } from '../domain/problems.ts';
import type { Books } from '../qbo/books.ts';
import type { Invoice } from '../qbo/entities.ts';
import { isPaid, isVoided } from './match.ts';

// A void takes the payments off an invoice without a word (qbo-api.md 3.2), and whether a payment raises the version of
// its invoice is not confirmed. So the version alone is no guard: the invoice is read once more before a void is sent,
// also when it is sent again.

/** Id and version of the invoice, and nothing else (qbo-api.md 1.2). */
export function voidBody({ booksId, syncToken }: { booksId: string; syncToken: string }): object {
  return { Id: booksId, SyncToken: syncToken };
}

const bodySchema = z.object({ Id: z.string() });

/**
 * Looks at the invoice that a void is to be sent for, by the JSON text of its body: the invoice where it is voided;
 * `not-to-void` where it is gone or money is applied to it; `to-void` else.
 */
export async function lookAtVoid(books: Books, body: string): Promise<Invoice | 'to-void' | 'not-to-void'> {
  const { Id } = bodySchema.parse(JSON.parse(body));
  const invoice = await books.read('Invoice', Id);
  if (!invoice || isPaid(invoice)) return 'not-to-void';
  return isVoided(invoice) ? invoice : 'to-void';
}

export const NOT_TO_VOID: Finding = {
  code: 'CHANGED_MEANWHILE',
  reason: 'It was paid or deleted in QuickBooks before it could be voided.',
  fix: 'Run the same command again: it looks anew and says what is left to do.',
};
