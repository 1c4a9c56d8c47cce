import type { EntityRules } from '../entity.ts';
import { headOf, listName } from './list-row.ts';

/** Ways to pay (qbo-api.md 3.3). */
export const paymentMethodRules: EntityRules = {
  entity: 'PaymentMethod',
  readOnly: [],
  write: (books, payload, before) =>
    books.put('PaymentMethod', {
      Name: listName(books, 'PaymentMethod', payload, before),
      Active: payload.Active ?? true,
      Type: payload.Type ?? 'NON_CREDIT_CARD',
      ...headOf(books, 'PaymentMethod', before),
    }),
};
