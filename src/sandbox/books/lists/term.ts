import { missing } from '../../faults.ts';
import { compact } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import type { EntityRules } from '../entity.ts';
import { headOf, listName } from './list-row.ts';

function write(books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject {
  const name = listName(books, 'Term', payload, before);
  if (payload.DueDays === undefined && payload.DayOfMonthDue === undefined) throw missing('DueDays');
  const standard = payload.DueDays !== undefined;
  return books.put(
    'Term',
    compact({
      Name: name,
      Active: payload.Active ?? true,
      Type: standard ? 'STANDARD' : 'DATE_DRIVEN',
      DiscountPercent: payload.DiscountPercent ?? 0,
      DueDays: payload.DueDays,
      DiscountDays: standard ? (payload.DiscountDays ?? 0) : undefined,
      DayOfMonthDue: payload.DayOfMonthDue,
      DueNextMonthDays: payload.DueNextMonthDays,
      DiscountDayOfMonth: payload.DiscountDayOfMonth,
      ...headOf(books, 'Term', before),
    }),
  );
}

/** Terms of payment (qbo-api.md 3.5). */
export const termRules: EntityRules = { entity: 'Term', readOnly: ['Type'], write };
