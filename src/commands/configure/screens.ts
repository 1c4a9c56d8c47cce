import type { Context } from '../../context.ts';
import { EXIT, Problem } from '../../domain/problems.ts';
import { checkMapping } from '../../sync/mapping/check.ts';
import type { SettingFinding } from '../../sync/mapping/finding.ts';
import { clean } from '../../terminal/clean.ts';
import type { Choice } from '../../terminal/terminal.ts';
import { agreed } from './create.ts';
import type { Draft } from './draft.ts';
import { errorsOf, type Lists } from './lists.ts';
import type { Topic } from './topic.ts';
import { depositsTopic } from './topic-deposits.ts';
import { linesTopic } from './topic-lines.ts';
import { numbersTopic, startTopic } from './topic-numbers.ts';
import { paymentsTopic } from './topic-payments.ts';
import { taxTopic } from './topic-tax.ts';
import { draftLines } from './view.ts';

const TOPICS: readonly Topic[] = [
  taxTopic,
  linesTopic,
  depositsTopic,
  paymentsTopic,
  numbersTopic,
  startTopic,
];

/**
 * Goes through the topics with a person: all of them the first time, later those with something that does not hold any
 * more. Then shows what was chosen, and changes it until they save. Leaving, or Ctrl-C, saves nothing.
 */
export async function askTopics(context: Context, before: Draft, desk: Lists): Promise<Draft> {
  const { terminal } = context;
  terminal.say(
    `Settings for ${terminal.style.bold(clean(desk.company.name))}. Arrow keys and Enter choose; nothing is saved before you say so at the end, Ctrl-C leaves.`,
  );
  const { taxCodes, lineTypes } = before.settings;
  const first = Object.keys(taxCodes).length === 0 && Object.keys(lineTypes).length === 0;
  const broken = errorsOf(before.settings, desk);
  for (const { reason } of broken) terminal.say(`${terminal.style.bad('✖')} ${clean(reason)}`);
  let draft = before;
  for (const topic of TOPICS)
    if (first || broken.some((finding) => belongsTo(topic, finding)))
      draft = await askTopic(context, draft, topic, desk);
  for (;;) {
    const answer = await askWhatNext(context, draft, desk);
    if (answer === 'leave') throw notSaved();
    if (answer !== 'save') draft = await askTopic(context, draft, answer, desk);
    else if (draft.creations.size === 0 || (await agreed(context, draft, desk))) return draft;
  }
}

function belongsTo(topic: Topic, finding: SettingFinding): boolean {
  return finding.settings.some((setting) => ownerOf(setting) === topic);
}

/** `line.deposit` is the topic of deposits, not of lines. */
function ownerOf(setting: string): Topic | undefined {
  return (
    TOPICS.find(({ settings }) => settings.includes(setting)) ??
    TOPICS.find(({ settings }) => settings.includes(setting.split('.')[0] ?? ''))
  );
}

async function askTopic(context: Context, draft: Draft, topic: Topic, desk: Lists): Promise<Draft> {
  const { terminal } = context;
  const heading = `${TOPICS.indexOf(topic) + 1} of ${TOPICS.length} · ${topic.title}`;
  terminal.say(`\n${terminal.style.bold(heading)}`);
  return topic.ask(context, draft, desk);
}

async function askWhatNext(
  { terminal }: Context,
  draft: Draft,
  desk: Lists,
): Promise<'save' | 'leave' | Topic> {
  terminal.say(`\n${terminal.style.bold('Summary')}`);
  for (const line of draftLines(draft)) terminal.say(line);
  for (const text of open(draft, desk)) terminal.say(`${terminal.style.warn('!')} ${clean(text)}`);
  const choices: Choice<'save' | 'leave' | Topic>[] = [
    {
      name: draft.creations.size > 0 ? 'Make what is missing in QuickBooks, and save' : 'Save',
      value: 'save',
    },
    ...TOPICS.map((topic) => ({ name: `Change: ${topic.title}`, value: topic })),
    { name: 'Leave without saving', value: 'leave' },
  ];
  return terminal.choose('What shall be done?', choices);
}

/** What keeps records from being pushed, or wants a look. */
function open(draft: Draft, desk: Lists): string[] {
  const { settings, creations } = draft;
  const rates = desk.company.salesTax ? desk.needs.rates : [];
  const without = rates.filter((rate) => !settings.taxCodes[rate] && !creations.has(`tax.${rate}`));
  return [
    ...without.map((rate) =>
      rate === '0'
        ? 'There is no sales tax code for 0% yet: without it nothing can be pushed.'
        : `There is no sales tax code for ${rate}% yet: records with it cannot be pushed.`,
    ),
    ...checkMapping(settings, desk.lists, desk.company).map(({ reason }) => reason),
  ];
}

function notSaved(): Problem {
  return new Problem({
    code: 'NOT_SAVED',
    reason: 'You left without saving: the settings are as they were, and nothing was made in QuickBooks.',
    fix: 'Run qbsync configure again when you want to go on.',
    exit: EXIT.stopped,
  });
}

/** Ctrl-C at a question. */
export async function savingNothing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'INTERRUPTED') throw error;
    const { code, exit } = error;
    const fix = 'Run qbsync configure again when you want to go on.';
    const reason = 'Stopped at your request: nothing was saved, the settings are as they were.';
    throw new Problem({ code, exit, reason, fix, cause: error });
  }
}
