import { customerKey, foldName } from '../../domain/identity.ts';
import { judgeCustomer } from '../../sync/judge.ts';
import { candidateNames } from '../../sync/customers.ts';
import { listed, pass, warn, type Check } from '../check.ts';
import type { Online, Patient } from '../patient.ts';

interface Wanted {
  /** As the books would have it. */
  name: string;
  /** What it becomes where that is taken. */
  next: string;
  numbers: string[];
}

/** Customers, vendors and employees share their names in QuickBooks: a vendor keeps a customer from having his. */
export const names: Check = {
  code: 'names',
  title: 'Names',
  area: 'records',
  run: async (patient) => {
    const [online, wanted] = [await patient.online(), await wantedNames(patient)];
    const [vendors, employees] = await Promise.all([
      holders(online, 'Vendor', wanted),
      holders(online, 'Employee', wanted),
    ]);
    const results = [...wanted].flatMap(([folded, { name, next, numbers }]) => {
      const vendor = vendors.has(folded);
      if (!vendor && !employees.has(folded)) return [];
      const [who, menu] = vendor
        ? ['A vendor', 'Expenses → Vendors']
        : ['An employee', 'Payroll → Employees'];
      return [
        warn(
          'NAME_OF_OTHER',
          `${who} in QuickBooks is called "${name}" too, and QuickBooks takes each name once: the customer of ${listed(numbers)} would be entered as "${next}".`,
          `If that is right, leave it. Else, in QuickBooks: ${menu} → "${name}" → Edit, give it another display name`,
        ),
      ];
    });
    return results.length > 0
      ? results
      : [pass('No customer who waits has the name of a vendor or an employee.')];
  },
};

async function holders(
  { books }: Online,
  entity: 'Vendor' | 'Employee',
  wanted: ReadonlyMap<string, Wanted>,
): Promise<Set<string>> {
  const found = await books.among(
    entity,
    'DisplayName',
    [...wanted.values()].map(({ name }) => name),
  );
  return new Set(found.map(({ DisplayName }) => foldName(DisplayName)));
}

/** Names that the next run would give to new customers, folded. */
async function wantedNames(patient: Patient): Promise<Map<string, Wanted>> {
  const invoices = (await patient.waitingInvoices()).filter(({ record }) => !judgeCustomer(record.customer));
  const keys = [...new Set(invoices.map(({ record }) => customerKey(record.customer)))];
  const claims = new Map((await (await patient.ledger()).customers(keys)).map((claim) => [claim.key, claim]));
  const wanted = new Map<string, Wanted>();
  for (const { record } of invoices) {
    const key = customerKey(record.customer);
    const claim = claims.get(key);
    if (claim?.booksId !== undefined) continue;
    const [name = '', next = ''] = candidateNames(
      { key, customer: record.customer, currency: undefined },
      claim,
    );
    const known = wanted.get(foldName(name)) ?? { name, next, numbers: [] };
    wanted.set(foldName(name), { ...known, numbers: [...known.numbers, record.number] });
  }
  return wanted;
}
