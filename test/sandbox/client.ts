import { createHash } from 'node:crypto';
import { handle, openSandbox, startSandbox } from '../../src/sandbox/index.ts';
import type { JsonObject, NewCompany, RunningSandbox, SandboxAnswer } from '../../src/sandbox/index.ts';
import { isObject, objectOf, objectsOf, parseJson, textOf } from '../../src/sandbox/json.ts';
import { control } from '../../src/sandbox/control/control.ts';
import type { ControlAction, ControlOrder } from '../../src/sandbox/control/control.ts';
import { jsonOf } from '../../src/sandbox/json.ts';

export const START = '2026-03-02T18:00:00.000Z';
export const REDIRECT = 'http://localhost:8765/callback';
export const SCOPE = 'com.intuit.quickbooks.accounting';

/** Bytes that look random and are the same in every run. */
export function seededBytes(seed: string): (n: number) => Uint8Array {
  let counter = 0;
  return (n) => {
    const parts: Buffer[] = [];
    for (let size = 0; size < n; size += 32) {
      parts.push(createHash('sha256').update(`${seed}:${counter++}`).digest());
    }
    return Buffer.concat(parts).subarray(0, n);
  };
}

export interface Options extends Partial<NewCompany> {
  readonly companies?: readonly NewCompany[];
  readonly stateDir?: string;
  readonly random?: string;
  readonly clock?: () => Date;
}

export const sandboxOptions = ({ random = 'test', clock = () => new Date(START), ...options }: Options) => ({
  ...options,
  clock,
  randomBytes: seededBytes(random),
});

export const start = (options: Options = {}): Promise<RunningSandbox> =>
  startSandbox({ port: 0, ...sandboxOptions(options) });

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: JsonObject;
  readonly after: SandboxAnswer['after'];
}

export interface Call {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A QuickBooks client in process: signed in, and talking to the core without HTTP. */
export class Client {
  readonly sandbox;
  readonly close: () => void;
  realmId = '';
  access = '';
  refresh = '';

  constructor(options: Options = {}) {
    const opened = openSandbox(sandboxOptions(options));
    this.sandbox = opened.sandbox;
    this.close = opened.close;
    this.realmId = [...this.sandbox.store.rows('company').keys()][0] ?? '';
    if (options.stateDir === undefined || this.access === '') this.signIn();
  }

  get basic(): string {
    return `Basic ${Buffer.from(`${this.sandbox.clientId}:${this.sandbox.clientSecret}`).toString('base64')}`;
  }

  raw(method: string, path: string, body = '', { query = {}, headers = {} }: Call = {}): Reply {
    const answer = handle(this.sandbox, {
      method,
      path,
      query: new URLSearchParams(query),
      headers: { accept: 'application/json', host: 'localhost:1', ...headers },
      body,
    });
    const text = Buffer.from(answer.body).toString('utf8');
    const parsed = parseJson(text);
    const { status, headers: sent, after } = answer;
    return { status, headers: sent, text, body: isObject(parsed) ? parsed : {}, after };
  }

  form(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Reply {
    return this.raw('POST', path, new URLSearchParams(fields).toString(), {
      headers: { authorization: this.basic, ...headers },
    });
  }

  /** A code, by pressing Allow on the consent page. */
  consent(fields: Readonly<Record<string, string>> = {}): URLSearchParams {
    const reply = this.form('/connect/oauth2', {
      client_id: this.sandbox.clientId,
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: SCOPE,
      state: 's-1',
      realmId: this.realmId,
      decision: 'allow',
      ...fields,
    });
    return new URL(reply.headers.Location ?? 'about:blank').searchParams;
  }

  exchange(code: string, redirect_uri = REDIRECT): Reply {
    return this.form('/oauth2/v1/tokens/bearer', { grant_type: 'authorization_code', code, redirect_uri });
  }

  refreshWith(refresh_token: string, headers: Readonly<Record<string, string>> = {}): Reply {
    return this.form('/oauth2/v1/tokens/bearer', { grant_type: 'refresh_token', refresh_token }, headers);
  }

  signIn(): void {
    const { body } = this.exchange(this.consent().get('code') ?? '');
    this.access = textOf(body.access_token) ?? '';
    this.refresh = textOf(body.refresh_token) ?? '';
  }

  call(
    method: string,
    path: string,
    body?: JsonObject | string,
    { query = {}, headers = {} }: Call = {},
  ): Reply {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    return this.raw(method, `/v3/company/${this.realmId}/${path}`, text, {
      query,
      headers: { authorization: `Bearer ${this.access}`, 'content-type': 'application/json', ...headers },
    });
  }

  post(path: string, body: JsonObject, query: Readonly<Record<string, string>> = {}): Reply {
    return this.call('POST', path, body, { query });
  }

  /** The entity of a reply that must have gone well. */
  made(entity: string, body: JsonObject, query: Readonly<Record<string, string>> = {}): JsonObject {
    const reply = this.post(entity.toLowerCase(), body, query);
    if (reply.status !== 200) throw new Error(reply.text);
    return objectOf(reply.body[entity]);
  }

  get(entity: string, id: unknown): JsonObject {
    return objectOf(this.call('GET', `${entity.toLowerCase()}/${String(id)}`).body[entity]);
  }

  query(statement: string): Reply {
    return this.call('GET', 'query', undefined, { query: { query: statement } });
  }

  rows(entity: string, rest = ''): readonly JsonObject[] {
    const { body } = this.query(`SELECT * FROM ${entity} ${rest}`);
    return objectsOf(objectOf(body.QueryResponse)[entity]);
  }

  control(action: ControlAction, order: ControlOrder): JsonObject {
    return control(this.sandbox, action, jsonOf(order) ?? {});
  }
}

/** Code and detail of the first error of an upper-case fault. */
export function faultOf(reply: Reply): {
  readonly code: string;
  readonly detail: string;
  readonly status: number;
} {
  const [error = {}] = objectsOf(objectOf(reply.body.Fault).Error);
  return { code: textOf(error.code) ?? '', detail: textOf(error.Detail) ?? '', status: reply.status };
}

/** The id of a row, as text for paths and messages. */
export const idOf = (row: JsonObject): string => textOf(row.Id) ?? '';

export const ref = (value: unknown): JsonObject => ({ value: String(value) });

export const line = (amount: number, detail: JsonObject = {}): JsonObject => ({
  Amount: amount,
  DetailType: 'SalesItemLineDetail',
  SalesItemLineDetail: { ItemRef: ref('1'), ...detail },
});

export const linked = (invoice: unknown, amount: number): JsonObject => ({
  Amount: amount,
  LinkedTxn: [{ TxnId: String(invoice), TxnType: 'Invoice' }],
});
