import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { booked, company, invoiceId, ledgerFiles, loseLedger, standings, take } from '../support/company.ts';
import { invoicesCsv, seeded } from '../support/exports.ts';
import {
  firstInvoice,
  lost,
  paymentId,
  person,
  recovered,
  SYNC,
  synced,
  syncsNothing,
} from '../support/recovering.ts';
import { csvOf, expectOnce, randomExport } from '../support/rounds.ts';
import { Workspace } from '../support/workspace.ts';

// A ledger that is older than the books, or whole: it is brought up, or checked.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

describe('a backup that was put back', () => {
  const backup = () => join(space.folder, 'backup.sqlite');
  const keep = () => copyFileSync(ledgerFiles(space)[0] ?? '', backup());
  const putBack = () => {
    loseLedger(space);
    copyFileSync(backup(), ledgerFiles(space)[0] ?? '');
  };

  test('is brought up: what was sent since is linked, what changed since is taken over', async () => {
    const given = randomExport(seeded(33), 12);
    const part = { invoices: given.invoices.slice(0, 5), payments: [] };
    const { sandbox } = await synced(space, { ...part, payments: given.payments.slice(0, 2) });
    keep();
    const invoices = given.invoices.map((one, at) => (at === 3 ? { ...one, amount: '5000.00' } : one));
    const all = { ...given, invoices };
    await take(space, csvOf(all));
    expect(await space.qbsync(SYNC)).toMatchObject({ exit: 0 });
    putBack();
    await take(space, csvOf(all));
    const { exit, invoice, payment } = await recovered(space, sandbox);
    expect(exit).toBe(0);
    expect(invoice).toMatchObject({ agree: 11, changed: 1, to_keep: 7 });
    expect(payment).toMatchObject({ agree: 11, to_keep: 9 });
    await syncsNothing(space, sandbox, 0);
    await expectOnce(space, sandbox, all);
  });

  test('whose link leads to something that was deleted and made again says so', async () => {
    const { sandbox, given } = await synced(space);
    const body = firstInvoice(sandbox);
    const { DocNumber } = body;
    const before = invoiceId(sandbox, DocNumber);
    const id = given.payments.find(({ invoice_number }) => invoice_number === DocNumber)?.payment_id ?? '';
    person(sandbox, { operation: 'delete', entity: 'Payment', id: paymentId(sandbox, id) });
    person(sandbox, { operation: 'delete', entity: 'Invoice', id: before });
    person(sandbox, { operation: 'create', entity: 'Invoice', body });
    const again = invoiceId(sandbox, DocNumber);
    const { relinked, codes } = await recovered(space, sandbox);
    expect(relinked).toEqual([{ kind: 'invoice', record: DocNumber, qbo_id_before: before, qbo_id: again }]);
    expect(codes).toEqual([`${id} DELETED_IN_BOOKS`]);
    expect((await standings(space)).get(DocNumber)).toMatchObject({ status: 'Active', qbo_id: again });
    await syncsNothing(space, sandbox, 3);
    expect((await standings(space)).get(id)).toMatchObject({ code: 'DELETED_IN_BOOKS' });
  });

  test('with a request that had no answer then: what is there was posted, and nothing is sent again', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    const invoices = { method: 'POST', pathContains: '/invoice' };
    // Written, never answered, and no query shows it yet.
    sandbox.control('faults', { kind: 'status', status: 503, done: true, times: 60, match: invoices });
    sandbox.control('faults', { kind: 'stale-query', writes: 1, times: 60 });
    await space.qbsync(SYNC);
    sandbox.control('faults', { clear: true });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Pending' });
    expect(booked(sandbox).invoices.length).toBe(1);
    expect(await recovered(space, sandbox)).toMatchObject({ exit: 0, invoice: { agree: 1, to_keep: 1 } });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Active' });
    await syncsNothing(space, sandbox, 0);
  });
});

describe('a ledger that is whole', () => {
  test('is checked: nothing is asked, nothing is written down', async () => {
    const { sandbox } = await synced(space);
    const ran = await space.qbsync(['recover']);
    expect(ran).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('Nothing to write down') as string,
    });
    expect(await recovered(space, sandbox, ['recover'])).toMatchObject({
      exit: 0,
      kept: false,
      invoice: { agree: 12 },
    });
  });

  test('learns what a person changed since, and forgets it once it is taken back', async () => {
    const { sandbox, given } = await synced(space);
    const id = invoiceId(sandbox, 'INV-3');
    const day = given.invoices[2]?.issue_date;
    person(sandbox, { operation: 'edit', entity: 'Invoice', id, body: { TxnDate: '2026-05-01' } });
    expect(await recovered(space, sandbox)).toMatchObject({ exit: 3, codes: ['INV-3 DIFFERS_IN_BOOKS'] });
    expect(await recovered(space, sandbox)).toMatchObject({ exit: 3, kept: false });
    person(sandbox, { operation: 'edit', entity: 'Invoice', id, body: { TxnDate: day } });
    expect(await recovered(space, sandbox)).toMatchObject({ exit: 0, codes: [] });
    await expectOnce(space, sandbox, given);
  });

  test('keeps what a person ignores, also over a lost link', async () => {
    const { sandbox, given } = await synced(space);
    await lost(space, sandbox, given);
    await space.qbsync(['ignore', 'INV-3', '--reason', 'ours to know']);
    person(sandbox, { operation: 'void', entity: 'Invoice', id: invoiceId(sandbox, 'INV-3') });
    expect((await recovered(space, sandbox)).codes).not.toContain('INV-3 VOIDED_IN_BOOKS');
    expect((await standings(space)).get('INV-3')).toMatchObject({
      status: 'Ignored',
      qbo_id: expect.any(String) as string,
    });
  });
});

describe('a mark that is there twice', () => {
  /** A copy that another machine, or a person, made of the first invoice. */
  async function doubled() {
    const { sandbox, given } = await synced(space);
    const original = firstInvoice(sandbox);
    const number = original.DocNumber;
    person(sandbox, { operation: 'create', entity: 'Invoice', body: { ...original, DocNumber: 'COPY-1' } });
    return { sandbox, given, number, copy: invoiceId(sandbox, 'COPY-1') };
  }

  test('is an Error with both ids, dates and amounts, until one of them is voided', async () => {
    const { sandbox, given, number, copy } = await doubled();
    await lost(space, sandbox, given);
    const { exit, codes, findings, invoice } = await recovered(space, sandbox);
    expect({ exit, codes, twice: invoice.twice }).toEqual({
      exit: 3,
      codes: [`${number} BOOKED_TWICE`],
      twice: 1,
    });
    expect(findings[0]?.reason).toContain(`${number}, id ${invoiceId(sandbox, number)}, `);
    expect(findings[0]?.reason).toContain(`COPY-1, id ${copy}, `);
    await syncsNothing(space, sandbox, 3);
    expect((await standings(space)).get(number)).toMatchObject({ status: 'Error', code: 'BOOKED_TWICE' });
    person(sandbox, { operation: 'void', entity: 'Invoice', id: copy });
    expect(await recovered(space, sandbox)).toMatchObject({ exit: 0, codes: [] });
    expect((await standings(space)).get(number)).toMatchObject({ status: 'Active' });
  });

  test('is found on a ledger that is whole, too', async () => {
    const { sandbox, number } = await doubled();
    expect(await recovered(space, sandbox)).toMatchObject({ exit: 3, codes: [`${number} BOOKED_TWICE`] });
  });

  test('on customers asks to merge them', async () => {
    const { sandbox, given } = await synced(space);
    const [one] = booked(sandbox).ours;
    const body = { DisplayName: 'Somebody else', Notes: one?.Notes };
    person(sandbox, { operation: 'create', entity: 'Customer', body });
    await lost(space, sandbox, given);
    const { exit, findings } = await recovered(space, sandbox);
    expect({ exit, findings }).toMatchObject({
      exit: 3,
      findings: [{ kind: 'customer', code: 'CUSTOMER_TWICE' }],
    });
    expect(findings[0]?.reason).toContain('"Somebody else"');
  });
});
