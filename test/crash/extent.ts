/** Whether every crash is tried (`npm run crash`), or a part of them chosen by a seed (`npm test`). */
export const WHOLE = process.env.MODE === 'crash';

/** All of a table in `npm run crash`, the first few of it in `npm test`. */
export const upTo = <T>(few: number, table: readonly T[]): readonly T[] =>
  WHOLE ? table : table.slice(0, few);
