import type { Context } from '../context.ts';
import { EXIT } from '../domain/problems.ts';
import { foldNumber } from '../domain/fingerprint.ts';
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
  const known = new Set(
    entries.flatMap(({ number, sourceId, key }) => [number, sourceId, key].map((id) => foldNumber(id ?? ''))),
  );
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
  for (const { kind, key, fingerprint } of entries) {
    await ledger.judge(
      { kind, key },
      options.undo
        ? undefined
        : {
            state: 'ignored',
            code: 'IGNORED',
            reason,
            fix: 'To take it up again, run: qbsync ignore --undo with its number',
            fingerprint,
          },
    );
  }
  const named = entries.map(({ number, key }) => number ?? key);
  return {
    exit: EXIT.done,
    json: { ignored: !options.undo, records: named, reason: options.undo ? null : reason },
    text: () =>
      `${named.map(clean).join(', ')}: ${options.undo ? 'no longer ignored' : `ignored (${clean(reason)})`}.\n`,
  };
}
