/** Readings that say how many characters a member may have, or null for any number. */
type LimitReading = 'itemDescriptionLimit' | 'paymentRefNumLimit';

/** What one member of a payload may hold. */
export type Member =
  | { readonly kind: 'text'; readonly max?: number; readonly min?: number; readonly limitedBy?: LimitReading }
  | { readonly kind: 'name'; readonly max: number; readonly element?: string; readonly ofItem?: boolean }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'decimal' | 'money' | 'integer' | 'boolean' | 'date' | 'any' }
  | { readonly kind: 'object'; readonly of: string }
  | { readonly kind: 'list'; readonly of: string };

/** The members of one class of Intuit's schema: anything else in a payload is a 2010. */
export type ClassMembers = Readonly<Record<string, Member>>;

export const text = (max?: number): Member => ({ kind: 'text', ...(max === undefined ? {} : { max }) });
/** Text of which the reference states no limit: the reading does. */
export const limitedBy = (reading: LimitReading): Member => ({ kind: 'text', limitedBy: reading });
/** Text that names something: colon, tab, newline and control characters are refused (qbo-api.md 3.1). */
export const name = (max: number): Member => ({ kind: 'name', max });
/** The name of an item, of which that is U (qbo-api.md 3.4). */
export const itemName = (max: number): Member => ({ kind: 'name', max, ofItem: true });
export const choice = (...values: string[]): Member => ({ kind: 'choice', values });
export const object = (of: string): Member => ({ kind: 'object', of });
export const list = (of: string): Member => ({ kind: 'list', of });
export const ref: Member = { kind: 'object', of: 'ReferenceType' };
export const money: Member = { kind: 'money' };
export const decimalNumber: Member = { kind: 'decimal' };
export const integer: Member = { kind: 'integer' };
export const boolean: Member = { kind: 'boolean' };
export const date: Member = { kind: 'date' };
/** A member that exists in Intuit's schema and that the sandbox takes and passes over. */
export const ignored: Member = { kind: 'any' };

/** Every class may carry these; they are the server's, so what is sent in them does not count. */
export const common: ClassMembers = {
  Id: text(),
  SyncToken: text(),
  MetaData: ignored,
  domain: text(),
  sparse: boolean,
  status: text(),
  CustomField: list('CustomField'),
  AttachableRef: ignored,
};

/** Names of members that are taken and passed over. */
export const ignoring = (...names: string[]): ClassMembers =>
  Object.fromEntries(names.map((member) => [member, ignored]));
