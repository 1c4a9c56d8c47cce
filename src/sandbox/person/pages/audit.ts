import { AUDIT } from '../../books/audit.ts';
import { objectOf, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Screen } from '../frame.ts';
import { auditColumns, changesOf } from '../history.ts';
import { words } from '../links.ts';
import { contains, listing } from '../listing.ts';
import type { Visit } from '../visit.ts';

const ACTS = ['Add', 'Edit', 'Void', 'Delete', 'Send', 'Connect', 'Disconnect'];
const WHO = [
  { value: '', label: 'Anybody' },
  { value: 'app', label: 'Apps' },
  { value: 'person', label: 'People and QuickBooks' },
];

function byWhom(entry: JsonObject, who: string): boolean {
  return who === '' || (who === 'app') === (entry.App !== undefined);
}

/** Who did what and when, the newest first. */
export function auditPage(visit: Visit): Screen {
  const { books, request, company } = visit;
  const asked = (name: string): string => request.query.get(name) ?? '';
  const search = asked('q').toLowerCase();
  const entries = [...books.rows(AUDIT)];
  const kinds = [...new Set(entries.map((entry) => textOf(entry.Entity) ?? ''))].sort();
  const rows = entries
    .filter(
      (entry) =>
        (asked('what') === '' || entry.What === asked('what')) &&
        (asked('of') === '' || entry.Entity === asked('of')) &&
        byWhom(entry, asked('who')) &&
        contains(search, textOf(entry.Number), textOf(objectOf(entry.Customer).name), changesOf(entry)),
    )
    .sort((a, b) => Number(b.Id) - Number(a.Id));
  return {
    title: 'Audit log',
    section: 'audit',
    main: listing(
      request.query,
      `What was written in ${company.name}, the newest first; times are Pacific`,
      auditColumns(visit),
      rows,
      'There are no entries yet.',
      [
        { name: 'q', label: 'Number or name' },
        { name: 'who', label: 'Who', choices: WHO },
        {
          name: 'what',
          label: 'What',
          choices: [{ value: '', label: 'Anything' }, ...ACTS.map((value) => ({ value, label: value }))],
        },
        {
          name: 'of',
          label: 'Of',
          choices: [
            { value: '', label: 'Anything' },
            ...kinds.map((value) => ({ value, label: words(value) })),
          ],
        },
      ],
    ),
  };
}
