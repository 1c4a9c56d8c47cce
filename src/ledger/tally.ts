import * as z from 'zod/mini';
import type { Tally } from './ledger.ts';
import type { Sql } from './sql.ts';

const TALLY = `SELECT
  (SELECT count(*) FROM records) AS records,
  (SELECT count(*) FROM links) AS booked,
  (SELECT count(*) FROM attempts WHERE state = 'open' AND kind IN ('invoice', 'payment')) AS unanswered,
  (SELECT count(*) FROM records
     LEFT JOIN links USING (kind, key)
     LEFT JOIN standings USING (kind, key)
   WHERE links.key IS NULL AND (standings.state IS NULL OR standings.state = 'error')) AS left`;

const tally = z.object({
  records: z.number(),
  booked: z.number(),
  unanswered: z.number(),
  left: z.number(),
});

export function tallyOf(sql: Sql): Tally {
  return tally.parse(sql.get(TALLY));
}
