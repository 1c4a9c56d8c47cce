import stringWidth from 'fast-string-width';
import { clean, isPlain } from './clean.ts';
import type { Style } from './style.ts';

export interface Column {
  head: string;
  align?: 'left' | 'right';
}

/** A cell: plain text, made harmless here, or text of ours that may carry colour. */
export type Cell = string | { styled: string };

const GAP = '  ';

/**
 * Columns without lines: easy to read, to copy into an e-mail and to search with grep. Written out here because table
 * libraries take longer for a thousand rows than the rest of `status` together (bench/start-up.ts).
 */
export function tableText(columns: Column[], rows: Cell[][], style: Style): string {
  if (rows.length === 0) return '';
  const head = columns.map((column) => style.dim(column.head));
  const lines = [
    head,
    ...rows.map((row) => row.map((cell) => (typeof cell === 'string' ? clean(cell) : cell.styled))),
  ];
  const widths = lines.map((line) => line.map((cell) => (isPlain(cell) ? cell.length : stringWidth(cell))));
  const room = columns.map((_, at) => widths.reduce((most, line) => Math.max(most, line[at] ?? 0), 0));
  const padded = lines.map((line, row) =>
    line
      .map((cell, at) => {
        const blank = ' '.repeat((room[at] ?? 0) - (widths[row]?.[at] ?? 0));
        return columns[at]?.align === 'right' ? blank + cell : cell + blank;
      })
      .join(GAP)
      .trimEnd(),
  );
  return `${padded.join('\n')}\n`;
}
