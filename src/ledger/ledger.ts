import type { Money } from '../domain/money.ts';
import type { RecordKind, SourceRecord } from '../domain/records.ts';
import type { SignInStanding } from '../domain/sign-in.ts';
import type { Standing } from '../domain/status.ts';

/** Points at one record. `key` is the source's id, or the number where it gives none; it never changes. */
export interface RecordRef {
  kind: RecordKind;
  key: string;
}

/** A record in the books, as it was when qbsync last saw or wrote it. */
export interface Link {
  booksId: string;
  booksNumber: string | undefined;
  /** QuickBooks' version counter of the object, to notice a person's edit. */
  syncToken: string;
  total: Money;
  /** Of the record as it was put into the books. */
  fingerprint: string;
  how: 'created' | 'adopted' | 'updated' | 'voided';
  at: string;
}

/** What an entry says of its place in the books; the total as text, as with {@link Entry}. */
export interface EntryLink extends Pick<Link, 'booksId' | 'syncToken' | 'fingerprint'> {
  booksNumber?: string | undefined;
  total: string;
}

export interface NewLink {
  kind: WriteKind;
  key: string;
  link: Omit<Link, 'at'>;
  /** What is wrong with the object that is linked. */
  standing?: Standing;
}

export interface Judgement extends RecordRef {
  standing: Standing | undefined;
}

/** What is known of one record without its lines: enough for tables and choices. */
export interface Entry extends RecordRef {
  sourceId?: string | undefined;
  number?: string | undefined;
  projectId?: string | undefined;
  projectName?: string | undefined;
  customerKey?: string | undefined;
  customerName?: string | undefined;
  date: string;
  currency?: string | undefined;
  /** Decimal text with two places, as it is kept: most readers only show it. */
  total: string;
  /** The source's own state: draft, issued, paid, cancelled; received, pending, failed, refunded. */
  state: string;
  fingerprint: string;
  file: string;
  line: number;
  link?: EntryLink | undefined;
  standing?: Standing | undefined;
  /** A request went out and its outcome is not known. */
  open: boolean;
}

export interface NewRecord {
  record: SourceRecord;
  total: Money;
  customerKey: string | undefined;
  customerName: string | undefined;
  file: string;
  line: number;
}

export interface KeptReject {
  file: string;
  line: number;
  kind: string;
  column?: string | undefined;
  recordId?: string | undefined;
  what: string;
  expected: string;
  /** Why a person left it out for good; absent while it still has to be mended. */
  ignored?: string | undefined;
}

/** A record that cannot be kept, because its number is that of another one. */
export interface Clash extends KeptReject {
  kind: RecordKind;
  recordId: string;
}

/** What a file holds, one thing after the other. */
export type FileItem = { record: NewRecord } | { reject: KeptReject };

export interface FileContent {
  file: string;
  items: AsyncIterable<FileItem>;
}

/** What became of the records of a file. */
export interface TakenFile {
  added: number;
  changed: number;
  unchanged: number;
  clashes: Clash[];
}

/** What can be written to the books and must therefore leave an intent first. */
export type WriteKind = RecordKind | 'customer' | 'item';

export type WriteOperation = 'create' | 'update' | 'void';

export interface Intent {
  runId: number;
  kind: WriteKind;
  key: string;
  operation: WriteOperation;
  requestId: string;
  /** JSON text, sent byte for byte, also when sent again. */
  body: string;
  bodyHash: string;
  fingerprint: string;
  /** Its name within the batch that `requestId` stands for; absent where it was sent by itself. */
  batchItem?: string | undefined;
}

export interface Attempt extends Intent {
  id: number;
  sentAt: string;
}

/** How an attempt ended. `unsent`: surely never carried out; `abandoned`: something else stands there in the books. */
export type AttemptEnd =
  | { state: 'posted'; booksId: string; tid?: string | undefined }
  | { state: 'refused' | 'unsent' | 'abandoned'; fault: string; tid?: string | undefined };

/** The end of one attempt, and what follows from it. */
export interface Settlement {
  attemptId: number;
  end: AttemptEnd;
  consequence?: Consequence;
}

/** What an outcome means for the record it belongs to. */
export interface Consequence {
  link?: Omit<Link, 'at'>;
  /** For a customer: whom the books now hold under its claimed name. */
  customerId?: string;
  standing?: Standing;
}

export interface CustomerClaim {
  key: string;
  /** As the source has it. */
  name: string;
  /** As it stands or will stand in the books: unique there, so unique here. */
  displayName: string;
  booksId: string | undefined;
}

/** What carries our mark in the books. */
export type MarkedKind = RecordKind | 'customer';

/** An object of the books, as a reading of all of them came across it. */
export interface Sighting {
  booksId: string;
  /** The id that its mark says, where it carries one. */
  mark: string | undefined;
  /** What is to be known of it: text of whoever read it. */
  content: string;
}

export interface KnownSighting extends Sighting {
  /** The record that the ledger has it linked to. */
  holder: string | undefined;
}

/** What one reading of the books came across: not held in memory, and gone with the process. */
export interface Sightings {
  /** Keeps sightings; one that was kept before is replaced. */
  add(kind: MarkedKind, sightings: readonly Sighting[]): Promise<void>;
  /** Those with one of the marks or ids, the lowest id first. */
  find(kind: MarkedKind, marks: readonly string[], booksIds: readonly string[]): Promise<KnownSighting[]>;
  /** Remembers that these belong to something that was imported. */
  recognise(kind: MarkedKind, booksIds: readonly string[]): Promise<void>;
  /** Marked ones that belong to nothing that was imported: how many there are, and the first of them. */
  strangers(kind: MarkedKind, most: number): Promise<{ count: number; first: Sighting[] }>;
  /** Ids that the ledger has linked and the reading did not come across. */
  missing(kind: RecordKind): Promise<string[]>;
}

/** Which company the ledger belongs to, and how it stands: all that `status` must know without opening the secrets. */
export interface LedgerCompany extends SignInStanding {
  id: string;
  name: string;
  environment: string;
}

/** How many records are kept, and how they stand. */
export interface Tally {
  records: number;
  booked: number;
  /** Sent, without an answer yet. */
  unanswered: number;
  /** Neither in the books nor left out for a reason: not issued yet, ignored, already paid there. */
  left: number;
}

export interface RunEnd {
  exit: number;
  created: number;
  failed: number;
}

export interface KeptRun {
  command: string;
  startedAt: string;
  /** Absent where it goes on, or was killed. */
  endedAt?: string | undefined;
  exit?: number | undefined;
  created: number;
  failed: number;
}

/** An attempt that did not end in the books, or is not known to. */
export interface NotPosted {
  kind: string;
  key: string;
  operation: string;
  state: string;
  sentAt: string;
  fault?: string | undefined;
  /** Intuit's trace id. */
  tid?: string | undefined;
}

export interface LedgerSize {
  version: number;
  rows: Record<string, number>;
}

export interface AppliedPart {
  paymentKey: string;
  /** As the payment writes it; compare it folded. */
  invoiceNumber: string;
  amount: Money;
}

export interface Filter {
  kind?: RecordKind;
  keys?: string[];
  /** Ids or numbers as people give them. */
  ids?: string[] | undefined;
  /** Id or name of a project. */
  project?: string;
  /** Document date on or after. */
  since?: string;
}

/** What we know of every record and every write: one database a company. All methods throw `Problem` only. */
/** A write that QuickBooks refused: surely nothing was posted. */
export interface Refused {
  key: string;
  operation: string;
  bodyHash: string;
}

export interface Ledger {
  /**
   * Takes in files, each in one transaction, and replaces what it had rejected before. Records are not held in memory, and
   * nothing is kept before the last file is read: where one breaks off with an error, the ledger is as it was.
   */
  takeIn(files: readonly FileContent[]): Promise<TakenFile[]>;
  entries(filter?: Filter): Promise<Entry[]>;
  /** Keys of the records of a kind that fit, in the order of {@link entries}: all of them can be held at once. */
  keys(filter: Filter & { kind: RecordKind }): Promise<string[]>;
  /** Full records, in the order asked for; an unknown one is left out. */
  contents(refs: RecordRef[]): Promise<SourceRecord[]>;
  /** What the records use that has to be mapped, each once: tax rates in percent, payment methods as they are written. */
  used(): Promise<{ taxRates: Money[]; methods: string[] }>;
  rejects(): Promise<KeptReject[]>;
  /** A person leaves a reject out for good (or, without a reason, takes it up again). */
  ignoreReject(reject: KeptReject, reason: string | undefined): Promise<void>;
  /** Keys of the payments that apply to one of these invoice numbers. */
  paymentsOf(invoiceNumbers: string[]): Promise<string[]>;
  /** What payments apply to which invoice, as the source has it; of all of them without keys. */
  applications(paymentKeys?: string[]): Promise<AppliedPart[]>;

  /** Keeps the last judgement on records; undefined forgets it. */
  judge(judgements: readonly Judgement[]): Promise<void>;
  link(links: readonly NewLink[]): Promise<void>;
  linkOf(kind: WriteKind, key: string): Promise<Link | undefined>;
  /** Those of these books ids that are linked to a record. */
  linkedIds(kind: WriteKind, booksIds: string[]): Promise<Set<string>>;

  customers(keys: string[]): Promise<CustomerClaim[]>;
  /** Whose claim a display name is, without regard to case. */
  customerNamed(displayName: string): Promise<CustomerClaim | undefined>;
  /** All of them or none. */
  claimCustomers(claims: readonly CustomerClaim[]): Promise<void>;
  /** Whose these customers of the books are. */
  customersInBooks(booksIds: string[]): Promise<CustomerClaim[]>;

  /** An empty place for what a reading of the books comes across; what an earlier one held is gone. */
  sightings(): Promise<Sightings>;

  startRun(command: string): Promise<number>;
  endRun(id: number, end: RunEnd): Promise<void>;

  /** Commits intents before anything is sent, all or none; ids in their order. At most one open attempt a record. */
  intend(intents: readonly Intent[]): Promise<number[]>;
  /** Commits outcomes, together with what follows from them: all or nothing. */
  settle(settlements: readonly Settlement[]): Promise<void>;
  openAttempts(): Promise<Attempt[]>;
  /** JSON text of what was last created or changed in the books for a record; undefined where it was adopted. */
  lastPosted(kind: WriteKind, key: string): Promise<string | undefined>;
  /** Every definite refusal of what was sent for these records. */
  refusals(kind: WriteKind, keys: readonly string[]): Promise<Refused[]>;

  /** The last runs, the newest first. */
  runs(most: number): Promise<KeptRun[]>;
  /** What was sent and not posted, the newest first. */
  notPosted(most: number): Promise<NotPosted[]>;
  /** For support: how much there is of what, and which version of the ledger it is. */
  size(): Promise<LedgerSize>;
  /** Throws where the file is damaged: asked before a run that writes, since a torn page can hide records silently. */
  verify(): Promise<void>;
  tally(): Promise<Tally>;
  /** The company that this ledger belongs to; undefined before the first connect. */
  company(): Promise<LedgerCompany | undefined>;
  setCompany(company: LedgerCompany): Promise<void>;
  close(): void;
}
