import { missing } from '../../faults.ts';
import { objectOf } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { freeForm } from '../lists/addresses.ts';
import { checkEmail } from '../lists/names.ts';
import type { Draft } from './form.ts';

const EMAILS = ['BillEmail', 'BillEmailCc', 'BillEmailBcc'] as const;

/** Addresses as sent, else the customer's (qbo-api.md 3.2). */
function addresses({ books, payload, before, customer }: Draft): JsonObject {
  const one = (member: 'BillAddr' | 'ShipAddr'): Json | undefined => {
    const sent = payload[member];
    if (sent === undefined) return customer[member];
    return before !== undefined && sent === before[member] ? sent : freeForm(books, sent, before?.[member]);
  };
  return { BillAddr: one('BillAddr'), ShipAddr: one('ShipAddr') };
}

/** Where a form goes to: addresses, e-mail, and whether it is to be sent. */
export function contact(draft: Draft): JsonObject {
  const { payload, before } = draft;
  for (const member of EMAILS) checkEmail(payload, member);
  if (payload.EmailStatus === 'NeedToSend' && objectOf(payload.BillEmail).Address === undefined) {
    throw missing('BillEmail');
  }
  return {
    ...addresses(draft),
    EmailStatus: payload.EmailStatus ?? 'NotSet',
    BillEmail: payload.BillEmail,
    BillEmailCc: payload.BillEmailCc,
    BillEmailBcc: payload.BillEmailBcc,
    DeliveryInfo: before?.DeliveryInfo,
  };
}
