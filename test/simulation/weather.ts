import type { CompanyOrder } from '../../src/sandbox/control/company.ts';
import type { Client } from '../sandbox/client.ts';
import type { Dice } from './dice.ts';

const TURNS = [
  'books closed',
  'books open',
  'subscription lapsed',
  'subscription paid',
  'apps disconnected',
] as const;
type Turn = (typeof TURNS)[number];

const ORDERS: Record<Turn, CompanyOrder> = {
  'books closed': { bookCloseDate: '2026-02-28' },
  'books open': { bookCloseDate: null },
  'subscription lapsed': { subscriptionStatus: 'CANCELLED' },
  'subscription paid': { subscriptionStatus: 'PAID' },
  'apps disconnected': { revokeTokens: true },
};

/** What happens to a company as a whole, also in the middle of a run; at the end all is well again. */
export class Weather {
  readonly #qbo: Client;
  readonly #dice: Dice;
  readonly #trace: (line: string) => void;

  constructor(qbo: Client, dice: Dice, trace: (line: string) => void) {
    this.#qbo = qbo;
    this.#dice = dice;
    this.#trace = trace;
  }

  turn(): void {
    this.#become(this.#dice.pick(TURNS));
  }

  clear(): void {
    this.#become('books open');
    this.#become('subscription paid');
  }

  #become(turn: Turn): void {
    this.#qbo.control('company', ORDERS[turn]);
    this.#trace(turn);
  }
}
