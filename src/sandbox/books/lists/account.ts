import { business, fault, missing } from '../../faults.ts';
import { compact, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { accountTypes, typeOfSubType } from '../../schema/account-types.ts';
import type { Books } from '../books.ts';
import type { EntityRules } from '../entity.ts';
import { LEDGER } from '../ledger.ts';
import { moveTotal, putInTree } from './hierarchy.ts';
import { headOf, parentRef, placedName } from './list-row.ts';

const TREE = { entity: 'Account', name: 'Name' } as const;

/** As sent, else told by the sub-type, else as it was. */
function typeOf(payload: JsonObject, before: JsonObject | undefined): string {
  const type =
    textOf(payload.AccountType) ??
    typeOfSubType(textOf(payload.AccountSubType)) ??
    textOf(before?.AccountType);
  if (type === undefined) throw missing('AccountType');
  return type;
}

function write(books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject {
  const { Name, FullyQualifiedName, parent } = placedName(books, 'Account', payload, before);
  if (Name.includes('"')) {
    throw fault(
      '2040',
      'Invalid String',
      `Invalid String. Element contains invalid characters. Supplied value:${Name}`,
      'Name',
    );
  }
  const type = typeOf(payload, before);
  const posted = before !== undefined && books.get(LEDGER, textOf(before.Id)) !== undefined;
  if (posted && before.Classification !== accountTypes[type]) {
    throw business('The type of an account with transactions cannot be changed to one of another kind.');
  }
  if (parent !== undefined && parent.AccountType !== type && books.readings.subAccountType === 'same') {
    throw business('A sub-account must have the account type of its parent account.');
  }
  const row = compact({
    Name,
    SubAccount: parent !== undefined,
    ParentRef: parentRef(parent),
    FullyQualifiedName,
    Description: payload.Description,
    AcctNum: payload.AcctNum,
    Active: payload.Active ?? true,
    Classification: accountTypes[type],
    AccountType: type,
    AccountSubType: payload.AccountSubType ?? before?.AccountSubType ?? type.replaceAll(' ', ''),
    CurrentBalance: before?.CurrentBalance ?? 0,
    CurrentBalanceWithSubAccounts: before?.CurrentBalanceWithSubAccounts ?? 0,
    CurrencyRef: books.currencyRef,
    ...headOf(books, 'Account', before),
  });
  const made = putInTree(books, TREE, row, before);
  moveTotal(books, 'Account', 'CurrentBalanceWithSubAccounts', made, before);
  return made;
}

/** The chart of accounts, with sub-accounts (qbo-api.md 3.5). */
export const accountRules: EntityRules = {
  entity: 'Account',
  readOnly: [
    'CurrentBalance',
    'CurrentBalanceWithSubAccounts',
    'Classification',
    'FullyQualifiedName',
    'SubAccount',
  ],
  kept: ['AccountType', 'AccountSubType'],
  write,
};
