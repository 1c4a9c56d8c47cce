import { QboFault } from '../faults.ts';

/** The commonest refusals in the words of a person who works in QuickBooks. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  [
    '5010',
    'This was changed after you opened the page: by an app, or by yourself in another window. Open it again, look at what changed, and repeat your change.',
  ],
  ['610', 'This does not exist any more, or was made inactive.'],
  ['6140', 'This number is used already. Give another one.'],
  [
    '6240',
    'This name is used already: customers, vendors and employees share their names. Give another one.',
  ],
  ['6210', 'The books are closed up to a day that this touches. Open them under Settings first.'],
  [
    '6190',
    'The subscription of this company has lapsed, so nothing can be changed. Pay it under Settings first.',
  ],
  ['2210', 'The e-mail address is not written as one.'],
  ['2050', 'A text is too long.'],
  ['2040', 'A text has characters that QuickBooks does not take.'],
  ['2500', 'Something that this refers to was made inactive or does not exist.'],
  ['6000', 'QuickBooks does not allow this.'],
]);

export interface Refusal {
  readonly plain: string;
  /** The page is of yesterday: only one that is opened again can be sent. */
  readonly outdated?: boolean;
  /** What QuickBooks itself says, where it was QuickBooks that refused. */
  readonly said?: string;
}

/** Why an order was refused, or undefined when the error is no refusal but a mistake of the sandbox. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof QboFault) {
    const [first] = error.errors;
    if (first === undefined) return { plain: error.message };
    return {
      plain: PLAIN.get(first.code) ?? first.Message,
      outdated: first.code === '5010',
      said: `${first.Message}: ${first.Detail} (code ${first.code})`,
    };
  }
  return error instanceof Error ? { plain: `${error.message}.`.replace(/\.\.$/, '.') } : undefined;
}
