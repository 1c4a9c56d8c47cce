import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf, refId, textOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { Client, faultOf, line, ref } from './client.ts';

/** A company in Fresno, California, that lets QuickBooks work out its sales tax. */
function automated(): Client {
  const qbo = new Client();
  qbo.control('company', { preferences: { TaxPrefs: { PartnerTaxEnabled: true, TaxGroupCodeRef: null } } });
  return qbo;
}

const taxed = (amount: number): JsonObject => line(amount, { TaxCodeRef: ref('TAX') });
const untaxed = (amount: number): JsonObject => line(amount, { TaxCodeRef: ref('NON') });
const at = (CountrySubDivisionCode: string, City: string, PostalCode: string): JsonObject => ({
  Line1: '1 Main Street',
  City,
  CountrySubDivisionCode,
  PostalCode,
});

/** A customer without any address. */
const nowhere = (qbo: Client): JsonObject => ref(qbo.made('Customer', { DisplayName: 'Nowhere' }).Id);
const taxOf = (invoice: JsonObject): unknown => objectOf(invoice.TxnTaxDetail).TotalTax;

test('a company that is made with it has no codes but the pseudo ones, and no default group', () => {
  const qbo = new Client({ automatedTax: true });
  expect(qbo.rows('TaxCode').map((row) => row.Id)).toEqual(['TAX', 'NON', 'CustomSalesTax']);
  expect(objectOf(qbo.call('GET', 'preferences').body.Preferences).TaxPrefs).toEqual({
    UsingSalesTax: true,
    PartnerTaxEnabled: true,
  });
  const invoice = qbo.made('Invoice', { CustomerRef: ref('1'), Line: [taxed(100)] });
  expect(taxOf(invoice)).toBe(8.35);
});

describe('the place of a sale', () => {
  const qbo = automated();
  const CustomerRef = nowhere(qbo);
  const tax = (more: JsonObject) => taxOf(qbo.made('Invoice', { CustomerRef, Line: [taxed(1000)], ...more }));

  test.each([
    [
      'the ship address',
      { ShipAddr: at('TX', 'Austin', '78701'), BillAddr: at('NY', 'Albany', '12201') },
      82.5,
    ],
    ['the bill address', { BillAddr: at('NY', 'New York', '10001') }, 88.75],
    ['the state alone, where the town has no tax of its own', { ShipAddr: at('NV', 'Reno', '89501') }, 46],
    [
      'the town, where there is no ZIP code',
      { ShipAddr: { City: 'tucson', CountrySubDivisionCode: 'az' } },
      87,
    ],
    ['the name of the state', { ShipAddr: at('Washington', 'Seattle', '98101') }, 103.5],
    ['a line of a free-form address', { ShipAddr: { Line1: 'Al', Line2: 'Phoenix, AZ 85001' } }, 91],
    ['the address of the company, where there is no other', {}, 83.5],
    ['the address of the company, where the others say nothing', { ShipAddr: { Line1: 'Gate 3' } }, 83.5],
    ['nowhere, in a state that the company does not collect for', { ShipAddr: at('OR', 'Bend', '97701') }, 0],
  ])('is %s', (_, address, expected) => {
    expect(tax(address)).toBe(expected);
  });

  test("is the customer's own where the form has none, and stays with the form", () => {
    const { Id } = qbo.made('Customer', { DisplayName: 'Tex', BillAddr: at('TX', 'Austin', '78701') });
    const invoice = qbo.made('Invoice', { CustomerRef: ref(Id), Line: [taxed(1000)] });
    expect(taxOf(invoice)).toBe(82.5);
    const sparse = { Id: invoice.Id, sparse: true };
    expect(taxOf(qbo.made('Invoice', { ...sparse, SyncToken: '0', PrivateNote: 'x' }))).toBe(82.5);
    expect(taxOf(qbo.made('Invoice', { ...sparse, SyncToken: '1', Line: [taxed(100)] }))).toBe(8.25);
    const moved = { ...sparse, SyncToken: '2', ShipAddr: at('NY', 'New York', '10001') };
    expect(taxOf(qbo.made('Invoice', moved))).toBe(8.88);
    expect(taxOf(qbo.made('Invoice', { ...sparse, SyncToken: '3', PrivateNote: 'y' }))).toBe(8.88);
  });
});

describe('the tax', () => {
  test('is by rate, with a code, rates and an agency that are made when first needed', () => {
    const qbo = automated();
    const ShipAddr = at('TX', 'Austin', '78701');
    const sale = { CustomerRef: ref('1'), ShipAddr, Line: [taxed(10.4), untaxed(5)] };
    const invoice = qbo.made('Invoice', {
      ...sale,
      TxnTaxDetail: { TxnTaxCodeRef: ref('4'), TotalTax: 0.85 },
    });
    const detail = objectOf(invoice.TxnTaxDetail);
    expect(detail).toMatchObject({ TotalTax: 0.85 });
    expect(objectsOf(detail.TaxLine)).toMatchObject([
      { Amount: 0.65, TaxLineDetail: { TaxPercent: 6.25, NetAmountTaxable: 10.4 } },
      { Amount: 0.1, TaxLineDetail: { TaxPercent: 1 } },
      { Amount: 0.1, TaxLineDetail: { TaxPercent: 1 } },
    ]);
    expect(invoice.TotalAmt).toBe(16.25);
    const code = qbo.get('TaxCode', refId(detail.TxnTaxCodeRef));
    expect(code).toMatchObject({ Name: 'Texas, Austin', TaxCodeConfigType: 'SYSTEM_GENERATED' });
    const [rate = {}] = objectsOf(objectOf(code.SalesTaxRateList).TaxRateDetail);
    const agency = refId(qbo.get('TaxRate', refId(rate.TaxRateRef)).AgencyRef);
    expect(qbo.get('TaxAgency', agency).DisplayName).toBe('Texas Comptroller of Public Accounts');
    const codes = qbo.rows('TaxCode').length;
    qbo.made('Invoice', sale);
    expect(qbo.rows('TaxCode')).toHaveLength(codes);
  });

  test('is not charged to an exempt customer, on NON lines, or while sales tax is off or not set up', () => {
    const qbo = automated();
    const { Id } = qbo.made('Customer', { DisplayName: 'School', Taxable: false, TaxExemptionReasonId: '3' });
    const tax = (customer: unknown, ...Line: JsonObject[]) =>
      objectOf(qbo.made('Invoice', { CustomerRef: ref(customer), Line }).TxnTaxDetail);
    expect(tax(Id, taxed(100))).toEqual({ TotalTax: 0 });
    expect(tax('1', untaxed(100))).toEqual({ TotalTax: 0 });
    expect(tax('1', taxed(100))).toMatchObject({ TotalTax: 8.35 });
    qbo.control('company', { preferences: { TaxPrefs: { UsingSalesTax: false } } });
    expect(tax('1', taxed(100))).toEqual({ TotalTax: 0 });
    qbo.control('company', { preferences: { TaxPrefs: { UsingSalesTax: true, PartnerTaxEnabled: false } } });
    expect(tax('1', taxed(100))).toEqual({ TotalTax: 0 });
  });

  test('refuses line codes other than TAX and NON', () => {
    const wrong = { CustomerRef: ref('1'), Line: [line(1, { TaxCodeRef: ref('2') })] };
    expect(faultOf(automated().post('invoice', wrong)).code).toBe('6100');
  });
});

describe('an amount of tax that is sent', () => {
  const body = (TxnTaxDetail: JsonObject, ...Line: JsonObject[]) => ({
    CustomerRef: ref('1'),
    Line: Line.length === 0 ? [taxed(100)] : Line,
    TxnTaxDetail,
  });

  test('overrides the computed one within the tolerance, or any by the switch', () => {
    const qbo = automated();
    const made = qbo.made('Invoice', body({ TotalTax: 8.4 }));
    expect(made).toMatchObject({ TotalAmt: 108.4, TxnTaxDetail: { TotalTax: 8.4 } });
    const [, , last = {}] = objectsOf(objectOf(made.TxnTaxDetail).TaxLine);
    expect(last).toMatchObject({ Amount: 1.15, TaxLineDetail: { OverrideDeltaAmount: 0.05 } });
    expect(faultOf(qbo.post('invoice', body({ TotalTax: 8.41 })))).toMatchObject({ code: '6000' });
    expect(faultOf(qbo.post('invoice', body({ TotalTax: 0 }))).detail).toContain('miscalculated');
    qbo.control('company', { readings: { automatedTaxOverride: 'any' } });
    expect(qbo.made('Invoice', body({ TotalTax: 20 })).TotalAmt).toBe(120);
    expect(qbo.made('Invoice', body({ TotalTax: 0 })).TotalAmt).toBe(100);
    expect(faultOf(qbo.post('invoice', body({ TotalTax: 1 }, untaxed(5)))).code).toBe('6000');
  });

  test('stays when something else changes, and goes when the lines do', () => {
    const qbo = automated();
    const { Id } = qbo.made('Invoice', body({ TotalTax: 8.4 }));
    const sparse = { Id, sparse: true };
    expect(taxOf(qbo.made('Invoice', { ...sparse, SyncToken: '0', PrivateNote: 'x' }))).toBe(8.4);
    expect(taxOf(qbo.made('Invoice', { ...sparse, SyncToken: '1', Line: [taxed(100)] }))).toBe(8.35);
  });

  test('is zero in a TxnTaxDetail without TotalTax, unless TotalTaxSpecified is false or it is switched', () => {
    const qbo = automated();
    const code = { TxnTaxCodeRef: ref('2') };
    expect(faultOf(qbo.post('invoice', body(code))).code).toBe('6000');
    expect(qbo.post('invoice', body(code, untaxed(5))).status).toBe(200);
    expect(qbo.made('Invoice', body({ ...code, TotalTaxSpecified: false })).TotalAmt).toBe(108.35);
    expect(qbo.made('Invoice', body({ TotalTax: 3, TotalTaxSpecified: false })).TotalAmt).toBe(108.35);
    qbo.control('company', { readings: { taxDetailWithoutTotal: 'unset' } });
    expect(qbo.made('Invoice', body(code)).TotalAmt).toBe(108.35);
  });
});

test('any sale adds up: tax lines make the tax, each is its rate of the taxable part, half-up', () => {
  const qbo = automated();
  const places = [at('CA', 'Fresno', '93721'), at('AZ', 'Tucson', '85701'), at('OR', 'Bend', '97701')];
  let charged = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000_000 }), fc.boolean()), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.constantFrom(...places),
      (lines, ShipAddr) => {
        const Line = lines.map(([cents, mark]) => (mark ? taxed(cents / 100) : untaxed(cents / 100)));
        const invoice = qbo.made('Invoice', { CustomerRef: ref('1'), ShipAddr, Line });
        const taxable = lines.reduce((sum, [cents, mark]) => sum + (mark ? cents : 0), 0);
        const all = lines.reduce((sum, [cents]) => sum + cents, 0);
        const taxLines = objectsOf(objectOf(invoice.TxnTaxDetail).TaxLine);
        let tax = 0;
        for (const each of taxLines) {
          const { TaxPercent, NetAmountTaxable } = objectOf(each.TaxLineDetail);
          expect(Number(NetAmountTaxable)).toBe(taxable / 100);
          // Percents have at most three places, so cents x thousandths is a whole number.
          const thousandths = BigInt(taxable) * BigInt(Math.round(Number(TaxPercent) * 1000));
          const rounded = Number((thousandths + 50_000n) / 100_000n);
          expect(each.Amount).toBe(rounded / 100);
          tax += rounded;
        }
        expect(taxOf(invoice)).toBe(tax / 100);
        expect(invoice.TotalAmt).toBe((all + tax) / 100);
        charged += taxLines.length;
        expect(taxLines.length > 0).toBe(taxable > 0 && textOf(ShipAddr.CountrySubDivisionCode) !== 'OR');
      },
    ),
    { numRuns: 100 },
  );
  expect(charged).toBeGreaterThan(50);
});
