import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ProblemCode } from '../../../src/domain/catalogue/index.ts';
import { axiosTransport, type HttpAnswer, type HttpRequest, type Transport } from '../../../src/qbo/http.ts';
import type { RunningSandbox } from '../../../src/sandbox/index.ts';
import { company } from '../../support/company.ts';
import { invoicesCsv } from '../../support/exports.ts';
import { keysOf, type Ran, type Workspace } from '../../support/workspace.ts';

/** How to come to a problem that ends a command: run with `--json`, so that screen and data can be compared. */
export interface Ending {
  code: ProblemCode;
  run: (space: Workspace) => Promise<Ran>;
}

/** How to come to findings that stand on records: what `status` says of them afterwards. */
export interface Findings {
  /** The code of each record, by its number or id. */
  found: Readonly<Record<string, ProblemCode>>;
  /** The last command, whose exit code they lead to. */
  run: (space: Workspace) => Promise<Ran>;
}

/** How to come to findings that are listed in what a command prints, and may stand nowhere afterwards. */
export interface Listed {
  codes: readonly ProblemCode[];
  /** With `--json`. */
  run: (space: Workspace) => Promise<Ran>;
}

export const PUSH = ['sync-invoice', '--all', '--yes'];
export const PAY = ['sync-payment', '--all', '--yes'];

/** A company with one invoice that is not in the books. */
export const ready = async (space: Workspace): Promise<RunningSandbox> =>
  company(space, { invoices: invoicesCsv({}) });

export const pushed = async (space: Workspace): Promise<Ran> => space.qbsync([...PUSH, '--json']);

export const fileOf = (space: Workspace, name: string): string => join(space.home, 'companies', 'main', name);

/** Puts something else in the place of a file of the company. */
export function instead(space: Workspace, name: string, make: (file: string) => void): void {
  for (const end of ['', '-wal', '-shm'])
    rmSync(fileOf(space, `${name}${end}`), { force: true, recursive: true });
  make(fileOf(space, name));
}

export function connecting(sandbox: RunningSandbox, ...more: string[]) {
  const argv = ['connect', '--environment', 'local', '--url', sandbox.url, ...more, '--json'];
  return { argv, env: keysOf(sandbox) };
}

/** QuickBooks, but what a request is answered, or not answered, that the test says. */
export function answering(answer: (request: HttpRequest) => HttpAnswer | Error | undefined): Transport {
  const real = axiosTransport();
  return async (request) => {
    const given = answer(request);
    if (given instanceof Error) throw given;
    return given ?? real(request);
  };
}

/** What stands between the sandbox and us answers each request so. */
export const always = (answer: HttpAnswer | Error): Ending['run'] =>
  async function run(space) {
    await ready(space);
    return space.qbsync([...PUSH, '--json'], { world: { transport: answering(() => answer) } });
  };

export const isWriteOf = ({ method, url }: HttpRequest, entity: string): boolean =>
  method === 'POST' && new URL(url).pathname.endsWith(`/${entity}`);
