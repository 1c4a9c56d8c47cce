import { foldName } from '../domain/identity.ts';
import { isZeroRated, type SalesCode } from './proposals.ts';

/**
 * What is made in QuickBooks when settings are saved, after a person saw it and said yes. Items are not among them: a
 * plan shows and makes them (push-lists.ts).
 */
export type Creation =
  | { kind: 'tax-code'; name: string; agency: string }
  | { kind: 'payment-method'; method: string; name: string };

export function creationText(creation: Creation): string {
  return creation.kind === 'tax-code'
    ? `a sales tax code "${creation.name}" of 0%, zero-rated`
    : `a payment method "${creation.name}"`;
}

/** QuickBooks' limit for the name of a payment method is 31, of a tax code 100 (qbo-api.md 3.6). */
export const NAME_LIMITS: Record<Creation['kind'], number> = { 'tax-code': 100, 'payment-method': 31 };

const ZERO_NAMES: Record<string, string> = { AU: 'GST free 0%', GB: 'Zero rate 0%', CA: 'Zero-rated 0%' };

/**
 * The zero-rated code that can be made: reported to the one agency of the company's other rates. Undefined where there
 * is one already, where nobody can tell the agency, and in the US, which has NON.
 */
export function newZeroRated(
  codes: readonly SalesCode[],
  country: string | undefined,
): Extract<Creation, { kind: 'tax-code' }> | undefined {
  const [agency, other] = new Set(codes.flatMap(({ agencies }) => agencies));
  if (country === 'US' || agency === undefined || other !== undefined || codes.some(isZeroRated))
    return undefined;
  const usual = ZERO_NAMES[country ?? ''] ?? 'Zero-rated 0%';
  const taken = codes.some(({ name }) => foldName(name) === foldName(usual));
  return { kind: 'tax-code', name: taken ? `${usual} (zero-rated)` : usual, agency };
}
