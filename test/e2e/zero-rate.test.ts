import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { RunningSandbox, SandboxCountry } from '../../src/sandbox/index.ts';
import { booked, problemOf, take, writesTo } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
import { walk } from '../support/configuring.ts';
import { KEYS, ScriptedTerminal } from '../support/scripted-terminal.ts';
import { Workspace } from '../support/workspace.ts';

// The sales tax code for 0%, in each country and each state that a company's codes can be in: the right one, or a
// question. Decided on rates; names say nothing.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

type Change =
  | { operation: 'taxCode'; id: string; active: false }
  | { operation: 'taxCode'; id: string; name: string }
  | { operation: 'noTaxCode'; id: string };

interface Situation {
  /** The code that 0% gets by itself; without it a person is asked. */
  maps?: string;
  change: Change[];
  /** What the refusal names. */
  asks?: string[];
  /** Where a person answers at a terminal: keys at the question for 0%, and the code that comes of it. */
  answer?: { keys: string; code: string };
}

const off = (...ids: string[]): Change[] => ids.map((id) => ({ operation: 'taxCode', id, active: false }));
const gone = (...ids: string[]): Change[] => ids.map((id) => ({ operation: 'noTaxCode', id }));
const named = (id: string, name: string): Change => ({ operation: 'taxCode', id, name });
const DOWN = KEYS.down;

/** Codes of the sandbox's companies: the zero-rated one first, then those that are 0% and not taxable. */
const CODES: Record<'AU' | 'GB' | 'CA', { zero: string; exempt: string[]; names: string[] }> = {
  AU: { zero: '3', exempt: ['4', '5'], names: ['GST free', 'Out of Scope', 'Input taxed'] },
  GB: { zero: '4', exempt: ['5', '6'], names: ['0.0% Z', 'Exempt', 'No VAT'] },
  CA: { zero: '3', exempt: ['2', '6'], names: ['Zero-rated', 'Exempt', 'Out of Scope'] },
};
const FRENCH = ['Détaxé', 'Exonéré', 'Hors champ'];

function elsewhere(country: 'AU' | 'GB' | 'CA'): Record<string, Situation> {
  const { zero, exempt, names } = CODES[country];
  const [first = '', second = ''] = exempt;
  const [name = '', ...others] = names;
  return {
    present: { maps: zero, change: [] },
    absent: {
      change: gone(zero, ...exempt),
      asks: ['qbsync can make a sales tax code', '--create'],
      answer: { keys: DOWN + KEYS.enter, code: 'made' },
    },
    inactive: { change: off(zero), asks: [...others, `"${name}" is inactive`] },
    'only exempt': {
      change: off(zero, second),
      asks: [`${others[0] ?? ''} = --set tax.0=${first}`, 'zero-rated and exempt are not the same'],
      answer: { keys: DOWN + KEYS.enter, code: first },
    },
    renamed: { maps: zero, change: [named(zero, 'Our own word')] },
    'in French': {
      maps: zero,
      change: [zero, ...exempt].map((id, at) => named(id, FRENCH[at] ?? '')),
    },
    'names swapped': {
      maps: zero,
      change: [named(zero, 'X'), named(first, name), named(zero, others[0] ?? '')],
    },
  };
}

/** In the US a line without tax is NON, whatever codes there are. */
const american: Record<string, Situation> = {
  present: { maps: 'NON', change: [] },
  absent: { maps: 'NON', change: gone('4') },
  inactive: { maps: 'NON', change: off('4', '2') },
  'only exempt': { maps: 'NON', change: off('2', '3') },
  renamed: { maps: 'NON', change: [named('4', 'NON taxable')] },
  'in French': { maps: 'NON', change: [named('4', 'Détaxé')] },
};

const TABLE: { country: SandboxCountry; what: string; one: Situation }[] = [
  ...Object.entries(american).map(([what, one]) => ({ country: 'US' as const, what, one })),
  ...(['AU', 'GB', 'CA'] as const).flatMap((country) =>
    Object.entries(elsewhere(country)).map(([what, one]) => ({ country, what, one })),
  ),
];

async function companyOf(country: SandboxCountry, change: Change[]): Promise<RunningSandbox> {
  const sandbox = await space.sandbox({ country });
  for (const one of change) sandbox.control('company', { person: one });
  expect(await space.connect(sandbox)).toMatchObject({ exit: 0 });
  await take(space, { invoices: invoicesCsv({ tax_rate: '0', amount: '120.00' }) });
  return sandbox;
}

const line = z.object({
  SalesItemLineDetail: z.object({ TaxCodeRef: z.object({ value: z.string() }) }).optional(),
});
const taxed = z.object({
  TotalAmt: z.number(),
  Line: z.array(line),
  TxnTaxDetail: z.object({ TotalTax: z.number() }),
});

/** Pushes the invoice of 0%; the code its line has in the books. */
async function pushed(sandbox: RunningSandbox): Promise<string | undefined> {
  expect(await space.qbsync(['sync-invoice', '--all', '--yes'])).toMatchObject({ exit: 0 });
  const [invoice] = z.array(taxed).parse(sandbox.books().Invoice);
  expect(invoice).toMatchObject({ TotalAmt: 120, TxnTaxDetail: { TotalTax: 0 } });
  return invoice?.Line[0]?.SalesItemLineDetail?.TaxCodeRef.value;
}

describe.each(TABLE)('$country, 0% $what', ({ country, one }) => {
  test(one.maps ? `is ${one.maps}` : 'is asked for', async () => {
    const sandbox = await companyOf(country, one.change);
    if (one.maps) {
      expect(await space.qbsync(['configure', '--accept-defaults'])).toMatchObject({ exit: 0 });
      expect(await pushed(sandbox)).toBe(one.maps);
      return;
    }
    for (const more of one.answer?.code === 'made' ? [[]] : [[], ['--create']]) {
      const problem = await problemOf(space, ['configure', '--accept-defaults', ...more]);
      expect(problem).toMatchObject({ code: 'NO_SAFE_DEFAULT', exit: 5 });
      for (const text of one.asks ?? []) expect(problem.reason).toContain(text);
    }
    expect(writesTo(sandbox)).toEqual([]);
    expect(booked(sandbox).invoices).toEqual([]);
    if (!one.answer) return;
    const made = one.answer.code === 'made';
    const acts = walk({ tax: one.answer.keys });
    if (made) acts.push({ when: /Make this in QuickBooks, in/, keys: KEYS.yes });
    const screen = new ScriptedTerminal(...acts);
    const ran = await space.qbsync(['configure'], { world: { streams: screen.streams } });
    expect(ran).toMatchObject({ exit: 0 });
    expect(screen.screen).toContain('Zero-rated and exempt both add no tax, and are different things');
    const codes = z.array(code).parse(sandbox.books().TaxCode);
    const newest = codes.find(({ TaxCodeConfigType }) => TaxCodeConfigType === 'USER_DEFINED')?.Id;
    expect(await pushed(sandbox)).toBe(made ? newest : one.answer.code);
    expect(writesTo(sandbox).filter(({ path }) => path.includes('/taxservice/'))).toHaveLength(made ? 1 : 0);
  });
});

const code = z.object({ Id: z.string(), TaxCodeConfigType: z.string().optional() });
