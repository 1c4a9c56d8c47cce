import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '../support/property.ts';
import { expect, test, vi } from 'vitest';
import { openSandbox } from '../../src/sandbox/index.ts';
import type { SandboxCountry } from '../../src/sandbox/index.ts';
import type { Json } from '../../src/sandbox/json.ts';
import type { Sandbox } from '../../src/sandbox/types.ts';
import { Client, line, linked, ref, sandboxOptions } from './client.ts';
import type { Options } from './client.ts';
import { addsUp } from './books/adds-up.ts';
import { EVERY_ACT, step } from './books/step.ts';
import type { Step } from './books/step.ts';
import { take } from './books/steps.ts';

/** A company with everything switched on that the steps use. */
function company(options: Options, multicurrency: boolean): Client {
  const qbo = new Client(options);
  qbo.control('company', {
    readings: { creditMemoVoid: true },
    preferences: {
      SalesFormsPrefs: { AllowDeposit: true },
      CurrencyPrefs: { MultiCurrencyEnabled: multicurrency },
    },
  });
  if (!multicurrency) return qbo;
  qbo.made('CompanyCurrency', { Code: 'EUR' });
  qbo.made('ExchangeRate', { SourceCurrencyCode: 'EUR', Rate: 1.08765, AsOfDate: '2026-01-01' });
  for (const name of ['Kälte Blau', 'Van Dijk Zon']) {
    qbo.made('Customer', { DisplayName: name, CurrencyRef: ref('EUR') });
  }
  return qbo;
}

/** How often each act of the random runs went through: refusals add up by themselves and prove nothing. */
class Count {
  private readonly done = new Map<string, number>();

  run(qbo: Client, country: SandboxCountry, multicurrency: boolean, steps: readonly Step[]): void {
    for (const each of steps) {
      const { status, text } = take({ qbo, country, multicurrency }, each);
      expect([200, 400], text).toContain(status);
      if (status === 200) this.done.set(each.act, (this.done.get(each.act) ?? 0) + 1);
    }
  }

  /** The acts that went through fewer times than this. */
  rarerThan(times: number): readonly string[] {
    return EVERY_ACT.filter((act) => (this.done.get(act) ?? 0) < times);
  }
}

const variants = (['US', 'AU', 'GB', 'CA'] as const).flatMap((country) => [
  [country, 'one currency', false] as const,
  [country, 'several currencies', true] as const,
]);

test.each(variants)(
  '%s books in %s add up after any operations',
  { timeout: 60_000 },
  (country, _currencies, multicurrency) => {
    const count = new Count();
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), (steps) => {
        const qbo = company({ country }, multicurrency);
        count.run(qbo, country, multicurrency, steps);
        addsUp(qbo, country);
      }),
      { numRuns: 15 },
    );
    expect(count.rarerThan(1).length).toBeLessThan(4);
  },
);

/** Everything that a sandbox keeps, in an order that does not depend on when it was written. */
const everything = ({ store }: Sandbox): Json =>
  [...store.tables].map(([name, rows]) => [name, [...rows].sort(([a], [b]) => (a < b ? -1 : 1))]);

test.each(['US', 'GB'] as const)('%s books are the same after a restart', { timeout: 60_000 }, (country) => {
  const count = new Count();
  fc.assert(
    fc.property(fc.array(step, { minLength: 15, maxLength: 40, size: 'max' }), (steps) => {
      const folder = mkdtempSync(join(tmpdir(), 'qbsync-books-'));
      const options = { country, stateDir: join(folder, 'state') };
      try {
        const qbo = company(options, true);
        count.run(qbo, country, true, steps);
        const before = everything(qbo.sandbox);
        qbo.close();
        const again = openSandbox(sandboxOptions(options));
        again.close();
        expect(everything(again.sandbox)).toEqual(before);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 6 },
  );
  expect(count.rarerThan(1).length).toBeLessThan(EVERY_ACT.length / 3);
});

test('a write looks nothing up by going through a list', () => {
  const qbo = new Client();
  const scans = vi.spyOn(qbo.sandbox.store, 'rows');
  const made = qbo.made(
    'Invoice',
    { DocNumber: 'N-1', CustomerRef: ref('1'), Line: [line(0.1)] },
    { requestid: 'r-1' },
  );
  const memo = qbo.made('CreditMemo', { DocNumber: 'C-1', CustomerRef: ref('1'), Line: [line(0.05)] });
  const paid = qbo.made('Payment', {
    CustomerRef: ref('1'),
    TotalAmt: 0.05,
    Line: [linked(made.Id, 0.1), { Amount: 0.05, LinkedTxn: [{ TxnId: memo.Id, TxnType: 'CreditMemo' }] }],
  });
  qbo.made('SalesReceipt', { DocNumber: 'S-1', Line: [line(0.1)] });
  const Line = [{ LinkedTxn: [{ TxnId: paid.Id, TxnType: 'Payment', TxnLineId: '0' }] }];
  qbo.made('Deposit', { DepositToAccountRef: ref('9'), Line });
  qbo.made('Customer', { DisplayName: 'Somebody new' });
  qbo.rows('Invoice', "where DocNumber = 'N-1'");
  expect(scans).not.toHaveBeenCalled();
  qbo.rows('Invoice');
  expect(scans).toHaveBeenCalled();
});
