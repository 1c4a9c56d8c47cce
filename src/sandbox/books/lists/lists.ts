import { refuseWrite } from '../entity.ts';
import type { EntityRules } from '../entity.ts';
import { accountRules } from './account.ts';
import { itemRules } from './item.ts';
import { paymentMethodRules } from './payment-method.ts';
import { taxAgencyRules } from './tax-agency.ts';
import { termRules } from './term.ts';
import { classRules, departmentRules } from './tracking.ts';

const readOnly = (entity: string): EntityRules => ({
  entity,
  readOnly: [],
  closed: true,
  write: () => refuseWrite(entity),
});

/** Lists other than people, and what exists once a company (qbo-api.md 3.4 to 3.6). */
export const listRules: readonly EntityRules[] = [
  itemRules,
  accountRules,
  termRules,
  paymentMethodRules,
  classRules,
  departmentRules,
  taxAgencyRules,
  // Rates and codes come only from the tax service (qbo-api.md 3.6).
  readOnly('TaxCode'),
  readOnly('TaxRate'),
  readOnly('CompanyInfo'),
  readOnly('Preferences'),
];
