import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';

export interface Column<Row> {
  readonly label: string;
  readonly cell: (row: Row) => Part;
  readonly number?: boolean;
}

/**
 * A table whose first column names the row. The roles are said in full because phones show the rows as
 * blocks, and a table that is no table to the eye would otherwise be none to a screen reader.
 */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  none = 'There are none.',
): Markup {
  if (rows.length === 0) return markup`<p>${none}</p>`;
  const side = (column: Column<Row>): Part => column.number === true && markup` class="number"`;
  const head = columns.map(
    (column) => markup`<th scope="col" role="columnheader"${side(column)}>${column.label}</th>`,
  );
  const cells = (row: Row): Part =>
    columns.map((column, index) =>
      index === 0
        ? markup`<th scope="row" role="rowheader" data-label="${column.label}"${side(column)}><span>${column.cell(row)}</span></th>`
        : markup`<td role="cell" data-label="${column.label}"${side(column)}><span>${column.cell(row)}</span></td>`,
    );
  return markup`<table role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => markup`<tr role="row">${cells(row)}</tr>\n`)}</tbody>
</table>`;
}

/** Names and values; what has no value is left out. */
export function facts(pairs: readonly (readonly [string, Part])[]): Markup {
  const shown = pairs.filter(([, value]) => value !== undefined && value !== false && value !== '');
  return markup`<dl>${shown.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}
