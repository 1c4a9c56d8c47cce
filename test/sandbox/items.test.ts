import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf, textOf, without } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { Client, faultOf, idOf, line, ref } from './client.ts';

/** A company with an account for stock; gives the body of an inventory item of it. */
function shop(options: ConstructorParameters<typeof Client>[0] = {}) {
  const qbo = new Client(options);
  const asset = qbo.made('Account', { Name: 'Inventory Asset', AccountSubType: 'Inventory' });
  const stocked = (Name: string, more: JsonObject = {}): JsonObject => ({
    Name,
    Type: 'Inventory',
    TrackQtyOnHand: true,
    QtyOnHand: 10,
    InvStartDate: '2026-01-01',
    IncomeAccountRef: ref('5'),
    ExpenseAccountRef: ref('14'),
    AssetAccountRef: ref(asset.Id),
    ...more,
  });
  return { qbo, stocked };
}

const onHand = (qbo: Client, item: JsonObject) => qbo.get('Item', item.Id).QtyOnHand;

describe('an inventory item', () => {
  test('is answered with its quantity, its start and its three accounts', () => {
    const { qbo, stocked } = shop();
    const made = qbo.made('Item', stocked('Inverter', { UnitPrice: 900, PurchaseCost: 600.5 }));
    expect(Object.keys(made).sort()).toEqual(
      [
        ...['Name', 'Active', 'FullyQualifiedName', 'Taxable', 'UnitPrice', 'Type', 'IncomeAccountRef'],
        ...['PurchaseCost', 'ExpenseAccountRef', 'AssetAccountRef', 'TrackQtyOnHand', 'QtyOnHand'],
        ...['InvStartDate', 'domain', 'sparse', 'Id', 'SyncToken', 'MetaData'],
      ].sort(),
    );
    expect(made).toMatchObject({
      QtyOnHand: 10,
      InvStartDate: '2026-01-01',
      AssetAccountRef: { name: 'Inventory Asset' },
      ExpenseAccountRef: { name: 'Cost of Goods Sold' },
    });
    const full = { Id: made.Id, SyncToken: '0', ...stocked('Inverter 5 kW'), QtyOnHand: 12 };
    expect(qbo.made('Item', full)).toMatchObject({ Name: 'Inverter 5 kW', QtyOnHand: 12, SyncToken: '1' });
  });

  test.each([
    'QtyOnHand',
    'InvStartDate',
    'TrackQtyOnHand',
    'AssetAccountRef',
    'ExpenseAccountRef',
    'IncomeAccountRef',
  ])('needs %s', (member) => {
    const { qbo, stocked } = shop();
    expect(faultOf(qbo.post('item', without(stocked('Inverter'), [member])))).toMatchObject({
      code: '2020',
      detail: `Required parameter ${member} is missing in the request`,
    });
  });

  test('needs accounts of the right types, and stays an inventory item', () => {
    const { qbo, stocked } = shop();
    const code = (body: JsonObject) => faultOf(qbo.post('item', body)).code;
    expect(code(stocked('X', { AssetAccountRef: ref('9') }))).toBe('6000');
    expect(code(stocked('X', { ExpenseAccountRef: ref('13') }))).toBe('6000');
    expect(code(stocked('X', { IncomeAccountRef: ref('14') }))).toBe('6000');
    expect(code(stocked('X', { TrackQtyOnHand: false }))).toBe('6000');
    const { Id } = qbo.made('Item', stocked('X'));
    expect(code({ Id, SyncToken: '0', sparse: true, Type: 'Service' })).toBe('6000');
    expect(code({ Id: '1', SyncToken: '0', sparse: true, Type: 'Inventory' })).toBe('6000');
    expect(code({ Id: '1', SyncToken: '0', sparse: true, Type: 'NonInventory' })).toBe('');
  });

  test('is not sold before its stock was counted, unless switched', () => {
    const { qbo, stocked } = shop();
    const item = qbo.made('Item', stocked('Inverter'));
    const early = {
      CustomerRef: ref('1'),
      TxnDate: '2025-12-31',
      Line: [line(5, { ItemRef: ref(item.Id), Qty: 1 })],
    };
    expect(faultOf(qbo.post('invoice', early)).code).toBe('6000');
    expect(onHand(qbo, item)).toBe(10);
    qbo.control('company', { readings: { saleBeforeStock: true } });
    expect(qbo.post('invoice', early).status).toBe(200);
    expect(onHand(qbo, item)).toBe(9);
  });
});

interface Step {
  readonly act: 'sell' | 'return' | 'edit' | 'void' | 'delete';
  readonly pick: number;
  readonly lines: readonly { readonly item: number; readonly quantity: number }[];
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('sell', 'sell', 'return', 'edit', 'void', 'delete'),
  pick: fc.nat(20),
  lines: fc.array(fc.record({ item: fc.nat(2), quantity: fc.integer({ min: 1, max: 40 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
});

test('what is on hand is what there was, less what open forms sell, after any operations', () => {
  let moved = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 20 }), (steps) => {
      const { qbo, stocked } = shop();
      const items = ['A', 'B'].map((name) => qbo.made('Item', stocked(name)));
      items.push({ Id: '1' });
      const lines = (sent: Step['lines']) =>
        sent.map(({ item, quantity }) => line(1, { ItemRef: ref(items[item]?.Id), Qty: quantity / 4 }));
      for (const { act, pick, lines: sent } of steps) {
        const forms = ['Invoice', 'CreditMemo'].flatMap((entity) =>
          qbo.rows(entity, 'orderby Id').map((row) => ({ entity: entity.toLowerCase(), row })),
        );
        const form = forms[pick % Math.max(1, forms.length)];
        const key = { Id: form?.row.Id, SyncToken: form?.row.SyncToken };
        const body = { CustomerRef: ref('1'), Line: lines(sent) };
        if (act === 'sell') qbo.made('Invoice', body);
        else if (act === 'return') qbo.made('CreditMemo', body);
        else if (form !== undefined && act === 'edit')
          qbo.post(form.entity, { ...key, sparse: true, Line: lines(sent) });
        else if (form !== undefined) qbo.post(form.entity, key, { operation: act });
      }
      for (const item of items.slice(0, 2)) {
        const sold = (entity: string) =>
          qbo
            .rows(entity, 'maxresults 1000')
            .flatMap((row) => objectsOf(row.Line))
            .map((each) => objectOf(each.SalesItemLineDetail))
            .filter((detail) => objectOf(detail.ItemRef).value === item.Id)
            .reduce((sum, detail) => sum + Number(detail.Qty), 0);
        expect(onHand(qbo, item)).toBe(10 - sold('Invoice') + sold('CreditMemo'));
        moved += Number(onHand(qbo, item) !== 10);
      }
    }),
    { numRuns: 20 },
  );
  expect(moved).toBeGreaterThan(10);
});

describe('a category', () => {
  test('has neither price nor accounts; items stand below it under their full names', () => {
    const qbo = new Client();
    const solar = qbo.made('Item', { Name: 'Solar', Type: 'Category' });
    expect(Object.keys(solar).sort()).toEqual(
      [
        'Name',
        'Active',
        'FullyQualifiedName',
        'Type',
        'domain',
        'sparse',
        'Id',
        'SyncToken',
        'MetaData',
      ].sort(),
    );
    const panels = { Name: 'Panels', Type: 'Category', SubItem: true, ParentRef: ref(solar.Id) };
    const below = qbo.made('Item', panels);
    expect(below).toMatchObject({
      FullyQualifiedName: 'Solar:Panels',
      Level: 1,
      SubItem: true,
      ParentRef: { value: idOf(solar), name: 'Solar' },
    });
    const item = { Name: '440 W', Type: 'NonInventory', IncomeAccountRef: ref('5'), SubItem: true };
    const panel = qbo.made('Item', { ...item, ParentRef: ref(below.Id) });
    expect(panel).toMatchObject({ FullyQualifiedName: 'Solar:Panels:440 W', Level: 2 });
    qbo.made('Item', { Id: solar.Id, SyncToken: '0', sparse: true, Name: 'PV' });
    expect(qbo.get('Item', panel.Id)).toMatchObject({
      FullyQualifiedName: 'PV:Panels:440 W',
      ParentRef: { name: 'PV:Panels' },
    });
    expect(qbo.rows('Item', "where FullyQualifiedName like 'pv:%' and Type = 'Category'")).toHaveLength(1);
    const top = qbo.made('Item', { Id: panel.Id, SyncToken: '0', sparse: true, SubItem: false });
    expect(top).toMatchObject({ FullyQualifiedName: '440 W' });
    expect([top.ParentRef, top.Level, top.SubItem]).toEqual([undefined, undefined, undefined]);
  });

  test('is the only parent there is, is not retired, and keeps names apart', () => {
    const qbo = new Client();
    const [north, south] = ['North', 'South'].map((Name) => qbo.made('Item', { Name, Type: 'Category' }));
    const code = (body: JsonObject) => faultOf(qbo.post('item', body)).code;
    const item = { Name: 'Kit', Type: 'Service', IncomeAccountRef: ref('5'), SubItem: true };
    expect(code(item)).toBe('2020');
    expect(code({ ...item, ParentRef: ref('1') })).toBe('6000');
    expect(code({ ...item, ParentRef: ref('99') })).toBe('2500');
    expect(code({ ...item, ParentRef: ref(north?.Id) })).toBe('');
    expect(code({ ...item, Name: 'KIT', ParentRef: ref(north?.Id) })).toBe('6240');
    expect(code({ ...item, ParentRef: ref(south?.Id) })).toBe('');
    expect(code({ Id: north?.Id, SyncToken: '0', sparse: true, Active: false })).toBe('6000');
    const sold = { CustomerRef: ref('1'), Line: [line(1, { ItemRef: ref(north?.Id) })] };
    expect(code({ Id: north?.Id, SyncToken: '0', sparse: true, Type: 'Service' })).toBe('6000');
    expect(faultOf(qbo.post('invoice', sold)).code).toBe('6000');
  });
});

/** A bundle of two pumps at 15.00 (taxed) and four hours at 25.50 (not), made by the person in QuickBooks. */
function bundled(options: ConstructorParameters<typeof Client>[0] = {}) {
  const { qbo, stocked } = shop(options);
  const pump = qbo.made('Item', stocked('Pump', { UnitPrice: 15, Taxable: true }));
  const hours = { Name: 'Fitting', Type: 'Service', UnitPrice: 25.5, IncomeAccountRef: ref('6') };
  const fitting = qbo.made('Item', hours);
  const members = [
    { ItemRef: ref(pump.Id), Qty: 2 },
    { ItemRef: ref(fitting.Id), Qty: 4 },
  ];
  const body = { Name: 'Fountain', Type: 'Group', ItemGroupDetail: { ItemGroupLine: members } };
  const person = (item: JsonObject) =>
    qbo.control('company', { person: { operation: 'create', entity: 'Item', body: item } });
  person(body);
  const [bundle = {}] = qbo.rows('Item', "where Type = 'Group'");
  const sold = (Quantity: number, more: JsonObject = {}): JsonObject => ({
    DetailType: 'GroupLineDetail',
    GroupLineDetail: { GroupItemRef: ref(bundle.Id), Quantity, ...more },
  });
  return { qbo, pump, fitting, bundle, body, person, sold };
}

describe('a bundle', () => {
  test('is made by a person, not by the API, and holds items only', () => {
    const { qbo, bundle, body, pump, person } = bundled();
    expect(bundle).toMatchObject({
      Type: 'Group',
      PrintGroupedItems: true,
      UnitPrice: 0,
      TrackQtyOnHand: false,
    });
    expect(objectsOf(objectOf(bundle.ItemGroupDetail).ItemGroupLine)[0]).toEqual({
      ItemRef: { value: idOf(pump), name: 'Pump', type: 'Inventory' },
      Qty: 2,
    });
    expect(faultOf(qbo.post('item', { ...body, Name: 'Other' })).code).toBe('5030');
    const edit = { Id: bundle.Id, SyncToken: '0', sparse: true, Name: 'Mine' };
    expect(faultOf(qbo.post('item', edit)).code).toBe('5030');
    const nested = { ItemGroupDetail: { ItemGroupLine: [{ ItemRef: ref(bundle.Id) }] } };
    expect(() => person({ ...body, Name: 'Nested', ...nested })).toThrow('neither bundles nor categories');
  });

  test('on an invoice is expanded; its lines count in the total, the tax and the stock', () => {
    const { qbo, pump, sold } = bundled();
    const invoice = qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(1), sold(3)] });
    // 3 x (2 x 15.00 + 4 x 25.50) = 396.00 and 1.00; 8 % on 90.00 is 7.20.
    expect(invoice).toMatchObject({ TotalAmt: 404.2, TxnTaxDetail: { TotalTax: 7.2 } });
    const [, group = {}, subTotal = {}] = objectsOf(invoice.Line);
    expect(group).toMatchObject({ Id: '2', LineNum: 2, Amount: 396, DetailType: 'GroupLineDetail' });
    expect(objectOf(group.GroupLineDetail)).toMatchObject({
      Quantity: 3,
      GroupItemRef: { name: 'Fountain' },
    });
    expect(objectsOf(objectOf(group.GroupLineDetail).Line)).toMatchObject([
      {
        Id: '3',
        LineNum: 3,
        Amount: 90,
        SalesItemLineDetail: { Qty: 6, UnitPrice: 15, TaxCodeRef: { value: 'TAX' } },
      },
      { Id: '4', LineNum: 4, Amount: 306, SalesItemLineDetail: { Qty: 12, UnitPrice: 25.5 } },
    ]);
    expect(subTotal).toMatchObject({ Amount: 397 });
    expect(onHand(qbo, pump)).toBe(4);
    const sparse = { Id: invoice.Id, SyncToken: '0', sparse: true, PrivateNote: 'x' };
    const again = qbo.made('Invoice', sparse);
    expect(again.Line).toEqual(invoice.Line);
    const empty = qbo.made('Invoice', { Id: invoice.Id, SyncToken: '1' }, { operation: 'void' });
    expect(objectsOf(empty.Line)[1]).toMatchObject({ Amount: 0 });
    expect(onHand(qbo, pump)).toBe(10);
  });

  test('takes the lines that are sent in it', () => {
    const { qbo, pump, sold } = bundled();
    const inner = line(28, { ItemRef: ref(pump.Id), Qty: 2, UnitPrice: 14 });
    const made = qbo.made('Invoice', { CustomerRef: ref('1'), Line: [sold(1, { Line: [inner] })] });
    expect(made).toMatchObject({ TotalAmt: 30.24 });
    expect(objectsOf(made.Line)[0]).toMatchObject({ Amount: 28 });
    const code = (more: JsonObject) =>
      faultOf(qbo.post('invoice', { CustomerRef: ref('1'), Line: [sold(1, more)] })).code;
    expect(code({ Line: [{ ...inner, Amount: 29 }] })).toBe('6070');
    expect(code({ Line: Array.from({ length: 750 }, () => inner) })).toBe('6000');
    expect(code({ Line: [{ DetailType: 'DescriptionOnly' }] })).toBe('6000');
    expect(code({ GroupItemRef: ref(pump.Id) })).toBe('6000');
    expect(code({ GroupItemRef: ref('99') })).toBe('2500');
    expect(code({ GroupItemRef: {} })).toBe('2020');
  });

  test('outside the US has the tax of its lines, gross prices too', () => {
    const { qbo, fitting, bundle } = bundled({ country: 'GB' });
    const inner = line(120, { ItemRef: ref(fitting.Id), TaxCodeRef: ref('2') });
    const made = qbo.made('Invoice', {
      CustomerRef: ref('1'),
      GlobalTaxCalculation: 'TaxInclusive',
      Line: [
        {
          DetailType: 'GroupLineDetail',
          GroupLineDetail: { GroupItemRef: ref(bundle.Id), Quantity: 1, Line: [inner] },
        },
      ],
    });
    expect(made).toMatchObject({ TotalAmt: 120, TxnTaxDetail: { TotalTax: 20 } });
    const [group = {}] = objectsOf(made.Line);
    expect(group).toMatchObject({ Amount: 100 });
    expect(objectsOf(objectOf(group.GroupLineDetail).Line)[0]).toMatchObject({
      Amount: 100,
      SalesItemLineDetail: { TaxInclusiveAmt: 120 },
    });
    expect(textOf(made.GlobalTaxCalculation)).toBe('TaxInclusive');
  });
});
