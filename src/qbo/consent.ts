import { EXIT, Problem } from '../domain/problems.ts';
import { isLoopback } from './endpoints.ts';
import { inWords } from './network.ts';
import { NoAnswer, type HttpAnswer, type HttpRequest, type Transport } from './http.ts';

const MOST_STEPS = 8;
const YES = /\b(allow|approve|authori[sz]e|connect|accept|agree|grant|continue|next|yes|sign in|log in)\b/i;
const NO = /\b(deny|refuse|cancel|reject|decline|disallow|don'?t|do not|not now|no)\b/i;

/**
 * Walks through the consent pages of a server on this machine as a person would who says yes, and returns the callback
 * address it ends at. For scripts: works with any plain HTML form or link, never leaves loopback, runs no script.
 */
export async function followConsent(
  transport: Transport,
  authorizeUrl: string,
  redirectUri: string,
): Promise<string> {
  const cookies = new Map<string, string>();
  let request: { method: 'GET' | 'POST'; url: string; body?: string } = { method: 'GET', url: authorizeUrl };
  for (let step = 0; step < MOST_STEPS; step++) {
    if (isCallback(request.url, redirectUri)) return request.url;
    if (!isLoopback(new URL(request.url))) break;
    const answer = await asked(transport, {
      ...request,
      headers: {
        Accept: 'text/html',
        ...(request.body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
        ...(cookies.size === 0
          ? {}
          : { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
      },
    });
    keepCookies(answer.headers['set-cookie'], cookies);
    const { location } = answer.headers;
    if (location && answer.status >= 300 && answer.status < 400) {
      request = { method: 'GET', url: new URL(location, request.url).href };
      continue;
    }
    const next = answer.status < 400 ? agree(answer.text, request.url) : undefined;
    if (!next) throw answer.status < 400 ? cannotFollow() : new ConsentRefused(answer.status);
    request = next;
  }
  throw cannotFollow();
}

async function asked(transport: Transport, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await transport(request);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    throw new Problem({
      code: 'SIGN_IN_UNREACHABLE',
      reason: `Nothing answers at ${new URL(request.url).origin} (${inWords(error.message)}).`,
      fix: 'Check the address, and that the server there is running: qbsync sandbox starts one.',
      exit: EXIT.unavailable,
      retry: 'later',
    });
  }
}

/** Whether an address is the callback of the app: the same address, whatever its query. */
export function isCallback(url: string, redirectUri: string): boolean {
  const given = new URL(url);
  const wanted = new URL(redirectUri);
  return given.origin === wanted.origin && given.pathname === wanted.pathname;
}

/** The sign-in page answered with an error: most of all where it does not know the app. */
export class ConsentRefused extends Problem {
  readonly status: number;

  constructor(status: number) {
    super({
      code: 'CONSENT_PAGE',
      reason: `The sign-in page answered with error ${status}: it does not know this client id or redirect address.`,
      fix: 'Check client id and redirect address, or run the command without --yes and allow it in the browser.',
      exit: EXIT.reconnect,
    });
    this.status = status;
  }
}

function cannotFollow(): Problem {
  return new Problem({
    code: 'CONSENT_PAGE',
    reason: 'The sign-in page cannot be followed without a person.',
    fix: 'Check client id and redirect address, or run the command without --yes and allow it in the browser.',
    exit: EXIT.reconnect,
  });
}

function keepCookies(header: string | undefined, cookies: Map<string, string>): void {
  for (const cookie of header?.split(/,(?=[^;,]+=)/) ?? []) {
    const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(cookie) ?? [];
    if (name) cookies.set(name, value ?? '');
  }
}

/** The request that saying yes on a page makes. */
function agree(
  html: string,
  base: string,
): { method: 'GET' | 'POST'; url: string; body?: string } | undefined {
  for (const form of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)) {
    const [, opening = '', inside = ''] = form;
    const button = yesButton(inside);
    if (button === undefined) continue;
    const fields = new URLSearchParams(fieldsOf(inside));
    if (button.name) fields.append(button.name, button.value);
    const url = new URL(attribute(button.tag, 'formaction') || attribute(opening, 'action') || base, base);
    const method = (attribute(button.tag, 'formmethod') || attribute(opening, 'method')).toUpperCase();
    if (method === 'POST') return { method: 'POST', url: url.href, body: fields.toString() };
    for (const [name, value] of fields) url.searchParams.append(name, value);
    return { method: 'GET', url: url.href };
  }
  for (const link of html.matchAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/gi)) {
    const [, opening = '', label = ''] = link;
    const href = attribute(opening, 'href');
    if (href && YES.test(label) && !NO.test(label)) return { method: 'GET', url: new URL(href, base).href };
  }
  return undefined;
}

interface Button {
  tag: string;
  name: string;
  value: string;
}

function yesButton(inside: string): Button | undefined {
  const buttons: (Button & { label: string })[] = [];
  for (const found of inside.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/gi)) {
    const [, tag = '', label = ''] = found;
    if (/^(button|reset)$/i.test(attribute(tag, 'type'))) continue;
    buttons.push({ tag, name: attribute(tag, 'name'), value: attribute(tag, 'value'), label });
  }
  for (const found of inside.matchAll(/<input\b([^>]*)>/gi)) {
    const [, tag = ''] = found;
    if (!/^(submit|image)$/i.test(attribute(tag, 'type'))) continue;
    const value = attribute(tag, 'value');
    buttons.push({ tag, name: attribute(tag, 'name'), value, label: value });
  }
  const says = ({ label, value, name }: Button & { label: string }) =>
    `${label.replace(/<[^>]*>/g, ' ')} ${value} ${name}`;
  const willing = buttons.filter((button) => !NO.test(says(button)));
  return willing.find((button) => YES.test(says(button))) ?? (buttons.length === 1 ? willing[0] : undefined);
}

function fieldsOf(inside: string): [string, string][] {
  const fields: [string, string][] = [];
  const chosen = new Set<string>();
  for (const found of inside.matchAll(/<input\b([^>]*)>/gi)) {
    const [, tag = ''] = found;
    const name = attribute(tag, 'name');
    const type = attribute(tag, 'type').toLowerCase();
    if (!name || ['submit', 'image', 'button', 'reset'].includes(type)) continue;
    if (type === 'checkbox' && !/\bchecked\b/i.test(tag)) continue;
    if (type === 'radio') {
      // The first of a group where none is chosen, as a person with one company would.
      const group = [...inside.matchAll(/<input\b([^>]*)>/gi)].filter(
        (one) => attribute(one[1] ?? '', 'name') === name,
      );
      const preset = group.some((one) => /\bchecked\b/i.test(one[1] ?? ''));
      if (preset ? !/\bchecked\b/i.test(tag) : chosen.has(name)) continue;
      chosen.add(name);
    }
    fields.push([name, attribute(tag, 'value') || (type === 'checkbox' ? 'on' : '')]);
  }
  for (const found of inside.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/gi)) {
    const options = [...(found[2] ?? '').matchAll(/<option\b([^>]*)>([^<]*)/gi)];
    const option = options.find((one) => /\bselected\b/i.test(one[1] ?? '')) ?? options[0];
    const name = attribute(found[1] ?? '', 'name');
    if (name && option)
      fields.push([name, attribute(option[1] ?? '', 'value') || decode((option[2] ?? '').trim())]);
  }
  return fields;
}

function attribute(tag: string, name: string): string {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag);
  return decode(found?.[1] ?? found?.[2] ?? found?.[3] ?? '');
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
