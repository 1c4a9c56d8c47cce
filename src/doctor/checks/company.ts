import { fail, pass, warn, type Check, type Result } from './check.ts';

export const company: Check = {
  code: 'company',
  title: 'Company',
  area: 'connect',
  run: ({ connection, settings, online, company: bound }) => {
    if (!connection || !online?.ok) return [];
    const { info, facts } = online;
    const results: Result[] = [];
    if (bound && (bound.id !== connection.companyId || bound.environment !== connection.environment)) {
      results.push(
        fail(
          `The records kept here belong to ${bound.name}, not to ${info.CompanyName}.`,
          'Run: qbsync connect, and choose the company that is meant',
        ),
      );
    } else {
      results.push(
        pass(
          `It is the right company: ${info.CompanyName} (${facts.country ?? 'country not stated'}, ${facts.homeCurrency}).`,
        ),
      );
    }
    const subscription = info.NameValue.find(({ Name }) => Name === 'SubscriptionStatus')?.Value;
    if (subscription !== undefined && /expired|cancel|suspend|unpaid|lapsed|ended/i.test(subscription)) {
      results.push(
        fail(
          `The QuickBooks subscription is "${subscription}": nothing can be added.`,
          'In QuickBooks: Settings → Subscriptions and billing',
        ),
      );
    }
    if (facts.closedUntil) {
      results.push(
        pass(`The books are closed up to ${facts.closedUntil}; records dated until then are not pushed.`),
      );
    }
    if (!facts.ownNumbers) {
      results.push(
        warn(
          'QuickBooks is set to number invoices itself, so it does not refuse a number that is used twice.',
          'In QuickBooks: Settings → Account and settings → Sales → Sales form content → Custom transaction numbers: on',
        ),
      );
    }
    if (facts.ownNumbers && settings.numbers === 'quickbooks') {
      results.push(
        warn(
          'QuickBooks expects to be given numbers, but the settings leave them out: invoices get none.',
          'Run: qbsync configure --set numbers=source',
        ),
      );
    }
    return results;
  },
};
