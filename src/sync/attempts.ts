import * as z from 'zod';
import { fromWire, type Money } from '../domain/money.ts';
import type { Attempt, Consequence, Link, WriteKind, WriteOperation } from '../ledger/ledger.ts';
import type { Entity, WritableEntity } from '../qbo/entities.ts';
import { markedId } from './marker.ts';

export const ENTITY = { customer: 'Customer', item: 'Item', invoice: 'Invoice', payment: 'Payment' } as const;

/** An object of the books, as a write leaves it there. */
export type Written = Entity<WritableEntity>;

/** What of a record's object in the books is kept in its link. */
export interface BookedRecord {
  Id: string;
  SyncToken: string;
  TotalAmt: Money;
  DocNumber?: string | undefined;
}

const money = z.number().transform(fromWire);

const bodySchema = z.object({
  DocNumber: z.string().optional(),
  TxnDate: z.string().optional(),
  PrivateNote: z.string().optional(),
  DisplayName: z.string().optional(),
  Notes: z.string().optional(),
  Name: z.string().optional(),
  /** Of a payment. */
  TotalAmt: money.optional(),
  Line: z.array(z.object({ Amount: money })).default([]),
});

/** What a recorded body says that the books can be asked for, and compared with. */
export function sentBody({ body }: Pick<Attempt, 'body'>): z.output<typeof bodySchema> {
  return bodySchema.parse(JSON.parse(body));
}

/** Whether an object of the books is what this attempt was to make: by our mark, never by figures that may coincide. */
export function isOurs(attempt: Attempt, object: Written): boolean {
  const body = sentBody(attempt);
  switch (attempt.kind) {
    case 'customer':
      return 'Notes' in object && sameMark('customer', body.Notes, object.Notes);
    case 'item':
      return 'Name' in object && object.Name === body.Name;
    case 'invoice':
    case 'payment':
      return 'PrivateNote' in object && sameMark(attempt.kind, body.PrivateNote, object.PrivateNote);
  }
}

function sameMark(
  kind: 'customer' | 'invoice' | 'payment',
  mine: string | undefined,
  theirs: string | undefined,
) {
  const mark = markedId(kind, mine);
  return mark !== undefined && markedId(kind, theirs) === mark;
}

export function isRecord(kind: WriteKind): kind is 'invoice' | 'payment' {
  return kind === 'invoice' || kind === 'payment';
}

/** What it means for our ledger that the object stands in the books. */
export function consequenceOf(attempt: Attempt, object: Written | BookedRecord): Consequence {
  if (attempt.kind === 'customer') return { customerId: object.Id };
  if (!('TotalAmt' in object)) return {};
  return {
    link: {
      booksId: object.Id,
      booksNumber: 'DocNumber' in object ? object.DocNumber : undefined,
      syncToken: object.SyncToken,
      total: object.TotalAmt,
      fingerprint: attempt.fingerprint,
      how: HOW[attempt.operation],
    },
  };
}

const HOW: Record<WriteOperation, Link['how']> = { create: 'created', update: 'updated', void: 'voided' };
