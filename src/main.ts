import { EXIT } from './domain/problems.ts';
import { VERSION } from './version.ts';

/** Runs the program on this process and ends it. The first Ctrl-C asks it to stop, a second one stops at once. */
export async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  // Asked by every script and installer: answered before the command line is loaded (bench/start-up.ts).
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  const interrupt = new AbortController();
  const stop = () => {
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // A reader that went away (`qbsync status | head`) is no fault of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });
  const { runHere } = await import('./program.ts');
  const exit = await runHere(argv, interrupt.signal);
  process.exitCode = exit;
  // Ends kept-alive connections and prompts; what was written to a pipe is out by then.
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(exit);
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
