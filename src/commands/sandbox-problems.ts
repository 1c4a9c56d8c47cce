import { EXIT, Problem } from '../domain/problems.ts';

/** What the operating system says of a folder, in words. */
const FOLDER_FAULTS: Readonly<Record<string, string>> = {
  EEXIST: 'is a file, not a folder',
  ENOENT: 'cannot be made there',
  ENOTDIR: 'leads through a file, not a folder',
  EACCES: 'may not be written by you',
  EPERM: 'may not be written by you',
  EROFS: 'is on a disk that cannot be written',
  ENOSPC: 'is on a disk that is full',
};

/** Why the sandbox did not start, and what to do. */
export function startProblem(error: unknown, port: number, folder: string | undefined): Problem {
  if (!(error instanceof Error)) return other(String(error), error);
  const code = 'code' in error ? String(error.code) : '';
  if ('syscall' in error && error.syscall === 'listen' && (code === 'EADDRINUSE' || code === 'EACCES')) {
    return new Problem({
      code: 'PORT_IN_USE',
      reason: `Port ${port} is used by another program (or may not be used).`,
      fix: 'Choose another: --port 0 takes any free one.',
      exit: EXIT.usage,
      cause: error,
    });
  }
  if (error.name === 'ForeignFolder') {
    return new Problem({
      code: 'SANDBOX_STATE',
      reason: `${error.message}. Nothing was written into it.`,
      fix: 'Give an empty folder with --state, one that does not exist yet, or one that qbsync sandbox made.',
      exit: EXIT.usage,
      cause: error,
    });
  }
  if (error.name === 'FolderInUse') {
    return new Problem({
      code: 'SANDBOX_IN_USE',
      reason: `${error.message}.`,
      fix: 'Stop that one first (Ctrl-C in its window), or give another folder with --state.',
      exit: EXIT.busy,
      retry: 'later',
      cause: error,
    });
  }
  if (error.name === 'DamagedJournal') {
    return new Problem({
      code: 'SANDBOX_DAMAGED',
      reason: `${error.message}, so what comes after it cannot be trusted. Nothing was changed.`,
      fix: 'Put back a copy of the folder that you made earlier, or start with another folder.',
      exit: EXIT.usage,
      cause: error,
    });
  }
  const fault = FOLDER_FAULTS[code];
  return other(fault === undefined || folder === undefined ? error.message : `${folder} ${fault}`, error);
}

function other(what: string, cause: unknown): Problem {
  return new Problem({
    code: 'SANDBOX_STATE',
    reason: `The sandbox cannot start: ${what}.`,
    fix: 'Check the folder given with --state (it must be writable and made by qbsync sandbox), or start without it.',
    exit: EXIT.usage,
    cause,
  });
}
