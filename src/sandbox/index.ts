import { booksOf, control, nowOf } from './control/control.ts';
import type { ClockOrder, ControlAction } from './control/control.ts';
import type { CompanyOrder } from './control/company.ts';
import type { FaultOrder } from './control/faults.ts';
import { isCountry } from './countries.ts';
import type { SandboxCountry } from './countries.ts';
import { jsonOf } from './json.ts';
import type { JsonObject } from './json.ts';
import { companies } from './oauth/authorize.ts';
import { listenOn } from './server.ts';
import { openSandbox } from './open.ts';
import type { SeenRequest } from './types.ts';

export type { SandboxCountry } from './countries.ts';
export type { JsonObject } from './json.ts';
export type { SandboxAnswer, SandboxRequest, SeenRequest } from './types.ts';
export { handle } from './core.ts';
export { openSandbox } from './open.ts';
export { isCountry as isSandboxCountry };

export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly country: SandboxCountry;
  /** Where the state is kept; in memory without it. */
  readonly stateDir?: string | undefined;
  /** A company with only what QuickBooks itself makes. */
  readonly empty?: boolean | undefined;
  readonly clock: () => Date;
  readonly randomBytes: (n: number) => Uint8Array;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

export interface RunningSandbox {
  readonly url: string;
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly companyId: string;
  readonly companyName: string;
  readonly country: SandboxCountry;
  /** A deep copy of the company's lists and transactions, by entity name. */
  books(): Record<string, readonly JsonObject[]>;
  control(action: 'faults', order: FaultOrder): JsonObject;
  control(action: 'clock', order: ClockOrder): JsonObject;
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
  const { sandbox, close } = openSandbox(options);
  const listening = await listenOn(sandbox, options.port).catch((error: unknown) => {
    close();
    throw error;
  });
  sandbox.url = listening.url;
  const [company = { realmId: '', name: '' }] = companies(sandbox);
  return {
    url: listening.url,
    port: listening.port,
    clientId: sandbox.clientId,
    clientSecret: sandbox.clientSecret,
    companyId: company.realmId,
    companyName: company.name,
    country: sandbox.country,
    books: () => booksOf(sandbox, company.realmId),
    control: (action: ControlAction, order: FaultOrder | ClockOrder | CompanyOrder) =>
      control(sandbox, action, jsonOf(order) ?? {}),
    now: () => nowOf(sandbox),
    requests: sandbox.requests,
    close: async () => {
      await listening.close();
      close();
    },
  };
}
