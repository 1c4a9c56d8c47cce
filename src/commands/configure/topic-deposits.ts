import { isLiability, proposeDepositTarget } from '../../sync/propose-lines.ts';
import { withDeposits } from './draft.ts';
import type { Topic } from './topic.ts';
import { askTarget } from './topic-lines.ts';

export const POLICIES = {
  invoice:
    'As other invoices: a deposit is income on the day it is invoiced, and its payment pays that invoice',
  liability:
    'As owed: a deposit is booked on a liability account, where it stays until your accountant moves it to income',
} as const;

export const depositsTopic: Topic = {
  title: 'Deposits',
  settings: ['deposits', 'line.deposit'],
  ask: async (context, draft, desk) => {
    const { terminal } = context;
    const owed = desk.lists.accounts.filter((account) => account.Active && isLiability(account));
    const names = owed.map(({ Name }) => Name).join(', ');
    terminal.say(`  Liability accounts of the company: ${names || 'none but those for tax'}.`);
    terminal.say(
      '  It concerns lines that the export calls a deposit (line_type). Which is right for you? Ask your accountant.',
    );
    const policy = await terminal.choose(
      'Deposits that are invoiced before the work begins',
      [
        { name: POLICIES.invoice, value: 'invoice' as const },
        { name: POLICIES.liability, value: 'liability' as const },
      ],
      draft.settings.deposits === 'liability' ? 1 : 0,
    );
    const chosen = withDeposits(draft, policy);
    if (policy === 'invoice') return chosen;
    const proposal = proposeDepositTarget(desk.lists);
    if (proposal.candidates.length > 0) return askTarget(context, chosen, 'deposit', proposal, desk);
    terminal.say(
      '  There is no liability account for deposits. Add one in QuickBooks (Chart of accounts → New → Other Current Liabilities), then run qbsync configure again. Until then deposits stay as other invoices.',
    );
    return withDeposits(draft, 'invoice');
  },
};
