import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Settings } from '../../src/company/settings.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { HttpRequest } from '../../src/qbo/http.ts';
import { records, type Plan } from '../../src/sync/plan.ts';
import { makePlan, requireMapping } from '../../src/sync/prepare.ts';
import {
  aCompany,
  aCustomer,
  aLink,
  aPayment,
  aStanding,
  anInvoice,
  someSettings,
  takeIn,
  taken,
} from '../support/builders.ts';
import { Engine, fault, json } from '../support/engine.ts';
import { intended } from '../support/intended.ts';

const ONE = anInvoice();
const TWO = anInvoice({ sourceId: '502', number: 'INV-2', customer: aCustomer({ sourceId: 'C-2' }) });
const PAYMENT = aPayment();
const NOTE = { PrivateNote: '[qbsync:invoice:501]' };
const inBooks = (parts: object = {}) => ({
  Id: '145',
  SyncToken: '0',
  DocNumber: 'INV-1',
  TxnDate: '2026-02-10',
  CustomerRef: { value: '58', name: 'Anna Berg' },
  TotalAmt: 100,
  Balance: 100,
  ...parts,
});

let engine: Engine;
let ledger: Ledger;
let asked: string[];
/** What the books hold. */
let held: Record<string, object[]>;

beforeEach(async () => {
  engine = new Engine();
  ledger = await engine.ledger();
  asked = [];
  held = {};
});
afterEach(() => engine.dispose());

async function transport({ method, url }: HttpRequest) {
  expect(method).toBe('GET');
  const { pathname, searchParams } = new URL(url);
  const query = searchParams.get('query');
  asked.push(query ?? pathname.split('/').slice(-2).join('/'));
  const [, entity = '', property = '', list = ''] =
    /FROM (\w+) WHERE (\w+) IN \((.*?)\) ORDERBY/.exec(query ?? '') ?? [];
  const rows = (held[entity] ?? []).filter((row) => {
    const value = Object.entries(row).find(([name]) => name === property)?.[1] as unknown;
    return typeof value === 'string' && list.toLowerCase().includes(`'${value.toLowerCase()}'`);
  });
  if (query) return Promise.resolve(json({ QueryResponse: { [entity]: rows } }));
  const kind = pathname.split('/').at(-2) === 'payment' ? 'Payment' : 'Invoice';
  const one = (held[kind] ?? []).find((row) => 'Id' in row && row.Id === pathname.split('/').at(-1));
  return Promise.resolve(one ? json({ [kind]: one }) : fault('610'));
}

async function plan(settings: Partial<Settings> = {}): Promise<Plan> {
  const books = engine.books({ transport });
  return makePlan(
    { ledger, books, company: aCompany(), settings: someSettings(settings) },
    await ledger.entries(),
  );
}

const take = async (...given: Parameters<typeof taken>[0][]) =>
  takeIn(
    ledger,
    'a.csv',
    given.map((record) => taken(record)),
  );
const decisions = (made: Plan) =>
  [
    ...made.settled.map(({ key }) => `${key} none`),
    ...records(made).map(({ entry, action, verdict }) => `${entry.key} ${verdict?.code ?? action}`),
  ].sort();

describe('planning', () => {
  test('asks nothing of the books where nothing is to be done', async () => {
    await take(ONE, PAYMENT, anInvoice({ sourceId: '503', number: 'INV-3', state: 'draft' }));
    await ledger.link([{ kind: 'invoice', key: '501', link: aLink(ONE) }]);
    await ledger.link([{ kind: 'payment', key: 'PAY-1', link: aLink(PAYMENT, { booksId: '245' }) }]);
    expect(decisions(await plan())).toEqual(['501 none', '503 NOT_ISSUED', 'PAY-1 none']);
    expect(asked).toEqual([]);
  });

  test('asks for customers, numbers and items in as few questions as fit, and only reads', async () => {
    await take(ONE, TWO);
    const made = await plan({ lineTypes: { milestone: { account: { id: '79', name: 'Sales' } } } });
    expect(decisions(made)).toEqual(['501 create', '502 create']);
    expect(asked.map((statement) => /FROM (\w+) WHERE (\w+) IN/.exec(statement)?.slice(1).join('.'))).toEqual(
      // The second question about customers is for the other names of two people who share one.
      ['Customer.DisplayName', 'Customer.DisplayName', 'Invoice.DocNumber', 'Item.Name'],
    );
    expect(made.items).toMatchObject([{ type: 'milestone', accountId: '79' }]);
    expect(made.customers.map(({ displayName }) => displayName)).toEqual(['Anna Berg', 'Anna Berg (C-2)']);
  });

  test('uses an item that is there already', async () => {
    await take(ONE);
    held = { Item: [{ Id: '19', Name: 'OPENSOLAR milestone', Active: true }] };
    const made = await plan({ lineTypes: { milestone: { account: { id: '79', name: 'Sales' } } } });
    expect([made.items, made.itemIds]).toEqual([[], { milestone: '19' }]);
  });

  test('does not ask about what is ignored or has no outcome yet', async () => {
    await take(ONE, TWO);
    await ledger.judge([{ kind: 'invoice', key: '501', standing: aStanding(ONE, { state: 'ignored' }) }]);
    const intent = {
      operation: 'create',
      requestId: 'r',
      body: '{}',
      bodyHash: 'h',
      fingerprint: 'f',
    } as const;
    await intended(ledger, { ...intent, runId: await ledger.startRun('t'), kind: 'invoice', key: '502' });
    expect(decisions(await plan())).toEqual(['501 IGNORED', '502 PENDING']);
    expect(asked).toEqual([]);
  });

  test('takes over an invoice of ours with its own customer, under whichever name it stands there', async () => {
    await take(ONE);
    held = { Invoice: [inBooks({ ...NOTE, CustomerRef: { value: '77', name: 'Anna Holm' } })] };
    const made = await plan();
    expect(decisions(made)).toEqual(['501 adopt']);
    expect(made.customers).toMatchObject([{ action: 'adopt', booksId: '77', displayName: 'Anna Holm' }]);
  });

  test('reads a linked invoice by id before it is changed', async () => {
    await take(anInvoice({ lines: [] }), TWO);
    await take(ONE);
    await ledger.claimCustomers([{ key: 'id:C-1', name: 'Anna', displayName: 'Anna Berg', booksId: '58' }]);
    await ledger.link([{ kind: 'invoice', key: '501', link: { ...aLink(ONE), fingerprint: 'before' } }]);
    await ledger.link([{ kind: 'invoice', key: '502', link: { ...aLink(TWO), booksId: '146' } }]);
    held = { Invoice: [inBooks(NOTE)] };
    expect(decisions(await plan())).toEqual(['501 update', '502 none']);
    expect(asked).toContain('invoice/145');
    held = {};
    expect(decisions(await plan())).toEqual(['501 DELETED_IN_BOOKS', '502 none']);
  });

  test('finds a payment of ours through its invoice where its date was corrected there', async () => {
    await take(ONE, PAYMENT);
    await ledger.link([{ kind: 'invoice', key: '501', link: aLink(ONE) }]);
    const payment = {
      Id: '245',
      SyncToken: '0',
      TxnDate: '2026-02-21',
      CustomerRef: { value: '58' },
      TotalAmt: 100,
      PrivateNote: '[qbsync:payment:PAY-1]',
    };
    held = {
      Invoice: [inBooks({ ...NOTE, LinkedTxn: [{ TxnId: '245', TxnType: 'Payment' }] })],
      Payment: [payment],
    };
    expect(decisions(await plan())).toEqual(['501 none', 'PAY-1 DIFFERS_IN_BOOKS']);
    expect(asked).toContain('payment/245');
  });

  test('finds the invoice of a payment in any case of letters', async () => {
    await take(ONE, aPayment({ applied: [{ ...PAYMENT.applied[0]!, invoiceNumber: 'inv-1' }] }));
    await ledger.link([{ kind: 'invoice', key: '501', link: aLink(ONE) }]);
    held = { Invoice: [inBooks(NOTE)] };
    expect(decisions(await plan())).toEqual(['501 none', 'PAY-1 create']);
  });

  test('a second one over the same books says the same', async () => {
    await take(ONE, TWO, PAYMENT);
    held = { Invoice: [inBooks(NOTE)], Customer: [{ Id: '58', SyncToken: '0', DisplayName: 'Anna Berg' }] };
    const first = await plan();
    expect(decisions(await plan())).toEqual(decisions(first));
    expect((await plan()).customers).toEqual(first.customers);
  });

  test.each(['Customer', 'Invoice', 'Item'])(
    'ends where %s cannot be asked: nothing is planned on a guess',
    async (entity) => {
      await take(ONE);
      const books = engine.books({
        transport: async (request) =>
          request.url.includes(`FROM%20${entity}%20`) ? Promise.resolve(fault('4001')) : transport(request),
      });
      const settings = someSettings({ lineTypes: { milestone: { account: { id: '79', name: 'Sales' } } } });
      const made = makePlan({ ledger, books, company: aCompany(), settings }, await ledger.entries());
      await expect(made).rejects.toMatchObject({ name: 'Problem' });
    },
  );
});

describe('before the first push', () => {
  test('0% and the lines must be mapped', () => {
    expect(() => requireMapping(someSettings(), aCompany())).not.toThrow();
    for (const missing of [{ taxCodes: {} }, { lineTypes: {} }]) {
      expect(() => requireMapping(someSettings(missing), aCompany())).toThrow(
        expect.objectContaining({ code: 'MAPPING_MISSING', exit: 5 }),
      );
    }
  });

  test('0% need not be mapped where sales tax is off', () => {
    expect(() => requireMapping(someSettings({ taxCodes: {} }), aCompany({ salesTax: false }))).not.toThrow();
  });
});
