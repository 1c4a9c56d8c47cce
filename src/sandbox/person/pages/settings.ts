import { objectOf, objectsOf, refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { markup } from '../../markup/markup.ts';
import type { Part } from '../../markup/markup.ts';
import { decimal } from '../../money.ts';
import { clockText, movedBy } from '../clock-text.ts';
import { closedUpTo, numbersByHand, subscriptionWords, usesSalesTax } from '../company-state.ts';
import type { Screen } from '../frame.ts';
import { mark } from '../status.ts';
import { table } from '../table.ts';
import { at } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { faultsInShort } from './faults.ts';
import { connectedApps } from './health.ts';

interface Setting {
  readonly name: string;
  readonly now: Part;
  /** The form that changes it, and what its link says. */
  readonly form?: readonly [path: string, words: string];
}

function settings(visit: Visit): readonly Setting[] {
  const { books, sandbox } = visit;
  const closed = closedUpTo(visit);
  const several = books.preference('CurrencyPrefs', 'MultiCurrencyEnabled') === true;
  const apps = connectedApps(visit.sandbox, visit.company.id);
  return [
    {
      name: 'Close the books',
      now: closed === undefined ? 'Open' : `Closed up to and with ${closed}`,
      form: ['close-books', 'Change'],
    },
    {
      name: 'Subscription',
      now: subscriptionWords(visit),
      form: ['subscription', 'Change'],
    },
    {
      name: 'Numbers of invoices',
      now: numbersByHand(visit)
        ? 'Given by people and apps (custom numbers on)'
        : 'Given by QuickBooks (custom numbers off)',
      form: ['numbers', 'Change'],
    },
    { name: 'Sales tax', now: usesSalesTax(visit) ? 'On' : 'Off', form: ['sales-tax', 'Change'] },
    {
      name: 'Currencies',
      now: several ? 'Several' : `Only ${books.facts.currency}`,
      ...(several ? {} : { form: ['multicurrency', 'Switch on'] as const }),
    },
    {
      name: 'Connected apps',
      now: apps === 0 ? 'None' : String(apps),
      ...(apps === 0 ? {} : { form: ['disconnect', 'Disconnect'] as const }),
    },
    {
      name: 'Clock of the sandbox',
      now: `${clockText(sandbox)}. ${movedBy(sandbox)}`,
      form: ['clock', 'Move'],
    },
    {
      name: 'Request limits',
      now: sandbox.limits.settings.on ? 'On' : 'Off',
      form: ['limits', 'Change'],
    },
    { name: 'Faults on purpose', now: faultsInShort(sandbox), form: ['faults', 'Look, order'] },
  ];
}

function taxCodes(visit: Visit): Part {
  const { books } = visit;
  const rows = [...books.rows('TaxCode')].filter((row) => row.SyncToken !== undefined);
  const rates = (row: JsonObject): string =>
    objectsOf(objectOf(row.SalesTaxRateList).TaxRateDetail)
      .map((detail) => books.get('TaxRate', refId(detail.TaxRateRef))?.RateValue)
      .map((percent) => `${decimal(percent).toFixed()} %`)
      .join(' + ');
  return table(
    'An app that uses an inactive code is refused',
    [
      { label: 'Code', cell: (row: JsonObject) => textOf(row.Name) },
      { label: 'Sales rates', cell: (row) => rates(row) || 'None' },
      { label: 'State', cell: (row) => mark(row.Active === false ? 'Inactive' : 'Active') },
      {
        label: 'Change',
        cell: (row) =>
          markup`<a href="${at(visit, 'settings', 'tax-code', textOf(row.Id) ?? '')}">${row.Active === false ? 'Make active' : 'Make inactive'}<span class="unseen"> ${textOf(row.Name)}</span></a>`,
      },
    ],
    rows,
  );
}

export function settingsPage(visit: Visit): Screen {
  return {
    title: 'Settings',
    section: 'settings',
    main: [
      table(
        'Settings of the company and of the rehearsal',
        [
          { label: 'Setting', cell: ({ name }: Setting) => name },
          { label: 'Now', cell: ({ now }) => now },
          {
            label: 'Change',
            cell: ({ name, form }) =>
              form !== undefined &&
              markup`<a href="${at(visit, 'settings', form[0])}">${form[1]}<span class="unseen"> (${name})</span></a>`,
          },
        ],
        settings(visit),
      ),
      markup`<h2>Tax codes</h2>`,
      taxCodes(visit),
      markup`<h2>Everything as a file</h2>
<p>All lists, transactions, settings and the audit log of this company as JSON, without any sign-in.</p>
<p><a class="button second" href="${at(visit, 'export')}" download>Download the company</a></p>`,
    ],
  };
}
