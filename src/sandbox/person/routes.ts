import type { Form } from './form.ts';
import type { Screen } from './frame.ts';
import { activeForm, endForm } from './forms/confirm.ts';
import { clockForm } from './forms/clock.ts';
import { editCustomerForm, newCustomerForm } from './forms/customer.ts';
import { faultForm, forgetFaultsForm } from './forms/faults.ts';
import { editInvoiceForm, payForm } from './forms/invoice.ts';
import { limitsForm } from './forms/limits.ts';
import { newInvoiceForm } from './forms/new-invoice.ts';
import { editPaymentForm } from './forms/payment.ts';
import { settingForms, taxCodeForm } from './forms/settings.ts';
import { OTHERS } from './links.ts';
import { accountsPage } from './pages/accounts.ts';
import { auditPage } from './pages/audit.ts';
import { customerPage, customersPage } from './pages/customers.ts';
import { faultsPage } from './pages/faults.ts';
import { invoicePage, invoicesPage } from './pages/invoices.ts';
import { paymentPage, paymentsPage } from './pages/payments.ts';
import { settingsPage } from './pages/settings.ts';
import { transactionPage, transactionsPage } from './pages/transactions.ts';
import type { Visit } from './visit.ts';

type PageRoute = (visit: Visit, ...ids: string[]) => Screen | undefined;
type FormRoute = (visit: Visit, ...ids: string[]) => Form | undefined;

/** Below `/app/company/ID/`; `*` stands for an id. */
const pages: ReadonlyMap<string, PageRoute> = new Map<string, PageRoute>([
  ['customers', customersPage],
  ['customers/*', (visit, id = '') => customerPage(visit, id)],
  ['invoices', invoicesPage],
  ['invoices/*', (visit, id = '') => invoicePage(visit, id)],
  ['payments', paymentsPage],
  ['payments/*', (visit, id = '') => paymentPage(visit, id)],
  ['transactions', transactionsPage],
  ['transactions/*/*', (visit, entity = '', id = '') => transactionPage(visit, entity, id)],
  ['accounts', accountsPage],
  ['audit', auditPage],
  ['settings', settingsPage],
  ['settings/faults', faultsPage],
]);

const otherForm =
  (operation: 'void' | 'delete'): FormRoute =>
  (visit, entity = '', id = '') =>
    OTHERS.some((name) => name === entity) ? endForm(visit, entity, id, operation) : undefined;

const forms: ReadonlyMap<string, FormRoute> = new Map<string, FormRoute>([
  ['customers/new', newCustomerForm],
  ['customers/*/edit', (visit, id = '') => editCustomerForm(visit, id)],
  ['customers/*/deactivate', (visit, id = '') => activeForm(visit, id, false)],
  ['customers/*/activate', (visit, id = '') => activeForm(visit, id, true)],
  ['invoices/new', newInvoiceForm],
  ['invoices/*/pay', (visit, id = '') => payForm(visit, id)],
  ['invoices/*/edit', (visit, id = '') => editInvoiceForm(visit, id)],
  ['invoices/*/void', (visit, id = '') => endForm(visit, 'Invoice', id, 'void')],
  ['invoices/*/delete', (visit, id = '') => endForm(visit, 'Invoice', id, 'delete')],
  ['payments/*/edit', (visit, id = '') => editPaymentForm(visit, id)],
  ['payments/*/void', (visit, id = '') => endForm(visit, 'Payment', id, 'void')],
  ['payments/*/delete', (visit, id = '') => endForm(visit, 'Payment', id, 'delete')],
  ['transactions/*/*/void', otherForm('void')],
  ['transactions/*/*/delete', otherForm('delete')],
  ...Object.entries(settingForms).map(([name, form]): [string, FormRoute] => [`settings/${name}`, form]),
  ['settings/tax-code/*', (visit, id = '') => taxCodeForm(visit, id)],
  ['settings/clock', clockForm],
  ['settings/fault', faultForm],
  ['settings/forget-faults', forgetFaultsForm],
  ['settings/limits', limitsForm],
]);

/** The route of a path and the ids in it: words are words of a route before they are ids. */
function find<Route>(
  routes: ReadonlyMap<string, Route>,
  parts: readonly string[],
): { readonly route: Route; readonly ids: readonly string[] } | undefined {
  for (const [pattern, route] of routes) {
    const names = pattern.split('/');
    if (names.length !== parts.length) continue;
    if (names.every((name, at) => name === '*' || name === parts[at])) {
      return { route, ids: parts.filter((_part, at) => names[at] === '*') };
    }
  }
  return undefined;
}

export function formAt(visit: Visit, parts: readonly string[]): Form | undefined {
  const found = find(forms, parts);
  return found?.route(visit, ...found.ids);
}

export function pageAt(visit: Visit, parts: readonly string[]): Screen | undefined {
  const found = find(pages, parts);
  return found?.route(visit, ...found.ids);
}
