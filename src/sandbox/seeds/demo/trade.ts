import type { Books } from '../../books/books.ts';
import type { SandboxCountry } from '../../countries.ts';

/** What the installer charges in a country, in whole units of its currency, and the tax codes it uses. */
export interface Trade {
  readonly perKilowatt: number;
  readonly battery: number;
  readonly permits: number;
  readonly service: number;
  readonly inverter: number;
  /** Work on homes. */
  readonly homeTax: string;
  /** Work for businesses, repairs and parts. */
  readonly businessTax: string;
  readonly cheque: string;
}

/** When invoices are due. */
export const TERMS = { home: 'Net 15', business: 'Net 30' } as const;

/** Tax codes are those of seeds/taxes.ts: solar on homes is zero-rated in GB, and untaxed in the US. */
const TRADES: Readonly<Record<SandboxCountry, Trade>> = {
  US: {
    perKilowatt: 2950,
    battery: 11_800,
    permits: 650,
    service: 240,
    inverter: 2150,
    homeTax: 'NON',
    businessTax: 'TAX',
    cheque: 'Check',
  },
  AU: {
    perKilowatt: 1180,
    battery: 10_900,
    permits: 320,
    service: 220,
    inverter: 1890,
    homeTax: '2',
    businessTax: '2',
    cheque: 'Cheque',
  },
  GB: {
    perKilowatt: 1520,
    battery: 4600,
    permits: 260,
    service: 160,
    inverter: 1150,
    homeTax: '4',
    businessTax: '2',
    cheque: 'Cheque',
  },
  CA: {
    perKilowatt: 2680,
    battery: 13_200,
    permits: 540,
    service: 260,
    inverter: 2390,
    homeTax: '5',
    businessTax: '5',
    cheque: 'Cheque',
  },
};

export const tradeOf = (books: Books): Trade => TRADES[books.country];
