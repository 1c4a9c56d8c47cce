import type { Finding } from '../domain/problems.ts';
import type { MarkedKind, Sightings } from '../ledger/ledger.ts';
import type { RecoveredCustomer } from '../sync/recover/customers.ts';
import type { Recovered, Stands } from '../sync/recover/decide.ts';
import { customerTwice, notImported } from '../sync/recover/findings.ts';
import type { Part } from '../sync/recover/parts.ts';

/** How many stand in which way. */
export interface Counts extends Record<Stands, number> {
  /** Marked objects of the books whose record is in no imported file. */
  notImported: number;
  /** What the ledger does not say yet. */
  toKeep: number;
}

/** Something that the ledger had as another object of the books. */
export interface Relinked {
  kind: MarkedKind;
  name: string;
  before: string;
  booksId: string;
}

export interface ListedFinding {
  kind: MarkedKind;
  name: string;
  booksId: string | undefined;
  finding: Finding;
}

/** As many are listed for people; JSON has them all. */
const MOST_LISTED = 100;

/** What a reading of the books came to, gathered part by part: it grows with what needs a person, not with the books. */
export class RecoverTally {
  readonly counts: Record<MarkedKind, Counts> = { invoice: none(), payment: none(), customer: none() };
  readonly findings: ListedFinding[] = [];
  findingCount = 0;
  readonly relinked: Relinked[] = [];
  relinkedCount = 0;
  readonly #most: number;
  /** Keys of customers that were counted: they come with every part that has an invoice of theirs. */
  readonly #counted = new Set<string>();

  /** `whole`: everything is to be listed. */
  constructor(whole: boolean) {
    this.#most = whole ? Number.MAX_SAFE_INTEGER : MOST_LISTED;
  }

  /** Whether the ledger lacks anything. */
  get news(): boolean {
    return Object.values(this.counts).some(({ toKeep }) => toKeep > 0);
  }

  add({ customers, records }: Part): void {
    for (const customer of customers) this.#addCustomer(customer);
    for (const record of records) this.#addRecord(record);
  }

  /** What carries our mark and belongs to nothing that was added; last of all. */
  async addStrangers(sightings: Sightings): Promise<void> {
    for (const kind of ['invoice', 'payment', 'customer'] as const) {
      const { count, first } = await sightings.strangers(kind, this.#most);
      this.counts[kind].notImported = count;
      this.findingCount += count - first.length;
      for (const sighting of first) this.#addFinding({ kind, ...notImported(kind, sighting) });
    }
  }

  #addRecord({ entry, kind, stands, booksId, before, finding, ...news }: Recovered): void {
    const counts = this.counts[kind];
    const name = entry.number ?? entry.key;
    counts[stands]++;
    if (news.link ?? news.settlement ?? news.judgement) counts.toKeep++;
    if (before !== undefined && booksId !== undefined) this.#addRelinked({ kind, name, before, booksId });
    if (finding) this.#addFinding({ kind, name, booksId: booksId ?? entry.link?.booksId, finding });
  }

  #addCustomer({ key, booksId, before, claim, twice }: RecoveredCustomer): void {
    if (booksId === undefined || this.#counted.has(key)) return;
    this.#counted.add(key);
    const counts = this.counts.customer;
    counts[twice ? 'twice' : 'agrees']++;
    if (claim) counts.toKeep++;
    if (claim && before !== undefined) {
      this.#addRelinked({ kind: 'customer', name: claim.displayName, before, booksId });
    }
    if (twice) this.#addFinding({ kind: 'customer', ...customerTwice(twice) });
  }

  #addRelinked(relinked: Relinked): void {
    this.relinkedCount++;
    if (this.relinked.length < this.#most) this.relinked.push(relinked);
  }

  #addFinding(finding: ListedFinding): void {
    this.findingCount++;
    if (this.findings.length < this.#most) this.findings.push(finding);
  }
}

function none(): Counts {
  return {
    agrees: 0,
    differs: 0,
    voided: 0,
    deleted: 0,
    twice: 0,
    changed: 0,
    pending: 0,
    ignored: 0,
    absent: 0,
    notImported: 0,
    toKeep: 0,
  };
}
