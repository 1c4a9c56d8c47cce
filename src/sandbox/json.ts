/** Any value that JSON can carry. Rows of the sandbox are read-only: a change is a new object. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [member: string]: Json | undefined;
}

/** Deeper nesting than this is no QuickBooks payload, and would only exhaust the stack. */
const MAX_DEPTH = 40;

function isJson(value: unknown, depth: number): value is Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth > MAX_DEPTH) return false;
  return Object.values(value).every((inner) => inner === undefined || isJson(inner, depth + 1));
}

/** The value of a JSON text, or undefined when the text is not JSON (or is nested beyond reason). */
export function parseJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value, 0) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A value from outside the JSON world (an options object, say) when it is plain data. */
export function jsonOf(value: unknown): Json | undefined {
  return isJson(value, 0) ? value : undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The object, or an empty one when there is none. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The objects of a list; anything else in it is passed over. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

/** Text, or undefined for anything else, the empty text included: QuickBooks treats both as absent. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The id that a reference (`{value, name?}`) points to: only `value` counts (qbo-api.md 3). */
export function refId(value: Json | undefined): string | undefined {
  return isObject(value) ? textOf(value.value) : undefined;
}

/** The same object without the members that have no value. */
export function compact(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null),
  );
}

/** The same object without the named members. */
export function without(value: JsonObject, names: Iterable<string>): JsonObject {
  const left = new Set(names);
  return Object.fromEntries(Object.entries(value).filter(([name]) => !left.has(name)));
}
