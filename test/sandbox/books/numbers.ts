import Big from 'big.js';
import { objectsOf, textOf } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';

export const ZERO = new Big(0);

/** The decimal of a member; 0 when it is absent. */
export const money = (value: unknown): Big => new Big(typeof value === 'number' ? value : 0);

export const cents = (value: Big): Big => value.round(2, Big.roundHalfUp);

export const sum = (values: readonly Big[]): Big => values.reduce((all, value) => all.plus(value), ZERO);

/** As text, so that a failed comparison says both amounts. */
export const text = (...values: readonly Big[]): string => sum(values).toFixed(2);

/** `Payment 7`: what a link points to. */
export const linkKeys = (row: JsonObject): readonly string[] =>
  objectsOf(row.LinkedTxn).map((link) => `${textOf(link.TxnType) ?? ''} ${textOf(link.TxnId) ?? ''}`);
