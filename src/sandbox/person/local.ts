import { LOOPBACK } from '../control/control.ts';
import type { SandboxRequest } from '../types.ts';

const FORM = 'application/x-www-form-urlencoded';

/**
 * Why a request to the pages is turned away, or undefined when it is not. They are for browsers on this
 * machine: a foreign host name would be DNS rebinding, a foreign origin the form of another site.
 */
export function turnedAway({ method, headers }: SandboxRequest): string | undefined {
  const host = headers.host ?? '';
  if (!LOOPBACK.test(host)) return 'This page is for browsers on the machine where the sandbox runs.';
  if (method === 'GET') return undefined;
  if (method !== 'POST') return 'Only GET and POST are known here.';
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (origin !== undefined && origin !== `http://${host}`) return 'The form was sent from another site.';
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return 'The form was sent from another site.';
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase() === FORM ? undefined : `Forms are sent as ${FORM}.`;
}
