import { EXIT } from '../problems.ts';
import type { Area } from './entry.ts';

const AGAIN = 'Or choose another: qbsync configure';

/** What `configure` asks, makes and saves, and what was chosen and does not hold any more. */
export const MAPPING = {
  CREATE_NOT_CONFIRMED: {
    title: 'Something would be made in QuickBooks, and nobody said yes',
    happened:
      'What was chosen does not exist in QuickBooks yet, and qbsync makes nothing there that nobody saw. Nothing was saved.',
    posted: 'nothing',
    fix: ['Run it at a terminal: it shows what would be made, and asks.', 'In a script, add --create.'],
    retry: 'never',
    exit: [EXIT.settings],
  },
  NOT_CREATED: {
    title: 'QuickBooks did not make an entry of a list',
    happened:
      'A sales tax code or a payment method could not be made, or QuickBooks gave no clear answer. No settings were saved.',
    posted: 'unknown',
    fix: [
      'Look in QuickBooks, under Taxes or under All lists → Payment methods: is it there, maybe inactive?',
      'Run the same command again: it is looked up by its name first, and never made twice.',
    ],
    retry: 'later',
    exit: [EXIT.settings],
  },
  NOT_SAVED: {
    title: 'Left without saving',
    happened: 'You left qbsync configure before saving. The settings are as they were.',
    posted: 'nothing',
    fix: ['Run qbsync configure again when you want to go on.'],
    retry: 'never',
    exit: [EXIT.stopped],
  },
  SETTINGS_FILE: {
    title: 'A file of settings is wrong',
    happened:
      'The file given with --from is not of the form that qbsync reads, or has settings that cannot be taken. Nothing of it was saved.',
    posted: 'nothing',
    fix: [
      'Correct what the message names; it names everything that is wrong.',
      'For the form see: qbsync configure --show --json, the member "set".',
    ],
    retry: 'never',
    exit: [EXIT.usage],
  },
  TAX_CODE_GONE: {
    title: 'A sales tax code is inactive or gone',
    happened:
      'A sales tax code that was chosen for a rate is not among the active ones in QuickBooks any more.',
    posted: 'nothing',
    fix: ['Make it active in QuickBooks, under Taxes.', AGAIN],
    retry: 'never',
    exit: [EXIT.settings],
  },
  TAX_CODE_RATE: {
    title: 'A sales tax code has another rate',
    happened: 'A sales tax code is used for one rate, and has another one in QuickBooks.',
    posted: 'nothing',
    fix: ['Choose a code of the right rate: qbsync configure'],
    retry: 'never',
    exit: [EXIT.settings],
  },
  TAX_ZERO_EXEMPT: {
    title: '0% is exempt, not zero-rated',
    happened:
      'Lines of 0% go to a code that is exempt or outside the tax, and the company has a zero-rated one too. The two are not the same on the tax return.',
    posted: 'nothing',
    fix: ['Ask your accountant which is right for your sales.', 'To change it: qbsync configure'],
    retry: 'never',
    exit: [],
  },
  ITEM_GONE: {
    title: 'An item is inactive or gone',
    happened: 'An item that invoice lines are booked on is not among the active ones in QuickBooks any more.',
    posted: 'nothing',
    fix: ['Make it active in QuickBooks, under Products and services.', AGAIN],
    retry: 'never',
    exit: [EXIT.settings],
  },
  LINE_ACCOUNT_GONE: {
    title: 'An account for invoice lines is inactive or gone',
    happened:
      'The account that invoice lines go to, by themselves or through their item, is inactive or gone.',
    posted: 'nothing',
    fix: ['Make it active in QuickBooks, under Chart of accounts.', AGAIN],
    retry: 'never',
    exit: [EXIT.settings],
  },
  LINE_ACCOUNT_TYPE: {
    title: 'Invoice lines go to an account of another kind',
    happened:
      'Lines go to an account that is not income; or deposits that are to be owed go to one that is not a liability.',
    posted: 'nothing',
    fix: [
      'Choose an item on the right kind of account: qbsync configure',
      'If in doubt, ask your accountant.',
    ],
    retry: 'never',
    exit: [EXIT.settings],
  },
  DEPOSIT_ITEM_MISSING: {
    title: 'No item for deposits is chosen',
    happened: 'Deposits are to be kept as a liability, and nothing says on which account.',
    posted: 'nothing',
    fix: [
      'Choose it: qbsync configure, topic Deposits',
      'Or book deposits as other invoices: qbsync configure --set deposits=invoice',
    ],
    retry: 'never',
    exit: [EXIT.settings],
  },
  DEPOSIT_ACCOUNT_GONE: {
    title: 'The account for payments is inactive or gone',
    happened: 'The account that payments are put into is inactive or gone in QuickBooks.',
    posted: 'nothing',
    fix: ['Make it active in QuickBooks, under Chart of accounts.', AGAIN],
    retry: 'never',
    exit: [EXIT.settings],
  },
  DEPOSIT_ACCOUNT_TYPE: {
    title: 'The account for payments cannot take them',
    happened: 'The account that payments are put into is neither a bank account nor a current asset.',
    posted: 'nothing',
    fix: ['Choose a bank account, or Undeposited Funds: qbsync configure'],
    retry: 'never',
    exit: [EXIT.settings],
  },
  PAYMENT_METHOD_GONE: {
    title: 'A payment method is inactive or gone',
    happened: 'A payment method that was chosen is not among the active ones in QuickBooks any more.',
    posted: 'nothing',
    fix: ['Make it active in QuickBooks, under All lists → Payment methods.', AGAIN],
    retry: 'never',
    exit: [],
  },
  BEFORE_START_DATE: {
    title: 'Before the start date',
    happened:
      'The record, or the invoice that the payment pays, is dated before the start date that is set for the company.',
    posted: 'notThis',
    fix: [
      'Nothing to do where it was entered in QuickBooks otherwise.',
      'To push it, set an earlier day: qbsync configure --set start-date=YYYY-MM-DD',
      'To push everything: qbsync configure --set start-date=none',
    ],
    retry: 'never',
    exit: [],
  },
} as const satisfies Area;
