import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { Client, faultOf, idOf, line, ref } from './client.ts';

function tracking(on = true): Client {
  const qbo = new Client();
  qbo.control('company', {
    preferences: {
      AccountingInfoPrefs: {
        ClassTrackingPerTxn: on,
        ClassTrackingPerTxnLine: on,
        TrackDepartments: on,
      },
    },
  });
  return qbo;
}

describe.each([
  ['Class', 'SubClass', 'Klasses'],
  ['Department', 'SubDepartment', 'Depts'],
])('a %s', (entity, sub, kind) => {
  const path = entity.toLowerCase();

  test('is made, read, renamed, retired and found by its full name', () => {
    const qbo = tracking();
    const top = qbo.made(entity, { Name: 'Commercial' });
    expect(top).toMatchObject({
      FullyQualifiedName: 'Commercial',
      [sub]: false,
      Active: true,
      SyncToken: '0',
    });
    const below = qbo.made(entity, { Name: 'Schools', ParentRef: ref(top.Id) });
    expect(below).toMatchObject({
      FullyQualifiedName: 'Commercial:Schools',
      [sub]: true,
      ParentRef: { value: idOf(top) },
    });
    qbo.made(entity, { Id: top.Id, SyncToken: '0', sparse: true, Name: 'Business' });
    expect(qbo.get(entity, below.Id)).toMatchObject({ FullyQualifiedName: 'Business:Schools' });
    expect(qbo.rows(entity, "where FullyQualifiedName = 'business:schools'")).toHaveLength(1);
    qbo.made(entity, { Id: below.Id, SyncToken: '0', sparse: true, Active: false });
    expect(qbo.rows(entity).map((row) => row.Name)).toEqual(['Business']);
    expect(qbo.rows(entity, 'where Active in (true, false)')).toHaveLength(2);
  });

  test('has a name that is unique below its parent, or everywhere by the switch', () => {
    const qbo = tracking();
    const [north, south] = ['North', 'South'].map((Name) => qbo.made(entity, { Name }));
    qbo.made(entity, { Name: 'Shop', ParentRef: ref(north?.Id) });
    const shop = { Name: 'SHOP', ParentRef: ref(south?.Id) };
    expect(faultOf(qbo.post(path, { Name: 'shop', ParentRef: ref(north?.Id) })).code).toBe('6240');
    expect(faultOf(qbo.post(path, { Name: 'north' })).code).toBe('6240');
    qbo.control('company', { readings: { subListNames: 'everywhere' } });
    expect(faultOf(qbo.post(path, shop)).code).toBe('6240');
    qbo.control('company', { readings: { subListNames: 'per-parent' } });
    expect(qbo.post(path, shop).status).toBe(200);
  });

  test('stands under a row that is there, on one of five levels, and never under itself', () => {
    const qbo = tracking();
    expect(faultOf(qbo.post(path, { Name: 'X', ParentRef: ref('99') })).detail).toBe(
      `Invalid Reference Id : ${kind} element id 99 not found`,
    );
    const chain = [qbo.made(entity, { Name: 'L0' })];
    for (let level = 1; level < 5; level++) {
      chain.push(qbo.made(entity, { Name: `L${level}`, ParentRef: ref(chain.at(-1)?.Id) }));
    }
    expect(chain.at(-1)?.FullyQualifiedName).toBe('L0:L1:L2:L3:L4');
    const under = (row: JsonObject, parent: unknown) =>
      faultOf(qbo.post(path, { Id: row.Id, SyncToken: row.SyncToken, sparse: true, ParentRef: ref(parent) }))
        .code;
    expect(faultOf(qbo.post(path, { Name: 'L5', ParentRef: ref(chain[4]?.Id) })).code).toBe('6000');
    expect(under(chain[0] ?? {}, chain[0]?.Id)).toBe('6000');
    expect(under(chain[0] ?? {}, chain[3]?.Id)).toBe('6000');
    const other = qbo.made(entity, { Name: 'Other' });
    expect(under(chain[0] ?? {}, other.Id)).toBe('6000');
    expect(under(chain[1] ?? {}, other.Id)).toBe('');
    expect(qbo.get(entity, chain[4]?.Id).FullyQualifiedName).toBe('Other:L1:L2:L3:L4');
  });

  test('with active rows below it is not retired, unless switched', () => {
    const qbo = tracking();
    const top = qbo.made(entity, { Name: 'Top' });
    qbo.made(entity, { Name: 'Below', ParentRef: ref(top.Id) });
    const retire = { Id: top.Id, SyncToken: '0', sparse: true, Active: false };
    expect(faultOf(qbo.post(path, retire)).code).toBe('6000');
    qbo.control('company', { readings: { retireParents: true } });
    expect(qbo.made(entity, retire)).toMatchObject({ Active: false, Name: 'Top (deleted)' });
    const [below = {}] = qbo.rows(entity);
    const key = { Id: below.Id, SyncToken: below.SyncToken, sparse: true };
    const renamed = qbo.made(entity, { ...key, Name: 'Under' });
    expect(renamed).toMatchObject({ FullyQualifiedName: 'Top (deleted):Under' });
    qbo.made(entity, { ...key, SyncToken: renamed.SyncToken, Active: false });
    const revived = { ...key, SyncToken: qbo.get(entity, below.Id).SyncToken, Active: true };
    expect(faultOf(qbo.post(path, revived)).code).toBe('2500');
  });

  test('needs tracking to be turned on, unless switched', () => {
    const qbo = tracking(false);
    expect(faultOf(qbo.post(path, { Name: 'X' })).code).toBe('5030');
    qbo.control('company', { readings: { trackingOff: 'pass-over' } });
    expect(qbo.post(path, { Name: 'X' }).status).toBe(200);
  });
});

describe('on an invoice', () => {
  const refs = (invoice: JsonObject) => {
    const [first = {}] = objectsOf(invoice.Line);
    return [objectOf(first.SalesItemLineDetail).ClassRef, invoice.ClassRef, invoice.DepartmentRef];
  };

  test('the class of a line, the class and the location of the whole are checked and kept', () => {
    const qbo = tracking();
    const made = qbo.made('Class', { Name: 'Solar' });
    const place = qbo.made('Department', { Name: 'Fresno' });
    const body = (lineClass: unknown, whole: unknown, location: unknown): JsonObject => ({
      CustomerRef: ref('1'),
      ClassRef: ref(whole),
      DepartmentRef: ref(location),
      Line: [line(10, { ClassRef: ref(lineClass) })],
    });
    const invoice = qbo.made('Invoice', body(made.Id, made.Id, place.Id));
    const solar = { value: idOf(made), name: 'Solar' };
    const fresno = { value: idOf(place), name: 'Fresno' };
    expect(refs(invoice)).toEqual([solar, solar, fresno]);
    const sparse = qbo.made('Invoice', { Id: invoice.Id, SyncToken: '0', sparse: true, PrivateNote: 'x' });
    expect(refs(sparse)).toEqual([solar, solar, fresno]);
    const detail = (wrong: JsonObject) => faultOf(qbo.post('invoice', wrong)).detail;
    const missing = (kind: string) => `Invalid Reference Id : ${kind} element id 99 not found`;
    expect(detail(body('99', made.Id, place.Id))).toBe(missing('Klasses'));
    expect(detail(body(made.Id, '99', place.Id))).toBe(missing('Klasses'));
    expect(detail(body(made.Id, made.Id, '99'))).toBe(missing('Depts'));
  });

  test('they are refused while tracking is off, or passed over by the switch', () => {
    const qbo = tracking();
    const { Id } = qbo.made('Class', { Name: 'Solar' });
    qbo.control('company', {
      preferences: { AccountingInfoPrefs: { ClassTrackingPerTxn: false, ClassTrackingPerTxnLine: false } },
    });
    const body = { CustomerRef: ref('1'), ClassRef: ref(Id), Line: [line(10, { ClassRef: ref(Id) })] };
    expect(faultOf(qbo.post('invoice', body)).code).toBe('5030');
    qbo.control('company', { readings: { trackingOff: 'pass-over' } });
    expect(refs(qbo.made('Invoice', body))).toEqual([undefined, undefined, undefined]);
  });
});

describe('sub-accounts', () => {
  test('show their parent, their full name, and carry their balance up', () => {
    const qbo = new Client();
    const parent = qbo.made('Account', { Name: 'Tills', AccountType: 'Bank' });
    const till = (Name: string) =>
      qbo.made('Account', { Name, AccountType: 'Bank', ParentRef: ref(parent.Id) });
    const [one, two] = [till('One'), till('Two')];
    expect(one).toMatchObject({
      SubAccount: true,
      ParentRef: { value: idOf(parent) },
      FullyQualifiedName: 'Tills:One',
    });
    const pay = (TotalAmt: number, account: JsonObject) =>
      qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt, DepositToAccountRef: ref(account.Id) });
    pay(10, one);
    pay(5.5, two);
    pay(1, parent);
    expect(qbo.get('Account', parent.Id)).toMatchObject({
      CurrentBalance: 1,
      CurrentBalanceWithSubAccounts: 16.5,
    });
    const out = { Id: one.Id, SyncToken: '0', Name: 'One' };
    expect(qbo.made('Account', out)).toMatchObject({ SubAccount: false, FullyQualifiedName: 'One' });
    expect(qbo.get('Account', parent.Id)).toMatchObject({ CurrentBalanceWithSubAccounts: 6.5 });
  });

  test('have the type of their parent, unless switched; a sub-type alone tells the type', () => {
    const qbo = new Client();
    const body = { Name: 'Till', AccountSubType: 'Checking', ParentRef: ref('5') };
    expect(faultOf(qbo.post('account', body)).code).toBe('6000');
    qbo.control('company', { readings: { subAccountType: 'any' } });
    expect(qbo.made('Account', body)).toMatchObject({ AccountType: 'Bank', Classification: 'Asset' });
    expect(faultOf(qbo.post('account', { Name: 'Y', AccountSubType: 'Nothing' })).code).toBe('2020');
  });
});

describe('jobs', () => {
  test('that get another customer take their balance along', () => {
    const qbo = new Client();
    const job = qbo.made('Customer', { DisplayName: 'Roof', ParentRef: ref('1') });
    qbo.made('Invoice', { CustomerRef: ref(job.Id), Line: [line(30)] });
    const { SyncToken } = qbo.get('Customer', job.Id);
    qbo.made('Customer', { Id: job.Id, SyncToken, sparse: true, ParentRef: ref('2') });
    expect(qbo.get('Customer', '1')).toMatchObject({ Balance: 0, BalanceWithJobs: 0 });
    expect(qbo.get('Customer', '2')).toMatchObject({ Balance: 0, BalanceWithJobs: 30 });
    expect(qbo.get('Customer', job.Id).FullyQualifiedName).toBe("Siobhan O'Neill:Roof");
  });

  test('follow the name of their customer, and share its name space unless switched', () => {
    const qbo = new Client();
    const job = qbo.made('Customer', { DisplayName: 'Roof', ParentRef: ref('1') });
    qbo.made('Customer', { Id: '1', SyncToken: '0', sparse: true, DisplayName: 'Maria F' });
    expect(qbo.get('Customer', job.Id).FullyQualifiedName).toBe('Maria F:Roof');
    const second = { DisplayName: 'ROOF', ParentRef: ref('2') };
    expect(faultOf(qbo.post('customer', second)).code).toBe('6240');
    qbo.control('company', { readings: { jobNames: 'per-parent' } });
    expect(qbo.post('customer', second).status).toBe(200);
    expect(faultOf(qbo.post('customer', second)).code).toBe('6240');
    expect(qbo.post('vendor', { DisplayName: 'Roof' }).status).toBe(200);
    expect(faultOf(qbo.post('customer', { DisplayName: 'roof' })).code).toBe('6240');
  });
});
