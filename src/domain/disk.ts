import { EXIT, Problem } from './problems.ts';

const FULL = /disk is full|SQLITE_FULL|ENOSPC|EDQUOT/i;
const FAILING = /disk I\/O error|SQLITE_IOERR|\bEIO\b|EFBIG/i;

/**
 * What a disk did that is full or fails, in the same words whichever of our files it met; undefined where the disk is
 * not to blame. `error` is one of Node or of SQLite.
 */
export function diskProblem(what: string, file: string, error: unknown): Problem | undefined {
  const said = saidBy(error);
  if (FULL.test(said)) {
    return new Problem({
      code: 'DISK_FULL',
      reason: `The disk is full, so the ${what} (${file}) cannot be written. ${NOTHING_MORE}`,
      fix: 'Free some space, then run the same command again.',
      exit: EXIT.stopped,
      cause: error,
    });
  }
  if (!FAILING.test(said)) return undefined;
  return new Problem({
    code: 'DISK_FAILS',
    reason: `The disk does not read or write the ${what} (${file}) as it should (${said}). ${NOTHING_MORE}`,
    fix: 'Check the disk and its connection, then run the same command again.',
    exit: EXIT.stopped,
    cause: error,
  });
}

/** For whatever keeps a file of ours from being used. */
export const NOTHING_MORE = 'Nothing more was sent to QuickBooks.';

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'you have no right to it',
  EPERM: 'you have no right to it',
  EROFS: 'the disk is write-protected',
  EISDIR: 'a folder stands in its place',
  ENOTDIR: 'its folder is a file',
  ENOENT: 'it or its folder is not there',
  EEXIST: 'it is there already',
  EBUSY: 'another program uses it',
  EMFILE: 'too many files are open',
};

/** As {@link saidBy}, in words that people know. */
export function whyOf(error: unknown): string {
  const said = saidBy(error);
  return WORDS[said] ?? said;
}

/** An error of the system is known by its short code (`ENOSPC`), one of SQLite by its words. */
export function saidBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return /^E[A-Z0-9]+$/.test(code) ? code : error.message;
}
