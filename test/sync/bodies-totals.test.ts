import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { decimal, fromWire, plainText, sum, toCents } from '../../src/domain/money.ts';
import { invoiceTotals } from '../../src/domain/totals.ts';
import { invoiceBody } from '../../src/sync/bodies.ts';
import { aCompany, aLine, anInvoice } from '../support/builders.ts';
import { CODES, REFS, taxOf } from './refs.ts';

describe('for any invoice', () => {
  const cents = fc.integer({ min: -5_000_000, max: 5_000_000 });
  const lines = fc
    .array(
      fc.record({
        amount: cents,
        rate: fc.constantFrom('0', '10'),
        tax: fc.option(fc.integer({ min: 0, max: 500 })),
        quantity: fc.option(fc.integer({ min: 1, max: 9999 })),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((drawn) =>
      drawn.map(({ amount, rate, tax, quantity }) =>
        aLine((amount / 100).toFixed(2), {
          taxRate: decimal(rate),
          ...(tax === null ? {} : { taxAmount: decimal((tax / 100).toFixed(2)) }),
          ...(quantity === null
            ? {}
            : { quantity: decimal(String(quantity / 100)), unitPrice: decimal('0.35') }),
        }),
      ),
    );
  const sent = z.object({
    Line: z.array(
      z.object({
        Amount: z.number(),
        SalesItemLineDetail: z.object({
          Qty: z.number().optional(),
          UnitPrice: z.number().optional(),
          TaxCodeRef: z.object({ value: z.string() }),
        }),
      }),
    ),
    TxnTaxDetail: z
      .object({ TotalTax: z.number(), TaxLine: z.array(z.object({ Amount: z.number() })) })
      .optional(),
  });

  test('the lines and the tax come to its total, as QuickBooks adds them up', () => {
    const company = aCompany({ country: 'AU', homeCurrency: 'AUD' });
    fc.assert(
      fc.property(lines, (drawn) => {
        const invoice = anInvoice({ lines: drawn });
        const made = invoiceBody(invoice, REFS, taxOf(invoice, company, CODES), company, 'source');
        const text = JSON.stringify(made);
        expect(text).not.toMatch(/null|undefined|NaN|\{\}/);
        const body = sent.parse(JSON.parse(text));
        const net = sum(body.Line.map(({ Amount }) => fromWire(Amount)));
        const computed = ['2', '3'].map((code) => {
          const of = body.Line.filter((one) => one.SalesItemLineDetail.TaxCodeRef.value === code);
          const rate = code === '2' ? decimal('0.1') : decimal('0');
          return toCents(sum(of.map(({ Amount }) => fromWire(Amount))).times(rate));
        });
        const stated = body.TxnTaxDetail;
        const tax = stated ? sum(stated.TaxLine.map(({ Amount }) => fromWire(Amount))) : sum(computed);
        expect(plainText(net.plus(tax))).toBe(plainText(invoiceTotals(invoice).total));
        if (stated) expect(fromWire(stated.TotalTax).eq(tax)).toBe(true);
        for (const { Amount, SalesItemLineDetail: detail } of body.Line) {
          if (detail.Qty === undefined || detail.UnitPrice === undefined) continue;
          expect(toCents(fromWire(detail.Qty).times(fromWire(detail.UnitPrice))).eq(fromWire(Amount))).toBe(
            true,
          );
        }
      }),
    );
  });
});
