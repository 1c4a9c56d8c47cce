import { axiosTransport, type Transport } from '../../../src/qbo/http.ts';
import { booked, company, invoiceId } from '../../support/company.ts';
import { invoicesCsv } from '../../support/exports.ts';
import { firstInvoice, lost, person, synced } from '../../support/recovering.ts';
import { PUSH, type Listed } from './scene.ts';

/** What a run or `recover` finds, without a record of its own that could keep it. */
export const LISTED: readonly Listed[] = [
  {
    codes: ['BOOKED_TWICE', 'CUSTOMER_TWICE', 'NOT_IMPORTED'],
    async run(space) {
      const { sandbox, given } = await synced(space);
      const [one] = booked(sandbox).ours;
      const twin = { DisplayName: 'Somebody else', Notes: one?.Notes };
      person(sandbox, { operation: 'create', entity: 'Customer', body: twin });
      const original = firstInvoice(sandbox);
      for (const copy of [
        { DocNumber: 'COPY-1' },
        { DocNumber: 'COPY-2', PrivateNote: '[qbsync:invoice:from_nowhere]' },
      ])
        person(sandbox, { operation: 'create', entity: 'Invoice', body: { ...original, ...copy } });
      await lost(space, sandbox, given);
      return space.qbsync(['recover', '--dry-run', '--json']);
    },
  },
  {
    // Somebody pays the invoice between the plan and the void.
    codes: ['CHANGED_MEANWHILE'],
    async run(space) {
      const sandbox = await company(space, { invoices: invoicesCsv({}) });
      await space.qbsync(PUSH);
      const cancelled = space.file('cancelled.csv', invoicesCsv({ status: 'Cancelled' }));
      await space.qbsync(['import', cancelled]);
      const id = invoiceId(sandbox, 'INV-1');
      const real = axiosTransport();
      let looked = 0;
      const transport: Transport = async (request) => {
        const looks = new URL(request.url).pathname.endsWith(`/invoice/${id}`);
        if (looks && ++looked === 2) person(sandbox, { operation: 'pay', id });
        return real(request);
      };
      return space.qbsync([...PUSH, '--json'], { world: { transport } });
    },
  },
];
