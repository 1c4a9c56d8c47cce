import { SignInError } from '../../src/qbo/oauth.ts';
import { NoAnswer, type HttpAnswer, type HttpRequest, type Transport } from '../../src/qbo/http.ts';
import type { Refresh } from '../../src/qbo/session.ts';
import { textOf } from '../../src/sandbox/json.ts';
import type { Client } from '../sandbox/client.ts';
import { exchange } from '../support/exchange.ts';
import { BATCH_TROUBLES, distorted, inAnyOrder, type BatchTrouble } from './batch-trouble.ts';
import type { Dice } from './dice.ts';

/** What can go wrong with one request, in the order of the dice. */
const TROUBLES = [
  'refused connection',
  'cut before it arrives',
  'lost answer',
  'half an answer',
  'HTTP 503',
  'HTTP 500 with a page',
  'HTTP 504 after it was done',
  'HTTP 500 with 10000',
  '429',
  'expired token',
  'slow',
  'stale',
  'stale',
] as const;
type Trouble = (typeof TROUBLES)[number] | BatchTrouble | 'throttled items';

export interface ServiceParts {
  qbo: Client;
  dice: Dice;
  /** Where the items of a batch are answered in any order: what that is drawn with. */
  shuffle?: Dice | undefined;
  /** From 0 (a quiet network) to 1 (every request meets a trouble). */
  trouble: () => number;
  advance: (milliseconds: number) => void;
  trace: (line: string) => void;
}

/** What a process notices of its requests. */
export interface Caller {
  before: (request?: HttpRequest) => void;
  /** What people and other processes do while a request is under way. */
  meanwhile: (request: HttpRequest) => Promise<void>;
  after: (request?: HttpRequest) => void;
}

/** QuickBooks behind a network that is not to be trusted. */
export class Service {
  readonly #parts: ServiceParts;
  /** So many questions more do not see the last writes: an index that lags by seconds, or two minutes at most. */
  #lag = 0;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  /** Requests that are under way side by side arrive, and are answered, in any order. */
  transport({ before, meanwhile, after }: Caller): Transport {
    return async (request) => {
      before(request);
      const { dice, trouble } = this.#parts;
      await someTurns(dice);
      await meanwhile(request);
      const met = dice.chance(trouble()) ? dice.pick(troublesOf(request)) : undefined;
      const answer = this.#answer(request, met);
      await someTurns(dice);
      after(request);
      if (answer instanceof NoAnswer) throw answer;
      return answer;
    };
  }

  refresh({ before, after }: Pick<Caller, 'before' | 'after'>): Refresh {
    return async (_keys, refreshToken, clock) => {
      before();
      const { dice, trouble, trace, qbo } = this.#parts;
      await someTurns(dice);
      const met = dice.chance(trouble()) ? dice.pick(['lost', 'never arrived'] as const) : undefined;
      trace(`refresh ${met ?? ''}`);
      if (met === 'never arrived') throw new SignInError('unreachable', 'no answer');
      const { status, body } = qbo.refreshWith(refreshToken);
      after();
      if (met === 'lost') throw new SignInError('unreachable', 'no answer');
      if (status !== 200) throw new SignInError('refused', textOf(body.error) ?? '');
      return tokensOf(body, clock.now());
    };
  }

  #answer(request: HttpRequest, met: Trouble | undefined): HttpAnswer | NoAnswer {
    const { trace, advance, dice } = this.#parts;
    advance(dice.between(20, 400));
    if (met !== undefined && isWrite(request)) this.#lag = dice.pick([0, 0, 2, 6]);
    const answer = this.#under(request, met);
    const { pathname, searchParams } = new URL(request.url);
    const asked = searchParams.get('query') ?? searchParams.get('requestid') ?? '';
    const status = answer instanceof NoAnswer ? 'no answer' : String(answer.status);
    trace(`${request.method} ${pathname} ${asked} -> ${status} ${met ?? ''}`.trimEnd());
    return answer;
  }

  #under(request: HttpRequest, met: Trouble | undefined): HttpAnswer | NoAnswer {
    const { advance, dice, qbo, trouble } = this.#parts;
    if (isQuestion(request) && trouble() > 0 && (met === 'stale' || this.#lag-- > 0))
      qbo.control('faults', { kind: 'stale-query', seconds: dice.between(1, 120) });
    switch (met) {
      case 'refused connection':
        return new NoAnswer('ECONNREFUSED', false);
      case 'cut before it arrives':
        return new NoAnswer('ECONNRESET', true);
      case 'HTTP 503':
        return { status: 503, headers: {}, text: '' };
      case 'HTTP 500 with a page':
        return { status: 500, headers: { 'content-type': 'text/html' }, text: '<html>500</html>' };
      case '429':
        return { status: 429, headers: { 'retry-after': '2' }, text: '' };
      case 'expired token':
        return { status: 401, headers: {}, text: '' };
      case 'lost answer':
        this.#done(request);
        return new NoAnswer('ECONNRESET', true);
      case 'half an answer': {
        const { text, ...rest } = this.#done(request);
        return { ...rest, text: text.slice(0, text.length / 2) };
      }
      case 'HTTP 504 after it was done':
        this.#done(request);
        return { status: 504, headers: {}, text: '' };
      case 'HTTP 500 with 10000':
        qbo.control('faults', { kind: 'status', status: 500, done: dice.chance(0.5) });
        return this.#done(request);
      case 'slow':
        advance(100_000);
        return this.#done(request);
      case 'throttled items':
        qbo.control('faults', { kind: 'throttle-items', from: dice.between(0, 29) });
        return this.#done(request);
      case 'stale':
      case undefined:
        return this.#done(request);
      default:
        return distorted(this.#done(request), met, dice);
    }
  }

  #done(request: HttpRequest): HttpAnswer {
    const { qbo, shuffle } = this.#parts;
    const { sandbox } = qbo;
    const { answer } = exchange(sandbox, request);
    // Of two orders one strikes, and what was meant for this request must not meet the next.
    sandbox.faults.clear();
    return shuffle && isBatch(request) ? inAnyOrder(answer, shuffle) : answer;
  }
}

/** Tokens as the token endpoint gave them. */
export function tokensOf(body: Record<string, unknown>, now: Date) {
  const later = (seconds: unknown) => new Date(now.getTime() + Number(seconds) * 1000).toISOString();
  return {
    accessToken: String(body.access_token),
    accessExpiresAt: later(body.expires_in),
    refreshToken: String(body.refresh_token),
    refreshExpiresAt: later(body.x_refresh_token_expires_in),
  };
}

/** Whether a request changes the books. */
export function isWrite({ method, url }: HttpRequest): boolean {
  return method === 'POST' && new URL(url).searchParams.has('requestid');
}

function isQuestion({ url, body }: HttpRequest): boolean {
  const { pathname } = new URL(url);
  return pathname.endsWith('/query') || (pathname.endsWith('/batch') && (body ?? '').includes('"Query"'));
}

const isBatch = ({ url }: HttpRequest) => new URL(url).pathname.endsWith('/batch');

function troublesOf(request: HttpRequest): readonly Trouble[] {
  return isBatch(request)
    ? [...TROUBLES, ...BATCH_TROUBLES, ...BATCH_TROUBLES, 'throttled items', 'throttled items']
    : TROUBLES;
}

/** Others that wait go first for some turns. */
async function someTurns(dice: Dice): Promise<void> {
  for (let turns = dice.between(0, 12); turns > 0; turns--) await Promise.resolve();
}
