import Table from 'cli-table3';
import { clean } from './clean.ts';
import type { Style } from './style.ts';

export interface Column {
  head: string;
  align?: 'left' | 'right';
}

/** A cell: plain text, made harmless here, or text of ours that may carry colour. */
export type Cell = string | { styled: string };

const BARE = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Columns without lines: easy to read, to copy into an e-mail and to search with grep. */
export function tableText(columns: Column[], rows: Cell[][], style: Style): string {
  if (rows.length === 0) return '';
  const table = new Table({
    head: columns.map(({ head }) => style.dim(head)),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    chars: BARE,
  });
  for (const row of rows)
    table.push(row.map((cell) => (typeof cell === 'string' ? clean(cell) : cell.styled)));
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}
