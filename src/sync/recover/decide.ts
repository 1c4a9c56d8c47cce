import type { Money } from '../../domain/money.ts';
import { forRecord } from '../../domain/problems.ts';
import type { SourceInvoice, SourcePayment } from '../../domain/records.ts';
import type { Attempt, Entry, Judgement, NewLink, Settlement } from '../../ledger/ledger.ts';
import {
  invoiceAgrees,
  invoiceDiffers,
  paymentAgrees,
  paymentDiffers,
  type InvoiceIds,
  type InvoiceTerms,
} from '../agreement.ts';
import { consequenceOf, type BookedRecord } from '../attempts.ts';
import type { Verdict } from '../judge.ts';
import { BOOKED_TWICE, deleted, isVoided, voided } from '../match.ts';
import type { Adoption } from '../plan.ts';
import { changedAfterBooking } from '../payment-findings.ts';
import { adoptionOfInvoice } from '../plan-linked.ts';
import { adoptionOfPayment } from '../plan-payments.ts';
import { cancelledInSource } from '../plan-withdrawn.ts';
import { adoptedLink } from '../push.ts';
import type { SeenInvoice, SeenPayment } from './seen.ts';

/**
 * How a record stands against the books. `changed`: it changed in the source since it was put there, which the next
 * sync plans. `pending`: sent, and not seen. `ignored`: a person leaves it out. `absent`: not there.
 */
export type Stands =
  'agrees' | 'differs' | 'voided' | 'deleted' | 'twice' | 'changed' | 'pending' | 'ignored' | 'absent';

/** What a reading of the books tells of one record, and what the ledger is to keep of it. Nothing of it goes to the books. */
export interface Recovered {
  kind: Entry['kind'];
  entry: Entry;
  stands: Stands;
  /** The object of the books that is this record. */
  booksId?: string | undefined;
  /** The other one that the ledger had it linked to. */
  before?: string | undefined;
  finding?: Verdict | undefined;
  /** Whom an invoice is booked on. */
  customer?: Adoption['customer'];
  link?: NewLink;
  settlement?: Settlement;
  judgement?: Judgement | undefined;
}

/** What the books and the ledger hold for one record. */
export interface Found<S> {
  /** Objects that carry its mark, or that it is linked to. */
  seen: readonly S[];
  /** The request whose outcome is not known yet. */
  attempt: Attempt | undefined;
}

/** Of a link whose object stands there with content that nobody here knows: no fingerprint and no version are equal to it. */
const UNKNOWN = '';

/** The one of several objects that is a record's: the one it is linked to, unless it was voided; else the first that stands. */
export function chosen<S extends { Id: string; TotalAmt: Money }>(
  linkedId: string | undefined,
  seen: readonly S[],
): S | undefined {
  const standing = seen.filter((object) => !isVoided(object));
  const among = standing.length > 0 ? standing : seen;
  return among.find(({ Id }) => Id === linkedId) ?? among[0];
}

/** Decides one invoice. Pure. */
export function recoverInvoice(
  entry: Entry,
  record: SourceInvoice,
  found: Found<SeenInvoice>,
  terms: InvoiceTerms,
): Recovered {
  const wrong = (now: SeenInvoice): Verdict | undefined => {
    if (record.state === 'cancelled') return isVoided(now) ? undefined : cancelledInSource();
    if (isVoided(now)) return voided(now.Id);
    return invoiceAgrees(record, now, terms) ? undefined : invoiceDiffers(record, now, terms);
  };
  return recovered<SeenInvoice>(entry, found, { wrong, adoption: adoptionOfInvoice });
}

/** Decides one payment. Pure. */
export function recoverPayment(
  entry: Entry,
  record: SourcePayment,
  found: Found<SeenPayment>,
  ids: InvoiceIds,
): Recovered {
  const wrong = (now: SeenPayment): Verdict | undefined => {
    if (record.state !== 'received') return changedAfterBooking(record, entry);
    if (isVoided(now)) return voided(now.Id);
    return paymentAgrees(record, now, ids) ? undefined : paymentDiffers(record, now, ids);
  };
  return recovered<SeenPayment>(entry, found, { wrong, adoption: adoptionOfPayment });
}

/** What differs between the kinds of records. */
interface Ways<S> {
  /** What is wrong with the object that is this record's. */
  wrong(now: S): Verdict | undefined;
  adoption(now: S): Adoption;
}

type Seen = BookedRecord & { TxnDate: string };

function recovered<S extends Seen>(entry: Entry, { seen, attempt }: Found<S>, ways: Ways<S>): Recovered {
  const { kind, link, standing } = entry;
  const object = chosen(link?.booksId, seen);
  // An update is settled by sending it again only: its object stands there either way.
  if (attempt && (!object || attempt.operation === 'update')) return { kind, entry, stands: 'pending' };
  if (!object) return notThere(entry);
  const content = attempt?.fingerprint ?? knownContent(entry, object.Id);
  const changed = content !== undefined && content !== entry.fingerprint;
  const wrong = changed ? undefined : ways.wrong(object);
  const twice = bookedTwice(seen, ways);
  const ignored = standing?.state === 'ignored';
  const finding = ignored ? undefined : named(entry, twice ?? wrong);
  const adoption = ways.adoption(object);
  return {
    kind,
    entry,
    stands: ignored ? 'ignored' : twice ? 'twice' : changed ? 'changed' : standsWith(wrong),
    booksId: object.Id,
    before: link && link.booksId !== object.Id ? link.booksId : undefined,
    finding,
    customer: adoption.customer,
    ...(attempt
      ? { settlement: settled(attempt, object, errorOf(entry, finding)) }
      : kept(entry, { adoption, content, wrong, finding })),
  };
}

/** Fingerprint of what stands in the books under an id, as far as the ledger knows it. */
function knownContent({ link }: Entry, booksId: string): string | undefined {
  return link?.booksId === booksId && link.fingerprint !== UNKNOWN ? link.fingerprint : undefined;
}

function standsWith(wrong: Verdict | undefined): Stands {
  if (!wrong) return 'agrees';
  return wrong.code === 'VOIDED_IN_BOOKS' ? 'voided' : 'differs';
}

function notThere(entry: Entry): Recovered {
  const { kind, link, standing } = entry;
  if (!link) return { kind, entry, stands: 'absent' };
  if (standing?.state === 'ignored') return { kind, entry, stands: 'deleted' };
  const finding = named(entry, deleted(link.booksId));
  return { kind, entry, stands: 'deleted', finding, judgement: judgementOf(entry, finding) };
}

/** Several that are not voided: a person must look, since a copy that was made for something else has our mark too. */
function bookedTwice<S extends Seen>(seen: readonly S[], ways: Ways<S>): Verdict | undefined {
  const standing = seen.filter((object) => !isVoided(object));
  if (standing.length < 2) return undefined;
  const texts = standing.map((object) => {
    const { booksId, booksNumber, total } = ways.adoption(object);
    return `${booksNumber === undefined ? '' : `${booksNumber}, `}id ${booksId}, ${object.TxnDate}, ${total.toFixed(2)}`;
  });
  return {
    state: 'error',
    code: BOOKED_TWICE,
    reason: `It stands in QuickBooks ${standing.length} times: ${texts.join('; ')}.`,
    fix: 'Look at each of them in QuickBooks. Void the one that is too many; or, if one is a copy that was made for something else, take the text that begins with [qbsync: out of its memo. Then run: qbsync recover',
  };
}

function named(entry: Entry, verdict: Verdict | undefined): Verdict | undefined {
  return verdict && forRecord(verdict, entry.number ?? entry.key);
}

/** A finding as the ledger keeps it. */
function errorOf({ fingerprint }: Entry, finding: Verdict | undefined): Judgement['standing'] {
  if (!finding) return undefined;
  const { code, reason, fix } = finding;
  return { state: 'error', code, reason, fix, fingerprint };
}

function settled(attempt: Attempt, object: Seen, standing: Judgement['standing']): Settlement {
  const end = { state: 'posted' as const, booksId: object.Id };
  const consequence = consequenceOf(attempt, object);
  return { attemptId: attempt.id, end, consequence: standing ? { ...consequence, standing } : consequence };
}

/** The link or the judgement that the ledger lacks; nothing where it has all of it. */
function kept(
  entry: Entry,
  found: {
    adoption: Adoption;
    content: string | undefined;
    wrong: Verdict | undefined;
    finding: Verdict | undefined;
  },
): Pick<Recovered, 'link' | 'judgement'> {
  const { kind, link, fingerprint, standing } = entry;
  const { adoption, content, wrong, finding } = found;
  const unlinked = content === undefined && (link?.booksId !== adoption.booksId || !wrong);
  // As a plan takes over what was wrong and agrees now.
  const corrected = content === fingerprint && standing?.state === 'error' && !finding;
  if (!unlinked && !corrected) return { judgement: judgementOf(entry, finding) };
  const adopted = adoptedLink({ kind, entry, adoption });
  const unknown = wrong ? { fingerprint: UNKNOWN, syncToken: UNKNOWN } : {};
  return { link: { ...adopted, link: { ...adopted.link, ...unknown }, standing: errorOf(entry, finding) } };
}

/** Undefined where the ledger judges so already. What it says of a record that changed since is left to the next plan. */
function judgementOf(entry: Entry, finding: Verdict | undefined): Judgement | undefined {
  const { kind, key, standing } = entry;
  const error = errorOf(entry, finding);
  if (!error) return standing?.code === BOOKED_TWICE ? { kind, key, standing: undefined } : undefined;
  const same = (['state', 'code', 'reason', 'fix', 'fingerprint'] as const).every(
    (part) => standing?.[part] === error[part],
  );
  return same ? undefined : { kind, key, standing: error };
}
