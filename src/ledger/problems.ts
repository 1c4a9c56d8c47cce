import { diskProblem, NOTHING_MORE, saidBy } from '../domain/disk.ts';
import type { ProblemCode } from '../domain/catalogue/index.ts';
import { EXIT, Problem } from '../domain/problems.ts';

const NO_ACCESS = /readonly|read-only|unable to open|permission|EACCES|EPERM|EROFS|EISDIR|ENOTDIR/i;
const DAMAGED = /malformed|not a database|corrupt/i;
const BUSY = /locked|busy/i;

/** Why a ledger file cannot be used, from what SQLite or Node says. */
export function ledgerProblem(file: string, error: unknown): Problem {
  const said = saidBy(error);
  const disk = diskProblem('ledger', file, error);
  if (disk) return disk;
  if (NO_ACCESS.test(said)) return noAccess('LEDGER_ACCESS', 'ledger', file, error);
  if (DAMAGED.test(said)) {
    return stopped(
      'LEDGER_DAMAGED',
      `The ledger ${file} is damaged.`,
      `Do not delete it. ${PUT_BACK} Where there is none, ask for help with this file at hand.`,
      error,
    );
  }
  if (BUSY.test(said)) {
    return new Problem({
      code: 'LEDGER_BUSY',
      reason: `Another program holds the ledger ${file}. ${NOTHING_MORE}`,
      fix: 'Wait until the other qbsync has ended, then run the same command again.',
      exit: EXIT.busy,
      retry: 'later',
      cause: error,
    });
  }
  return stopped(
    'LEDGER_FAILED',
    `The ledger ${file} cannot be used (${said}).`,
    'Check the disk, then run the same command again.',
    error,
  );
}

/** Why records cannot wait in a temporary file, where it is not the ledger that is to blame. */
export function stagingProblem(file: string, error: unknown): Problem {
  const where = "in the system's folder for temporary files";
  return diskProblem('records that were read', where, error) ?? ledgerProblem(file, error);
}

/** Why a lock file cannot be used. It holds no records. */
export function lockProblem(file: string, error: unknown): Problem {
  const disk = diskProblem('lock file', file, error);
  if (disk) return disk;
  if (NO_ACCESS.test(saidBy(error))) return noAccess('LOCK_ACCESS', 'lock file', file, error);
  return stopped(
    'LOCK_FAILED',
    `The lock file ${file} cannot be used (${saidBy(error)}).`,
    'Move this file away: it holds no records. Then run the same command again.',
    error,
  );
}

export function notALedger(file: string): Problem {
  return new Problem({
    code: 'LEDGER_FOREIGN',
    reason: `${file} is not a ledger of qbsync: another program made it. It was left as it is.`,
    fix: 'Move the file away, or set QBSYNC_HOME to another folder.',
    exit: EXIT.stopped,
  });
}

export function newerLedger(file: string, version: number, known: number): Problem {
  return stopped(
    'LEDGER_NEWER',
    `The ledger ${file} was written by a newer qbsync (ledger version ${version}, this one knows ${known}).`,
    'Update qbsync on this machine, then run the same command again.',
  );
}

/** A connected company has a ledger: `connect` makes it before it keeps the sign-in. */
export function missingLedger(file: string): Problem {
  return stopped('LEDGER_MISSING', `The ledger ${file} is not there. ${FORGOTTEN}`, BEGIN_ANEW);
}

/** One that SQLite would take for a new one, or that was made before the company was connected. */
export function emptyLedger(file: string): Problem {
  return stopped(
    'LEDGER_EMPTY',
    `The ledger ${file} is not the one that this company was connected with: it is new. ${FORGOTTEN}`,
    BEGIN_ANEW,
  );
}

const FORGOTTEN =
  'Without it nobody knows here what was sent to QuickBooks before, and what you left out of it. It was not begun anew.';

/** Files beside a ledger belong to that very file: put beside another one, SQLite would mix the two. */
const PUT_BACK =
  'Put back ledger.sqlite from your backup, and move ledger.sqlite-wal and ledger.sqlite-shm away if they are there.';

const BEGIN_ANEW = `${PUT_BACK} Where there is none, begin a new one: qbsync connect, then qbsync import with your exports, then qbsync recover.`;

function noAccess(code: ProblemCode, what: string, file: string, error: unknown): Problem {
  return stopped(
    code,
    `The ${what} ${file} cannot be opened for writing.`,
    'Check that the folder exists and that you may write in it (or set QBSYNC_HOME to one where you may).',
    error,
  );
}

function stopped(code: ProblemCode, reason: string, fix: string, cause?: unknown): Problem {
  return new Problem({ code, reason: `${reason} ${NOTHING_MORE}`, fix, exit: EXIT.stopped, cause });
}
