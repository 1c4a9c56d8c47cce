import { Buffer } from 'node:buffer';
import { listCompanies } from '../companies.ts';
import { signInPage } from '../markup/document.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';
import { consentPage, problemPage } from './pages.ts';
import { settings } from './settings.ts';

const SCOPES = new Set([
  'com.intuit.quickbooks.accounting',
  'com.intuit.quickbooks.payment',
  'openid',
  'profile',
  'email',
  'phone',
  'address',
]);

/** https and a name, or http on localhost; no address in figures, no query (qbo-api.md 2.3). */
function redirectProblem(redirectUri: string): string | undefined {
  if (!URL.canParse(redirectUri)) return 'The redirect_uri is not an address.';
  const { protocol, hostname, search, hash } = new URL(redirectUri);
  if (search !== '' || hash !== '') return 'The redirect_uri may not have query parameters; use state.';
  if (/^[\d.]+$/.test(hostname) || hostname.startsWith('['))
    return 'The redirect_uri may not be an IP address; write http://localhost:PORT/...';
  if (protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost')) return undefined;
  return 'The redirect_uri must be https, or http on localhost.';
}

function redirect(
  status: number,
  redirectUri: string,
  parameters: Readonly<Record<string, string>>,
): SandboxAnswer {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return {
    status,
    headers: { Location: url.href, 'Cache-Control': 'no-store', 'Content-Length': '0' },
    body: '',
  };
}

interface Asked {
  readonly redirectUri: string;
  readonly state: string;
  readonly scopes: readonly string[];
}

/** The parameters of an authorize request, or the answer that refuses them (qbo-api.md 2.1). */
function asked(sandbox: Sandbox, parameters: URLSearchParams, redirectStatus: number): Asked | SandboxAnswer {
  const problem = (what: string): SandboxAnswer =>
    signInPage(400, problemPage(what, 'Close this page and start again from the app that sent you here.'));
  if (parameters.get('client_id') !== sandbox.clientId) {
    return problem('The client_id is not that of an app of this sandbox.');
  }
  const redirectUri = parameters.get('redirect_uri') ?? '';
  const wrong = redirectProblem(redirectUri);
  if (wrong !== undefined) return problem(wrong);
  const state = parameters.get('state') ?? '';
  if (state === '') return problem('The state parameter is missing.');
  if (parameters.get('response_type') !== 'code') {
    return redirect(redirectStatus, redirectUri, { error: 'unsupported_response_type', state });
  }
  if (parameters.has('code_challenge') && settings(sandbox).pkce === 'refuse') {
    return redirect(redirectStatus, redirectUri, { error: 'invalid_request', state });
  }
  const scopes = (parameters.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
  if (scopes.length === 0 || !scopes.every((scope) => SCOPES.has(scope))) {
    return redirect(redirectStatus, redirectUri, { error: 'invalid_scope', state });
  }
  return { redirectUri, state, scopes };
}

/** `GET /connect/oauth2`: the consent page (qbo-api.md 2.1). */
export function showConsent(sandbox: Sandbox, request: SandboxRequest): SandboxAnswer {
  const found = asked(sandbox, request.query, 302);
  if ('status' in found) return found;
  const hidden = {
    client_id: sandbox.clientId,
    redirect_uri: found.redirectUri,
    response_type: 'code',
    scope: found.scopes.join(' '),
    state: found.state,
  };
  return signInPage(200, consentPage('/connect/oauth2', hidden, listCompanies(sandbox), found.scopes));
}

/** The form of the consent page: a code for the app, or access_denied. */
export function decideConsent(sandbox: Sandbox, now: Date, request: SandboxRequest): SandboxAnswer {
  const form = new URLSearchParams(request.body);
  const found = asked(sandbox, form, 303);
  if ('status' in found) return found;
  const { redirectUri, state, scopes } = found;
  if (form.get('decision') !== 'allow') return redirect(303, redirectUri, { error: 'access_denied', state });
  const realmId = form.get('realmId') ?? '';
  if (sandbox.store.get('company', realmId) === undefined) {
    return signInPage(400, problemPage('No company was chosen.', 'Go back and choose a company.'));
  }
  const code = `AB1${Buffer.from(sandbox.randomBytes(36)).toString('base64url').replace(/[-_]/g, 'x')}`;
  sandbox.store.put('code', code, {
    redirectUri,
    realmId,
    scopes: [...scopes],
    expiresAt: now.getTime() + settings(sandbox).codeSeconds * 1000,
  });
  return redirect(303, redirectUri, { code, state, realmId });
}
