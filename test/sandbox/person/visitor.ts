import { Client } from '../client.ts';
import type { Options, Reply } from '../client.ts';

const HOST = '127.0.0.1:4000';

export const FORM = {
  host: HOST,
  origin: `http://${HOST}`,
  'content-type': 'application/x-www-form-urlencoded',
};

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** Attribute values of every tag of a name, as the browser has them. */
export function attributes(page: string, tag: string): readonly Readonly<Record<string, string>>[] {
  return [...page.matchAll(new RegExp(`<${tag}\\b([^>]*)>`, 'g'))].map(([, text = '']) =>
    Object.fromEntries(
      [...text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
        name,
        unescaped(value),
      ]),
    ),
  );
}

/** What the form of a page would send as it stands. */
export function fieldsOf(page: string): Record<string, string> {
  const inputs = attributes(page, 'input').map(({ name = '', value = '' }) => [name, value] as const);
  const areas = [...page.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>\n?([^<]*)<\/textarea>/g)];
  const lists = [...page.matchAll(/<select[^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gs)];
  return Object.fromEntries([
    ...inputs,
    ...areas.map(([, name = '', value = '']) => [name, unescaped(value)] as const),
    ...lists.map(([, name = '', options = '']) => {
      const all = attributes(options, 'option');
      const chosen = all.find((option) => option.selected !== undefined) ?? all[0];
      return [name, chosen?.value ?? ''] as const;
    }),
  ]);
}

/** The person in QuickBooks, in process and without script: opens pages and sends their forms. */
export class Visitor extends Client {
  constructor(options: Options = {}) {
    super(options);
  }

  at(...parts: readonly string[]): string {
    return ['/app/company', this.realmId, ...parts].join('/');
  }

  open(address: string): Reply {
    const [path = '', query = ''] = address.split('?');
    return this.raw('GET', path, '', {
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: { host: HOST },
    });
  }

  /** Opens a form, types over some of its fields, and sends it. */
  submit(address: string, typed: Readonly<Record<string, string>> = {}): Reply {
    const page = this.open(address);
    if (page.status !== 200) throw new Error(`${address}: ${page.status}`);
    return this.send(address, { ...fieldsOf(page.text), ...typed });
  }

  send(
    address: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = FORM,
  ): Reply {
    const [path = ''] = address.split('?');
    return this.raw('POST', path, new URLSearchParams(fields).toString(), { headers });
  }

  /** The page that an order leads to, which must have been obeyed. */
  done(address: string, typed: Readonly<Record<string, string>> = {}): string {
    const reply = this.submit(address, typed);
    if (reply.status !== 303) throw new Error(`${address}: ${reply.status} ${reply.text}`);
    return this.open(reply.headers.Location ?? '').text;
  }
}

/** The text of a page, without its markup. */
export const textOfPage = (page: string): string =>
  unescaped(
    page
      .replace(/<style>.*?<\/style>/s, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' '),
  );
