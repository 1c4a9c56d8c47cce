import { plainDate } from '../../domain/dates.ts';
import { changed } from './draft.ts';
import type { Topic } from './topic.ts';

export const numbersTopic: Topic = {
  title: 'Invoice numbers',
  settings: ['numbers'],
  ask: async ({ terminal }, draft, { company }) => {
    terminal.say(
      company.ownNumbers
        ? '  This company takes the numbers that it is given (custom transaction numbers are on).'
        : '  This company numbers invoices itself (custom transaction numbers are off), whatever is chosen here.',
    );
    const numbers = await terminal.choose(
      'Numbers of invoices',
      [
        { name: 'As in the export: the number that the customer was sent', value: 'source' as const },
        { name: 'QuickBooks counts on by itself', value: 'quickbooks' as const },
      ],
      draft.settings.numbers === 'source' ? 0 : 1,
    );
    return changed(draft, { numbers });
  },
};

export const startTopic: Topic = {
  title: 'Start date',
  settings: ['start-date'],
  ask: async ({ terminal }, draft, { company }) => {
    const { startDate } = draft.settings;
    terminal.say(
      '  Invoices and payments before that day are not pushed: those that are in your books otherwise.',
    );
    if (company.closedUntil) terminal.say(`  The books are closed up to ${company.closedUntil}.`);
    const choice = await terminal.choose(
      'First day from which records are pushed',
      [
        { name: 'No start date: everything that is imported', value: 'none' as const },
        ...(startDate ? [{ name: startDate, value: 'keep' as const }] : []),
        { name: 'A day that I type', value: 'ask' as const },
      ],
      startDate ? 1 : 0,
    );
    if (choice === 'keep') return draft;
    if (choice === 'none') return changed(draft, { startDate: undefined });
    const check = (answer: string) =>
      plainDate(answer.trim()) !== undefined || 'Write it as year-month-day, for instance 2026-01-31.';
    return changed(draft, { startDate: plainDate(await terminal.ask('Day (YYYY-MM-DD)', check)) });
  },
};
