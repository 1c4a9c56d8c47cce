import { foldName } from '../domain/identity.ts';
import type { PaymentMethod } from '../qbo/entities.ts';
import { one, type Proposal } from './proposals.ts';

const CARD = /\bcards?\b/;
/** Words for one way of paying. */
const ALIKE = [
  ['check', 'cheque'],
  ['cash'],
  ['bank transfer', 'transfer', 'ach', 'eft', 'direct deposit', 'direct debit', 'wire', 'bank'],
];

/** The payment method for a method of the source; payments without one are fine too. */
export function proposePaymentMethod(method: string, methods: PaymentMethod[]): Proposal<PaymentMethod> {
  const active = methods.filter(({ Active }) => Active);
  const wanted = foldName(method);
  const same = active.filter(({ Name }) => foldName(Name) === wanted);
  if (same.length > 0) return { ...one(same, 'the same name'), candidates: active };
  if (CARD.test(wanted)) {
    const cards = active.filter(({ Type }) => Type === 'CREDIT_CARD');
    // Several brands of cards beside a general one: a payment does not say its brand.
    const general = cards.filter(({ Name }) => CARD.test(foldName(Name)));
    return { ...one(cards.length > 1 ? general : cards, 'the card payment method'), candidates: active };
  }
  const words = ALIKE.find((group) => group.some((word) => wanted === word)) ?? [];
  const alike = active.filter(({ Name }) => words.includes(foldName(Name)));
  return { ...one(alike, 'the same way of paying'), candidates: active };
}
