import { request as startRequest } from 'node:http';
import { nowOf } from '../control/clock.ts';
import type { JsonObject } from '../json.ts';
import type { Sandbox } from '../types.ts';
import { nextNotification, settle } from './queue.ts';
import type { Notification } from './queue.ts';
import { settingsOf } from './settings.ts';

/** An endpoint has three seconds to answer 200 (qbo-api.md 8). */
const ANSWER_WITHIN_MS = 3000;

type Outcome = { readonly status: number } | { readonly error: string };

function post({ url, headers, body }: Notification, stopped: AbortSignal): Promise<Outcome> {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
  return new Promise((resolve) => {
    const failed = (error: Error): void =>
      resolve({ error: error.name === 'TimeoutError' ? 'no answer within 3 seconds' : error.message });
    const length = Buffer.byteLength(body);
    const sent = startRequest(
      url,
      { method: 'POST', headers: { ...headers, 'content-length': length }, signal },
      (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0 });
      },
    );
    sent.on('error', failed);
    sent.end(body);
  });
}

/**
 * Delivers notifications over HTTP, one after the other: what is sent, when, and what comes of it is the
 * queue's matter. It has no clock of its own: a failing notification is tried again when somebody asks
 * after it is due on the sandbox's clock, or with the next answer when delivery is automatic.
 */
export class Courier {
  private readonly sandbox: Sandbox;
  private readonly stopping = new AbortController();
  private last: Promise<unknown> = Promise.resolve();

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  /** Sends what is due, after deliveries that are under way; gives what was sent and how it was answered. */
  deliver(): Promise<readonly JsonObject[]> {
    const round = this.last.then(() => this.round());
    this.last = round;
    return round;
  }

  /** To be called after an answer. */
  afterAnswer(): void {
    if (settingsOf(this.sandbox)?.automatic === true) void this.deliver();
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.last;
  }

  private async round(): Promise<readonly JsonObject[]> {
    const sent: JsonObject[] = [];
    while (!this.stopping.signal.aborted) {
      const notification = nextNotification(this.sandbox, nowOf(this.sandbox));
      if (notification === undefined) break;
      this.sandbox.persist();
      const outcome = await post(notification, this.stopping.signal);
      const acknowledged = 'status' in outcome && outcome.status === 200;
      settle(this.sandbox, nowOf(this.sandbox), notification, acknowledged);
      this.sandbox.persist();
      const { url, headers, body, events } = notification;
      sent.push({ url, headers: { ...headers }, body, events, acknowledged, ...outcome });
    }
    return sent;
  }
}
