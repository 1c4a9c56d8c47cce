import type { Context } from '../context.ts';
import { EXIT } from '../domain/problems.ts';
import { clean } from '../terminal/clean.ts';
import type { Outcome } from '../terminal/outcome.ts';
import type { Style } from '../terminal/style.ts';
import { count } from './plan-view.ts';
import { warnOfEnd } from './sign-in-warning.ts';
import { standpoint, type Standpoint } from './standpoint.ts';

interface Options {
  /** Somebody looked at the plan just now. */
  planned?: boolean;
}

interface Step {
  done: boolean;
  /** What stands, once it is done; else what it is for. */
  what: string;
  command: string;
}

/** Says where a company stands on the way to its first booked invoice, and which command comes next. */
export async function start(context: Context, { planned = false }: Options): Promise<Outcome> {
  const at = await standpoint(context);
  warnOfEnd(context, at.company);
  const steps = stepsOf(at, planned);
  const next = steps.find(({ done }) => !done);
  return {
    exit: EXIT.done,
    json: {
      company: context.companyName,
      connected: at.company !== undefined && at.company.disconnected === undefined,
      mapped: at.mapped,
      records: at.records,
      booked: at.booked,
      next: next?.command ?? null,
    },
    text: (style) =>
      [...heading(context, at, style), ...shown(steps, style), ...open(at, style), '', ...foot(at), ''].join(
        '\n',
      ),
  };
}

function stepsOf(at: Standpoint, planned: boolean): Step[] {
  const { company, signInBegun, mapped, records, booked, left, unanswered } = at;
  const allThere = booked > 0 && left === 0 && unanswered === 0;
  const connected = company !== undefined && company.disconnected === undefined;
  return [
    {
      done: connected,
      what: connected
        ? `Connected to ${company.name} (environment ${company.environment})`
        : company
          ? `Connect ${company.name} again: ${company.disconnected ?? ''}`
          : signInBegun
            ? 'Sign in to QuickBooks (begun, not ended)'
            : 'Sign in to QuickBooks and choose the company',
      command: 'qbsync connect',
    },
    {
      done: records > 0,
      what:
        records > 0
          ? `${count(records, 'record')} read from exports`
          : 'Read the exports of your invoices and payments',
      command: 'qbsync import FILE...',
    },
    {
      done: mapped,
      what: mapped
        ? 'Items, accounts and sales tax codes are chosen'
        : 'Choose items, accounts and sales tax codes',
      command: 'qbsync configure',
    },
    {
      done: booked > 0 || planned || unanswered > 0,
      what:
        booked > 0
          ? `${count(booked, 'record')} in QuickBooks`
          : planned
            ? 'The plan was shown; nothing was sent'
            : 'Look at the plan; nothing is sent',
      command: 'qbsync sync-invoice --all --dry-run',
    },
    {
      done: allThere,
      what: allThere
        ? 'Everything that belongs into QuickBooks is there'
        : booked > 0 && left > 0
          ? `Put the rest into QuickBooks, after the plan (${count(left, 'record')})`
          : 'Put them into QuickBooks, after the plan',
      command: 'qbsync sync-invoice --all, then: qbsync sync-payment --all',
    },
  ];
}

function heading({ companyName }: Context, { company }: Standpoint, style: Style): string[] {
  return company
    ? [`Where ${style.bold(clean(company.name))} stands (company "${companyName}"):`, '']
    : [
        `${style.bold('qbsync')} keeps QuickBooks Online true to the invoices and payments in OpenSolar CashFlow.`,
        'Five steps, and each can be left and taken up again:',
        '',
      ];
}

function shown(steps: Step[], style: Style): string[] {
  const next = steps.findIndex(({ done }) => !done);
  return steps.flatMap(({ done, what, command }, at) => {
    const mark = done ? style.good('✔') : at === next ? style.warn('➜') : ' ';
    const line = `  ${mark} ${at + 1}. ${clean(what)}`;
    return done ? [line] : [at === next ? style.bold(line) : line, `         ${command}`];
  });
}

/** What is on its way comes before everything else. */
function open({ unanswered }: Standpoint, style: Style): string[] {
  if (unanswered === 0) return [];
  const what = `${count(unanswered, 'record')} ${unanswered === 1 ? 'was' : 'were'} sent without an answer.`;
  return [
    '',
    `  ${style.warn('!')} ${what} Run: qbsync sync (it looks in QuickBooks first, and posts nothing twice)`,
  ];
}

function foot({ company }: Standpoint): string[] {
  return [
    'Where each record stands: qbsync status',
    'What is wrong:            qbsync doctor',
    'All commands:             qbsync --help',
    ...(company
      ? []
      : ['No QuickBooks at hand?    qbsync demo shows it all on a practice company on this machine']),
  ];
}
