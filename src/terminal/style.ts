import { Chalk, type ChalkInstance } from 'chalk';
import type { Status } from '../domain/status.ts';

/** Colours, or none: off a terminal, with NO_COLOR, or with --no-color. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  status(status: Status): string;
}

export function makeStyle(colour: boolean): Style {
  const chalk: ChalkInstance = new Chalk({ level: colour ? 1 : 0 });
  return {
    bold: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    warn: (text) => chalk.yellow(text),
    status: (status) => {
      switch (status) {
        case 'Active':
          return chalk.green(status);
        case 'Error':
        case 'Disconnected':
          return chalk.red(status);
        case 'Pending':
          return chalk.yellow(status);
        case 'Not synced':
        case 'Ignored':
          return chalk.dim(status);
      }
    },
  };
}
