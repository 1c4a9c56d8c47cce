import { grantOfAccess } from '../oauth/grants.ts';
import { gatewayAnswer } from '../replies.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';

const SCOPE = 'com.intuit.quickbooks.accounting';
const SHORTEST = 20;
const LONGEST = 4096;

/** The refusal of a request that may not see this company, or undefined when it may (qbo-api.md 7.1, 7.2). */
export function refused(
  sandbox: Sandbox,
  now: Date,
  request: SandboxRequest,
  realmId: string,
): SandboxAnswer | undefined {
  const unauthorized = (detail: string): SandboxAnswer => unauthorizedAnswer(sandbox, now, request, detail);
  const forbidden = (message: string, detail: string | null): SandboxAnswer =>
    gatewayAnswer(sandbox, now, request, {
      status: 403,
      code: '3100',
      message: `message=${message}; errorCode=003100; statusCode=403`,
      detail,
      type: 'SERVICE',
    });
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined) return unauthorized('Missing bearer token');
  if (token.length < SHORTEST || token.length > LONGEST) {
    return unauthorized('Malformed bearer token: too short or too long');
  }
  const found = grantOfAccess(sandbox, now, token);
  if (found === undefined) return unauthorized('Token not recognized');
  if (found.state === 'expired') return unauthorized(`Token expired: ${found.tokenId}`);
  if (found.state === 'revoked') return unauthorized(`Token revoked: ${found.tokenId}`);
  if (found.grant.realmId !== realmId) return forbidden('ApplicationAuthorizationFailed', null);
  if (!found.grant.scopes.includes(SCOPE)) {
    return forbidden('AuthorizationFailed', 'The access token does not have sufficient scope');
  }
  return undefined;
}

/** 401/3200: refresh once and try again (qbo-api.md 7.2). */
export function unauthorizedAnswer(
  sandbox: Sandbox,
  now: Date,
  request: SandboxRequest,
  detail: string,
): SandboxAnswer {
  return gatewayAnswer(sandbox, now, request, {
    status: 401,
    code: '3200',
    message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
    detail,
    type: 'AUTHENTICATION',
  });
}
