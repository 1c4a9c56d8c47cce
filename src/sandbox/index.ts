import { nowOf } from './control/clock.ts';
import type { ClockOrder } from './control/clock.ts';
import { booksOf, control } from './control/control.ts';
import type { ControlAction, ControlOrder } from './control/control.ts';
import type { CompaniesOrder } from './control/companies.ts';
import type { CompanyOrder } from './control/company.ts';
import type { LimitsOrder } from './control/limits.ts';
import type { FaultOrder } from './fault-injection/orders.ts';
import { listCompanies } from './companies.ts';
import type { SandboxCompany } from './companies.ts';
import { isCountry } from './countries.ts';
import type { SandboxCountry } from './countries.ts';
import { jsonOf } from './json.ts';
import type { JsonObject } from './json.ts';
import { listenOn } from './server.ts';
import { openSandbox } from './open.ts';
import type { OpenOptions } from './open.ts';
import type { SeenRequest } from './types.ts';
import type { WebhooksOrder } from './webhooks/orders.ts';

export type { NewCompany, SandboxCompany } from './companies.ts';
export type { SandboxCountry } from './countries.ts';
export type { JsonObject } from './json.ts';
export type { SandboxAnswer, SandboxRequest, SeenRequest } from './types.ts';
export { handle } from './core.ts';
export { readFault } from './fault-injection/text.ts';
export type { ReadFault } from './fault-injection/text.ts';
export type { FaultOrder } from './fault-injection/orders.ts';
export { openSandbox } from './open.ts';
export { isCountry as isSandboxCountry };

export interface SandboxOptions extends OpenOptions {
  /** 0 takes any free port. */
  readonly port: number;
}

export interface RunningSandbox {
  readonly url: string;
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The oldest company's; `companies` has all of them. */
  readonly companyId: string;
  readonly companyName: string;
  readonly country: SandboxCountry;
  readonly companies: readonly SandboxCompany[];
  /** The companies are those of the state folder, whatever the options said. */
  readonly kept: boolean;
  /** A deep copy of a company's lists and transactions, by entity name; the oldest company's without an id. */
  books(companyId?: string): Record<string, readonly JsonObject[]>;
  control(action: 'faults', order: FaultOrder): JsonObject;
  control(action: 'webhooks', order: WebhooksOrder): JsonObject;
  control(action: 'limits', order: LimitsOrder): JsonObject;
  control(action: 'clock', order: ClockOrder): JsonObject;
  control(action: 'companies', order: CompaniesOrder): JsonObject;
  control(action: 'company', order: CompanyOrder): JsonObject;
  /** The sandbox's own time, moved as `clock` orders say. */
  now(): Date;
  /** The newest requests, control orders left out. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/**
 * Starts QuickBooks Online and Intuit's sign-in on one loopback address. Throws what the operating
 * system says when the port is taken or the state folder cannot be written.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { sandbox, kept, close } = openSandbox(options);
  const listening = await listenOn(sandbox, options.port).catch((error: unknown) => {
    close();
    throw error;
  });
  sandbox.url = listening.url;
  sandbox.store.put('settings', 'url', listening.url);
  const [oldest = { id: '', name: '', country: 'US' }] = listCompanies(sandbox);
  return {
    url: listening.url,
    port: listening.port,
    clientId: sandbox.clientId,
    clientSecret: sandbox.clientSecret,
    companyId: oldest.id,
    companyName: oldest.name,
    country: oldest.country,
    get companies() {
      return listCompanies(sandbox);
    },
    kept,
    books: (companyId = oldest.id) => booksOf(sandbox, companyId),
    control: (action: ControlAction, order: ControlOrder) => control(sandbox, action, jsonOf(order) ?? {}),
    now: () => nowOf(sandbox),
    requests: sandbox.requests,
    close: async () => {
      await listening.close();
      close();
    },
  };
}
