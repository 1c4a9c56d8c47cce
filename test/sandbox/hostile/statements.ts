import { entityName, entityPaths } from './bodies.ts';
import type { Random } from './random.ts';

const CONDITIONS: readonly [string, ...string[]] = [
  "Id = '1'",
  "DocNumber = 'D-7'",
  "DisplayName LIKE '%Name%'",
  'Active IN (true, false)',
  'Active = false',
  "TotalAmt > '10.00'",
  "Balance > '0'",
  "TxnDate >= '2026-01-01'",
  "CustomerRef = '2'",
  "MetaData.LastUpdatedTime > '2026-03-01T00:00:00-08:00'",
  "Name = 'Services'",
  "DisplayName = 'Siobhan O\\'Neill'",
];

const WORDS: readonly [string, ...string[]] = [
  'select',
  '*',
  'from',
  'where',
  'and',
  'or',
  'order by',
  'orderby',
  'desc',
  'startposition',
  'maxresults',
  'count(*)',
  'in',
  'like',
  '(',
  ')',
  ',',
  '=',
  '<>',
  "'",
  "\\'",
  "'x'",
  '-1',
  '1001',
  '99999999999999999999',
  '1e9',
  'NULL',
  'CURRENT_DATE',
  ';',
  '--',
  '\n',
  '\u0000',
  'é',
  '\ud83d\ude00',
  '%',
  '__proto__',
  'MetaData',
  'Line.Amount',
  'x'.repeat(3000),
];

/** A statement of the query language, every other one broken somewhere. */
export function statement(random: Random): string {
  const words = [
    'select',
    random.pick(['*', 'Id', 'count(*)', 'Id, DocNumber', 'MetaData.CreateTime']),
    'from',
  ];
  words.push(entityName(random.pick(entityPaths) ?? 'invoice'));
  if (random.chance(60)) words.push('where', random.pick(CONDITIONS));
  if (random.chance(20)) words.push('and', random.pick(CONDITIONS));
  if (random.chance(20)) words.push('orderby', random.pick(['Id', 'TxnDate', 'DisplayName', 'Name desc']));
  if (random.chance(40)) words.push('startposition', String(1 + random.below(30)));
  // Mostly short pages: what is tried is the statement, not the printing of rows.
  if (random.chance(80)) words.push('maxresults', String(1 + random.below(5)));
  if (random.chance(50)) return words.join(' ');
  const at = random.below(words.length + 1);
  const broken = random.chance(50)
    ? words.toSpliced(at, 1)
    : words.toSpliced(at, random.below(2), random.pick(WORDS));
  return broken.join(random.pick([' ', ' ', '  ', '\t', '']));
}
