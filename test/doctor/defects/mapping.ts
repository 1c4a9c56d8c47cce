import type { Settings } from '../../../src/company/settings.ts';
import { answersWithout, type Defect, type PatientCase } from '../../support/clinic.ts';

const settings = async (patient: PatientCase, change: (now: Settings) => Partial<Settings>) =>
  patient.files((files) => {
    const now = files.settings();
    files.saveSettings({ ...now, ...change(now) });
    return undefined;
  });
const code = (rate: string, id: string, name: string) => (now: Settings) => ({
  taxCodes: { ...now.taxCodes, [rate]: { id, name, rates: [] } },
});
const active = (patient: PatientCase, entity: string, id: string, is: boolean) =>
  patient.person({ operation: 'edit', entity, id, body: { Active: is } });
const preference = ({ sandbox }: PatientCase, group: string, name: string, value: boolean) => {
  sandbox.control('company', { preferences: { [group]: { [name]: value } } });
  return undefined;
};

/** Of QuickBooks' settings, and of what was chosen from the company. */
export const MAPPING: Defect[] = [
  {
    what: 'QuickBooks numbers invoices itself',
    code: 'NUMBERS_BY_QUICKBOOKS', check: 'preferences', level: 'warn', exit: 0,
    plant: (patient) => preference(patient, 'SalesFormsPrefs', 'CustomTxnNumbers', false),
    fix: /Custom transaction numbers: on/,
    mend: (patient) => preference(patient, 'SalesFormsPrefs', 'CustomTxnNumbers', true),
  },
  {
    what: 'the settings leave numbers out that QuickBooks expects',
    code: 'NUMBERS_LEFT_OUT', check: 'preferences', level: 'warn', exit: 0,
    plant: async (patient) => settings(patient, () => ({ numbers: 'quickbooks' })),
    fix: /--set numbers=source$/, mend: { run: {} },
  },
  {
    what: 'the books are closed where records wait',
    code: 'BOOKS_CLOSED', check: 'preferences', level: 'fail', exit: 3,
    plant: ({ sandbox }) => { sandbox.control('company', { bookCloseDate: '2026-03-05' }); return undefined; },
    says: /2026-03-05.*INV-00002/, fix: /Close the books/,
    mend: ({ sandbox }) => void sandbox.control('company', { bookCloseDate: null }),
  },
  {
    what: 'a record is in a currency that the company does not keep',
    code: 'CURRENCY', check: 'preferences', level: 'fail', exit: 3,
    plant: async (patient) => { await patient.take({ invoice_number: 'INV-00009', currency: 'EUR' }); return undefined; },
    says: /USD only.*EUR.*INV-00009/, fix: /Multicurrency: on/,
    mend: async (patient) => patient.take({ invoice_number: 'INV-00009', currency: 'USD' }),
  },
  {
    what: 'a rate came with a later export',
    code: 'TAX_RATE_UNMAPPED', check: 'taxes', level: 'fail', exit: 5,
    plant: async (patient) => { await patient.take({ invoice_number: 'INV-00009', tax_rate: '9.1' }); return undefined; },
    says: /9\.1%/, fix: /--set tax\.9\.1=3 .*Tucson/, mend: { run: {} },
  },
  {
    what: 'the code of a rate was made inactive',
    code: 'TAX_CODE_GONE', check: 'taxes', level: 'fail', exit: 5,
    plant: (patient) => { patient.person({ operation: 'taxCode', id: '2', active: false }); return undefined; },
    says: /"California" for 8%/, fix: /make "California" active again/,
    mend: (patient) => patient.person({ operation: 'taxCode', id: '2', active: true }),
  },
  {
    what: 'the code of a rate is gone, and there is one other of that rate',
    code: 'TAX_CODE_GONE', check: 'taxes', level: 'fail', exit: 5,
    plant: async (patient) => settings(patient, code('8', '77', 'Old one')),
    says: /"Old one"/, fix: /--set tax\.8=2 .*--fix/, mend: { run: {} },
  },
  {
    what: 'the code of a rate is of another rate',
    code: 'TAX_CODE_RATE', check: 'taxes', level: 'fail', exit: 5,
    plant: async (patient) => settings(patient, code('8', '3', 'Tucson')),
    says: /9\.1%.*used for 8%/, fix: /--set tax\.8=2/,
    mend: async (patient) => { await patient.qbsync(['doctor', '--fix', '--yes']); },
  },
  {
    what: 'sales tax is off, and records have tax',
    code: 'SALES_TAX_OFF', check: 'taxes', level: 'fail', exit: 5,
    plant: (patient) => preference(patient, 'TaxPrefs', 'UsingSalesTax', false),
    fix: /Set up sales tax/, mend: (patient) => preference(patient, 'TaxPrefs', 'UsingSalesTax', true),
  },
  {
    what: 'a rate is mapped as if QuickBooks worked the tax out',
    code: 'AUTOMATED_TAX', check: 'taxes', level: 'fail', exit: 5,
    plant: async (patient) => settings(patient, code('8', 'TAX', 'Automated sales tax')),
    says: /by rates/, fix: /--set tax\.8=2/, mend: { run: {} },
  },
  {
    what: 'QuickBooks works the tax out since then',
    code: 'AUTOMATED_TAX', check: 'taxes', level: 'fail', exit: 5,
    plant: (patient) => preference(patient, 'TaxPrefs', 'PartnerTaxEnabled', true),
    says: /by address/, fix: /--set tax\.8=TAX/,
    mend: (patient) => preference(patient, 'TaxPrefs', 'PartnerTaxEnabled', false),
  },
  {
    what: 'the code of a rate is for purchases', country: 'AU',
    code: 'TAX_CODE_NOT_FOR_SALES', check: 'taxes', level: 'fail', exit: 5,
    plant: async (patient) => settings(patient, code('10', '6', 'GST on capital')),
    says: /GST on capital/, fix: /--set tax\.10=2/, mend: { run: {} },
  },
  {
    what: '0% is exempt, and the company has a zero-rated code', country: 'AU',
    code: 'TAX_ZERO_EXEMPT', check: 'taxes', level: 'warn', exit: 0,
    plant: async (patient) => settings(patient, code('0', '5', 'Input taxed')),
    says: /Input taxed/, fix: /accountant.*--set tax\.0=3/, mend: { run: {} },
  },
  {
    what: 'no item is chosen for a type of line',
    code: 'LINE_TYPE_UNMAPPED', check: 'mapping', level: 'fail', exit: 5,
    plant: async (patient) => settings(patient, ({ lineTypes }) => ({ lineTypes: Object.fromEntries(Object.entries(lineTypes).filter(([type]) => type !== 'milestone')) })),
    says: /milestone/, fix: /line\.milestone=ITEM/, mend: { run: { ITEM: 'Services' } },
  },
  {
    what: 'deposits are to be owed, and no item for them is chosen',
    code: 'DEPOSIT_ITEM_MISSING', check: 'mapping', level: 'fail', exit: 5,
    plant: async (patient) => settings(patient, () => ({ deposits: 'liability' })),
    fix: /line\.deposit=ITEM.*deposits=invoice/,
    mend: async (patient) => { await patient.qbsync(['configure', '--set', 'deposits=invoice']); },
  },
  {
    what: 'the item was made inactive',
    code: 'ITEM_GONE', check: 'mapping', level: 'fail', exit: 5,
    plant: (patient) => { active(patient, 'Item', '1', false); return undefined; },
    says: /"Services" for lines of type milestone, standalone/, fix: /make it active/, mend: (patient) => active(patient, 'Item', '1', true),
  },
  {
    what: 'the item of one type of line was made inactive',
    code: 'ITEM_GONE', check: 'mapping', level: 'fail', exit: 5,
    plant: async (patient) => {
      patient.person({ operation: 'create', entity: 'Item', body: { Name: 'Old rebate', Type: 'Service', IncomeAccountRef: { value: '8' } } });
      const id = patient.inBooks('Item', ({ Name }) => Name === 'Old rebate');
      active(patient, 'Item', id, false);
      return settings(patient, (now) => ({ lineTypes: { ...now.lineTypes, discount: { item: { id, name: 'Old rebate' } } } }));
    },
    says: /"Old rebate" for lines of type discount/, fix: /line\.discount=NAME/, mend: { run: { NAME: 'Discount' } },
  },
  {
    what: 'the item is a category',
    code: 'ITEM_TYPE', check: 'mapping', level: 'fail', exit: 5,
    plant: async (patient) => {
      patient.person({ operation: 'create', entity: 'Item', body: { Name: 'Everything', Type: 'Category' } });
      const id = patient.inBooks('Item', ({ Name }) => Name === 'Everything');
      return settings(patient, (now) => ({ lineTypes: { ...now.lineTypes, other: { item: { id, name: 'Everything' } } } }));
    },
    says: /of type Category/, fix: /line\.other=NAME/, mend: { run: { NAME: 'Services' } },
  },
  {
    what: 'the item has no income account',
    code: 'ITEM_NO_INCOME', check: 'mapping', level: 'fail', exit: 5,
    // One that is only bought has none; the sandbox makes no such item. 6 is the account of "Services".
    plant: () => answersWithout((name, value) => name === 'IncomeAccountRef' && JSON.stringify(value).includes('"6"')),
    says: /"Services".*no income account/, fix: /I sell this product.*--set/, mend: () => undefined,
  },
  {
    what: 'the income account of the item was made inactive',
    code: 'LINE_ACCOUNT_GONE', check: 'mapping', level: 'fail', exit: 5,
    plant: (patient) => { active(patient, 'Account', '6', false); return undefined; },
    says: /"Services".*"Services"/, fix: /Chart of accounts/, mend: (patient) => active(patient, 'Account', '6', true),
  },
  {
    what: 'the account that an item is to be made on was made inactive',
    code: 'LINE_ACCOUNT_GONE', check: 'mapping', level: 'fail', exit: 5,
    plant: async (patient) => {
      active(patient, 'Account', '12', false);
      return settings(patient, (now) => ({ lineTypes: { ...now.lineTypes, other: { account: { id: '12', name: 'Battery Storage Income' } } } }));
    },
    says: /Battery Storage Income/, fix: /make it active/, mend: (patient) => active(patient, 'Account', '12', true),
  },
  {
    what: 'the account that an item is to be made on is one for costs',
    code: 'LINE_ACCOUNT_TYPE', check: 'mapping', level: 'fail', exit: 5,
    plant: async (patient) => settings(patient, (now) => ({ lineTypes: { ...now.lineTypes, other: { account: { id: '13', name: 'Merchant fees' } } } })),
    says: /Merchant fees.*Expense/, fix: /line\.other=NAME/, mend: { run: { NAME: 'account:Sales' } },
  },
  {
    what: 'the account for payments was made inactive',
    code: 'DEPOSIT_ACCOUNT_GONE', check: 'mapping', level: 'fail', exit: 5,
    plant: async (patient) => {
      active(patient, 'Account', '10', false);
      return settings(patient, () => ({ depositAccount: { id: '10', name: 'Savings' } }));
    },
    says: /"Savings"/, fix: /Chart of accounts/, mend: (patient) => active(patient, 'Account', '10', true),
  },
  {
    what: 'the account for payments is one for costs',
    code: 'DEPOSIT_ACCOUNT_TYPE', check: 'mapping', level: 'fail', exit: 5,
    plant: async (patient) => settings(patient, () => ({ depositAccount: { id: '13', name: 'Merchant fees' } })),
    says: /Merchant fees.*Expense/, fix: /deposit=none/, mend: { run: {} },
  },
  {
    what: 'a payment method is gone, and another one is the same',
    code: 'PAYMENT_METHOD_GONE', check: 'mapping', level: 'warn', exit: 0,
    plant: async (patient) => settings(patient, () => ({ paymentMethods: { card: { id: '77', name: 'Amex' } } })),
    says: /"Amex"/, fix: /"method\.card=Credit Card"/, mend: { run: {} },
  },
  {
    what: 'a payment method is gone, and nothing is like it',
    code: 'PAYMENT_METHOD_GONE', check: 'mapping', level: 'warn', exit: 0,
    plant: async (patient) => settings(patient, ({ paymentMethods }) => ({ paymentMethods: { ...paymentMethods, barter: { id: '77', name: 'Barter' } } })),
    says: /"Barter"/, fix: /"method\.barter=none"/, mend: { run: {} },
  },
]; // prettier-ignore
