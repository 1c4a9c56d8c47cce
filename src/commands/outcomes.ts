import { EXIT } from '../domain/problems.ts';
import type { Outcome } from '../terminal/outcome.ts';

/** For a command that said all it has to say while it ran. */
export const NOTHING_TO_PRINT: Outcome = { exit: EXIT.done, text: () => '' };
