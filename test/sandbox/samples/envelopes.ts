import { isObject, objectsOf } from '../../../src/sandbox/json.ts';
import type { Json } from '../../../src/sandbox/json.ts';
import { idOf, line, ref } from '../client.ts';
import type { Client } from '../client.ts';
import { attached, content, metadata, multipart, send } from '../files/uploads.ts';
import { CONFIGURED, taken } from '../webhooks/hooks.ts';
import { answered } from './sample.ts';
import type { Answered, Sample } from './sample.ts';

const BATCH = 'batch with results and faults, change data capture, upload: envelopes';

/** A recorded envelope with the rows of entities that are not served left out. */
const withoutRows =
  (...entities: readonly string[]) =>
  (body: Json): Json => {
    if (Array.isArray(body)) return body.map((entry: Json) => withoutRows(...entities)(entry));
    if (!isObject(body)) return body;
    return Object.fromEntries(
      Object.entries(body).map(([name, value]) => [
        entities.includes(name) ? 'Entity' : name,
        entities.includes(name)
          ? objectsOf(value).map(({ Id, status, domain }) => ({ Id, status, domain }))
          : withoutRows(...entities)(value ?? null),
      ]),
    );
  };

const WEBHOOKS = 'webhooks: old form, CloudEvents';

/** What a webhook says of a new account, in the form that is asked for. */
function notified(qbo: Client, form: 'legacy' | 'cloudevents'): Answered {
  qbo.control('webhooks', { ...CONFIGURED, form });
  qbo.made('Account', { Name: 'Roof work', AccountType: 'Income' });
  return { status: 200, body: taken(qbo) ?? null };
}

export const envelopes: readonly Sample[] = [
  {
    file: 'batch-response-mixed-faults.qbo_api.json',
    family: BATCH,
    fault: true,
    mask: [/(?<=You and ).*?(?= were)/, /(?<=time\. ).*?(?= finished)/],
    ours: (qbo) => {
      const customer = qbo.made('Customer', { DisplayName: 'Ada Renner' });
      const receipt = qbo.made('SalesReceipt', {
        CustomerRef: { value: idOf(customer) },
        DocNumber: 'R-5',
        CustomField: [{ DefinitionId: '1', Name: 'Roof', Type: 'StringType' }],
        PrivateNote: 'Paid at the door',
        CustomerMemo: { value: 'The sun is with you' },
        BillAddr: { Line1: '9 Kiln Lane' },
        PaymentMethodRef: { value: '2' },
        PaymentRefNum: '2204',
        Line: [{ ...line(420, { Qty: 3.5, UnitPrice: 120 }), Description: 'Survey' }],
      });
      return answered(
        qbo.post('batch', {
          BatchItemRequest: [
            { bId: 'b1', operation: 'create', Vendor: { DisplayName: 'Kestrel Racking' } },
            { bId: 'b2', operation: 'delete', Invoice: { Id: '4021', SyncToken: '0' } },
            {
              bId: 'b3',
              operation: 'update',
              SalesReceipt: { Id: receipt.Id, SyncToken: '7', sparse: true },
            },
            { bId: 'b4', Query: "select * from SalesReceipt where TotalAmt > '300.00'" },
          ],
        }),
      );
    },
  },
  {
    file: 'cdc-response-with-deleted.docs.json',
    family: BATCH,
    part: withoutRows('Customer', 'Estimate'),
    ours: (qbo) => {
      const { Id } = qbo.made('Invoice', { CustomerRef: ref('1'), DocNumber: 'S-1', Line: [line(5)] });
      qbo.post('invoice', { Id, SyncToken: '0' }, { operation: 'delete' });
      const query = { entities: 'Customer,Invoice', changedSince: '2026-03-01T00:00:00-08:00' };
      const { status, body } = answered(qbo.call('GET', 'cdc', undefined, { query }));
      return { status, body: withoutRows('Customer', 'Invoice')(body) };
    },
  },
  {
    file: 'cdc-estimate-response-trimmed.qbo_api.json',
    family: BATCH,
    part: withoutRows('Estimate'),
    ours: (qbo) => {
      const query = { entities: 'Customer', changedSince: '2026-03-01T00:00:00-08:00' };
      const { status, body } = answered(qbo.call('GET', 'cdc', undefined, { query }));
      return { status, body: withoutRows('Customer')(body) };
    },
  },
  {
    file: 'attachable-upload-fault-inside-http200.qbo_api.json',
    family: BATCH,
    fault: true,
    mask: [/(?<=Estimate )\d+/g],
    ours: (qbo) => send(qbo, multipart([metadata(attached('Estimate', '75')), content('a photo')])),
  },
  {
    file: 'webhook-legacy.intuit-blog-2025-11-12.json',
    family: WEBHOOKS,
    ours: (qbo) => notified(qbo, 'legacy'),
  },
  {
    file: 'webhook-cloudevents.intuit-blog-2025-11-12.json',
    family: WEBHOOKS,
    ours: (qbo) => notified(qbo, 'cloudevents'),
  },
];
