import { isList, isObject, textOf } from '../../../src/sandbox/json.ts';
import type { Json, JsonObject } from '../../../src/sandbox/json.ts';
import { idOf, line, ref } from '../client.ts';
import type { Client } from '../client.ts';
import type { RequestSample } from './sample.ts';

const REQUESTS = 'requests of the reference, sent as they are: batch, payments, credit memo, deposit';

/** The same body with one value replaced: ids of the recording are mapped to rows that exist. */
function replaced(value: Json | undefined, [here, ...rest]: readonly (string | number)[], by: Json): Json {
  if (here === undefined) return by;
  if (isList(value)) return value.map((entry, at) => (at === here ? replaced(entry, rest, by) : entry));
  if (!isObject(value) || value[here] === undefined) throw new Error(`the recording has no ${here}`);
  return { ...value, [here]: replaced(value[here], rest, by) };
}

function mapped(body: JsonObject, ids: Readonly<Record<string, string>>): JsonObject {
  let result: Json = body;
  for (const [path, id] of Object.entries(ids)) {
    const steps = path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    result = replaced(result, steps, id);
  }
  return isObject(result) ? result : body;
}

const invoice = (qbo: Client, DocNumber: string, amount: number): string =>
  idOf(qbo.made('Invoice', { CustomerRef: ref('1'), DocNumber, Line: [line(amount)] }));

const sent: readonly Omit<RequestSample, 'family'>[] = [
  {
    file: 'payment-create-unapplied-request.docs.json',
    send: (qbo, body) => qbo.post('payment', mapped(body, { 'CustomerRef.value': '1' })),
  },
  {
    file: 'payment-full-update-request.docs.json',
    send: (qbo, body) => {
      const credit = { CustomerRef: ref('1'), DocNumber: 'C-1', Line: [line(400)] };
      const ids = {
        Id: idOf(qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt: 600 })),
        'CustomerRef.value': '1',
        'PaymentMethodRef.value': '2',
        'Line.0.LinkedTxn.0.TxnId': invoice(qbo, 'S-1', 1000),
        'Line.1.LinkedTxn.0.TxnId': idOf(qbo.made('CreditMemo', credit)),
      };
      return qbo.post('payment', mapped(body, ids));
    },
  },
  {
    file: 'payment-void-request.docs.json',
    send: (qbo, body) => {
      const { Id } = qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt: 9 });
      const { SyncToken } = qbo.made('Payment', { Id, SyncToken: '0', sparse: true, PrivateNote: 'x' });
      const ids = { Id: idOf({ Id }), SyncToken: textOf(SyncToken) ?? '' };
      return qbo.post('payment', mapped(body, ids), { operation: 'update', include: 'void' });
    },
  },
  {
    file: 'creditmemo-create-request.docs.json',
    send: (qbo, body) =>
      qbo.post(
        'creditmemo',
        mapped(body, { 'CustomerRef.value': '1', 'Line.0.SalesItemLineDetail.ItemRef.value': '1' }),
      ),
  },
  {
    file: 'deposit-create-request.docs.json',
    send: (qbo, body) =>
      qbo.post(
        'deposit',
        mapped(body, { 'DepositToAccountRef.value': '9', 'Line.0.DepositLineDetail.AccountRef.value': '7' }),
      ),
  },
  {
    file: 'batch-request.docs.json',
    send: (qbo, body) => {
      const receipt = qbo.made('SalesReceipt', { DocNumber: 'R-1', Line: [line(350)] });
      const ids = {
        'BatchItemRequest.1.Invoice.Id': invoice(qbo, 'S-1', 10),
        'BatchItemRequest.2.SalesReceipt.Id': idOf(receipt),
      };
      return qbo.post('batch', mapped(body, ids));
    },
  },
];

export const requests: readonly RequestSample[] = sent.map((each) => ({ family: REQUESTS, ...each }));
