import { deposited } from '../../faults.ts';
import { objectsOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';

/** Whether money of this row was taken to the bank. */
const isDeposited = (row: JsonObject): boolean =>
  objectsOf(row.LinkedTxn).some((link) => link.TxnType === 'Deposit');

/** 6540 for a row that is in a deposit: not one member of it can be changed (recorded). */
export function checkNotDeposited(row: JsonObject | undefined): void {
  if (row !== undefined && isDeposited(row)) throw deposited();
}
