import { QboFault, fault, unreadableJson } from '../faults.ts';
import type { FaultError } from '../faults.ts';
import { isList, isObject, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Readings } from '../readings.ts';
import { isDate } from '../times.ts';
import type { ClassMembers, Member } from './kinds.ts';
import { lists } from './lists.ts';
import { parts } from './parts.ts';
import { people } from './people.ts';
import { currencies, opaque, transactionParts, transactions } from './transactions.ts';

const classes: Readonly<Record<string, ClassMembers>> = {
  ...parts,
  ...people,
  ...lists,
  ...transactions,
  ...transactionParts,
  ...currencies,
  ...opaque,
};

/** The members of a class; none for a class that no payload has. */
export const membersOf = (className: string): readonly string[] => Object.keys(classes[className] ?? {});

/** Amounts have at most ten digits before the point (qbo-api.md 3). */
const LARGEST_NUMBER = 1e10;
const LISTED = 59;
const STREET = ['Line1', 'Line2', 'Line3', 'Line4', 'Line5'] as const;
const LONGEST_STREET = 2000;
const FORBIDDEN_IN_NAMES = /[:\p{Cc}]/u;
const FORBIDDEN_IN_TEXT = /(?![\t\n\r])\p{Cc}/u;
const EMOJI = /\p{Extended_Pictographic}/u;

/** 2010 in its recorded form, Jackson's class name and list included (qbo-api.md 7.2). */
function unknownMember(member: string, className: string): QboFault {
  const known = Object.keys(classes[className] ?? {});
  const shown = known.slice(0, LISTED).map((name) => `"${name}"`);
  const tail = known.length > LISTED ? ' [truncated]]' : ']';
  return fault(
    '2010',
    'Request has invalid or unsupported property',
    `Property Name:Unrecognized field "${member}" (class com.intuit.schema.finance.v3.${className}), not marked as ignorable (${known.length} known properties: ${shown.join(', ')}${tail})\n specified is unsupported or invalid`,
  );
}

const wrongLength = (element: string, min: number, max: number, length: number): FaultError => ({
  Message: 'String length is either shorter or longer than supported by specification',
  Detail: `String length specified does not match the supported length. Min:${min} Max:${max} supported. Supplied length:${length}`,
  code: '2050',
  element,
});

const invalidText = (element: string, value: string): FaultError => ({
  Message: 'Invalid String',
  Detail: `Invalid String. Element contains invalid characters. Supplied value:${value}`,
  code: '2040',
  element,
});

/** The readings that a payload is checked by. */
export type CheckReadings = Pick<
  Readings,
  'emojiInNames' | 'itemNameCharacters' | 'itemDescriptionLimit' | 'paymentRefNumLimit'
>;

interface Report {
  readonly errors: FaultError[];
  readonly readings: CheckReadings;
}

/** The most characters a text may have; undefined for any number. */
function mostOf(member: Member, readings: CheckReadings): number | undefined {
  if (member.kind === 'name') return member.max;
  if (member.kind !== 'text') return undefined;
  return member.limitedBy === undefined ? member.max : (readings[member.limitedBy] ?? undefined);
}

function isForbidden(content: string, member: Member, readings: CheckReadings): boolean {
  if (member.kind !== 'name') return FORBIDDEN_IN_TEXT.test(content);
  const anyCharacter = member.ofItem === true && readings.itemNameCharacters === 'store';
  const forbidden = anyCharacter ? FORBIDDEN_IN_TEXT : FORBIDDEN_IN_NAMES;
  return forbidden.test(content) || (readings.emojiInNames === 'refuse' && EMOJI.test(content));
}

function checkText(value: Json, member: Member, path: string, report: Report): Json {
  if (typeof value === 'object') throw unreadableJson();
  const content = String(value);
  const limit = mostOf(member, report.readings);
  if (limit !== undefined && content.length > limit) {
    const min = member.kind === 'text' ? (member.min ?? 0) : 0;
    report.errors.push(wrongLength(path, min, limit, content.length));
  }
  if (isForbidden(content, member, report.readings)) report.errors.push(invalidText(path, content));
  return content;
}

function checkNumber(value: Json, member: Member, path: string, report: Report): Json {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw unreadableJson();
  if (Math.abs(number) >= LARGEST_NUMBER || (member.kind === 'integer' && !Number.isInteger(number))) {
    const Detail = `Invalid Number : ${path} is outside the supported range. Supplied value:${number}`;
    report.errors.push({ Message: 'Invalid Number', Detail, code: '2090', element: path });
  }
  return number;
}

function checkMember(value: Json, member: Member, path: string, report: Report): Json {
  switch (member.kind) {
    case 'any':
      return value;
    case 'text':
    case 'name':
      return checkText(value, member, path, report);
    case 'money':
    case 'decimal':
    case 'integer':
      return checkNumber(value, member, path, report);
    case 'boolean':
      if (value === 'true' || value === 'false') return value === 'true';
      if (typeof value !== 'boolean') throw unreadableJson();
      return value;
    case 'date':
      if (typeof value !== 'string' || !isDate(value.slice(0, 10))) throw unreadableJson();
      return value.slice(0, 10);
    case 'choice':
      if (typeof value === 'string' && member.values.includes(value)) return value;
      throw fault(
        '2170',
        'Invalid Enumeration',
        `Invalid Enumeration : ${JSON.stringify(value).replaceAll('"', '')}`,
        path,
      );
    case 'object':
      if (!isObject(value)) throw unreadableJson();
      return checkClass(value, member.of, path, report);
    case 'list':
      if (!isList(value)) throw unreadableJson();
      return value.map((entry) => {
        if (!isObject(entry)) throw unreadableJson();
        return checkClass(entry, member.of, path, report);
      });
  }
}

/** The five lines of an address have a limit together too (qbo-api.md 3.1). */
function checkStreet(address: JsonObject, path: string, report: Report): void {
  const length = STREET.reduce((sum, line) => sum + (textOf(address[line]) ?? '').length, 0);
  if (length > LONGEST_STREET) report.errors.push(wrongLength(path, 0, LONGEST_STREET, length));
}

function checkClass(value: JsonObject, className: string, path: string, report: Report): JsonObject {
  const members = classes[className] ?? {};
  const checked: Record<string, Json> = {};
  for (const [name, inner] of Object.entries(value)) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined) throw unknownMember(name, className);
    if (inner === null || inner === undefined) continue;
    checked[name] = checkMember(inner, member, path === '' ? name : `${path}.${name}`, report);
  }
  if (className === 'PhysicalAddress') checkStreet(checked, path, report);
  return checked;
}

/**
 * A payload checked against Intuit's schema: unknown members are a 2010, never passed over; lengths,
 * enumerations and forbidden characters are reported together (qbo-api.md 7.1). Gives the payload with
 * numbers as numbers and without nulls.
 */
export function checkPayload(payload: JsonObject, entity: string, readings: CheckReadings): JsonObject {
  const report: Report = { errors: [], readings };
  const checked = checkClass(payload, entity, '', report);
  if (report.errors.length > 0) throw new QboFault(report.errors);
  return checked;
}
