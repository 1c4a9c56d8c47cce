import * as z from 'zod';
import { isObject, jsonOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';

/** Any JSON value in an order. */
export const json = z.unknown().transform((value, context): Json => {
  const found = jsonOf(value);
  if (found !== undefined) return found;
  context.addIssue('must be plain JSON');
  return z.NEVER;
});

/** An object of QuickBooks, as the API would take it. */
export const row = json.transform((value, context): JsonObject => {
  if (isObject(value)) return value;
  context.addIssue('must be an object');
  return z.NEVER;
});
