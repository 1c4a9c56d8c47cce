import { InFlight, RequestWindow } from './windows.ts';
import type { WindowKind } from './windows.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What QuickBooks lets through (qbo-api.md 6). */
export const LIMITS = {
  companyPerMinute: 500,
  appPerSecond: 10,
  appAtOnce: 10,
  appBatchesPerMinute: 40,
  companyBatchesPerMinute: 120,
} as const;

interface LimitSettings {
  /** Off: everything is let through, and nothing is counted. */
  readonly on: boolean;
  /** How long QuickBooks works on a request of the accounting API, in ms of the sandbox's clock. */
  readonly latencyMs: number;
  /** What other apps of the company use of its budget, all the time. */
  readonly otherRequestsPerMinute: number;
  readonly otherBatchesPerMinute: number;
}

/** One request as the limits see it. */
export interface Arrival {
  readonly realmId: string;
  readonly app: string;
  readonly batch: boolean;
  /** The sandbox's time in ms. */
  readonly at: number;
  readonly window: WindowKind;
  /** Whether a request that is refused uses up the windows all the same. */
  readonly countRefused: boolean;
}

const newCompanyWindows = () => ({
  requests: new RequestWindow(LIMITS.companyPerMinute, MINUTE),
  batches: new RequestWindow(LIMITS.companyBatchesPerMinute, MINUTE),
});

const newAppWindows = () => ({
  requests: new RequestWindow(LIMITS.appPerSecond, SECOND),
  batches: new RequestWindow(LIMITS.appBatchesPerMinute, MINUTE),
  inFlight: new InFlight(LIMITS.appAtOnce),
});

type CompanyWindows = ReturnType<typeof newCompanyWindows>;
type AppWindows = ReturnType<typeof newAppWindows>;

/** Finds the value of a key, or makes it. */
function ofKey<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** The request limits of every company and app. Rehearsal, not state: a restart starts with empty windows. */
export class Limits {
  settings: LimitSettings = { on: false, latencyMs: 0, otherRequestsPerMinute: 0, otherBatchesPerMinute: 0 };
  private readonly companies = new Map<string, CompanyWindows>();
  private readonly apps = new Map<string, AppWindows>();
  private lastAt = 0;

  change(settings: Partial<LimitSettings>): void {
    this.settings = { ...this.settings, ...settings };
    if (!this.settings.on) this.forget();
  }

  /** Whether the request may pass; it is counted either way, unless refused ones are not. */
  admit(arrival: Arrival): boolean {
    if (!this.settings.on) return true;
    const { at, batch, window } = arrival;
    const { company, app } = this.windowsAt(arrival);
    const { otherRequestsPerMinute, otherBatchesPerMinute } = this.settings;
    const full =
      company.requests.isFull(at, window, otherRequestsPerMinute) ||
      app.requests.isFull(at, window) ||
      app.inFlight.isFull(at) ||
      (batch &&
        (company.batches.isFull(at, window, otherBatchesPerMinute) || app.batches.isFull(at, window)));
    if (!full || arrival.countRefused) this.count(arrival);
    return !full;
  }

  /** Counts a request that was refused for another reason than the limits. */
  count(arrival: Arrival): void {
    if (!this.settings.on) return;
    const { company, app } = this.windowsAt(arrival);
    for (const { requests, batches } of [company, app]) {
      requests.add(arrival.at);
      if (arrival.batch) batches.add(arrival.at);
    }
  }

  /** An admitted request is being served until `end`, in ms. */
  serving(arrival: Arrival, end: number): void {
    if (this.settings.on && end > arrival.at) this.windowsAt(arrival).app.inFlight.add(end);
  }

  /** A clock that was set back would hold the windows shut until it is there again. */
  private windowsAt({ realmId, app, at }: Arrival): { company: CompanyWindows; app: AppWindows } {
    if (at < this.lastAt) this.forget();
    this.lastAt = at;
    return {
      company: ofKey(this.companies, realmId, newCompanyWindows),
      app: ofKey(this.apps, `${realmId}\u0000${app}`, newAppWindows),
    };
  }

  private forget(): void {
    this.companies.clear();
    this.apps.clear();
  }
}
