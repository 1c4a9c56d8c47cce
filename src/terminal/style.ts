import type { ChalkInstance } from 'chalk';
import type { Status } from '../domain/status.ts';

/** Colours, or none: off a terminal, or with NO_COLOR. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  status(status: Status): string;
}

const asIs = (text: string) => text;

export const PLAIN: Style = { bold: asIs, dim: asIs, good: asIs, bad: asIs, warn: asIs, status: asIs };

/** Colours for a screen; loads the library for it only where there is one. */
export async function openStyle(colour: boolean): Promise<Style> {
  if (!colour) return PLAIN;
  const { Chalk } = await import('chalk');
  return coloured(new Chalk({ level: 1 }));
}

function coloured(chalk: ChalkInstance): Style {
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
