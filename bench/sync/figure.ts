/** One thing that was measured, with the most or the least that it may come to; without either it is only told. */
export interface Figure {
  readonly part: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: { readonly most: number } | { readonly least: number };
}

/** Whether the goal was met; undefined where there is none. */
export function isMet({ value, goal }: Figure): boolean | undefined {
  if (goal === undefined) return undefined;
  return 'most' in goal ? value <= goal.most : value >= goal.least;
}

const plain = (value: number): string =>
  Number.isInteger(value) ? String(value) : value < 10 ? value.toPrecision(3) : value.toFixed(1);

/** All figures as one table. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { part, what, value, unit, goal } = figure;
    const met = isMet(figure);
    return [
      part,
      what,
      `${plain(value)} ${unit}`,
      goal === undefined ? '' : 'most' in goal ? `at most ${goal.most}` : `at least ${goal.least}`,
      met === undefined ? '' : met ? 'met' : 'missed',
    ];
  });
  const table = [['part', 'what', 'figure', 'goal', ''], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
