import type { Books } from './generate.ts';
import { totalOf, type Invoice, type Line } from './ledger.ts';

/** What comes in the week after the US sample: three more invoices of known customers, two of them paid at once. */
export function newWeek({ invoices }: Books): Books {
  const services: readonly Line[][] = [
    [service('Inverter firmware visit', 1, 18_500)],
    [service('Replacement optimiser', 3, 6_433), service('Labour, per hour', 2, 9_750)],
    [service('Annual system inspection', 1, 24_999)],
  ];
  const added = services.flatMap((lines, at): Invoice[] => {
    const known = invoices[at];
    if (!known) return [];
    return [
      {
        ...known,
        id: `inv_week000${at + 1}`,
        number: `INV-${String(invoices.length + at + 1).padStart(5, '0')}`,
        issued: '2026-11-23',
        due: '2026-12-07',
        status: at < 2 ? 'Paid' : 'Sent',
        lines,
      },
    ];
  });
  const payments = added.slice(0, 2).map((invoice, at) => ({
    id: `pay_week000${at + 1}`,
    customerId: invoice.customer.id,
    projectId: invoice.projectId,
    date: '2026-11-25',
    method: at === 0 ? 'card' : 'check',
    integrated: at === 0,
    status: 'Received',
    reference: at === 0 ? 'ch_week0001' : 'Check 7731',
    fee: 0,
    applied: [{ number: invoice.number, amount: totalOf(invoice) }],
  }));
  return { invoices: added, payments };
}

function service(description: string, quantity: number, unitPrice: number): Line {
  return { type: 'standalone', description, quantity, unitPrice, rate: 0 };
}
