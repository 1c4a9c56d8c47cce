import { EXIT } from '../problems.ts';
import type { Area, Entry } from './entry.ts';

const between = {
  posted: 'earlier',
  retry: 'never',
  exit: [EXIT.unavailable],
} as const satisfies Partial<Entry>;

const ASK = 'If it stays, ask whoever looks after your network; show them this message.';

/** The way from this computer to QuickBooks: what stands between is mended by other people than QuickBooks is. */
export const NETWORK = {
  OFFLINE: {
    title: 'No way to the internet',
    happened:
      'This computer does not find QuickBooks: it is offline, or its network does not lead to the internet.',
    posted: 'earlier',
    fix: [
      'Open qbo.intuit.com in a browser. If it does not open, mend the internet connection (Wi-Fi, cable, VPN).',
      'Run the same command again.',
      'If the browser works: your network may want a proxy. Ask whoever looks after it, and set HTTPS_PROXY to its address.',
    ],
    retry: 'later',
    exit: [EXIT.unavailable],
    also: ['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'],
  },
  CONNECTION_REFUSED: {
    title: 'The connection is turned away',
    happened:
      'Something between this computer and QuickBooks turns the connection away: a firewall, or a proxy that is set wrongly.',
    ...between,
    fix: [
      'If HTTPS_PROXY is set on this computer, see that its address is right.',
      'Let programs pass to intuit.com in the firewall or the virus scanner, then run the same command again.',
      ASK,
    ],
    also: ['ECONNREFUSED'],
  },
  PROXY_SIGN_IN: {
    title: 'The proxy of your network wants a sign-in',
    happened:
      'Your network leads to the internet through a proxy, and that lets programs pass only with a name and a password.',
    ...between,
    fix: [
      'Ask whoever looks after your network for the address, name and password of the proxy.',
      'Set HTTPS_PROXY to http://NAME:PASSWORD@ADDRESS:PORT and run the same command again.',
    ],
    also: ['HTTP 407'],
  },
  NETWORK_PAGE: {
    title: 'A web page came instead of an answer',
    happened:
      'Something on the way answered with a web page in the place of QuickBooks: mostly the sign-in page of a hotel, a guest network or an office, or a filter that blocks the address.',
    posted: 'unknown',
    fix: [
      'Open any page in a browser, sign in to the network there if it asks, and run the same command again.',
      'Or use another network, such as that of a phone.',
      ASK,
    ],
    retry: 'later',
    exit: [EXIT.unavailable],
    also: ['HTTP 511', 'HTTP 302'],
  },
  CERTIFICATE_UNKNOWN: {
    title: 'Something on the way opens secure connections',
    happened:
      'The answer is signed by somebody whom this computer does not know. In companies it is mostly a proxy or a virus scanner that looks into secure connections. Nothing was sent to it.',
    ...between,
    fix: [
      'Ask whoever looks after your network for the certificate of that proxy, as a file (PEM).',
      'Set NODE_EXTRA_CA_CERTS to the path of that file, open a new window, and run the same command again.',
      'Where you know of no such proxy, do not go on in this network: somebody may be listening.',
    ],
    also: [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_UNTRUSTED',
    ],
  },
  CERTIFICATE_NAME: {
    title: 'Another server answers in place of QuickBooks',
    happened:
      'The server that answered shows papers of another name. It is mostly the sign-in page of a guest network, or a filter. Nothing was sent to it.',
    ...between,
    fix: [
      'Open any page in a browser, sign in to the network there if it asks, and run the same command again.',
      'Or use another network, such as that of a phone.',
      ASK,
    ],
    also: ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'],
  },
  CERTIFICATE_EXPIRED: {
    title: 'The papers of the server seem to have expired',
    happened:
      'By the date of this computer the certificate of the server has expired. Mostly the clock of the computer is wrong, else a proxy on the way is out of date. Nothing was sent.',
    ...between,
    fix: [
      'Compare date, time and time zone of this computer with a phone, and set them right.',
      'Run the same command again.',
      ASK,
    ],
    also: ['CERT_HAS_EXPIRED'],
  },
  CLOCK_WRONG: {
    title: 'The clock of this computer is behind',
    happened:
      'By the date of this computer the certificate of the server is not valid yet, so the clock is behind. Nothing was sent.',
    ...between,
    fix: [
      'Set date, time and time zone of this computer right (on Windows: Settings → Time & language → Sync now).',
      'Run the same command again.',
    ],
    also: ['CERT_NOT_YET_VALID'],
  },
  SECURE_CONNECTION: {
    title: 'No secure connection comes about',
    happened:
      'This computer and the server could not agree on a secure connection. Mostly a firewall or a proxy on the way breaks it.',
    ...between,
    fix: [
      'Try from another network, such as that of a phone.',
      'If it works there, ask whoever looks after your network to let programs pass to intuit.com; show them this message.',
      'Then run the same command again.',
    ],
    also: ['EPROTO'],
  },
} as const satisfies Area;
