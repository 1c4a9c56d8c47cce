import { EXIT } from '../problems.ts';
import type { Area } from './entry.ts';

/** The keys of the Intuit app, and the page where a person gives access. */
export const SIGN_IN_PAGE = {
  APP_KEYS: {
    title: 'The keys of the Intuit app are not accepted',
    happened: 'Intuit does not know this Client ID, or the Client secret is not the one that goes with it.',
    posted: 'earlier',
    fix: [
      'Copy both again from developer.intuit.com → My Hub → App dashboard → your app → Keys & credentials. Development keys go with test companies, Production keys with live ones.',
      'Run: qbsync connect',
    ],
    retry: 'never',
    exit: [EXIT.reconnect],
    also: ['invalid_client', 'unauthorized_client'],
  },
  APP_KEYS_MISSING: {
    title: 'The keys of the Intuit app are not given',
    happened:
      'qbsync connect needs the Client ID and the Client secret of your Intuit app, and could not ask for them.',
    posted: 'nothing',
    fix: [
      'Run qbsync connect at a terminal, where it asks for them.',
      'For a script: set QBSYNC_CLIENT_ID and QBSYNC_CLIENT_SECRET, or give a file with --keys FILE.',
    ],
    retry: 'never',
    exit: [EXIT.usage],
  },
  CALLBACK_ADDRESS: {
    title: 'That is not the address at which the sign-in ends',
    happened: 'The address that was given has no code or no company in it.',
    posted: 'nothing',
    fix: [
      'Run qbsync connect again, sign in and choose the company.',
      'Copy the whole address from the browser: it holds code=…, state=… and realmId=….',
    ],
    retry: 'now',
    exit: [EXIT.reconnect],
  },
  CONSENT_REFUSED: {
    title: 'Access was refused on the sign-in page',
    happened: 'Somebody chose not to let qbsync into the company, so nothing was connected.',
    posted: 'nothing',
    fix: [
      'Run qbsync connect again and choose Connect for the company that is meant. You must be an administrator there.',
    ],
    retry: 'never',
    exit: [EXIT.reconnect],
    also: ['access_denied'],
  },
  CONSENT_FAILED: {
    title: 'The sign-in page reports an error',
    happened: 'Intuit showed an error instead of asking for access. Most of all the app is set up otherwise.',
    posted: 'nothing',
    fix: [
      'Look at developer.intuit.com → your app: it must have the scope Accounting, and the redirect address that qbsync connect shows.',
      'Run qbsync connect again, as an administrator of the company.',
    ],
    retry: 'never',
    exit: [EXIT.reconnect],
  },
  CONSENT_PAGE: {
    title: 'The sign-in page cannot be followed',
    happened:
      'qbsync connect --yes goes through the sign-in page of a server on this computer by itself, and that page refused or was not understood.',
    posted: 'nothing',
    fix: [
      'Use the address and the keys that the server printed when it started.',
      'Or run the command without --yes, and allow access in the browser.',
    ],
    retry: 'never',
    exit: [EXIT.reconnect],
  },
  PORT_IN_USE: {
    title: 'The port is used by another program',
    happened: 'Another program on this computer uses the port that qbsync needs, or it may not be used.',
    posted: 'nothing',
    fix: [
      'Give another one with --port NUMBER (qbsync sandbox --port 0 takes any free one).',
      'For qbsync connect, add http://localhost:NUMBER/callback to the redirect addresses of your Intuit app, or use --no-browser.',
    ],
    retry: 'never',
    exit: [EXIT.usage],
    also: ['EADDRINUSE'],
  },
  LOCAL_URL: {
    title: 'Not an address on this computer',
    happened:
      'The environment "local" works with a server on this computer only, so that keys go nowhere else.',
    posted: 'nothing',
    fix: ['Give its address: qbsync connect --environment local --url http://127.0.0.1:PORT'],
    retry: 'never',
    exit: [EXIT.usage],
  },
  REDIRECT_ADDRESS: {
    title: 'Intuit does not take this redirect address',
    happened:
      'The redirect address is the page at which a sign-in ends. For live companies Intuit takes https addresses only; for test companies also http://localhost. It must stand in the settings of your app in exactly the same way.',
    posted: 'nothing',
    fix: [
      'Leave --redirect-uri out: qbsync then uses a page of Intuit (live companies) or this machine (test companies).',
      'Or give one that stands at developer.intuit.com → My Hub → App dashboard → your app → Settings → Redirect URIs.',
    ],
    retry: 'never',
    exit: [EXIT.usage],
  },
} as const satisfies Area;
