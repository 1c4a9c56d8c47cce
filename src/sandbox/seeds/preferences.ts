import type { Books } from '../books/books.ts';
import { compact } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { put } from './rows.ts';

const message = (company: string, form: string): JsonObject => ({
  Subject: `${form} from ${company}`,
  Message: `Please find your ${form.toLowerCase()} attached.\nThank you for choosing solar.\n\n${company}`,
});

const pair = (Name: string, Value: string): JsonObject => ({ Name, Value });

export interface PreferenceSeed {
  readonly company: string;
  readonly customTxnNumbers: boolean;
  readonly defaultItem: string | undefined;
  readonly automatedTax: boolean;
  readonly multicurrency: boolean;
}

/** Preferences with the members that qbo-api.md 3.8 finds worth reading, in the recorded shape. */
export function seedPreferences(
  books: Books,
  { company, customTxnNumbers, defaultItem, automatedTax, multicurrency }: PreferenceSeed,
): void {
  const us = books.country === 'US';
  put(books, 'Preferences', '1', {
    AccountingInfoPrefs: {
      FirstMonthOfFiscalYear: books.country === 'AU' ? 'July' : books.country === 'GB' ? 'April' : 'January',
      UseAccountNumbers: false,
      TrackDepartments: false,
      ClassTrackingPerTxn: false,
      ClassTrackingPerTxnLine: false,
      CustomerTerminology: 'Customers',
    },
    ProductAndServicesPrefs: {
      ForSales: true,
      ForPurchase: true,
      QuantityWithPriceAndRate: true,
      QuantityOnHand: false,
    },
    SalesFormsPrefs: {
      CustomField: [
        {
          CustomField: [
            { Name: 'SalesFormsPrefs.UseSalesCustom1', Type: 'BooleanType', BooleanValue: false },
          ],
        },
      ],
      CustomTxnNumbers: customTxnNumbers,
      AllowDeposit: false,
      AllowDiscount: true,
      DefaultDiscountAccount: '8',
      AllowEstimates: true,
      AllowServiceDate: false,
      AllowShipping: false,
      AutoApplyCredit: false,
      AutoApplyPayments: false,
      ETransactionEnabledStatus: 'NotApplicable',
      ETransactionAttachPDF: false,
      ETransactionPaymentEnabled: false,
      IPNSupportEnabled: false,
      DefaultTerms: { value: '3' },
      UsingPriceLevels: false,
      DefaultCustomerMessage: 'Thank you for choosing solar.',
    },
    EmailMessagesPrefs: {
      InvoiceMessage: message(company, 'Invoice'),
      EstimateMessage: message(company, 'Estimate'),
      SalesReceiptMessage: message(company, 'Sales Receipt'),
      StatementMessage: message(company, 'Statement'),
    },
    VendorAndPurchasesPrefs: { TrackingByCustomer: false, BillableExpenseTracking: false, POCustomField: [] },
    TimeTrackingPrefs: {
      UseServices: false,
      BillCustomers: false,
      ShowBillRateToAll: false,
      WorkWeekStartDate: 'Monday',
      MarkTimeEntriesBillable: false,
    },
    TaxPrefs: compact({
      UsingSalesTax: true,
      // Absent where tax is manual (qbo-api.md 3.8).
      PartnerTaxEnabled: automatedTax ? true : undefined,
      TaxGroupCodeRef: us && !automatedTax ? { value: '2' } : undefined,
    }),
    CurrencyPrefs: { MultiCurrencyEnabled: multicurrency, HomeCurrency: { value: books.facts.currency } },
    ReportPrefs: { ReportBasis: 'Accrual', CalcAgingReportFromTxnDate: false },
    OtherPrefs: {
      NameValue: [
        pair('SalesFormsPrefs.DefaultCustomerMessage', 'Thank you for choosing solar.'),
        ...(defaultItem === undefined ? [] : [pair('SalesFormsPrefs.DefaultItem', defaultItem)]),
        pair('WarnDuplicateCheckNumber', 'true'),
        pair('WarnDuplicateBillNumber', 'false'),
        pair('WarnDuplicateJournalNumber', 'false'),
        ...(us ? [] : [pair('AccountingInfoPrefs.DefaultTaxRateSelection', '1')]),
        pair('ProjectsEnabled', 'false'),
      ],
    },
  });
}
