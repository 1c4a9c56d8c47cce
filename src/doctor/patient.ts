import { accessSync, constants, existsSync } from 'node:fs';
import type { CompanyFiles } from '../company/open.ts';
import { ensureFolder, type CompanyPaths } from '../company/paths.ts';
import { NO_SETTINGS, type Settings } from '../company/settings.ts';
import type { Clock } from '../domain/clock.ts';
import { foldNumber } from '../domain/identity.ts';
import type { Machine } from '../domain/machine.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import type { SourceInvoice, SourceRecord } from '../domain/records.ts';
import type { Entry, Ledger, LedgerCompany } from '../ledger/ledger.ts';
import { emptyLedger } from '../ledger/problems.ts';
import type { Books } from '../qbo/books.ts';
import type { Connection } from '../qbo/connection.ts';
import type { CompanyInfo, Invoice } from '../qbo/entities.ts';
import type { Transport } from '../qbo/http.ts';
import { notConnected } from '../qbo/session.ts';
import { carriesNumbers, companyFacts, countryCode, type CompanyFacts } from '../sync/company.ts';
import { readLists } from '../sync/lists.ts';
import { salesCodes, type CompanyLists, type SalesCode } from '../sync/proposals.ts';
import { NotChecked, type Part } from './check.ts';

/** What the company answered. */
export interface Online {
  books: Books;
  info: CompanyInfo;
  facts: CompanyFacts;
  lists: CompanyLists;
  codes: SalesCode[];
}

export interface Known<R extends SourceRecord = SourceRecord> {
  entry: Entry;
  record: R;
}

/** How the parts of a patient are opened. */
export interface PatientParts {
  clock: Clock;
  env: Record<string, string | undefined>;
  cwd: string;
  platform: NodeJS.Platform;
  machine: Machine;
  transport: Transport;
  paths: CompanyPaths;
  files(): Promise<CompanyFiles>;
  ledger(): Promise<Ledger>;
  books(): Promise<Books>;
}

/** All that checks look at. Each part is opened once, when the first check asks for it; what is not to be had says why. */
export class Patient {
  readonly parts: PatientParts;

  constructor(parts: PatientParts) {
    this.parts = parts;
  }

  get paths(): CompanyPaths {
    return this.parts.paths;
  }

  /** The folder that everything of the company stands in. */
  readonly folder = once(() =>
    this.#part('folder', 'the folder for its files cannot be used', () => {
      ensureFolder(this.paths.folder);
      accessSync(this.paths.folder, constants.R_OK | constants.W_OK);
    }),
  );

  readonly settings = once(async (): Promise<Settings> => {
    await this.folder();
    return this.#part('settings', 'the settings cannot be read', async () =>
      (await this.parts.files()).settings(),
    );
  });

  /** As it is on disk now: asking the company may renew the sign-in, or find it ended. */
  async connection(): Promise<Connection> {
    await this.folder();
    const kept = await this.#part('connection', 'the connection cannot be read', async () =>
      (await this.parts.files()).connection(),
    );
    if (!kept) throw new NotChecked('connection', 'no company is connected', notConnected());
    return kept;
  }

  readonly ledger = once(async (): Promise<Ledger> => {
    await this.folder();
    const { ledger, connection } = this.paths;
    if (!existsSync(ledger) && !existsSync(connection))
      throw new NotChecked('ledger', 'nothing is kept on this computer yet');
    return this.#part('ledger', 'the ledger cannot be used', async () => {
      const open = await this.parts.ledger();
      await open.verify();
      if (existsSync(connection) && !(await open.company())) throw emptyLedger(ledger);
      return open;
    });
  });

  readonly company = once(async (): Promise<LedgerCompany | undefined> => (await this.ledger()).company());

  readonly entries = once(async (): Promise<Entry[]> => (await this.ledger()).entries());

  /** Records that the next runs put into the books: not there yet, nor ignored, without an answer or too early. */
  readonly waiting = once(async (): Promise<Known[]> => {
    const wanted = (await this.entries()).filter(
      ({ link, open, standing, state }) =>
        !link && !open && standing?.state !== 'ignored' && WAITS.has(state),
    );
    const records = await (await this.ledger()).contents(wanted);
    // Where the settings cannot be read, all that could be is looked at.
    const { startDate = '' } = await this.settings().catch(() => NO_SETTINGS);
    return wanted.flatMap((entry, at) => {
      const record = records[at];
      return record && entry.date >= startDate ? [{ entry, record }] : [];
    });
  });

  async waitingInvoices(): Promise<Known<SourceInvoice>[]> {
    return (await this.waiting()).flatMap(({ entry, record }) =>
      record.kind === 'invoice' ? [{ entry, record }] : [],
    );
  }

  readonly online = once(async (): Promise<Online> => {
    const connection = await this.connection();
    const bound = await this.company();
    if (bound && (bound.id !== connection.companyId || bound.environment !== connection.environment))
      throw new NotChecked('company', 'another company is connected', otherCompany(bound, connection));
    return this.#part('online', 'QuickBooks could not be asked', async () => {
      const books = await this.parts.books();
      const [info, lists] = await Promise.all([books.companyInfo(), readLists(books)]);
      const country = countryCode(info.Country) ?? connection.country;
      const { companyId: id, environment } = connection;
      const facts = companyFacts({ id, name: info.CompanyName, environment, country }, lists.preferences);
      return { books, info, facts, lists, codes: salesCodes(lists, facts) };
    });
  });

  /** Invoices of the books that carry the number of a waiting one, per folded number. */
  readonly sameNumbers = once(async (): Promise<Map<string, Invoice[]>> => {
    const { books, facts } = await this.online();
    const found = new Map<string, Invoice[]>();
    if (!carriesNumbers(facts, await this.settings())) return found;
    const numbers = (await this.waitingInvoices()).map(({ record }) => record.number);
    for (const invoice of await books.among('Invoice', 'DocNumber', numbers)) {
      const number = foldNumber(invoice.DocNumber ?? '');
      found.set(number, [...(found.get(number) ?? []), invoice]);
    }
    return found;
  });

  async #part<T>(part: Part, because: string, open: () => T | Promise<T>): Promise<T> {
    try {
      return await open();
    } catch (error) {
      if (error instanceof NotChecked) throw error;
      const problem = error instanceof Problem ? error : accessProblem(this.paths.folder, error);
      if (!problem || problem.exit === EXIT.interrupted) throw error;
      throw new NotChecked(part, because, problem);
    }
  }
}

/** States of the source in which a record belongs into the books. */
const WAITS = new Set(['issued', 'paid', 'received']);

function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => (opened ??= open());
}

function accessProblem(folder: string, error: unknown): Problem | undefined {
  if (!(error instanceof Error && 'syscall' in error && error.syscall === 'access')) return undefined;
  return new Problem({
    code: 'HOME_FOLDER',
    reason: `The folder ${folder} cannot be read and written.`,
    fix: 'See to it that you may write there, or set QBSYNC_HOME to a folder where you may write.',
    exit: EXIT.stopped,
    cause: error,
  });
}

function otherCompany(bound: LedgerCompany, { companyName, environment }: Connection): Problem {
  const same = bound.name === companyName ? `${companyName} in another place (${environment})` : companyName;
  return new Problem({
    code: 'COMPANY_DIFFERS',
    reason: `The records kept here belong to ${bound.name}, but ${same} is connected. Nothing is sent.`,
    fix: 'Run: qbsync connect (and choose the company that is meant)',
    exit: EXIT.settings,
  });
}
