import type { Clock, Random } from '../domain/clock.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { endpointsOf } from './endpoints.ts';
import { hasCode, readAnswer, traceId, type Fault } from './faults.ts';
import { NoAnswer, type HttpAnswer, type HttpRequest, type Transport } from './http.ts';
import { inWords, isCertificateFault, isWebPage, networkProblem, WEB_PAGE } from './network.ts';
import type { Pacer, RequestKind } from './pacer.ts';
import type { Session } from './session.ts';

/** What became of a write. `unknown`: it may or may not have been carried out; it must be settled, never repeated blindly. */
export type WriteOutcome =
  | { type: 'posted'; body: unknown; tid: string | undefined }
  | { type: 'refused'; fault: Fault }
  | { type: 'unknown'; why: string };

/** A read that QuickBooks refused. */
export class ReadRefused extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.errors.map((error) => `${error.code} ${error.message}`).join('; '));
    this.name = 'ReadRefused';
    this.fault = fault;
  }
}

/** The only version left (qbo-api.md 1.4). */
const MINOR_VERSION = '75';
/** Characters of a statement, encoded, that an address takes through every gateway (qbo-api.md 4: about 2,000). */
const LONGEST_QUERY = 1_800;
const MOST_TRIES = 5;
const MOST_THROTTLES = 8;
/** Intuit asks to wait 60 s after a 429 (qbo-api.md 6); the first waits are shorter, for a passing burst. */
const THROTTLE_WAITS_S = [2, 5, 15, 30];
const LONGEST_WAIT_S = 60;
/** Throttled items wait as a request does that was throttled for so many times. */
const THROTTLED_ITEMS = 3;

export interface ClientParts {
  session: Session;
  transport: Transport;
  clock: Clock;
  random: Random;
  pacer: Pacer;
}

type Exchange =
  { type: 'answer'; body: unknown; tid: string | undefined } | Exclude<WriteOutcome, { type: 'posted' }>;

/** Requests to one company, signed, paced, and tried again where that is safe. */
export class QboClient {
  readonly #parts: ClientParts;
  readonly #origin: string;
  readonly #base: string;
  readonly companyId: string;

  constructor(parts: ClientParts) {
    this.#parts = parts;
    const { companyId, environment, url } = parts.session.connection();
    this.companyId = companyId;
    this.#origin = endpointsOf(environment, url).api;
    this.#base = `${this.#origin}/v3/company/${encodeURIComponent(companyId)}`;
  }

  /** Throws {@link ReadRefused} for a validation fault and `Problem` for everything that ends a run. */
  async read(path: string, parameters: Record<string, string> = {}): Promise<unknown> {
    return this.#answer({ method: 'GET', url: this.#url(path, parameters), headers: {} });
  }

  /**
   * One statement of the query language. A long one goes as the body, since a gateway cuts addresses off (qbo-api.md 4).
   * Several in one batch would use up the batches of the minute, which writes need. Throws as {@link read} does.
   */
  async ask(statement: string): Promise<unknown> {
    if (encodeURIComponent(statement).length <= LONGEST_QUERY)
      return this.read('/query', { query: statement });
    const headers = { 'Content-Type': 'application/text;charset=utf-8' };
    return this.#answer({ method: 'POST', url: this.#url('/query', {}), headers, body: statement });
  }

  /**
   * One write. Throws `Problem` only when it surely was not carried out (never sent, not signed in, throttled), so
   * whoever recorded the intent may take it back.
   */
  async write(
    path: string,
    body: string,
    requestId: string,
    parameters: Record<string, string> = {},
  ): Promise<WriteOutcome> {
    const url = this.#url(path, { ...parameters, requestid: requestId });
    const headers = { 'Content-Type': 'application/json' };
    const outcome = await this.#exchange({ method: 'POST', url, headers, body }, 'write');
    return outcome.type === 'answer' ? { type: 'posted', body: outcome.body, tid: outcome.tid } : outcome;
  }

  /** Several writes in one request; `posted` says that each of them has an answer of its own. Throws as {@link write} does. */
  async writeBatch(body: string, requestId: string): Promise<WriteOutcome> {
    const url = this.#url('/batch', { requestid: requestId });
    const headers = { 'Content-Type': 'application/json' };
    const outcome = await this.#exchange({ method: 'POST', url, headers, body }, 'write', 'batch');
    return outcome.type === 'answer' ? { type: 'posted', body: outcome.body, tid: outcome.tid } : outcome;
  }

  /** A batch whose items were throttled answers HTTP 200; whoever reads the items says so here. */
  slowDown(): void {
    this.#parts.pacer.throttled(this.#waitAfter(THROTTLED_ITEMS, undefined));
  }

  async #answer(request: HttpRequest): Promise<unknown> {
    const outcome = await this.#exchange(request, 'read');
    if (outcome.type === 'answer') return outcome.body;
    if (outcome.type === 'refused') throw new ReadRefused(outcome.fault);
    throw this.#unreachable(outcome.why);
  }

  #url(path: string, parameters: Record<string, string>): string {
    const url = new URL(this.#base + path);
    for (const [name, value] of Object.entries({ ...parameters, minorversion: MINOR_VERSION })) {
      url.searchParams.set(name, value);
    }
    // A plus sign is a blank in a form, but a plus to some gateways.
    return url.href.replaceAll('+', '%20');
  }

  async #exchange(
    request: HttpRequest,
    kind: 'read' | 'write',
    size: RequestKind = 'single',
  ): Promise<Exchange> {
    const { session, pacer } = this.#parts;
    let renewed = false;
    let throttles = 0;
    for (let tries = 1; ; tries++) {
      const token = await session.accessToken();
      const answer = await this.#answerTo(request, token, size);
      if (answer instanceof NoAnswer) {
        if (answer.sent && kind === 'write') return { type: 'unknown', why: inWords(answer.message) };
        if (tries >= MOST_TRIES || isCertificateFault(answer.message))
          throw answer.sent ? this.#unreachable(answer.message) : this.#nobodyThere(answer.message);
        await this.#backOff(tries);
        continue;
      }
      // A proxy on the way says this in its own name, and has passed nothing on.
      if (answer.status === 407) throw this.#unreachable('HTTP 407');
      const page = isWebPage(answer);
      const read = readAnswer(answer);
      if (read.ok) return { type: 'answer', body: read.body, tid: traceId(answer) };
      const { fault } = read;
      switch (fault.kind) {
        case 'refused':
          return { type: 'refused', fault };
        case 'auth':
          if (renewed) throw await this.#noAccess(fault);
          renewed = true;
          await session.renewedToken(token);
          break;
        case 'forbidden':
          throw page ? this.#unreachable(WEB_PAGE) : await this.#noAccess(fault);
        case 'throttled':
          throttles++;
          if (throttles > MOST_THROTTLES) throw throttled();
          pacer.throttled(this.#waitAfter(throttles, fault.retryAfter));
          break;
        case 'broken':
          if (kind === 'write')
            return { type: 'unknown', why: page ? `${WEB_PAGE} came` : inWords(`HTTP ${fault.status}`) };
          if (tries >= MOST_TRIES) throw this.#unreachable(page ? WEB_PAGE : `HTTP ${fault.status}`);
          await this.#backOff(tries);
          break;
      }
    }
  }

  async #answerTo(request: HttpRequest, token: string, size: RequestKind): Promise<HttpAnswer | NoAnswer> {
    const answered = await this.#parts.pacer.turn(size);
    try {
      return await this.#parts.transport({
        ...request,
        headers: { ...request.headers, Accept: 'application/json', Authorization: `Bearer ${token}` },
      });
    } catch (error) {
      if (error instanceof NoAnswer) return error;
      throw error;
    } finally {
      answered();
    }
  }

  #nobodyThere(why: string): Problem {
    if (this.#parts.session.connection().environment !== 'local') return this.#unreachable(why);
    return new Problem({
      code: 'QUICKBOOKS_UNREACHABLE',
      reason: `Nothing answers at ${this.#origin}. Nothing was sent.`,
      fix: 'Start that server again (for the sandbox: qbsync sandbox --port PORT --state FOLDER), or connect to its new address: qbsync connect --environment local --url ADDRESS',
      exit: EXIT.unavailable,
      retry: 'later',
      posted: 'see-status',
    });
  }

  /** Where a network between here and QuickBooks is to blame it is named: other people mend that. */
  #unreachable(why: string): Problem {
    return (
      networkProblem(why, new URL(this.#origin).host) ??
      new Problem({
        code: 'QUICKBOOKS_UNREACHABLE',
        reason: `QuickBooks gave no usable answer (${inWords(why)}), also not when asked again.`,
        fix: 'Wait a few minutes and run the same command again: what was sent is looked up first, nothing is posted twice.',
        exit: EXIT.unavailable,
        retry: 'later',
        posted: 'see-status',
      })
    );
  }

  async #backOff(tries: number): Promise<void> {
    await this.#parts.clock.sleep(this.#jittered(250 * 3 ** (tries - 1)));
  }

  /** Milliseconds to wait after so many throttles of one request. */
  #waitAfter(throttles: number, retryAfter: number | undefined): number {
    const seconds = retryAfter ?? THROTTLE_WAITS_S[throttles - 1] ?? LONGEST_WAIT_S;
    return Math.min(seconds, 2 * LONGEST_WAIT_S) * 1000 + this.#jittered(200);
  }

  #jittered(milliseconds: number): number {
    return Math.round(milliseconds * (0.75 + this.#parts.random() / 2));
  }

  async #noAccess(fault: Fault): Promise<Problem> {
    const { session } = this.#parts;
    const { environment, companyName } = session.connection();
    if (fault.kind === 'auth' && (hasCode(fault, '3200') || fault.errors.length === 0)) {
      return session.markDisconnected('QuickBooks refused the sign-in although it was just renewed.');
    }
    if (hasCode(fault, '130')) {
      return new Problem({
        code: 'WRONG_ENVIRONMENT',
        reason: `QuickBooks says that ${companyName} lives elsewhere: these keys belong to another environment than "${environment}".`,
        fix: 'Run qbsync connect --environment production (live company) or --environment sandbox (test company), with the keys of that environment.',
        exit: EXIT.reconnect,
      });
    }
    const why =
      'the app was disconnected there, the user who connected it lost their rights, or the keys are for another environment.';
    await session.markDisconnected(`QuickBooks does not let qbsync in: ${why}`);
    return new Problem({
      code: 'NO_ACCESS',
      reason: `QuickBooks does not let qbsync into ${companyName} (environment "${environment}"): ${why}`,
      fix: 'Have a company administrator run: qbsync connect',
      exit: EXIT.reconnect,
    });
  }
}

export function throttled(): Problem {
  return new Problem({
    code: 'QUICKBOOKS_BUSY',
    reason:
      'QuickBooks takes no more requests for this company at the moment (its request limit is reached).',
    fix: 'Wait some minutes and run the same command again: it goes on where it stopped.',
    exit: EXIT.unavailable,
    retry: 'later',
    posted: 'see-status',
  });
}
