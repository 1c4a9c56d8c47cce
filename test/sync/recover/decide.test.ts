import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../../src/domain/fingerprint.ts';
import type { SourceInvoice, SourcePayment } from '../../../src/domain/records.ts';
import type { Attempt, Entry } from '../../../src/ledger/ledger.ts';
import { recoverInvoice, recoverPayment, type Recovered } from '../../../src/sync/recover/decide.ts';
import {
  aLine,
  anAttempt,
  anEntry,
  anEntryLink,
  anInvoice,
  aPayment,
  aStanding,
  inBooks,
  paidInBooks,
} from '../../support/builders.ts';
import { lineOn } from '../payment-views.ts';

const INVOICE = anInvoice();
const CHANGED = anInvoice({ lines: [aLine('120.00')] });
const ours = inBooks(INVOICE);
const smaller = inBooks(INVOICE, { TotalAmt: 90 });
const voided = inBooks(INVOICE, { TotalAmt: 0 });
const second = inBooks(INVOICE, { Id: '1046' });
const link = anEntryLink(INVOICE);
const UNKNOWN = { fingerprint: '', syncToken: '' };

interface Case {
  record?: SourceInvoice;
  entry?: Partial<Entry>;
  attempt?: Attempt;
}

function decide(
  seen: ReturnType<typeof inBooks>[],
  { record = INVOICE, entry = {}, attempt }: Case = {},
): Recovered {
  const open = attempt !== undefined;
  return recoverInvoice(
    anEntry(record, { ...entry, open }),
    record,
    { seen, attempt },
    { customerId: '58', numbered: true },
  );
}

/** How it stands, and what the ledger keeps of it, in short. */
function short({ stands, finding, link: kept, settlement, judgement }: Recovered): string {
  const news = [
    kept && `link ${kept.link.booksId}${kept.link.fingerprint === '' ? ' unknown' : ''}`,
    settlement && 'settle',
    judgement && (judgement.standing ? 'judge' : 'forget'),
  ];
  return [stands, finding?.code, ...news].filter(Boolean).join(', ');
}

describe('an invoice that the ledger does not have linked', () => {
  test.each<[string, ReturnType<typeof inBooks>[], Case, string]>([
    ['and that agrees is linked', [ours], {}, 'agrees, link 145'],
    ['and that differs is linked as unknown', [smaller], {}, 'differs, DIFFERS_IN_BOOKS, link 145 unknown'],
    ['and that was voided is linked as unknown', [voided], {}, 'voided, VOIDED_IN_BOOKS, link 145 unknown'],
    ['and that is not in the books stays as it is', [], {}, 'absent'],
    [
      'and that is cancelled in the source needs a person',
      [ours],
      { record: anInvoice({ state: 'cancelled' }) },
      'differs, CANCELLED_IN_SOURCE, link 145 unknown',
    ],
    [
      'and that a person ignores is linked and stays ignored',
      [smaller],
      { entry: { standing: aStanding(INVOICE, { state: 'ignored' }) } },
      'ignored, link 145 unknown',
    ],
    ['and that is there twice needs a person', [ours, second], {}, 'twice, BOOKED_TWICE, link 145'],
    [
      'and that is there twice, of which the first differs',
      [smaller, second],
      {},
      'twice, BOOKED_TWICE, link 145 unknown',
    ],
    ['and of which one was voided is the other', [voided, second], {}, 'agrees, link 1046'],
    [
      'and of which both were voided is the first',
      [voided, inBooks(INVOICE, { Id: '1046', TotalAmt: 0 })],
      {},
      'voided, VOIDED_IN_BOOKS, link 145 unknown',
    ],
  ])('%s', (_, seen, given, expected) => {
    expect(short(decide(seen, given))).toBe(expected);
  });

  test('keeps what stands there only where it agrees: then source and books are known to be equal', () => {
    expect(decide([inBooks(INVOICE, { SyncToken: '4' })]).link?.link).toMatchObject({
      booksId: '145',
      booksNumber: 'INV-1',
      syncToken: '4',
      fingerprint: fingerprint(INVOICE),
      how: 'adopted',
    });
    expect(decide([smaller]).link?.link).toMatchObject(UNKNOWN);
  });

  test('has its finding kept with the link, for the content that was looked at', () => {
    expect(decide([smaller]).link?.standing).toMatchObject({
      state: 'error',
      code: 'DIFFERS_IN_BOOKS',
      fingerprint: fingerprint(INVOICE),
      reason: expect.stringContaining('90.00') as string,
    });
    expect(decide([ours]).link?.standing).toBeUndefined();
  });

  test('that is there twice is told with ids, numbers, dates and amounts', () => {
    const other = inBooks(INVOICE, { Id: '1046', DocNumber: 'X-9', TxnDate: '2026-03-01', TotalAmt: 7 });
    expect(decide([ours, other]).finding?.reason).toBe(
      'It stands in QuickBooks 2 times: INV-1, id 145, 2026-02-10, 100.00; X-9, id 1046, 2026-03-01, 7.00.',
    );
  });
});

describe('an invoice that the ledger has linked', () => {
  const wrong = aStanding(INVOICE);

  test.each<[string, ReturnType<typeof inBooks>[], Case, string]>([
    ['and that agrees needs nothing', [ours], { entry: { link } }, 'agrees'],
    [
      'and that differs now gets a finding',
      [smaller],
      { entry: { link } },
      'differs, DIFFERS_IN_BOOKS, judge',
    ],
    ['and that was voided gets a finding', [voided], { entry: { link } }, 'voided, VOIDED_IN_BOOKS, judge'],
    ['and that is gone gets a finding', [], { entry: { link } }, 'deleted, DELETED_IN_BOOKS, judge'],
    [
      'and that is gone and ignored stays ignored',
      [],
      { entry: { link, standing: aStanding(INVOICE, { state: 'ignored' }) } },
      'deleted',
    ],
    [
      'and that was wrong and agrees now is right',
      [ours],
      { entry: { link, standing: wrong } },
      'agrees, link 145',
    ],
    [
      'and that changed in the source since is left to the plan',
      [ours],
      { record: CHANGED, entry: { link } },
      'changed',
    ],
    [
      'and that changed in the source, voided or not, is left to the plan',
      [voided],
      { record: CHANGED, entry: { link } },
      'changed',
    ],
    [
      'with content that nobody knows, and agrees now',
      [ours],
      { entry: { link: { ...link, ...UNKNOWN }, standing: wrong } },
      'agrees, link 145',
    ],
    [
      'with content that nobody knows, and still differs',
      [smaller],
      { entry: { link: { ...link, ...UNKNOWN } } },
      'differs, DIFFERS_IN_BOOKS, judge',
    ],
    [
      'to another object than its mark says, which is gone',
      [second],
      { entry: { link } },
      'agrees, link 1046',
    ],
    [
      'to one that was voided, beside one that stands',
      [voided, second],
      { entry: { link } },
      'agrees, link 1046',
    ],
    [
      'to the second of two',
      [ours, second],
      { entry: { link: { ...link, booksId: '1046' } } },
      'twice, BOOKED_TWICE, judge',
    ],
    [
      'and that was there twice and is once',
      [ours],
      { entry: { link, standing: aStanding(INVOICE, { code: 'BOOKED_TWICE' }) } },
      'agrees, link 145',
    ],
    [
      'and that was there twice, is once, and changed since',
      [ours],
      { record: CHANGED, entry: { link, standing: aStanding(CHANGED, { code: 'BOOKED_TWICE' }) } },
      'changed, forget',
    ],
  ])('%s', (_, seen, given, expected) => {
    expect(short(decide(seen, given))).toBe(expected);
  });

  test('tells which object it was, where it is another one now', () => {
    expect(decide([second], { entry: { link } })).toMatchObject({ before: '145', booksId: '1046' });
    expect(decide([ours], { entry: { link } }).before).toBeUndefined();
  });

  test('asked again with what was kept, says the same and keeps nothing more', () => {
    for (const seen of [[smaller], [voided], [ours, second], [smaller, second]]) {
      const first = decide(seen);
      const { syncToken, ...kept } = anEntryLink(INVOICE, { ...first.link?.link, total: '0.00' });
      const entry = { link: { ...kept, syncToken }, standing: first.link?.standing };
      expect(short(decide(seen, { entry }))).toBe(`${first.stands}, ${first.finding?.code ?? ''}`);
    }
  });
});

describe('an invoice whose request has no outcome yet', () => {
  test.each<[string, ReturnType<typeof inBooks>[], Case, string]>([
    ['and that is there was posted', [ours], { attempt: anAttempt() }, 'agrees, settle'],
    [
      'and that is there with other figures was posted, with a finding',
      [smaller],
      { attempt: anAttempt() },
      'differs, DIFFERS_IN_BOOKS, settle',
    ],
    [
      'and that changed in the source meanwhile was posted as it was then',
      [ours],
      { record: CHANGED, attempt: anAttempt() },
      'changed, settle',
    ],
    ['and that is not there stays pending', [], { attempt: anAttempt() }, 'pending'],
    [
      'and that was to be updated stays pending: it is there either way',
      [ours],
      { entry: { link }, attempt: anAttempt({ operation: 'update' }) },
      'pending',
    ],
  ])('%s', (_, seen, given, expected) => {
    expect(short(decide(seen, given))).toBe(expected);
  });

  test('is linked with the content that was sent', () => {
    expect(decide([ours], { record: CHANGED, attempt: anAttempt() }).settlement).toMatchObject({
      attemptId: 7,
      end: { state: 'posted', booksId: '145' },
      consequence: { link: { booksId: '145', fingerprint: fingerprint(INVOICE), how: 'created' } },
    });
    expect(decide([smaller], { attempt: anAttempt() }).settlement?.consequence).toMatchObject({
      standing: { state: 'error', code: 'DIFFERS_IN_BOOKS' },
    });
  });
});

describe('a payment', () => {
  const PAYMENT = aPayment();
  const paid = paidInBooks(PAYMENT, { Line: [lineOn('145', 100)] });
  const there = anEntryLink(PAYMENT, { booksId: '245' });
  const pay = (record: SourcePayment, seen: (typeof paid)[], entry: Partial<Entry> = {}) =>
    short(recoverPayment(anEntry(record, entry), record, { seen, attempt: undefined }, () => '145'));

  test.each<[string, SourcePayment, (typeof paid)[], Partial<Entry>, string]>([
    ['that agrees is linked', PAYMENT, [paid], {}, 'agrees, link 245'],
    ['that is linked and agrees needs nothing', PAYMENT, [paid], { link: there }, 'agrees'],
    [
      'on another invoice differs',
      PAYMENT,
      [paidInBooks(PAYMENT, { Line: [lineOn('146', 100)] })],
      {},
      'differs, DIFFERS_IN_BOOKS, link 245 unknown',
    ],
    [
      'that was refunded in the source needs a person',
      aPayment({ state: 'refunded' }),
      [paid],
      {},
      'differs, CHANGED_AFTER_BOOKING, link 245 unknown',
    ],
    [
      'that was voided',
      PAYMENT,
      [paidInBooks(PAYMENT, { TotalAmt: 0 })],
      {},
      'voided, VOIDED_IN_BOOKS, link 245 unknown',
    ],
    [
      'that is there twice',
      PAYMENT,
      [paid, paidInBooks(PAYMENT, { Id: '246' })],
      {},
      'twice, BOOKED_TWICE, link 245',
    ],
    ['that is gone', PAYMENT, [], { link: there }, 'deleted, DELETED_IN_BOOKS, judge'],
  ])('%s', (_, record, seen, entry, expected) => {
    expect(pay(record, seen, entry)).toBe(expected);
  });
});
