import { listCompanies } from '../../companies.ts';
import type { SandboxCompany } from '../../companies.ts';
import { markup } from '../../markup/markup.ts';
import type { Sandbox, SandboxRequest } from '../../types.ts';
import type { Screen } from '../frame.ts';
import { clockText, movedBy } from '../clock-text.ts';
import { closedUpTo, subscriptionWords } from '../company-state.ts';
import { facts, table } from '../table.ts';
import { at, visitTo } from '../visit.ts';
import { faultsInShort } from './faults.ts';
import { connectedApps } from './health.ts';

interface Row {
  readonly company: SandboxCompany;
  readonly apps: number;
  readonly subscription: string;
  readonly closed: string | undefined;
}

function rowsOf(sandbox: Sandbox, request: SandboxRequest): readonly Row[] {
  return listCompanies(sandbox).flatMap((company) => {
    const visit = visitTo(sandbox, request, company.id);
    return visit === undefined
      ? []
      : [
          {
            company,
            apps: connectedApps(sandbox, company.id),
            subscription: subscriptionWords(visit),
            closed: closedUpTo(visit),
          },
        ];
  });
}

/** The start: which companies there are, how an app is connected, what is out of the ordinary. */
export function homePage(sandbox: Sandbox, request: SandboxRequest): Screen {
  const { settings } = sandbox.limits;
  const words = 'No account and no network are involved, and no real books can be touched.';
  return {
    title: 'Companies of this sandbox',
    main: [
      markup`<p>This is the place of the person who works in QuickBooks beside the app. ${words}</p>`,
      table(
        'Companies',
        [
          {
            label: 'Company',
            cell: ({ company }: Row) => markup`<a href="${at({ company }, 'invoices')}">${company.name}</a>`,
          },
          { label: 'Country', cell: ({ company }) => company.country },
          { label: 'Company ID', cell: ({ company }) => markup`<span class="whole">${company.id}</span>` },
          { label: 'Connected apps', cell: ({ apps }) => (apps === 0 ? 'None' : String(apps)) },
          { label: 'Subscription', cell: ({ subscription }) => subscription },
          { label: 'Books closed up to', cell: ({ closed }) => closed ?? 'Open' },
          {
            label: 'Change',
            cell: ({ company }) =>
              markup`<a href="${at({ company }, 'settings')}">Settings<span class="unseen"> of ${company.name}</span></a>`,
          },
        ],
        rowsOf(sandbox, request),
      ),
      markup`<h2>State of the sandbox</h2>`,
      facts([
        ['Clock', `${clockText(sandbox)}. ${movedBy(sandbox)}`],
        ['Faults on purpose', faultsInShort(sandbox)],
        ['Request limits', settings.on ? 'On' : 'Off'],
      ]),
      markup`<h2>Connect an app</h2>
<p>The client id and the client secret were printed where the sandbox was started. With both set as the
environment variables <code>QBSYNC_CLIENT_ID</code> and <code>QBSYNC_CLIENT_SECRET</code>:</p>
<pre><code>qbsync connect --environment local --url ${sandbox.url}</code></pre>
<p>The consent page opens: choose the company, then Allow or Refuse.</p>`,
    ],
  };
}
