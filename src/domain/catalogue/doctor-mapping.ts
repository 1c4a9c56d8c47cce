import { EXIT } from '../problems.ts';
import type { Area } from './entry.ts';

const found = { posted: 'nothing', retry: 'never', exit: [EXIT.settings] } as const;
const looked = { posted: 'nothing', retry: 'never', exit: [] } as const;
const ofCompany = { posted: 'nothing', retry: 'never', exit: [EXIT.reconnect] } as const;

const CHOOSE = 'Or choose another: qbsync configure';
const ITEMS = 'In QuickBooks: Sales → Products and services';

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
  TAX_CODE_NOT_FOR_SALES: {
    title: 'A tax code is not for sales',
    happened: 'The code that was chosen for a tax rate is for purchases only.',
    ...found,
    fix: ['Choose a code for sales: qbsync configure'],
  },
  AUTOMATED_TAX: {
    title: 'Sales tax is worked out in another way',
    happened:
      'The company has switched between rates that were set by hand and automated sales tax, and the settings of qbsync are for the other way.',
    ...found,
    fix: ['Run: qbsync configure, and choose the code again.'],
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
} as const satisfies Area;
