import { textOf } from '../../json.ts';
import { markup } from '../../markup/markup.ts';
import type { Form } from '../form.ts';
import { SUBSCRIPTIONS, closedUpTo, numbersByHand, subscriptionOf, usesSalesTax } from '../company-state.ts';
import { at } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { companyOrder, dayTyped, personOrder } from './orders.ts';

const shared = (visit: Visit, done: string) => ({
  section: 'settings' as const,
  back: at(visit, 'settings'),
  done,
  submit: 'Change',
});

const closeBooks = (visit: Visit): Form => ({
  ...shared(visit, 'close-books'),
  title: 'Close the books',
  fields: [
    {
      name: 'date',
      label: 'Closed up to and with',
      kind: 'date',
      value: closedUpTo(visit) ?? '',
      hint: 'Nothing dated on this day or before can be written. Empty: the books are open. In QuickBooks itself it is under Settings, Advanced, Accounting.',
    },
  ],
  order: (typed) => companyOrder(visit, { bookCloseDate: dayTyped(typed, 'date') ?? null }),
});

const subscription = (visit: Visit): Form => ({
  ...shared(visit, 'subscription'),
  title: 'Subscription',
  intro: markup`<p>When it has lapsed, QuickBooks still shows everything and takes no change.</p>`,
  fields: [
    {
      name: 'status',
      label: 'Status',
      kind: 'choice',
      value: subscriptionOf(visit),
      choices: [...SUBSCRIPTIONS].map(([value, label]) => ({ value, label })),
    },
  ],
  order: (typed) => companyOrder(visit, { subscriptionStatus: typed('status') }),
});

const numbers = (visit: Visit): Form => ({
  ...shared(visit, 'numbers'),
  title: 'Who numbers the invoices',
  fields: [
    {
      name: 'custom',
      label: 'Custom transaction numbers',
      kind: 'choice',
      value: String(numbersByHand(visit)),
      choices: [
        { value: 'true', label: 'On: people and apps give the numbers' },
        { value: 'false', label: 'Off: QuickBooks gives them' },
      ],
    },
  ],
  order: (typed) => companyOrder(visit, { customTxnNumbers: typed('custom') === 'true' }),
});

const salesTax = (visit: Visit): Form => ({
  ...shared(visit, 'sales-tax'),
  title: 'Sales tax',
  fields: [
    {
      name: 'tax',
      label: 'Sales tax',
      kind: 'choice',
      value: String(usesSalesTax(visit)),
      choices: [
        { value: 'true', label: 'On' },
        { value: 'false', label: 'Off' },
      ],
    },
  ],
  order: (typed) =>
    companyOrder(visit, { preferences: { TaxPrefs: { UsingSalesTax: typed('tax') === 'true' } } }),
});

const multicurrency = (visit: Visit): Form => ({
  ...shared(visit, 'multicurrency'),
  title: 'Switch several currencies on?',
  intro: markup`<p>As in QuickBooks, this cannot be switched off again.</p>`,
  fields: [],
  submit: 'Switch on',
  danger: true,
  order: () => companyOrder(visit, { preferences: { CurrencyPrefs: { MultiCurrencyEnabled: true } } }),
});

const disconnect = (visit: Visit): Form => ({
  ...shared(visit, 'disconnected'),
  title: 'Disconnect the app?',
  intro: markup`<p>Its sign-in to ${visit.company.name} ends at once, and it has to be connected again.</p>`,
  fields: [],
  submit: 'Disconnect',
  danger: true,
  order: () => companyOrder(visit, { revokeTokens: true }),
});

/** Settings that have a form, by the last part of its address. */
export const settingForms: Readonly<Record<string, (visit: Visit) => Form>> = {
  'close-books': closeBooks,
  subscription,
  numbers,
  'sales-tax': salesTax,
  multicurrency,
  disconnect,
};

export function taxCodeForm(visit: Visit, id: string): Form | undefined {
  const row = visit.books.get('TaxCode', id);
  if (row === undefined) return undefined;
  const active = row.Active === false;
  return {
    ...shared(visit, 'tax-code'),
    title: `Make the tax code ${textOf(row.Name) ?? id} ${active ? 'active' : 'inactive'}?`,
    intro: markup`<p>${active ? 'It can be used again.' : 'Apps that use it are refused until it is active again.'}</p>`,
    fields: [],
    submit: active ? 'Make active' : 'Make inactive',
    danger: !active,
    order: () => personOrder(visit, { operation: 'taxCode', id, active }),
  };
}
