import type { JsonObject } from './json.ts';
import { withThousands } from './money.ts';
import type { Decimal } from './money.ts';

export interface FaultError {
  readonly Message: string;
  readonly Detail: string;
  readonly code: string;
  readonly element?: string;
}

/** A refusal of the accounting layer: HTTP 400 with an upper-case Fault (qbo-api.md 7.1). */
export class QboFault extends Error {
  readonly errors: readonly FaultError[];
  readonly type: string;
  readonly status: number;
  /** A 2030 carries no `time` (qbo-api.md 1.2). */
  readonly timed: boolean;

  constructor(
    errors: readonly FaultError[],
    options: { type?: string; status?: number; timed?: boolean } = {},
  ) {
    super(errors.map((error) => `${error.code} ${error.Detail}`).join('; '));
    this.name = 'QboFault';
    this.errors = errors;
    this.type = options.type ?? 'ValidationFault';
    this.status = options.status ?? 400;
    this.timed = options.timed ?? true;
  }

  /** The `Fault` member as it stands in an envelope or in a batch item. */
  toJson(): JsonObject {
    return { Error: this.errors.map((error) => ({ ...error })), type: this.type };
  }
}

export function fault(code: string, Message: string, Detail: string, element?: string): QboFault {
  return new QboFault([{ Message, Detail, code, ...(element === undefined ? {} : { element }) }]);
}

export function missingError(parameter: string): FaultError {
  return {
    Message: 'Required param missing, need to supply the required value for the API',
    Detail: `Required parameter ${parameter} is missing in the request`,
    code: '2020',
    element: parameter,
  };
}

/** qbo-api.md 7.2, code 2020. */
export const missing = (parameter: string): QboFault => new QboFault([missingError(parameter)]);

/** qbo-api.md 7.2, code 6000; what follows the prefix differs by rule. */
export const business = (text: string): QboFault =>
  fault(
    '6000',
    'A business validation error has occurred while processing your request',
    `Business Validation Error: ${text}`,
    '',
  );

/** Reading or changing what is not there is HTTP 400, code 610 (qbo-api.md 0.4). */
export const notFound = (): QboFault =>
  fault(
    '610',
    'Object Not Found',
    "Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.",
    '',
  );

/** qbo-api.md 7.2, code 2170. */
export const invalidEnumeration = (value: string, element: string): QboFault =>
  fault('2170', 'Invalid Enumeration', `Invalid Enumeration : ${value}`, element);

/** qbo-api.md 7.2, code 2500: a reference to nothing. Kinds: Accounts, Names, Items and the like. */
export const badReference = (kind: string, id: string): QboFault =>
  fault('2500', 'Invalid Reference Id', `Invalid Reference Id : ${kind} element id ${id} not found`, '');

/** qbo-api.md 7.2, code 2500: a reference to something that was retired. */
export const inactiveReference = (): QboFault =>
  fault(
    '2500',
    'Invalid Reference Id',
    "Invalid Reference Id : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.",
    '',
  );

export const stale = (person: string): QboFault =>
  fault(
    '5010',
    'Stale Object Error',
    `Stale Object Error : You and ${person} were working on this at the same time. ${person} finished before you did, so your work was not saved.`,
    '',
  );

/** The current form of 6240 names the row that has the name (qbo-api.md 7.2). */
export const duplicateName = (id: string): QboFault =>
  fault('6240', 'Duplicate Name Exists Error', `The name supplied already exists. : Id=${id}`, '');

export const duplicateNumber = (number: string, entity: string, id: string): QboFault =>
  fault(
    '6140',
    'Duplicate Document Number Error',
    `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=${number} is assigned to TxnType=${entity} with TxnId=${id}`,
    '',
  );

/** Any change of a payment or receipt that is in a deposit (recorded). */
export const deposited = (): QboFault =>
  fault(
    '6540',
    'Deposited Transaction cannot be changed',
    'This transaction has been deposited. If you want to change or delete it, you must edit the deposit it appears on and remove it first',
    '',
  );

export const closedBooks = (): QboFault =>
  fault(
    '6210',
    'Account Period Closed, Cannot Update Through Services API',
    'The account period has closed and the account books cannot be updated through through the QBO Services API. Please use the QBO website to make these changes.',
    '',
  );

export const lapsed = (): QboFault =>
  fault(
    '6190',
    'Invalid Company Status',
    "Subscription period has ended or canceled or there was a billing problem : You can't add data to QuickBooks Online because your trial or subscription period ended, you cancelled your subscription, or there was a billing problem.",
    '',
  );

export const wrongAmount = (supplied: Decimal): QboFault =>
  fault(
    '6070',
    'Amount calculation incorrect in the request',
    `Amount is not equal to UnitPrice * Qty. Supplied value:${withThousands(supplied)}`,
    'Line.Amount',
  );

export const badId = (supplied: string): QboFault =>
  new QboFault(
    [
      {
        Message: 'Invalid ID',
        Detail: `Id should be a valid number. Supplied value:${supplied}`,
        code: '2030',
        element: 'Id',
      },
    ],
    { timed: false },
  );

export const unreadableJson = (): QboFault =>
  fault(
    '2010',
    'Request has invalid or unsupported property',
    'Property Name:failed to parse json object; a property specified is unsupported or invalid',
  );

export const notSupported = (text: string): QboFault => fault('5030', 'Feature Not Supported', text, '');

export const unsupportedOperation = (text: string): QboFault =>
  fault('500', 'Unsupported Operation', `Operation ${text} is not supported.`);
