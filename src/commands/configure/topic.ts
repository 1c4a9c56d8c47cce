import type { Context } from '../../context.ts';
import type { Draft } from './draft.ts';
import type { Lists } from './lists.ts';

/** One screen of questions about one thing. */
export interface Topic {
  title: string;
  /** The settings it asks about, by the first part of their names. */
  settings: readonly string[];
  ask(context: Context, draft: Draft, desk: Lists): Promise<Draft>;
}
