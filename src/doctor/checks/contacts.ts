import { customerKey } from '../../domain/identity.ts';
import type { Finding } from '../../domain/problems.ts';
import { judgeCustomer } from '../../sync/judge.ts';
import { fail, listed, pass, type Check } from '../check.ts';

/** Name and e-mail of every customer whose invoice is not in the books yet: the first cause of failed pushes. */
export const contacts: Check = {
  code: 'contacts',
  title: 'Contact details',
  area: 'records',
  run: async (patient) => {
    const bad = new Map<string, { name: string; numbers: string[]; finding: Finding }>();
    for (const { record } of await patient.waitingInvoices()) {
      const finding = judgeCustomer(record.customer);
      if (!finding) continue;
      const key = customerKey(record.customer);
      const known = bad.get(key) ?? { name: record.customer.name || 'no name', numbers: [], finding };
      bad.set(key, { ...known, numbers: [...known.numbers, record.number] });
    }
    if (bad.size > 0) {
      return [...bad.values()].map(({ name, numbers, finding }) =>
        fail(finding.code, `${name} (${listed(numbers)}): ${finding.reason}`, finding.fix),
      );
    }
    return [pass('Every customer of a record that is not in QuickBooks yet has a name and an e-mail.')];
  },
};
