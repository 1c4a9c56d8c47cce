import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';
import { table } from './table.ts';
import type { Column } from './table.ts';

const SIZES = [100, 250, 1000];
const USUAL = 100;

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export const option = ({ value, label }: Choice, chosen: string): Markup =>
  markup`<option value="${value}"${value === chosen && markup` selected`}>${label}</option>`;

export interface Filter {
  readonly name: string;
  readonly label: string;
  /** A list to choose from; a text to search for without it. */
  readonly choices?: readonly Choice[];
}

function filterField({ name, label, choices }: Filter, query: URLSearchParams): Markup {
  const value = query.get(name) ?? '';
  const control =
    choices === undefined
      ? markup`<input type="search" id="f-${name}" name="${name}" value="${value}">`
      : markup`<select id="f-${name}" name="${name}">${choices.map((choice) => option(choice, value))}</select>`;
  return markup`<div class="field"><label for="f-${name}">${label}</label>${control}</div>`;
}

function sizeOf(query: URLSearchParams): number {
  const asked = Number(query.get('rows'));
  return SIZES.includes(asked) ? asked : USUAL;
}

function pageLink(query: URLSearchParams, page: number, words: string, rel: string): Markup {
  const to = new URLSearchParams(query);
  to.delete('done');
  to.delete('entry');
  to.set('page', String(page));
  return markup`<a rel="${rel}" href="?${to.toString()}">${words}</a>`;
}

/** A list that can be searched and leafed through, with plain GET forms. `none` is said of an empty one. */
export function listing<Row>(
  query: URLSearchParams,
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  none: string,
  filters: readonly Filter[],
): Part {
  const size = sizeOf(query);
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const asked = Number(query.get('page') ?? '1');
  const page = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), pages) : 1;
  const first = (page - 1) * size;
  const shown = rows.slice(first, first + size);
  const range =
    rows.length > size ? `${first + 1} to ${first + shown.length} of ${rows.length}` : `${rows.length}`;
  const filtered = filters.some(({ name }) => (query.get(name) ?? '') !== '');
  const sizes = SIZES.map((rowsAPage) => ({ value: String(rowsAPage), label: String(rowsAPage) }));
  const all = [...filters, { name: 'rows', label: 'Rows a page', choices: sizes }];
  return [
    markup`<form class="search" method="get" role="search">${all.map((filter) => filterField(filter, query))}<button type="submit" class="second">Show</button></form>`,
    table(`${caption} (${range})`, columns, shown, filtered ? 'Nothing matches.' : none),
    pages > 1 &&
      markup`<nav class="pages" aria-label="Pages">${page > 1 && pageLink(query, page - 1, 'Newer', 'prev')}<span>Page ${page} of ${pages}</span>${page < pages && pageLink(query, page + 1, 'Older', 'next')}</nav>`,
  ];
}

/** Whether any of the texts contains what was searched for, case ignored; true when nothing was. */
export function contains(search: string, ...texts: readonly (string | undefined)[]): boolean {
  return search === '' || texts.some((text) => text?.toLowerCase().includes(search) === true);
}
