import type { Run } from './document.ts';
import { fontText } from './text.ts';

const SIZE = 10;
/** A fixed-pitch font: every character is 0.6 of the size wide. */
const CHARACTER = 6;
const LEADING = 14;
const LEFT = 54;
const TOP = 728;
const BOTTOM = 60;
const FOOT = 36;

/** Characters that fit in a line. */
export const WIDTH = 84;

const LINES = Math.floor((TOP - BOTTOM) / LEADING);

export interface Line {
  /** As `fontText` gives it, at most `WIDTH` characters. */
  readonly text: string;
  readonly bold?: boolean;
}

/** Text broken at spaces into lines of at most so many characters; a longer word is cut. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/\r\n|[\r\n]/)) {
    let rest = fontText(paragraph);
    while (rest.length > width) {
      const space = rest.lastIndexOf(' ', width);
      const end = space > 0 ? space : width;
      lines.push(rest.slice(0, end).trimEnd());
      rest = rest.slice(end).trimStart();
    }
    lines.push(rest);
  }
  return lines;
}

export interface Column {
  readonly width: number;
  readonly right?: boolean;
}

/** One row of a table, as many lines high as its highest cell. */
export function tableRow(
  columns: readonly Column[],
  cells: readonly string[],
  bold = false,
): readonly Line[] {
  const broken = columns.map(({ width }, at) => wrapped(cells[at] ?? '', width - 1));
  const height = Math.max(...broken.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => ({
    text: columns
      .map(({ width, right }, at) => {
        const cell = broken[at]?.[line] ?? '';
        return right === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('')
      .trimEnd(),
    bold,
  }));
}

/** Puts lines on as many pages as they need, each with its number at the foot. */
export function paged(lines: readonly Line[]): readonly (readonly Run[])[] {
  const count = Math.max(1, Math.ceil(lines.length / LINES));
  return Array.from({ length: count }, (_, page) => {
    const own = lines.slice(page * LINES, (page + 1) * LINES);
    const foot = `Page ${page + 1} of ${count}`;
    return [
      ...own
        .map(({ text, bold = false }, at) => ({ x: LEFT, y: TOP - at * LEADING, size: SIZE, bold, text }))
        .filter(({ text }) => text !== ''),
      { x: LEFT + (WIDTH - foot.length) * CHARACTER, y: FOOT, size: SIZE, bold: false, text: foot },
    ];
  });
}
