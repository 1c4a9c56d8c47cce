import { nowOf } from './control/clock.ts';
import type { ClockOrder } from './control/clock.ts';
import { control } from './control/control.ts';
import type { ControlAction, ControlOrder } from './control/control.ts';
import { booksOf } from './control/export.ts';
import type { CompaniesOrder } from './control/companies.ts';
import type { CompanyOrder } from './control/company.ts';
import type { LimitsOrder } from './control/limits.ts';
import type { FaultOrder } from './fault-injection/orders.ts';
import { listCompanies } from './companies.ts';
import type { SandboxCompany } from './companies.ts';
import { isCountry } from './countries.ts';
import type { SandboxCountry } from './countries.ts';
import { jsonOf, textOf } from './json.ts';
import type { JsonObject } from './json.ts';
import { listenOn } from './server.ts';
import { openSandbox } from './open.ts';
import type { OpenOptions } from './open.ts';
import type { Sandbox, SeenRequest } from './types.ts';
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
  /** 0 takes any free port; without it the port of the last time on the state folder, where it is free. */
  readonly port?: number | undefined;
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
  /** The port of the last time, where another program has it now. */
  readonly lostPort: number | undefined;
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

/** The port of the address that the state folder keeps: apps that are connected look for it there. */
function formerPort(sandbox: Sandbox): number | undefined {
  const url = textOf(sandbox.store.get('settings', 'url'));
  const port = url !== undefined && URL.canParse(url) ? Number(new URL(url).port) : 0;
  return port > 0 ? port : undefined;
}

/**
 * Starts QuickBooks Online and Intuit's sign-in on one loopback address. Throws what the operating
 * system says when the port is taken or the state folder cannot be written.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { sandbox, kept, close } = openSandbox(options);
  const former = formerPort(sandbox);
  const wanted = options.port === undefined ? { preferred: former ?? 0 } : { port: options.port };
  const listening = await listenOn(sandbox, wanted).catch((error: unknown) => {
    close();
    throw error;
  });
  sandbox.url = listening.url;
  sandbox.store.put('settings', 'url', listening.url);
  sandbox.persist();
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
    lostPort: options.port === undefined && former !== listening.port ? former : undefined,
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
