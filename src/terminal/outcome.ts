import type { ExitCode } from '../domain/problems.ts';
import type { Naming } from './named.ts';
import type { Style } from './style.ts';

/** What a command came to: data, and how to show it. Printed in one place (program.ts). */
export interface Outcome {
  exit: ExitCode;
  /** Undefined where the command has said all itself. */
  json?: object;
  text(style: Style): string;
  /** Of a table only the cells that are ours are named. */
  csv?(naming: Naming): string;
}
