import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { Client, line, ref } from './client.ts';

/** A payload with the text in the member that a dotted path names. */
function put(body: JsonObject, path: string, value: string): JsonObject {
  const [member = '', ...rest] = path.split('.');
  return {
    ...body,
    [member]: rest.length === 0 ? value : put(objectOf(body[member]), rest.join('.'), value),
  };
}

const person = { DisplayName: 'Somebody' };
const invoice = { CustomerRef: ref('1'), Line: [line(1)] };
const item = { Name: 'Thing', Type: 'Service', IncomeAccountRef: ref('6') };

const address = (holder: string): readonly (readonly [string, number])[] => [
  ...['Line1', 'Line2', 'Line3', 'Line4', 'Line5'].map((each) => [`${holder}.${each}`, 500] as const),
  [`${holder}.City`, 255],
  [`${holder}.CountrySubDivisionCode`, 255],
  [`${holder}.Country`, 255],
  [`${holder}.PostalCode`, 30],
];

const named = (entity: string): readonly [string, JsonObject, readonly (readonly [string, number])[]] => [
  entity,
  person,
  [
    ['DisplayName', 500],
    ['Title', 16],
    ['GivenName', 100],
    ['MiddleName', 100],
    ['FamilyName', 100],
    ['Suffix', 16],
    ['CompanyName', 100],
    ['PrintOnCheckName', 110],
    ['PrimaryPhone.FreeFormNumber', 30],
    ['AlternatePhone.FreeFormNumber', 30],
    ['Mobile.FreeFormNumber', 30],
    ['Fax.FreeFormNumber', 30],
    ['WebAddr.URI', 1000],
    ['Notes', 2000],
    ...(entity === 'Customer' ? ([['ResaleNum', 16]] as const) : []),
    ...address(entity === 'Employee' ? 'PrimaryAddr' : 'BillAddr'),
  ],
];

/** Every limit of qbo-api.md 3, by entity: member and most characters. */
const limits: readonly (readonly [string, JsonObject, readonly (readonly [string, number])[]])[] = [
  named('Customer'),
  named('Vendor'),
  named('Employee'),
  [
    'Invoice',
    invoice,
    [
      ['DocNumber', 21],
      ['PrivateNote', 4000],
      ['CustomerMemo.value', 1000],
      ...address('BillAddr'),
      ...address('ShipAddr'),
    ],
  ],
  [
    'Payment',
    { CustomerRef: ref('1'), TotalAmt: 1 },
    [
      ['PaymentRefNum', 21],
      ['PrivateNote', 4000],
    ],
  ],
  [
    'Item',
    item,
    [
      ['Name', 100],
      ['Sku', 100],
      ['Description', 4000],
      ['PurchaseDesc', 1000],
    ],
  ],
  ['Account', { Name: 'Till', AccountType: 'Bank' }, [['Name', 100]]],
  ['Term', { Name: 'Soon', DueDays: 1 }, [['Name', 31]]],
  ['PaymentMethod', { Name: 'Barter' }, [['Name', 31]]],
  ['Class', { Name: 'Solar' }, [['Name', 100]]],
  ['Department', { Name: 'Fresno' }, [['Name', 100]]],
];

const cases = limits.flatMap(([entity, body, members]) =>
  members.map(([path, most]) => [entity, path, most, body] as const),
);

const errorsOf = (qbo: Client, entity: string, body: JsonObject) =>
  objectsOf(objectOf(qbo.post(entity.toLowerCase(), body).body.Fault).Error);

const tooLong = (element: string, most: number) => ({
  code: '2050',
  element,
  Detail: `String length specified does not match the supported length. Min:0 Max:${most} supported. Supplied length:${most + 1}`,
});

describe('the longest text', () => {
  const qbo = new Client();
  qbo.control('company', {
    preferences: { AccountingInfoPrefs: { ClassTrackingPerTxnLine: true, TrackDepartments: true } },
  });

  test.each(cases)('%s.%s is %i characters', (entity, path, most, body) => {
    // Names are unique: each case has its own, but where the name itself is tried.
    const own =
      'Name' in body ? { Name: path } : 'DisplayName' in body ? { DisplayName: `${entity} ${path}` } : {};
    const sent = (length: number): JsonObject =>
      put({ ...body, ...own }, path, entity[0]?.repeat(length) ?? '');
    expect(errorsOf(qbo, entity, sent(most + 1))).toMatchObject([tooLong(path, most)]);
    expect(errorsOf(qbo, entity, sent(most))).toEqual([]);
  });

  test('of an email address is 100 characters', () => {
    const mail = (length: number) => `${'m'.repeat(length - 12)}@example.com`;
    for (const [entity, body, member] of [
      ['Customer', { DisplayName: 'Mail' }, 'PrimaryEmailAddr'],
      ['Invoice', invoice, 'BillEmail'],
      ['Invoice', invoice, 'BillEmailCc'],
      ['Invoice', invoice, 'BillEmailBcc'],
    ] as const) {
      const path = `${member}.Address`;
      expect(errorsOf(qbo, entity, put(body, path, mail(101)))).toMatchObject([tooLong(path, 100)]);
      expect(errorsOf(qbo, entity, put(body, path, mail(100)))).toEqual([]);
    }
  });

  test('of a line of an invoice is 4000 characters', () => {
    const body = (length: number) => ({
      ...invoice,
      Line: [{ ...line(1), Description: 'd'.repeat(length) }],
    });
    expect(errorsOf(qbo, 'Invoice', body(4001))).toMatchObject([tooLong('Line.Description', 4000)]);
    expect(errorsOf(qbo, 'Invoice', body(4000))).toEqual([]);
  });

  test('of the five lines of an address together is 2000 characters', () => {
    const body = (last: number): JsonObject => ({
      DisplayName: `Street ${last}`,
      BillAddr: {
        ...Object.fromEntries([1, 2, 3].map((n) => [`Line${n}`, 's'.repeat(500)])),
        Line4: 's'.repeat(250),
        Line5: 's'.repeat(last),
      },
    });
    expect(errorsOf(qbo, 'Customer', body(251))).toMatchObject([tooLong('BillAddr', 2000)]);
    expect(errorsOf(qbo, 'Customer', body(250))).toEqual([]);
  });

  test('of the name of a tax code is 100 characters', () => {
    const code = (TaxCode: string) => ({ TaxCode, TaxRateDetails: [{ TaxRateId: '1' }] });
    expect(errorsOf(qbo, 'taxservice/taxcode', code('t'.repeat(101)))).toMatchObject([{ code: '2050' }]);
    expect(errorsOf(qbo, 'taxservice/taxcode', code('t'.repeat(100)))).toEqual([]);
  });
});

test.each(['Colon:ed', 'Tab\tbed', 'New\nline', 'Return\r', 'Bell\u0007', 'Sun ☀️'])(
  'names of all kinds refuse %j with 2040 and the element',
  (wrong) => {
    const qbo = new Client();
    const bodies: readonly (readonly [string, string, JsonObject])[] = [
      ...['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix', 'DisplayName', 'CompanyName'].map(
        (member) => ['Customer', member, { DisplayName: 'N', [member]: wrong }] as const,
      ),
      ['Vendor', 'DisplayName', { DisplayName: wrong }],
      ['Item', 'Name', { ...item, Name: wrong }],
      ['Account', 'Name', { Name: wrong, AccountType: 'Bank' }],
      ['Account', 'AcctNum', { Name: 'A', AcctNum: wrong, AccountType: 'Bank' }],
      ['Term', 'Name', { Name: wrong, DueDays: 1 }],
      ['PaymentMethod', 'Name', { Name: wrong }],
    ];
    for (const [entity, element, body] of bodies) {
      expect(errorsOf(qbo, entity, body), `${entity}.${element}`).toMatchObject([{ code: '2040', element }]);
    }
    const quoted = errorsOf(qbo, 'Account', { Name: 'Till "A"', AccountType: 'Bank' });
    expect(quoted).toMatchObject([{ code: '2040', element: 'Name' }]);
  },
);
