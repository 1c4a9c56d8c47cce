import type { ControlAction } from '../control/control.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Part } from '../markup/markup.ts';
import type { Choice } from './listing.ts';
import type { Section } from './frame.ts';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'date' | 'money' | 'email' | 'area' | 'choice';
  readonly value: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly choices?: readonly Choice[];
  /** Names to choose from, which may be passed over. */
  readonly suggestions?: readonly string[];
}

/** What was typed does not do, before QuickBooks is asked. */
export class Mistyped extends Error {
  readonly field: string;

  constructor(field: string, text: string) {
    super(text);
    this.name = 'Mistyped';
    this.field = field;
  }
}

/** What was typed, by the name of the field; '' where nothing was. */
export type Typed = (name: string) => string;

export interface Order {
  readonly action: ControlAction;
  readonly order: Json;
}

/** One thing a person can do: a form of its own, or with no fields a page that asks whether they mean it. */
export interface Form {
  readonly title: string;
  readonly section: Section;
  readonly intro?: Part;
  readonly fields: readonly Field[];
  /** What the person saw: sent back, so that a change in between is told. */
  readonly syncToken?: string | undefined;
  readonly submit: string;
  readonly danger?: boolean;
  /** Where "cancel" leads. */
  readonly back: string;
  /** The control order that does it. Throws Mistyped. */
  readonly order: (typed: Typed, syncToken: string | undefined) => Order;
  /** The word for what was done (done.ts), and the page that shows it. */
  readonly done: string;
  readonly next?: (result: JsonObject) => string;
}
