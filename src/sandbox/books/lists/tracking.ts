import { notSupported } from '../../faults.ts';
import { compact, refId } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import type { EntityRules } from '../entity.ts';
import { referenced } from '../references.ts';
import { putInTree } from './hierarchy.ts';
import { headOf, parentRef, placedName } from './list-row.ts';

/** What a company tracks its transactions by, with the preferences that turn it on (qbo-api.md 3.8). */
interface Tracking {
  readonly entity: 'Class' | 'Department';
  readonly sub: 'SubClass' | 'SubDepartment';
  readonly preferences: readonly string[];
}

const CLASSES: Tracking = {
  entity: 'Class',
  sub: 'SubClass',
  preferences: ['ClassTrackingPerTxn', 'ClassTrackingPerTxnLine'],
};
const DEPARTMENTS: Tracking = {
  entity: 'Department',
  sub: 'SubDepartment',
  preferences: ['TrackDepartments'],
};

const isOn = (books: Books, preferences: readonly string[]): boolean =>
  preferences.some((name) => books.preference('AccountingInfoPrefs', name) === true);

const off = (entity: string) => notSupported(`${entity} tracking is not turned on for this company.`);

function rules({ entity, sub, preferences }: Tracking): EntityRules {
  return {
    entity,
    readOnly: ['FullyQualifiedName', sub],
    write: (books, payload, before) => {
      if (!isOn(books, preferences) && books.readings.trackingOff === 'refuse') throw off(entity);
      const { parent, Name, FullyQualifiedName } = placedName(books, entity, payload, before);
      const row = compact({
        Name,
        [sub]: parent !== undefined,
        ParentRef: parentRef(parent),
        FullyQualifiedName,
        Active: payload.Active ?? true,
        ...headOf(books, entity, before),
      });
      return putInTree(books, { entity, name: 'Name' }, row, before);
    },
  };
}

export const classRules = rules(CLASSES);
export const departmentRules = rules(DEPARTMENTS);

/** Refused with 2500 when it points to nothing; refused or passed over when tracking is off (U). */
function tracked(
  books: Books,
  entity: string,
  preferences: readonly string[],
  ref: Json | undefined,
): JsonObject | undefined {
  const id = refId(ref);
  if (id === undefined) return undefined;
  const on = isOn(books, preferences);
  if (!on && books.readings.trackingOff === 'pass-over') return undefined;
  referenced(books, entity, ref);
  if (!on) throw off(entity);
  return books.refTo(entity, id);
}

/** The class of a line, as the line keeps it. */
export const lineClass = (books: Books, ref: Json | undefined): JsonObject | undefined =>
  tracked(books, 'Class', ['ClassTrackingPerTxnLine'], ref);

/** The class of a whole transaction. */
export const transactionClass = (books: Books, ref: Json | undefined): JsonObject | undefined =>
  tracked(books, 'Class', ['ClassTrackingPerTxn'], ref);

/** The location of a transaction. */
export const transactionDepartment = (books: Books, ref: Json | undefined): JsonObject | undefined =>
  tracked(books, 'Department', DEPARTMENTS.preferences, ref);
