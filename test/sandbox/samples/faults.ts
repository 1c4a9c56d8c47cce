import { isList, objectOf, textOf } from '../../../src/sandbox/json.ts';
import type { Json } from '../../../src/sandbox/json.ts';
import { line, ref } from '../client.ts';
import { invoiceBody } from './sales.ts';
import { answered } from './sample.ts';
import type { Sample } from './sample.ts';

const FAULTS = 'faults 2010, 2020, 2030, 2050, 4000, 4001, 500, 5010, 610, 6140, 6240';
const GATEWAY = 'faults of the gateway: 401 expired and malformed, 403, throttled';

const PEOPLE = [/(?<=You and ).*?(?= were)/, /(?<=time\. ).*?(?= finished)/];
const xml = { accept: 'application/xml' };

/** The recorded request broke a rule of an entity that is not served, too. */
const firstError = (body: Json): Json => {
  const { Fault } = objectOf(body);
  const { Error: errors, ...rest } = objectOf(Fault);
  return { ...objectOf(body), Fault: { Error: isList(errors) ? errors.slice(0, 1) : [], ...rest } };
};

type Fault = Omit<Sample, 'family' | 'fault'>;

const accounting: readonly Fault[] = [
  {
    file: 'fault-2010-unknown-property.qbo_api.json',
    mask: [/\(\d+ known properties: .*\]\)/, /(?<=field \\?")\w+/],
    ours: (qbo) => answered(qbo.post('invoice', { NoSuchMember: true })),
  },
  {
    file: 'fault-2020-missing-name.exquickbooks.json',
    ours: (qbo) => answered(qbo.post('item', { Type: 'Service' })),
  },
  {
    file: 'fault-2020-missing-line-detailtype.exquickbooks.json',
    ours: (qbo) => answered(qbo.post('invoice', { CustomerRef: ref('1'), Line: [{ Amount: 1 }] })),
  },
  { file: 'fault-2030-invalid-id.qbo_api.json', ours: (qbo) => answered(qbo.call('GET', 'customer/1.5')) },
  {
    file: 'fault-2050-docnumber-too-long-plus-2020.public-log-2025.json',
    part: firstError,
    mask: [/(?<=length:)\d+/],
    ours: (qbo) => answered(qbo.post('invoice', { ...invoiceBody, DocNumber: 'x'.repeat(22) })),
  },
  {
    file: 'fault-4000-query-parse-error.exquickbooks.json',
    ours: (qbo) => answered(qbo.query('SELECT * FROM NULL')),
  },
  {
    file: 'fault-4001-unknown-entity.qbo_api.json',
    mask: [/(?<=declaration: )\w+/],
    ours: (qbo) => answered(qbo.query('SELECT * FROM Invioce')),
  },
  {
    file: 'fault-500-unsupported-operation-http400.qbo_api.json',
    mask: [/(?<=\/v3\/company\/)[^/]+/g, /https:\/\/\S+(?=\/v3)/],
    ours: (qbo) => answered(qbo.call('GET', 'customer/1/5')),
  },
  {
    file: 'fault-5010-stale-object.exquickbooks.json',
    mask: PEOPLE,
    ours: (qbo) => answered(qbo.post('item', { Id: '1', SyncToken: '9', sparse: true, Name: 'x' })),
  },
  {
    file: 'fault-salesreceipt-void-error.exquickbooks.json',
    mask: PEOPLE,
    ours: (qbo) => {
      const { Id } = qbo.made('SalesReceipt', { DocNumber: 'R-1', Line: [line(10)] });
      return answered(
        qbo.post(
          'salesreceipt',
          { Id, SyncToken: '4', sparse: true },
          { operation: 'update', include: 'void' },
        ),
      );
    },
  },
  {
    file: 'fault-610-object-not-found.exquickbooks.json',
    ours: (qbo) => answered(qbo.call('GET', 'item/999')),
  },
  {
    file: 'fault-6140-duplicate-docnumber.public-test-2026.json',
    mask: [/(?<=DocNumber=)\S+/, /(?<=TxnId=)\d+/],
    ours: (qbo) => {
      qbo.made('Invoice', invoiceBody);
      return answered(qbo.post('invoice', invoiceBody));
    },
  },
  {
    file: 'fault-6240-duplicate-name-null-detail.qbo_api.json',
    mask: [/(?<= : ).*/],
    ours: (qbo) => answered(qbo.post('customer', { DisplayName: 'Tom Whitfield' })),
  },
  {
    file: 'customer_duplicate_error.quickbooks-ruby.xml',
    mask: [/(?<= : ).*/],
    ours: (qbo) => answered(qbo.call('POST', 'customer', { DisplayName: 'Tom Whitfield' }, { headers: xml })),
  },
  {
    file: 'fault-6240-duplicate-tax-rate.quickbooks-ruby.json',
    ours: (qbo) => {
      const [rate] = qbo.rows('TaxRate');
      const TaxRateDetails = [
        { TaxRateName: rate?.Name, RateValue: 1, TaxAgencyId: '1', TaxApplicableOn: 'Sales' },
      ];
      return answered(qbo.post('taxservice/taxcode', { TaxCode: 'New', TaxRateDetails }));
    },
  },
];

const edge: readonly Fault[] = [
  {
    file: 'fault-401-3200-token-expired.qbo_api.json',
    status: 401,
    mask: [/(?<=expired: )\w+/],
    ours: (qbo) => {
      qbo.control('clock', { advanceSeconds: 3600 });
      return answered(qbo.call('GET', 'customer/1'));
    },
  },
  {
    file: 'fault-401-3200-malformed-token.python-quickbooks-issue-250.json',
    status: 401,
    ours: (qbo) =>
      answered(qbo.call('GET', 'customer/1', undefined, { headers: { authorization: 'Bearer short' } })),
  },
  {
    file: 'fault-403-3100-application-authorization-failed.erpnext-issue-29161.json',
    status: 403,
    ours: (qbo) =>
      answered(
        qbo.raw('GET', '/v3/company/9/customer/1', '', {
          headers: { authorization: `Bearer ${qbo.access}` },
        }),
      ),
  },
  {
    file: 'fault-403-3100-authorization-failed.oauth-jsclient-issue-2.json',
    status: 403,
    ours: (qbo) => {
      const { body } = qbo.exchange(qbo.consent({ scope: 'openid' }).get('code') ?? '');
      const headers = { authorization: `Bearer ${textOf(body.access_token) ?? ''}` };
      return answered(qbo.call('GET', 'customer/1', undefined, { headers }));
    },
  },
  {
    file: 'fault-403-3100-insufficient-scope.intuitdeveloper-issue-13.xml',
    status: 403,
    ours: (qbo) => {
      const { body } = qbo.exchange(qbo.consent({ scope: 'openid' }).get('code') ?? '');
      const headers = { authorization: `Bearer ${textOf(body.access_token) ?? ''}`, ...xml };
      return answered(qbo.call('GET', 'customer/1', undefined, { headers }));
    },
  },
  {
    file: 'too_many_requests_error.quickbooks-ruby.xml',
    status: 429,
    ours: (qbo) => {
      qbo.control('faults', { kind: 'status', status: 429 });
      return answered(qbo.call('GET', 'customer/1', undefined, { headers: xml }));
    },
  },
  {
    file: 'throttle_exceeded_error.quickbooks-ruby.xml',
    status: 403,
    ours: (qbo) => {
      qbo.control('company', { readings: { throttleStatus: 403 } });
      qbo.control('limits', { on: true });
      // One more than a second takes.
      for (let sent = 0; sent < 10; sent++) qbo.call('GET', 'customer/1');
      return answered(qbo.call('GET', 'customer/1', undefined, { headers: xml }));
    },
  },
];

export const faults: readonly Sample[] = [
  ...accounting.map((each): Sample => ({ family: FAULTS, status: 400, fault: true, ...each })),
  ...edge.map((each): Sample => ({ family: GATEWAY, fault: true, ...each })),
];
