// The person in QuickBooks, at the pages of a sandbox: follows links by their words, fills in fields by their labels,
// presses buttons. A browser without script sees and does no more.

interface Field {
  name: string;
  value: string;
}

const words = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();

export class Bookkeeper {
  readonly #origin: string;
  #url: string;
  #page = '';
  #fields = new Map<string, Field>();

  constructor(sandboxUrl: string) {
    this.#origin = sandboxUrl;
    this.#url = sandboxUrl;
  }

  /** The page as it is read. */
  get text(): string {
    return words(this.#page.slice(this.#page.indexOf('<body')));
  }

  /** To the settings of a company: of the first one without a name. */
  async start(company?: string): Promise<this> {
    await this.#go(`${this.#origin}/app/`);
    return company === undefined ? this.follow('Settings') : (await this.follow(company)).follow('Settings');
  }

  /** Follows the first link whose words begin so. */
  async follow(link: string): Promise<this> {
    const links = [...this.#page.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g)];
    const found = links.find(([, , inner = '']) => words(inner).startsWith(link));
    if (!found?.[1]) throw new Error(`no link "${link}" on the page: ${this.text}`);
    await this.#go(new URL(found[1].replaceAll('&amp;', '&'), this.#url).href);
    return this;
  }

  /** Fills in a field; of a choice, the one whose words begin so. */
  fill(label: string, value: string): this {
    const labelled = [...this.#page.matchAll(/<label for="([^"]*)">([\s\S]*?)<\/label>/g)];
    const id = labelled.find(([, , inner = '']) => words(inner).startsWith(label))?.[1];
    const field = id === undefined ? undefined : this.#fields.get(id);
    if (!field) throw new Error(`no field "${label}" on the page: ${this.text}`);
    field.value = this.#choice(id ?? '', value) ?? value;
    return this;
  }

  /** Sends the form of the page; a question is answered by its own button. */
  async press(button: string): Promise<this> {
    const buttons = [...this.#page.matchAll(/<button[^>]*>([\s\S]*?)<\/button>/g)].map(([, inner = '']) =>
      words(inner),
    );
    if (!buttons.includes(button)) throw new Error(`no button "${button}" on the page: ${this.text}`);
    const form = new URLSearchParams();
    for (const { name, value } of this.#fields.values()) form.append(name, value);
    const answer = await fetch(this.#url, {
      method: 'POST',
      body: form,
      headers: { Origin: this.#origin },
      redirect: 'manual',
    });
    const next = answer.headers.get('location');
    if (next === null) throw new Error(`"${button}" was refused: ${words(await answer.text())}`);
    await this.#go(new URL(next, this.#url).href);
    return this;
  }

  async #go(url: string): Promise<void> {
    const answer = await fetch(url);
    [this.#url, this.#page] = [answer.url, await answer.text()];
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${this.text}`);
    this.#fields = new Map();
    const inputs =
      /<(input|select|textarea)\b([^>]*)>([\s\S]*?)(?=<\/select>|<\/textarea>|<(?:input|select|textarea|button)\b)/g;
    for (const [, kind, attributes = '', inner = ''] of this.#page.matchAll(inputs)) {
      const name = /name="([^"]*)"/.exec(attributes)?.[1];
      if (name === undefined) continue;
      const id = /id="([^"]*)"/.exec(attributes)?.[1] ?? `hidden ${name}`;
      const typed = /value="([^"]*)"/.exec(attributes)?.[1] ?? '';
      const chosen = /<option value="([^"]*)" selected/.exec(inner) ?? /<option value="([^"]*)"/.exec(inner);
      const value =
        { input: typed, select: chosen?.[1] ?? '', textarea: inner.replace(/^\n/, '') }[kind ?? ''] ?? '';
      this.#fields.set(id, { name, value: words(value) });
    }
  }

  #choice(id: string, value: string): string | undefined {
    const select =
      new RegExp(`<select[^>]*id="${id}"[^>]*>([\\s\\S]*?)</select>`).exec(this.#page)?.[1] ?? '';
    const options = [...select.matchAll(/<option value="([^"]*)"[^>]*>([\s\S]*?)<\/option>/g)];
    return options.find(([, , inner = '']) => words(inner).startsWith(value))?.[1];
  }
}
