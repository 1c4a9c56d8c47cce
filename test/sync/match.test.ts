import { describe, expect, test } from 'vitest';
import { decimal } from '../../src/domain/money.ts';
import { marker } from '../../src/sync/marker.ts';
import { isVoided, matchCustomer, matchInvoice } from '../../src/sync/match.ts';
import { aCustomer, aLine, anInvoice, customerInBooks, inBooks } from '../support/builders.ts';

const invoice = anInvoice();
const NAME = 'Anna Berg';
const typed = { PrivateNote: 'typed in' };
const match = (...found: ReturnType<typeof inBooks>[]) => matchInvoice(invoice, found, NAME);

describe('an invoice of the books with our number', () => {
  test('there is none', () => {
    expect(match()).toBeUndefined();
  });

  test('is ours by its mark, even where a person changed what it says', () => {
    const changed = inBooks(invoice, { TotalAmt: 5, TxnDate: '2020-01-01' });
    expect(match(inBooks(invoice, { ...typed, Id: '1' }), changed)).toEqual({
      type: 'ours',
      invoice: changed,
    });
  });

  test('is equal where customer, date and total agree', () => {
    expect(match(inBooks(invoice, typed))).toMatchObject({ type: 'equal' });
    const shouted = inBooks(invoice, { ...typed, CustomerRef: { value: '9', name: ' ANNA  berg' } });
    expect(match(shouted)).toMatchObject({ type: 'equal' });
  });

  test.each<[string, Record<string, unknown>]>([
    ['another total', { TotalAmt: 100.01 }],
    ['another date', { TxnDate: '2026-02-11' }],
    ['another customer', { CustomerRef: { value: '9', name: 'Anna Berg (2)' } }],
    ['a customer without a name', { CustomerRef: { value: '9' } }],
    ['the mark of another record', { PrivateNote: marker('invoice', '777') }],
  ])('with %s stops, with both figures', (_, parts) => {
    const found = match(inBooks(invoice, { ...typed, ...parts }));
    expect(found).toMatchObject({ type: 'stop', verdict: { state: 'error', code: 'NUMBER_TAKEN' } });
    const reason = found?.type === 'stop' ? found.verdict.reason : '';
    expect(reason).toContain('Anna Berg, 2026-02-10, 100.00');
  });

  test('that was voided is never made again', () => {
    expect(match(inBooks(invoice, { TotalAmt: 0, Balance: 0 }))).toMatchObject({
      type: 'stop',
      verdict: { code: 'VOIDED_IN_BOOKS' },
    });
    expect(match(inBooks(invoice, { ...typed, TotalAmt: 0 }))).toMatchObject({
      verdict: { code: 'NUMBER_TAKEN' },
    });
  });

  test('is compared with tax, to the cent', () => {
    const taxed = anInvoice({ lines: [aLine('0.05', { taxRate: decimal('10') })] });
    expect(matchInvoice(taxed, [inBooks(taxed, { ...typed, TotalAmt: 0.06 })], NAME)).toMatchObject({
      type: 'equal',
    });
    expect(matchInvoice(taxed, [inBooks(taxed, { ...typed, TotalAmt: 0.05 })], NAME)).toMatchObject({
      type: 'stop',
    });
  });

  test('a document of zero is a voided one', () => {
    expect(isVoided({ TotalAmt: decimal('0.00') })).toBe(true);
    expect(isVoided({ TotalAmt: decimal('0.01') })).toBe(false);
  });
});

describe('a customer of the books with our name', () => {
  const anna = aCustomer({ email: 'anna@berg.example' });
  const mail = (Address: string | null) => ({ PrimaryEmailAddr: { Address } });
  const idOf = (...found: ReturnType<typeof customerInBooks>[]) => matchCustomer(anna, 'id:C-1', found)?.Id;

  test.each<[string, Record<string, unknown>, boolean]>([
    ['no e-mail', {}, true],
    ['an empty e-mail', mail(null), true],
    ['the same e-mail', mail('Anna@Berg.example '), true],
    ['the same e-mail among others', mail('office@berg.example, anna@berg.example'), true],
    ['another e-mail', mail('other@berg.example'), false],
    ['an e-mail that only begins alike', mail('anna@berg.example.org'), false],
    ['our mark', { ...mail('other@x.example'), Notes: marker('customer', 'id:C-1') }, true],
    ['the mark of another', { ...mail('anna@berg.example'), Notes: marker('customer', 'id:C-2') }, false],
  ])('and %s', (_, parts, isOne) => {
    expect(idOf(customerInBooks('9', NAME, parts))).toBe(isOne ? '9' : undefined);
  });

  test('is not told apart by an e-mail of ours that is none', () => {
    const found = [customerInBooks('9', NAME, mail('other@berg.example'))];
    expect(matchCustomer(aCustomer({ email: 'unknown' }), 'id:C-1', found)?.Id).toBe('9');
  });

  test('our mark stands above the order in which they come', () => {
    const ours = customerInBooks('9', NAME, { Notes: `VIP ${marker('customer', 'id:C-1')}` });
    expect(idOf(customerInBooks('8', NAME), ours)).toBe('9');
  });
});
