/** An account type of qbo-api.md 3.5 with the classification that replies show and its common sub-types. */
interface AccountType {
  readonly classification: string;
  readonly subTypes: readonly string[];
}

const type = (classification: string, ...subTypes: string[]): AccountType => ({ classification, subTypes });

const types: Readonly<Record<string, AccountType>> = {
  Bank: type(
    'Asset',
    'CashOnHand',
    'Checking',
    'MoneyMarket',
    'RentsHeldInTrust',
    'Savings',
    'TrustAccounts',
  ),
  'Accounts Receivable': type('Asset', 'AccountsReceivable'),
  'Other Current Asset': type(
    'Asset',
    'AllowanceForBadDebts',
    'EmployeeCashAdvances',
    'Inventory',
    'OtherCurrentAssets',
    'PrepaidExpenses',
    'Retainage',
    'UndepositedFunds',
  ),
  'Fixed Asset': type(
    'Asset',
    'AccumulatedDepreciation',
    'Buildings',
    'FurnitureAndFixtures',
    'Land',
    'LeaseholdImprovements',
    'MachineryAndEquipment',
    'OtherFixedAssets',
    'Vehicles',
  ),
  'Other Asset': type('Asset', 'Goodwill', 'Licenses', 'OtherLongTermAssets', 'SecurityDeposits'),
  'Accounts Payable': type('Liability', 'AccountsPayable'),
  'Credit Card': type('Liability', 'CreditCard'),
  'Other Current Liability': type(
    'Liability',
    'DeferredRevenue',
    'GlobalTaxPayable',
    'LineOfCredit',
    'LoanPayable',
    'OtherCurrentLiabilities',
    'PayrollTaxPayable',
    'PrepaidExpensesPayable',
    'SalesTaxPayable',
  ),
  'Long Term Liability': type(
    'Liability',
    'NotesPayable',
    'OtherLongTermLiabilities',
    'ShareholderNotesPayable',
  ),
  Equity: type(
    'Equity',
    'CommonStock',
    'OpeningBalanceEquity',
    'OwnersEquity',
    'PartnersEquity',
    'PreferredStock',
    'RetainedEarnings',
    'TreasuryStock',
  ),
  Income: type(
    'Revenue',
    'DiscountsRefundsGiven',
    'NonProfitIncome',
    'OtherPrimaryIncome',
    'SalesOfProductIncome',
    'ServiceFeeIncome',
    'UnappliedCashPaymentIncome',
  ),
  'Other Income': type(
    'Revenue',
    'DividendIncome',
    'InterestEarned',
    'OtherInvestmentIncome',
    'OtherMiscellaneousIncome',
    'TaxExemptInterest',
  ),
  'Cost of Goods Sold': type(
    'Expense',
    'CostOfLaborCos',
    'EquipmentRentalCos',
    'OtherCostsOfServiceCos',
    'ShippingFreightDeliveryCos',
    'SuppliesMaterialsCogs',
  ),
  Expense: type(
    'Expense',
    'AdvertisingPromotional',
    'BankCharges',
    'Insurance',
    'LegalProfessionalFees',
    'OfficeGeneralAdministrativeExpenses',
    'OtherMiscellaneousServiceCost',
    'RentOrLeaseOfBuildings',
    'RepairMaintenance',
    'SuppliesMaterials',
    'TaxesPaid',
    'Travel',
    'Utilities',
  ),
  'Other Expense': type(
    'Expense',
    'Depreciation',
    'ExchangeGainOrLoss',
    'OtherMiscellaneousExpense',
    'PenaltiesSettlements',
  ),
};

/** Account types with their classification. */
export const accountTypes: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(types).map(([name, { classification }]) => [name, classification]),
);

/** The type that a sub-type belongs to: an account may be made with its sub-type alone (qbo-api.md 3.5). */
export const typeOfSubType = (subType: string | undefined): string | undefined =>
  Object.entries(types).find(([, { subTypes }]) => subTypes.some((each) => each === subType))?.[0];
