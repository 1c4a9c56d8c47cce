import {
  boolean,
  choice,
  common,
  date,
  decimalNumber,
  ignored,
  ignoring,
  limitedBy,
  list,
  money,
  object,
  ref,
  text,
} from './kinds.ts';
import type { ClassMembers } from './kinds.ts';

const transaction: ClassMembers = {
  ...common,
  DocNumber: text(21),
  TxnDate: date,
  CurrencyRef: ref,
  ExchangeRate: decimalNumber,
  PrivateNote: text(4000),
  LinkedTxn: list('LinkedTxn'),
  Line: list('Line'),
  TxnTaxDetail: object('TxnTaxDetail'),
  CustomerRef: ref,
  DepartmentRef: ref,
  ClassRef: ref,
  ProjectRef: ref,
  TotalAmt: money,
  TransactionLocationType: text(),
  TxnSource: text(),
  ...ignoring(
    'HomeTotalAmt',
    'TxnStatus',
    'RecurDataRef',
    'TaxFormType',
    'TaxFormNum',
    'TxnApprovalInfo',
    'Tag',
  ),
  ...ignoring('AttachableRef', 'HomeBalance', 'RemitToRef'),
};

/** What all sales forms have alike (qbo-api.md 3.2). */
const salesForm: ClassMembers = {
  ...transaction,
  ShipDate: date,
  BillEmail: object('EmailAddress'),
  BillEmailCc: object('EmailAddress'),
  BillEmailBcc: object('EmailAddress'),
  BillAddr: object('PhysicalAddress'),
  ShipAddr: object('PhysicalAddress'),
  ShipFromAddr: object('PhysicalAddress'),
  FreeFormAddress: boolean,
  ShipMethodRef: ref,
  TrackingNum: text(31),
  PONumber: text(25),
  FOB: text(),
  SalesRepRef: ref,
  CustomerMemo: object('MemoRef'),
  Balance: money,
  DiscountRate: decimalNumber,
  DiscountAmt: money,
  ApplyTaxAfterDiscount: boolean,
  GlobalTaxCalculation: choice('TaxExcluded', 'TaxInclusive', 'NotApplicable'),
  PrintStatus: choice('NotSet', 'NeedToPrint', 'PrintComplete'),
  EmailStatus: choice('NotSet', 'NeedToSend', 'EmailSent'),
  PaymentMethodRef: ref,
  PaymentRefNum: limitedBy('paymentRefNumLimit'),
  DepositToAccountRef: ref,
  ...ignoring('ARAccountRef', 'DeliveryInfo', 'PaymentType', 'CheckPayment', 'SubTotal', 'TemplateRef'),
};

/** Transactions (qbo-api.md 3.2, 3.3 and 3.5). */
export const transactions: Readonly<Record<string, ClassMembers>> = {
  Invoice: {
    ...salesForm,
    AutoDocNumber: boolean,
    DueDate: date,
    SalesTermRef: ref,
    Deposit: money,
    AllowIPNPayment: boolean,
    AllowOnlinePayment: boolean,
    AllowOnlineCreditCardPayment: boolean,
    AllowOnlineACHPayment: boolean,
    ...ignoring(
      'EInvoiceStatus',
      'ECloudStatusTimeStamp',
      'InvoiceEx',
      'InvoiceLink',
      'invoiceStatus',
      'invoiceStatusLog',
      'callToAction',
      'RecurringInfo',
      'LessCIS',
      'ConvenienceFeeDetail',
      'PaymentDetailsMessage',
      'CreditCardPayment',
    ),
  },
  CreditMemo: {
    ...salesForm,
    SalesTermRef: ref,
    RemainingCredit: money,
    InvoiceRef: ref,
    ...ignoring('CreditMemoEx'),
  },
  SalesReceipt: {
    ...salesForm,
    AutoDocNumber: boolean,
    CreditCardPayment: object('CreditCardPayment'),
    ...ignoring('SalesReceiptEx'),
  },
  RefundReceipt: {
    ...salesForm,
    CreditCardPayment: object('CreditCardPayment'),
    ...ignoring('RefundReceiptEx', 'TxnSource'),
  },
  Payment: {
    ...transaction,
    ARAccountRef: ref,
    DepositToAccountRef: ref,
    PaymentMethodRef: ref,
    PaymentRefNum: limitedBy('paymentRefNumLimit'),
    PaymentType: text(),
    UnappliedAmt: money,
    ProcessPayment: boolean,
    CreditCardPayment: object('CreditCardPayment'),
    ...ignoring('CheckPayment', 'OverPayment', 'PaymentEx'),
  },
  Deposit: {
    ...transaction,
    DepositToAccountRef: ref,
    CashBack: object('CashBackInfo'),
    GlobalTaxCalculation: choice('TaxExcluded', 'TaxInclusive', 'NotApplicable'),
    ...ignoring('DepositEx'),
  },
  JournalEntry: {
    ...transaction,
    Adjustment: boolean,
    GlobalTaxCalculation: choice('TaxExcluded', 'TaxInclusive', 'NotApplicable'),
    ...ignoring('JournalEntryEx', 'HomeCurrencyAdjustment', 'TotalCostAmount', 'ReportInfo'),
  },
};

/** Lines of transactions that are no sales forms, and what stands in them. */
export const transactionParts: Readonly<Record<string, ClassMembers>> = {
  DepositLineDetail: {
    AccountRef: ref,
    Entity: ref,
    PaymentMethodRef: ref,
    CheckNum: text(21),
    ClassRef: ref,
    TaxCodeRef: ref,
    ...ignoring('TaxApplicableOn', 'TxnType', 'ServiceDate', 'DepositLineDetailEx'),
  },
  CashBackInfo: { AccountRef: ref, Amount: money, Memo: text(4000) },
  JournalEntryLineDetail: {
    PostingType: choice('Debit', 'Credit'),
    AccountRef: ref,
    Entity: object('EntityTypeRef'),
    ClassRef: ref,
    DepartmentRef: ref,
    TaxCodeRef: ref,
    ...ignoring('TaxApplicableOn', 'TaxAmount', 'TaxInclusiveAmt', 'BillableStatus'),
    JournalCodeRef: ignored,
  },
  EntityTypeRef: { Type: text(), EntityRef: ref },
};

/** What a company of several currencies keeps (qbo-api.md 3.9). */
export const currencies: Readonly<Record<string, ClassMembers>> = {
  ExchangeRate: {
    ...common,
    SourceCurrencyCode: text(3),
    TargetCurrencyCode: text(3),
    Rate: decimalNumber,
    AsOfDate: date,
  },
  CompanyCurrency: { ...common, Code: text(3), Name: text(100), Active: boolean },
};

/** Members of these classes are passed over whole. */
export const opaque: Readonly<Record<string, ClassMembers>> = {
  CreditCardPayment: ignoring('CreditChargeInfo', 'CreditChargeResponse'),
};
