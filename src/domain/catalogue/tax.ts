import type { Area } from './entry.ts';

/** Sales tax of an invoice. */
export const TAX = {
  TAX_RATE_UNMAPPED: {
    title: 'A tax rate has no sales tax code',
    happened: 'The invoice has a tax rate for which nobody has chosen the sales tax code of QuickBooks yet.',
    posted: 'notThis',
    fix: ['Run: qbsync configure', 'Then run the same command again.'],
    retry: 'never',
    exit: [],
  },
  SALES_TAX_OFF: {
    title: 'Sales tax is switched off in QuickBooks',
    happened: 'The invoice has tax, and the QuickBooks company does not keep sales tax.',
    posted: 'notThis',
    fix: [
      'In QuickBooks: Taxes → Set up sales tax.',
      'Then run: qbsync configure, and the same command again.',
    ],
    retry: 'never',
    exit: [],
  },
  TAX_RATES_MIXED: {
    title: 'Several sales tax rates on one invoice',
    happened: 'An invoice of a US company has one sales tax rate, beside 0%. This one has several.',
    posted: 'notThis',
    fix: [
      'Split the invoice in the source and import again.',
      'Or enter it in QuickBooks by hand, then run: qbsync ignore NUMBER --reason "entered by hand"',
    ],
    retry: 'never',
    exit: [],
  },
  TAX_ROUNDING: {
    title: 'The tax would come out otherwise',
    happened: 'QuickBooks computes tax itself, and would come to another amount than the source has.',
    posted: 'notThis',
    fix: ['Correct the tax amount in the source, then import it again.'],
    retry: 'never',
    exit: [],
  },
} as const satisfies Area;
