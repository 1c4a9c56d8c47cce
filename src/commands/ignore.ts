import { basename } from 'node:path';
import type { Context } from '../context.ts';
import { EXIT } from '../domain/problems.ts';
import { foldNumber } from '../domain/identity.ts';
import type { Entry, KeptReject } from '../ledger/ledger.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { clean } from '../terminal/clean.ts';
import { usage } from './values.ts';

interface Options {
  reason?: string;
  undo?: boolean;
}

/** A person leaves records out of the books, and says why; the reason is shown ever after. */
export async function ignore(context: Context, ids: string[], options: Options): Promise<Outcome> {
  const ledger = await context.ledger();
  const entries = await ledger.entries({ ids });
  const wanted = new Set(ids.map(foldNumber));
  const nameOf = ({ recordId, file }: KeptReject) => recordId ?? basename(file);
  const rejects = (await ledger.rejects()).filter((reject) => wanted.has(foldNumber(nameOf(reject))));
  const known = new Set([
    ...entries.flatMap(({ number, sourceId, key }) =>
      [number, sourceId, key].map((id) => foldNumber(id ?? '')),
    ),
    ...rejects.map((reject) => foldNumber(nameOf(reject))),
  ]);
  const missing = ids.filter((id) => !known.has(foldNumber(id)));
  if (missing.length > 0) {
    throw usage(
      `No record is known as ${missing.join(', ')}. Nothing was changed.`,
      'See what is known with: qbsync status',
    );
  }
  let reason = options.reason?.trim() ?? '';
  if (!options.undo && reason === '') {
    if (!context.terminal.interactive)
      throw usage('A record is ignored for a reason.', 'Give it with --reason "TEXT".');
    reason = await context.terminal.ask('Why?', (text) => text.trim() !== '' || 'Somebody will want to know');
  }
  const touched = options.undo ? entries.filter(({ standing }) => standing?.state === 'ignored') : entries;
  for (const { kind, key, number, fingerprint } of touched) {
    const fix = `To take it up again, run: qbsync ignore --undo ${number ?? key}`;
    const standing = { state: 'ignored', code: 'IGNORED', reason, fix, fingerprint } as const;
    await ledger.judge([{ kind, key, standing: options.undo ? undefined : standing }]);
  }
  for (const reject of rejects) await ledger.ignoreReject(reject, options.undo ? undefined : reason);
  const names = (some: Entry[]) => some.map(({ number, key }) => clean(number ?? key)).join(', ');
  const untouched = entries.filter((entry) => !touched.includes(entry));
  return {
    exit: EXIT.done,
    json: {
      ignored: !options.undo,
      reason: options.undo ? null : reason,
      records: touched.map(({ kind, sourceId, number }) => ({
        kind,
        id: sourceId ?? null,
        number: number ?? null,
      })),
    },
    text: () =>
      [
        touched.length + rejects.length > 0
          ? `${[names(touched), ...new Set(rejects.map(nameOf))].filter(Boolean).join(', ')}: ${options.undo ? 'no longer ignored' : `ignored (${clean(reason)})`}.\n`
          : '',
        ...(options.undo ? [] : touched.flatMap(stays)),
        untouched.length > 0 ? `${names(untouched)}: was not ignored, nothing changed.\n` : '',
      ].join(''),
  };
}

/** Ignoring takes nothing out of the books. */
function stays({ kind, number, key, link }: Entry): string[] {
  if (!link) return [];
  return [
    `${clean(number ?? key)} stays in QuickBooks as ${kind} id ${clean(link.booksId)}; if it is wrong, void or delete it there.\n`,
  ];
}
