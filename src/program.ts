import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { SyncOptions } from './commands/sync-records.ts';
import { makeContext, namingOf, realWorld, type Context, type World } from './context.ts';
import { EXIT, Problem, type ExitCode } from './domain/problems.ts';
import { jsonText, outcomeText, problemJson, problemText } from './terminal/show.ts';
import { asIs, OF_ONE_COMPANY, type Naming } from './terminal/named.ts';
import type { Outcome } from './terminal/outcome.ts';
import { Terminal } from './terminal/terminal.ts';
import { VERSION } from './version.ts';

interface CommonOptions {
  company?: string;
  json?: boolean;
  csv?: boolean;
}

/** What the command line that runs has come to. */
interface State {
  exit: ExitCode;
  /** What its texts go through before they go out, also those of a failure. */
  naming: Naming;
}

/** {@link run} in the real world. `signal` is aborted by Ctrl-C. */
export async function runHere(argv: string[], signal: AbortSignal): Promise<ExitCode> {
  return run(argv, realWorld(signal));
}

/** Runs one command line and resolves with the exit code. Everything that can go wrong is shown here, and only here. */
export async function run(argv: string[], world: World): Promise<ExitCode> {
  const state: State = { exit: EXIT.done, naming: asIs };
  const program = declare(world, state);
  try {
    await program.parseAsync(isBare(argv) ? [...argv, 'start'] : argv, { from: 'user' });
    return state.exit;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.done;
      if (argv.includes('--json'))
        world.streams.stdout.write(jsonText(problemJson(commandLineProblem(error))));
      return EXIT.usage;
    }
    return showFailure(error, world, argv.includes('--json'), state.naming);
  }
}

/** No command: somebody wants to know where to begin. */
const isBare = ([first, ...more]: string[]): boolean =>
  first === undefined ||
  (first === '--company' ? more.length === 1 : /^--company=./.test(first) && more.length === 0);

async function showFailure(error: unknown, world: World, json: boolean, naming: Naming): Promise<ExitCode> {
  const { stdout, stderr } = world.streams;
  const problem = error instanceof Problem ? error : fault(error);
  const terminal = await Terminal.open(world);
  stderr.write(naming(problemText(problem, terminal.style)));
  if (world.env.QBSYNC_DEBUG && error instanceof Error) stderr.write(`${error.stack ?? ''}\n`);
  if (json) stdout.write(jsonText(problemJson(problem), naming));
  return problem.exit;
}

function commandLineProblem(error: CommanderError): Problem {
  return new Problem({
    code: 'USAGE',
    reason: error.message.replace(/^error: /, ''),
    fix: 'See what can be given with --help.',
    exit: EXIT.usage,
  });
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function fault(error: unknown): Problem {
  return new Problem({
    code: 'QBSYNC_FAULT',
    reason: `qbsync itself failed: ${error instanceof Error ? error.message : String(error)}.`,
    fix: 'What was posted is recorded; run the same command again. If it fails again, run it with QBSYNC_DEBUG=1 and send the output to support.',
    exit: EXIT.bug,
    retry: 'now',
    posted: 'see-status',
  });
}

const SANDBOX_COUNTRIES = ['US', 'AU', 'GB', 'CA'];

/** One more country; people write the codes in either case. */
function countryCode(value: string, before: string[] = []): string[] {
  const code = value.toUpperCase();
  if (!SANDBOX_COUNTRIES.includes(code))
    throw new InvalidArgumentError(`Allowed choices are ${SANDBOX_COUNTRIES.join(', ')}.`);
  return [...before, code];
}

/** Commands that may begin a company. */
const BEGINNERS = new Set(['start', 'connect', 'import', 'configure', 'sandbox', 'demo']);

/** Node says so itself, once, in words that nobody at a terminal understands. */
const UNCHECKED =
  '! NODE_TLS_REJECT_UNAUTHORIZED=0 is set in this window: qbsync cannot tell QuickBooks from somebody who pretends to be it. Take it out. For a network that opens encrypted connections, ask your IT for its certificate and set NODE_EXTRA_CA_CERTS=FILE.';

type Body<A extends unknown[]> = (context: Context, ...rest: A) => Promise<Outcome>;

function declare(world: World, state: State): Command {
  const program = new Command('qbsync');
  const { stdout, stderr } = world.streams;

  /** Opens a context, runs a command's body, which is loaded on demand, prints its outcome. */
  const action =
    <A extends unknown[]>(load: () => Promise<Body<A>>) =>
    async (...given: [...A, Command]) => {
      const command = given.at(-1) as Command;
      const rest = given.slice(0, -1) as unknown as A;
      const options = command.optsWithGlobals<CommonOptions>();
      const name = command.name();
      const naming = OF_ONE_COMPANY.includes(name) ? namingOf(world, options.company) : asIs;
      const context = await makeContext(world, options.company, BEGINNERS.has(name), naming);
      // Only now: a name that is a typo is not to be copied.
      state.naming = naming;
      if (world.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') context.terminal.say(UNCHECKED);
      try {
        const body = await load();
        const outcome = await body(context, ...rest);
        stdout.write(outcomeText(outcome, options, context.terminal.resultStyle, naming));
        state.exit = outcome.exit;
      } finally {
        await context.close();
      }
    };

  program
    .description(
      'Keeps a QuickBooks Online company true to the invoices and payments in OpenSolar CashFlow:\nonce, to the cent, with a plan before anything is posted.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .option('--company <name>', 'short name of the company, where you keep several (see: qbsync companies)')
    .showHelpAfterError('(add --help for what can be given)')
    .configureOutput({
      writeOut: (text) => stdout.write(namingOf(world, program.opts<CommonOptions>().company)(text)),
      writeErr: (text) => stderr.write(text),
    })
    .exitOverride()
    .addHelpText(
      'after',
      `
First steps (qbsync alone says which comes next):
  qbsync connect                     sign in to QuickBooks and choose the company
  qbsync import invoices.csv payments.csv
  qbsync configure                   choose items, accounts and sales tax codes
  qbsync sync-invoice --all --dry-run
  qbsync sync-invoice --all          look at the plan, then confirm
  qbsync sync-payment --all
  qbsync status --project            where everything stands

No QuickBooks at hand? "qbsync demo" shows it all on a company of its own on this machine.`,
    );

  const json = () => new Option('--json', 'print the result as JSON (docs/json.md)');
  const yes = () => new Option('-y, --yes', 'do not ask');

  program
    .command('start')
    .description('say where you are and what comes next (also: qbsync alone)')
    .addOption(json())
    .action(action(async () => (await import('./commands/start.ts')).start));

  program
    .command('connect')
    .description('sign in to QuickBooks and connect a company')
    .addOption(
      new Option('--environment <name>', 'which QuickBooks').choices(['production', 'sandbox', 'local']),
    )
    .option('--url <address>', 'address of a QuickBooks on this machine (environment local)')
    .option('--no-browser', 'print the address and paste back the one you end at')
    .option('--redirect-url <address>', 'the address you ended at, for scripts (with --no-browser)')
    .option(
      '--redirect-uri <address>',
      'the redirect address of your Intuit app, where it is not on this machine',
    )
    .option('--port <number>', 'port of http://localhost:PORT/callback (default: 8477)')
    .option('--keys <file>', 'JSON file with client_id and client_secret')
    .addOption(yes())
    .addOption(json())
    .action(action(async () => (await import('./commands/connect.ts')).connect));

  program
    .command('disconnect')
    .description('end the connection and forget the sign-in; records and settings stay')
    .addOption(yes())
    .addOption(json())
    .action(action(async () => (await import('./commands/disconnect.ts')).disconnect));

  program
    .command('companies')
    .description('list the companies that are kept here, with their state')
    .option('--default <name>', 'which one is meant where none is named')
    .addOption(json())
    .action(action(async () => (await import('./commands/companies.ts')).companies));

  program
    .command('encrypt')
    .description('encrypt the saved sign-in, or say whether it is')
    .option('--key-file <file>', 'keep the key in a file, which is made')
    .option('--key-env [name]', 'keep the key in an environment variable (default: QBSYNC_KEY)')
    .option('--keychain', "keep the key in this computer's keychain")
    .option('--off', 'take the encryption off')
    .option('--forget-sign-in', 'with --off, where the key is lost: forget the sign-in and connect again')
    .addOption(yes())
    .addOption(json())
    .action(action(async () => (await import('./commands/encrypt.ts')).encrypt));

  program
    .command('configure')
    .description('choose items, accounts, payment methods and sales tax codes')
    .option(
      '--set <name=value...>',
      'set without being asked, for instance: --set tax.10=GST line.milestone=Services',
    )
    .option('--from <file>', 'set what a JSON file says, as --show --json prints it')
    .option('--accept-defaults', 'take what is proposed, fail where nothing safe can be')
    .option('--create', 'make in QuickBooks what these settings need and it does not have, without asking')
    .option('--show', 'show the settings and change nothing')
    .addOption(json())
    .action(action(async () => (await import('./commands/configure.ts')).configure));

  program
    .command('import')
    .description('read exported invoices and payments (CSV or JSONL)')
    .argument('<file...>', 'files, or folders of files')
    .option('--preview', 'show what was understood and keep nothing')
    .option(
      '--columns <name=field>',
      'save which column is which (again for each), for instance: --columns "Inv Ref=invoice_number"',
      collect,
    )
    .addOption(
      new Option('--date-format <order>', 'how dates with slashes are written').choices(['mdy', 'dmy']),
    )
    .option('--encoding <name>', 'of a file that is not UTF-8, for instance windows-1252')
    .addOption(new Option('--kind <kind>', 'what the file holds').choices(['invoices', 'payments']))
    .addOption(json())
    .action(action(async () => (await import('./commands/import.ts')).importFiles));

  for (const [name, kind] of [
    ['sync-invoice', 'invoice'],
    ['sync-payment', 'payment'],
  ] as const) {
    const command = program
      .command(name)
      .description(`put ${kind}s into QuickBooks, after a plan`)
      .argument(
        '[id...]',
        kind === 'invoice'
          ? 'numbers (INV-00019) or source ids; - reads them from input'
          : 'payment ids, or invoice numbers; - reads them from input',
      )
      .option('--all', `all ${kind}s`)
      .option('--project <name>', 'those of one project (id or name)')
      .option('--status <status>', 'those with a status, for instance: error')
      .option('--since <date>', 'those dated on or after a day (2026-01-31)')
      .option('--dry-run', 'show the plan and end');
    if (kind === 'invoice') {
      const prefer = new Option(
        '--prefer <side>',
        'which stands where QuickBooks and the source both changed',
      );
      command.addOption(prefer.choices(['source', 'books']));
    } else {
      command.option(
        '--open-part',
        'where less is open than was paid: apply that, leave the rest as a credit',
      );
    }
    command
      .addOption(yes())
      .addOption(json())
      .action(
        action(async () => {
          const { syncRecords } = await import('./commands/sync-records.ts');
          return (context: Context, ids: string[], options: SyncOptions) =>
            syncRecords(context, kind, ids, options);
        }),
      );
  }

  program
    .command('sync')
    .description('import the folders in the settings, then push invoices, then payments (for cron)')
    .option('--dry-run', 'show the plans and end')
    .addOption(yes())
    .addOption(json())
    .action(action(async () => (await import('./commands/sync.ts')).sync));

  program
    .command('status')
    .description('show where records stand')
    .argument('[id...]', 'numbers or ids; all where none is given')
    .option('--project [name]', 'of one project; without a name: totals of every project')
    .option('--status <status>', 'only one status, for instance: error')
    .option('--csv', 'print the result as CSV')
    .addOption(json())
    .action(action(async () => (await import('./commands/status.ts')).status));

  program
    .command('recover')
    .description('rebuild lost records from QuickBooks and the imported export, or check them')
    .option('--dry-run', 'show what is found and end')
    .addOption(yes())
    .addOption(json())
    .addHelpText(
      'after',
      `
For a new computer, a lost ledger, or one that was put back from a backup:
  1. qbsync connect            where the sign-in is lost too
  2. qbsync import FILE...     all exports, invoices and payments
  3. qbsync recover
It reads all customers, invoices and payments in QuickBooks and finds by their marks those that qbsync
put there. It shows what agrees and what does not, asks, and writes down on this computer which record
is which. It changes nothing in QuickBooks. Run on a ledger that is whole it is a check.`,
    )
    .action(action(async () => (await import('./commands/recover.ts')).recover));

  program
    .command('ignore')
    .description('leave records out of QuickBooks, with a reason')
    .argument('<id...>', 'numbers or ids')
    .option('--reason <text>', 'why; shown in status')
    .option('--undo', 'take them up again')
    .addOption(json())
    .action(action(async () => (await import('./commands/ignore.ts')).ignore));

  program
    .command('doctor')
    .description('look for every known cause of trouble before it hurts, and say what mends it')
    .option('--only <check>', 'only this check (again, or with commas, for several)', collect)
    .option('--fix', 'mend what can be mended here, after showing it; QuickBooks is never changed')
    .option('--bundle [file]', 'write an archive for support, without secrets and without names')
    .option('--include-contacts', 'leave names and e-mails of customers in that archive')
    .addOption(yes())
    .addOption(json())
    .action(action(async () => (await import('./commands/doctor.ts')).doctor));

  program
    .command('explain')
    .description('say what the code at the end of a message means, and what to do')
    .argument('[code...]', 'for instance NOT_CONNECTED or 6240; all codes where none is given')
    .addOption(json())
    .action(async (words: string[], _: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      state.naming = namingOf(world, options.company);
      const { explain } = await import('./commands/explain.ts');
      const outcome = await explain(words);
      const { resultStyle } = await Terminal.open(world);
      stdout.write(outcomeText(outcome, options, resultStyle, state.naming));
      state.exit = outcome.exit;
    });

  program
    .command('sandbox')
    .description('run a QuickBooks to try things on, on this machine only')
    .option('--port <number>', 'port (default: a free one; with --state that of the last time)')
    .addOption(
      new Option('--country <code...>', 'country of a company; several make as many companies (default: US)')
        .choices(SANDBOX_COUNTRIES)
        .argParser(countryCode),
    )
    .addOption(
      new Option(
        '--seed <name>',
        'what is in it at first: a small installer, one after a year, or nothing (default: starter)',
      ).choices(['starter', 'demo', 'empty']),
    )
    .option('--automated-tax', 'companies in the US use automated sales tax')
    .option('--multicurrency', 'companies keep several currencies')
    .option('--state <folder>', 'keep the companies in a folder, to go on with them later')
    .option('--limits', 'refuse too many requests as QuickBooks does (500 a minute, 10 a second)')
    .option('--latency <ms>', 'how long QuickBooks takes to answer, in milliseconds')
    .option(
      '--fault <fault...>',
      'go wrong on purpose, for instance: --fault lose-answer,path=/invoice,times=3',
    )
    .option('--fault-seed <number>', 'go wrong by chance, the same way for the same number')
    .option(
      '--fault-rate <part>',
      'how often by chance, from 0 to 1 (default: 0.05, one request in twenty; alone it takes seed 1)',
    )
    .option('--json', 'print the address and keys as one line of JSON')
    .action(action(async () => (await import('./commands/sandbox.ts')).sandbox));

  program
    .command('demo')
    .description('a guided tour on a company of its own: nothing leaves this machine')
    .option('--folder <folder>', 'where the tour keeps its files', 'qbsync-demo')
    .action(action(async () => (await import('./commands/demo.ts')).demo));

  return program;
}
