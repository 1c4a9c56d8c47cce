/** Entities that number their rows together: people share one run of ids, and so do transactions. */
const FAMILY: Readonly<Record<string, string>> = {
  Customer: 'Name',
  Vendor: 'Name',
  Employee: 'Name',
  Invoice: 'Txn',
  CreditMemo: 'Txn',
  SalesReceipt: 'Txn',
  RefundReceipt: 'Txn',
  Payment: 'Txn',
  Deposit: 'Txn',
  JournalEntry: 'Txn',
};

/** The setting in which an entity's last id is counted. */
export const idCounter = (entity: string): string => `id:${FAMILY[entity] ?? entity}`;
