import { compact, objectOf, objectsOf, textOf, type JsonObject } from '../../src/sandbox/json.ts';
import type { Client } from '../sandbox/client.ts';
import { rowsOf } from './books.ts';
import type { Dice } from './dice.ts';

const ACTS = {
  Invoice: ['pay', 'pay in part', 'note', 'void', 'delete', 'edit amount', 'renumber'],
  Payment: ['void', 'delete'],
  Customer: ['rename', 'make inactive'],
} as const;
type Act = (typeof ACTS)[keyof typeof ACTS][number];

/** Acts after which qbsync still has to do all that it would have done. */
const HARMLESS: readonly Act[] = ['note'];

/** Somebody who works in QuickBooks meanwhile. What was touched is remembered: their work wins. */
export class Person {
  /** `Entity id` of what a person changed, paid, voided or deleted, and of what is linked to it. */
  readonly touched = new Set<string>();
  /** Numbers that a person gave to invoices of their own. */
  readonly numbers = new Set<string>();
  readonly #qbo: Client;
  readonly #dice: Dice;
  readonly #trace: (line: string) => void;

  constructor(qbo: Client, dice: Dice, trace: (line: string) => void) {
    this.#qbo = qbo;
    this.#dice = dice;
    this.#trace = trace;
  }

  /** Whether a person changed an object, or one that it is linked to. */
  metWith(entity: string, row: JsonObject): boolean {
    return [`${entity} ${textOf(row.Id) ?? ''}`, ...linkedIn(row)].some((one) => this.touched.has(one));
  }

  act(): void {
    if (this.#dice.chance(0.15)) {
      this.#takeNumber();
      return;
    }
    const entity = this.#dice.pick(['Invoice', 'Invoice', 'Payment', 'Customer'] as const);
    const rows = rowsOf(this.#qbo, entity).filter((row) =>
      (textOf(row.PrivateNote) ?? textOf(row.Notes))?.includes('[qbsync:'),
    );
    if (rows.length === 0) return;
    const row = this.#dice.pick(rows);
    const id = textOf(row.Id) ?? '';
    const act = this.#dice.pick<Act>(ACTS[entity]);
    if (act.startsWith('pay') && !(Number(row.Balance) > 0)) return;
    try {
      this.#qbo.control('company', { person: this.#order(act, entity, id, row) });
    } catch {
      this.#trace(`a person: ${act} ${entity} ${id} was refused`);
      return;
    }
    this.#trace(`a person: ${act} ${entity} ${id}`);
    if (HARMLESS.includes(act)) return;
    this.touched.add(`${entity} ${id}`);
    for (const one of linkedIn(row)) this.touched.add(one);
  }

  #order(act: Act, entity: string, id: string, row: JsonObject) {
    const edit = (body: JsonObject) => ({ operation: 'edit', entity, id, body }) as const;
    switch (act) {
      case 'pay':
        return { operation: 'pay', id } as const;
      case 'pay in part':
        return { operation: 'pay', id, amount: Math.max(1, Math.floor(Number(row.Balance) / 3)) } as const;
      case 'note':
        return edit({ PrivateNote: `${textOf(row.PrivateNote) ?? ''} called the customer` });
      case 'renumber':
        return edit({ DocNumber: `${textOf(row.DocNumber) ?? ''}-R` });
      case 'edit amount': {
        const [first = {}] = objectsOf(row.Line);
        const { ItemRef, TaxCodeRef } = objectOf(first.SalesItemLineDetail);
        const SalesItemLineDetail = compact({ ItemRef, TaxCodeRef });
        return edit({ Line: [{ ...first, Amount: 7, SalesItemLineDetail }] });
      }
      case 'rename':
        return edit({ DisplayName: `${textOf(row.DisplayName) ?? ''} & Co` });
      case 'make inactive':
        return edit({ Active: false });
      case 'void':
      case 'delete':
        return { operation: act, entity, id } as const;
    }
  }

  /** Makes an invoice of their own, with the number that the source gives to one of its next. */
  #takeNumber(): void {
    const customer = textOf(rowsOf(this.#qbo, 'Customer')[0]?.Id);
    const [item] = rowsOf(this.#qbo, 'Item');
    if (customer === undefined || item === undefined) return;
    const DocNumber = `INV-${rowsOf(this.#qbo, 'Invoice').length + this.#dice.between(1, 4)}`;
    const line = {
      DetailType: 'SalesItemLineDetail',
      Amount: 11,
      SalesItemLineDetail: { ItemRef: { value: textOf(item.Id) ?? '' } },
    };
    try {
      const body = { DocNumber, CustomerRef: { value: customer }, Line: [line] };
      this.#qbo.control('company', { person: { operation: 'create', entity: 'Invoice', body } });
      this.numbers.add(DocNumber);
      this.#trace(`a person: takes the number ${DocNumber}`);
    } catch {
      this.#trace(`a person: the number ${DocNumber} was refused`);
    }
  }
}

/** Payments of an invoice, invoices of a payment. */
function linkedIn(row: JsonObject): string[] {
  const links = [
    ...objectsOf(row.LinkedTxn),
    ...objectsOf(row.Line).flatMap((line) => objectsOf(line.LinkedTxn)),
  ];
  return links.map((link) => `${textOf(link.TxnType) ?? ''} ${textOf(link.TxnId) ?? ''}`);
}
