import { EXIT } from '../problems.ts';
import type { Area } from './entry.ts';

const found = { posted: 'nothing', retry: 'never', exit: [EXIT.settings] } as const;
const looked = { posted: 'nothing', retry: 'never', exit: [] } as const;
const ofCompany = { posted: 'nothing', retry: 'never', exit: [EXIT.reconnect] } as const;

const CHOOSE = 'Or choose another: qbsync configure';
const ITEMS = 'In QuickBooks: Sales → Products and services';
const ACCOUNTS = 'In QuickBooks: Accounting → Chart of accounts';

/** Of the company, and of what was chosen from it. */
export const DOCTOR_MAPPING = {
  COUNTRY_UNKNOWN: {
    title: 'The country of the company is not known',
    happened: 'QuickBooks does not say in which country the company is, and sales tax depends on it.',
    ...ofCompany,
    fix: [
      'In QuickBooks: Settings → Account and settings → Company → Address, choose the country.',
      'Then run: qbsync connect',
    ],
  },
  COUNTRY_CHANGED: {
    title: 'The company is in another country',
    happened:
      'QuickBooks names another country than when the company was connected; sales tax depends on it.',
    ...ofCompany,
    fix: ['Run: qbsync connect', 'Then look at the tax codes: qbsync configure'],
  },
  SUBSCRIPTION_ENDED: {
    title: 'The QuickBooks subscription ended',
    happened: 'The company can be looked at, but nothing can be added to it.',
    ...ofCompany,
    fix: ['In QuickBooks: Settings → Subscriptions and billing, renew the subscription.'],
  },
  NUMBERS_BY_QUICKBOOKS: {
    title: 'QuickBooks numbers invoices itself',
    happened: 'With this setting QuickBooks does not refuse a number that is used twice.',
    ...looked,
    fix: [
      'In QuickBooks: Settings → Account and settings → Sales → Sales form content → Custom transaction numbers: on.',
    ],
  },
  NUMBERS_LEFT_OUT: {
    title: 'Invoices get no number',
    happened: 'QuickBooks expects to be given numbers, but the settings of qbsync leave them out.',
    ...looked,
    fix: ['Run: qbsync configure --set numbers=source'],
  },
  TAX_CODE_INACTIVE: {
    title: 'A sales tax code is inactive or gone',
    happened: 'The code that was chosen for a tax rate cannot be used in QuickBooks any more.',
    ...found,
    fix: [
      'In QuickBooks: Taxes, make it active again.',
      CHOOSE,
      'Where one other code fits: qbsync doctor --fix',
    ],
  },
  TAX_CODE_RATE: {
    title: 'A sales tax code has another rate',
    happened: 'The code that was chosen for a tax rate is of another rate in QuickBooks.',
    ...found,
    fix: ['Choose a code of that rate: qbsync configure', 'Where one other code fits: qbsync doctor --fix'],
  },
  TAX_CODE_NOT_FOR_SALES: {
    title: 'A tax code is not for sales',
    happened: 'The code that was chosen for a tax rate is for purchases only.',
    ...found,
    fix: ['Choose a code for sales: qbsync configure'],
  },
  TAX_CODE_EXEMPT: {
    title: '0% is an exempt code, not a zero-rated one',
    happened: 'Both come to nothing on the invoice, but they stand in different places of the tax return.',
    ...looked,
    fix: ['Ask your accountant.', 'To change it, run: qbsync configure'],
  },
  AUTOMATED_TAX: {
    title: 'Sales tax is worked out in another way',
    happened:
      'The company has switched between rates that were set by hand and automated sales tax, and the settings of qbsync are for the other way.',
    ...found,
    fix: ['Run: qbsync configure, and choose the code again.'],
  },
  ITEM_INACTIVE: {
    title: 'An item is inactive or gone',
    happened: 'The item that lines of invoices are booked on cannot be used in QuickBooks any more.',
    ...found,
    fix: [`${ITEMS}, make it active.`, CHOOSE],
  },
  ITEM_TYPE: {
    title: 'An item cannot stand on an invoice',
    happened: 'The item that was chosen is a category or a bundle.',
    ...found,
    fix: ['Choose a service: qbsync configure'],
  },
  ITEM_NO_INCOME: {
    title: 'An item has no income account',
    happened: 'QuickBooks cannot book a sale of the item that was chosen.',
    ...found,
    fix: [`${ITEMS}, edit it and choose an income account.`, CHOOSE],
  },
  ITEM_ACCOUNT_INACTIVE: {
    title: 'The income account of an item is inactive',
    happened: 'The item that was chosen is booked on an account that cannot be used any more.',
    ...found,
    fix: [`${ACCOUNTS}, make it active.`, CHOOSE],
  },
  ITEM_ACCOUNT_TYPE: {
    title: 'An item is not booked as income',
    happened:
      'The account of the item that was chosen is of another type. That may be meant, as for deposits.',
    ...looked,
    fix: ['If it is not meant:', `${ITEMS}, edit it and choose an income account.`, CHOOSE],
  },
  ACCOUNT_INACTIVE: {
    title: 'An income account is inactive or gone',
    happened: 'The account that lines of invoices are booked on cannot be used any more.',
    ...found,
    fix: [`${ACCOUNTS}, make it active.`, CHOOSE],
  },
  ACCOUNT_TYPE: {
    title: 'An account is not one for income',
    happened: 'The account that lines of invoices are booked on is of another type.',
    ...found,
    fix: ['Choose an income account: qbsync configure'],
  },
  DEPOSIT_ACCOUNT_INACTIVE: {
    title: 'The account for payments is inactive or gone',
    happened: 'The account that payments are put into cannot be used any more.',
    ...found,
    fix: [`${ACCOUNTS}, make it active.`, 'Or run: qbsync configure --set deposit=ACCOUNT'],
  },
  DEPOSIT_ACCOUNT_TYPE: {
    title: 'Payments cannot be put into that account',
    happened: 'Received money goes to a bank account, or to Undeposited Funds.',
    ...found,
    fix: ['Run: qbsync configure --set deposit=ACCOUNT (none: Undeposited Funds)'],
  },
  PAYMENT_METHOD_INACTIVE: {
    title: 'A payment method is inactive or gone',
    happened: 'Payments of that kind would be booked without a payment method.',
    ...looked,
    fix: ['Run: qbsync configure', 'Where another one is the same: qbsync doctor --fix'],
  },
} as const satisfies Area;
