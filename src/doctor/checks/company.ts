import { EXIT } from '../../domain/problems.ts';
import { countryCode } from '../../sync/company.ts';
import { fail, failed, pass, problemWith, type Check, type Result } from '../check.ts';
import type { Patient } from '../patient.ts';

/** Whether it is the company that the records belong to, and whether it can be written to at all. */
export const company: Check = {
  code: 'company',
  title: 'Company',
  area: 'connect',
  run: async (patient) => {
    const problem = await problemWith('company', patient.online());
    if (problem) return [{ ...failed(problem), exit: EXIT.reconnect }];
    const { info, facts } = await patient.online();
    const results: Result[] = [];
    const subscription = info.NameValue.find(({ Name }) => Name === 'SubscriptionStatus')?.Value;
    if (subscription !== undefined && /expired|cancel|suspend|unpaid|lapsed|ended/i.test(subscription)) {
      results.push(
        fail(
          'SUBSCRIPTION_ENDED',
          `The QuickBooks subscription is "${subscription}": nothing can be added.`,
          'In QuickBooks: Settings → Subscriptions and billing, renew the subscription',
        ),
      );
    }
    results.push(...(await countryResults(patient)));
    if (results.length > 0) return results;
    const { country, homeCurrency } = facts;
    return [
      pass(
        `It is the right company: ${info.CompanyName} (${country ?? 'country not stated'}, ${homeCurrency}).`,
      ),
    ];
  },
};

/** Taxes are written as the country does it, and runs go by what was noted at the first connect. */
async function countryResults(patient: Patient): Promise<Result[]> {
  const [{ info }, { country: noted }] = [await patient.online(), await patient.connection()];
  const said = countryCode(info.Country);
  if (said === undefined && noted === undefined) {
    return [
      fail(
        'COUNTRY_UNKNOWN',
        'QuickBooks does not say which country the company is in, so sales tax cannot be written as it is done there.',
        'In QuickBooks: Settings → Account and settings → Company → Address, choose the country; then run: qbsync connect',
      ),
    ];
  }
  if (said === undefined || said === noted) return [];
  return [
    fail(
      'COUNTRY_CHANGED',
      `QuickBooks says that the company is in ${said}, but it was connected as one in ${noted ?? 'no country'}; sales tax would be written wrongly.`,
      'Run: qbsync connect',
    ),
  ];
}
