import { customerKey, foldNumber } from '../../domain/identity.ts';
import type { Finding } from '../../domain/problems.ts';
import { judgeNumber } from '../../sync/judge.ts';
import { matchInvoice } from '../../sync/match.ts';
import { cleanName } from '../../sync/names.ts';
import { fail, NotChecked, pass, type Check, type Result } from '../check.ts';
import type { Patient } from '../patient.ts';

/** Numbers of invoices that wait: short enough, and not used by another invoice of the books. */
export const numbers: Check = {
  code: 'numbers',
  title: 'Invoice numbers',
  area: 'records',
  run: async (patient) => {
    const settings = await patient.settings();
    const long = (await patient.waitingInvoices()).flatMap(({ record }) => {
      const finding = judgeNumber(record.number, settings);
      return finding ? [resultOf(record.number, finding)] : [];
    });
    const taken = await takenNumbers(patient).catch((error: unknown) => {
      // What can be said without QuickBooks is said.
      if (error instanceof NotChecked && long.length > 0) return [];
      throw error;
    });
    const results = [...long, ...taken];
    return results.length > 0
      ? results
      : [pass('No invoice that waits has a number that is too long or used for another one in QuickBooks.')];
  },
};

async function takenNumbers(patient: Patient): Promise<Result[]> {
  const [same, waiting] = [await patient.sameNumbers(), await patient.waitingInvoices()];
  const keys = waiting.map(({ record }) => customerKey(record.customer));
  const claims = new Map((await (await patient.ledger()).customers(keys)).map((claim) => [claim.key, claim]));
  return waiting.flatMap(({ record }) => {
    const { customer, number } = record;
    const name = claims.get(customerKey(customer))?.displayName ?? cleanName(customer.name);
    const match = matchInvoice(record, same.get(foldNumber(number)) ?? [], name);
    return match?.type === 'stop' ? [resultOf(number, match.verdict)] : [];
  });
}

const resultOf = (number: string, { code, reason, fix }: Finding): Result =>
  fail(code, `${number}: ${reason}`, fix.replaceAll('{id}', number));
