import { judgeCustomer } from '../sync/judge.ts';
import { fail, pass, type Check } from './check.ts';

/** Name and e-mail of every customer whose invoice is not in the books yet: the first cause of failed pushes. */
export const contacts: Check = {
  code: 'contacts',
  title: 'Contact details',
  area: 'records',
  run: ({ records }) => {
    const waiting = records.filter(({ entry }) => !entry.link && entry.standing?.state !== 'ignored');
    const bad = waiting.flatMap(({ record }) => {
      if (record.kind !== 'invoice' || record.state === 'draft' || record.state === 'cancelled') return [];
      const finding = judgeCustomer(record.customer);
      return finding
        ? [fail(`${record.number} (${record.customer.name || 'no name'}): ${finding.reason}`, finding.fix)]
        : [];
    });
    if (bad.length > 0) return bad;
    return [pass('Every customer of a record that is not in QuickBooks yet has a name and an e-mail.')];
  },
};
