import type { Context } from '../context.ts';
import { decided, openPartText, questions, type Answer } from '../sync/answers.ts';
import type { Plan, PlannedAny, PlannedInvoice, PlannedPayment } from '../sync/plan.ts';
import { clean } from '../terminal/clean.ts';
import type { Choice } from '../terminal/terminal.ts';
import { versionsText } from './changes-view.ts';

/** What was chosen beforehand, on the command line. */
export interface DecisionOptions {
  /** Whose version of an invoice stands that was changed in QuickBooks and in the source. */
  prefer?: 'source' | 'books';
  /** Payments above what is open are applied as far as it goes. */
  openPart?: boolean;
}

/** The plan with what was chosen on the command line; the rest stays to be asked. */
export function decideByOptions(plan: Plan, options: DecisionOptions): Plan {
  return decided(plan, answersGiven(plan, options));
}

/** What was chosen for records, by their keys; of the same kind of record. */
export type Answers = Map<string, Answer>;

/** A plan that was made once more, with what was chosen of it before. */
export function decideAsBefore(plan: Plan, answers: Answers): Plan {
  const again = questions(plan).flatMap((planned): [PlannedAny, Answer][] => {
    const answer = answers.get(planned.entry.key);
    return answer === undefined ? [] : [[planned, answer]];
  });
  return decided(plan, new Map(again));
}

/**
 * As {@link decideByOptions}; at a terminal, what was not chosen beforehand is asked for, record by record. `--yes`
 * confirms a plan, it does not choose: then, and off a terminal, the rest stays as it is. Adds to `chosen`.
 */
export async function decideHere(
  context: Context,
  plan: Plan,
  options: DecisionOptions & { yes?: boolean },
  chosen: Answers,
): Promise<Plan> {
  const answers = answersGiven(plan, options);
  const asking = !options.yes && context.terminal.interactive;
  const open = asking ? questions(plan).filter((planned) => !answers.has(planned)) : [];
  for (const [at, planned] of open.entries()) {
    const answer = await asked(context, planned, at < open.length - 1);
    if (answer === 'rest') break;
    if (answer) answers.set(planned, answer);
  }
  for (const [{ entry }, answer] of answers) chosen.set(entry.key, answer);
  return decided(plan, answers);
}

function answersGiven(plan: Plan, { prefer, openPart }: DecisionOptions): Map<PlannedAny, Answer> {
  const answers = new Map<PlannedAny, Answer>();
  for (const planned of questions(plan)) {
    const answer = planned.kind === 'invoice' ? prefer : openPart ? 'open-part' : undefined;
    if (answer) answers.set(planned, answer);
  }
  return answers;
}

/** An answer, nothing for this one, or nothing for it and those that follow. */
type Reply = Answer | 'rest' | undefined;

async function asked(context: Context, planned: PlannedAny, more: boolean): Promise<Reply> {
  const { terminal } = context;
  const [name, choices] =
    planned.kind === 'invoice' ? invoiceChoice(context, planned) : paymentChoice(context, planned);
  const all: Choice<Reply>[] = [...choices, { name: 'Leave it for later', value: undefined }];
  if (more) all.push({ name: 'Leave it and all that follow for later', value: 'rest' });
  return terminal.choose(`${clean(name)}: what shall be done?`, all, choices.length);
}

type Choices = [name: string, choices: Choice<Answer>[]];

function invoiceChoice({ terminal }: Context, { record, changes = [] }: PlannedInvoice): Choices {
  const about = `${record.number}, ${record.customer.name}`;
  terminal.say(`\n${terminal.style.bold(clean(about))}: QuickBooks and the source say different things.`);
  terminal.say(versionsText(changes, terminal.style).trimEnd());
  return [
    record.number,
    [
      { name: 'Keep what QuickBooks has', value: 'books' },
      { name: 'Put what the source has into QuickBooks', value: 'source' },
    ],
  ];
}

function paymentChoice({ terminal }: Context, planned: PlannedPayment): Choices {
  const { record, verdict, notes } = planned;
  terminal.say(`\n${terminal.style.bold(clean(record.sourceId))}: ${clean(verdict?.reason ?? '')}`);
  for (const note of notes) terminal.say(`  ${clean(note)}`);
  return [record.sourceId, [{ name: `Apply what is open (${openPartText(planned)})`, value: 'open-part' }]];
}
