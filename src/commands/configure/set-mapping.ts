import type { LineTarget } from '../../company/settings.ts';
import { foldName } from '../../domain/identity.ts';
import { parseDecimal, plainText } from '../../domain/money.ts';
import type { LineType } from '../../domain/records.ts';
import { newZeroRated, NAME_LIMITS, type Creation } from '../../sync/creations.ts';
import { cleanName, isName, lengthOf } from '../../sync/names.ts';
import { fitsLines, lineTargetsFor } from '../../sync/propose-lines.ts';
import { isZeroRated, named, proposeTaxCode, type CompanyLists } from '../../sync/proposals.ts';
import { usage } from '../values.ts';
import { changed, withCreation, withLine, withMethod, withTaxCode, type Draft } from './draft.ts';
import { find } from './find.ts';
import type { Lists } from './lists.ts';

const CREATE = /^create:(.+)$/i;

export function setTax(draft: Draft, rateText: string, value: string, desk: Lists): Draft {
  const rate = parseDecimal(rateText);
  if (!rate || rate.lt(0) || rate.gt(100))
    throw usage(`"${rateText}" is not a tax rate.`, 'For instance: --set tax.10=GST');
  const { candidates } = proposeTaxCode(rate, desk.codes, desk.company);
  const name = CREATE.exec(value)?.[1]?.trim();
  if (name !== undefined) return createTax(draft, plainText(rate), name, desk);
  const code =
    candidates.find(({ id }) => id === value) ??
    candidates.find((one) => foldName(one.name) === foldName(value));
  if (code) return withTaxCode(draft, plainText(rate), code);
  const all = desk.codes.find((one) => one.id === value || foldName(one.name) === foldName(value));
  throw usage(
    all
      ? `The sales tax code "${all.name}" is ${plainText(all.percent)}%, not ${plainText(rate)}%.`
      : `No active sales tax code "${value}" is in the company.`,
    `Codes of ${plainText(rate)}% are: ${candidates.map((one) => `${one.name} (${one.id})`).join(', ') || 'none; add one in QuickBooks under Taxes'}.`,
  );
}

/** The one that is there is taken, so that the same settings hold in a company where the code was made before. */
function createTax(draft: Draft, rate: string, name: string, { codes, company }: Lists): Draft {
  if (rate !== '0')
    throw usage(
      `qbsync makes a sales tax code for 0% only, not for ${rate}%.`,
      'Add it in QuickBooks under Taxes.',
    );
  const [there, another] = codes.filter(isZeroRated);
  if (there && !another && foldName(there.name) === foldName(name)) return withTaxCode(draft, rate, there);
  const proposed = newZeroRated(codes, company.country);
  if (!proposed) {
    throw usage(
      there
        ? `The company has a zero-rated sales tax code already: "${there.name}".`
        : 'qbsync cannot make a sales tax code of 0% in this company: it does not know to which tax agency it belongs.',
      there ? `Choose it: --set "tax.0=${there.name}"` : 'Add one in QuickBooks under Taxes, then choose it.',
    );
  }
  return withCreation(draft, checked({ ...proposed, name }));
}

export async function setMethod(
  draft: Draft,
  method: string,
  value: string | undefined,
  desk: () => Promise<Lists>,
): Promise<Draft> {
  if (value === undefined) return withMethod(draft, method, undefined);
  const { paymentMethods } = (await desk()).lists;
  const name = CREATE.exec(value)?.[1]?.trim();
  if (name === undefined)
    return withMethod(draft, method, named(find(value, paymentMethods, 'payment method')));
  const there = paymentMethods.find(({ Active, Name }) => Active && foldName(Name) === foldName(name));
  if (there) return withMethod(draft, method, named(there));
  return withCreation(draft, checked({ kind: 'payment-method', method, name }));
}

function checked(creation: Creation): Creation {
  const { name, kind } = creation;
  const most = NAME_LIMITS[kind];
  if (isName(name) && cleanName(name) === name && lengthOf(name) <= most) return creation;
  throw usage(
    `"${name}" cannot be a name in QuickBooks.`,
    `Use letters, digits and blanks, at most ${most} of them, without colon or quotation marks.`,
  );
}

/** `NAME` is an item; `account:NAME` an account, for which an item is planned. */
export function setLine(
  draft: Draft,
  type: LineType | undefined,
  value: string | undefined,
  { lists }: Lists,
): Draft {
  const owed = type === 'deposit' && draft.settings.deposits === 'liability';
  const target = value === undefined ? undefined : lineTarget(value, lists, owed);
  if (type !== undefined) return withLine(draft, type, target);
  if (!target) return draft;
  return changed(draft, { lineTypes: { ...draft.settings.lineTypes, ...lineTargetsFor(target) } });
}

function lineTarget(value: string, lists: CompanyLists, owed: boolean): LineTarget {
  const account = /^account:(.+)$/i.exec(value)?.[1];
  const accounts = lists.accounts.filter(({ Active }) => Active);
  if (account !== undefined) {
    const found = find(account.trim(), accounts, 'account');
    checkAccount(found, owed, `The account "${found.Name}"`);
    return { account: named(found) };
  }
  const items = lists.items.filter(({ Active }) => Active);
  const item = find(value, items, 'item');
  const its = accounts.find(({ Id }) => Id === item.IncomeAccountRef?.value);
  if (owed) checkAccount(its, owed, `The account of the item "${item.Name}"`);
  return { item: named(item) };
}

function checkAccount(
  account: CompanyLists['accounts'][number] | undefined,
  owed: boolean,
  what: string,
): void {
  if (account && fitsLines(account, owed)) return;
  const wanted = owed ? 'Other Current Liability' : 'Income';
  throw usage(
    `${what} is ${account ? `of type ${account.AccountType}` : 'not an active account'}, not ${wanted}.`,
    owed
      ? 'Deposits that are owed until the work is done need a liability account.'
      : 'Choose an income account.',
  );
}
