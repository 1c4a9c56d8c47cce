import { WORDS } from './words.ts';

/** Something that is known to be personal: every form of one person's name has one label. */
export interface Personal {
  /** `customer`, `email`, `phone`: what stands in its place, with a number behind it. */
  kind: string;
  values: readonly (string | undefined)[];
}

interface Phrase {
  text: string;
  folded: string;
  label: string;
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const EMAIL = /[^\s"'<>()[\],;:|]+@[^\s"'<>()[\],;:|]+/g;
const DATE_OR_DIGITS = /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?|\+?\d[\d ().-]{7,}\d/g;
/** Nothing that is written for people is as long: a token, a key, a digest. */
const LONG = /[A-Za-z0-9_+=-]{24,}/g;
const SPOKEN = new Set(WORDS.split(/\s+/));

/**
 * Takes out of texts what is secret or personal. The same person is the same `customer-3` throughout. Two degrees:
 * {@link known} for texts that the accountant chose (names of items, columns), {@link text} for everything that may have
 * been said by QuickBooks or about its people, of which only words of our own remain.
 */
export class Redactor {
  readonly #contacts: boolean;
  readonly #secrets: string[];
  readonly #phrases = new Map<string, Phrase[]>();
  readonly #labels = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** `contacts`: personal data stays, secrets go all the same. */
  constructor(secrets: readonly string[], personal: Iterable<Personal>, contacts: boolean) {
    this.#contacts = contacts;
    this.#secrets = secrets.filter((one) => one.length > 3).sort((a, b) => b.length - a.length);
    if (!contacts) for (const one of personal) this.#learn(one);
  }

  #learn({ kind, values }: Personal): void {
    const texts = values.flatMap((value) => value?.trim() || []).filter((text) => text.length > 1);
    if (texts.length === 0) return;
    const named = texts.map((text) => this.#labels.get(text.toLowerCase())).find((one) => one !== undefined);
    const label = named ?? this.#next(kind);
    for (const text of texts) {
      const folded = text.toLowerCase();
      if (this.#labels.has(folded)) continue;
      this.#labels.set(folded, label);
      const from = text.search(/[\p{L}\p{M}\p{N}]/u);
      if (from < 0) continue;
      const phrase = { text: text.slice(from), folded: folded.slice(from), label };
      const first = firstWord(phrase.folded);
      const same = [...(this.#phrases.get(first) ?? []), phrase];
      this.#phrases.set(
        first,
        same.sort((a, b) => b.text.length - a.text.length),
      );
    }
  }

  #next(kind: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return `${kind}-${count}`;
  }

  #labelOf(kind: string, value: string): string {
    const known = this.#labels.get(value.toLowerCase());
    if (known !== undefined) return known;
    const label = this.#next(kind);
    this.#labels.set(value.toLowerCase(), label);
    return label;
  }

  /** Secrets, what is known to be personal, e-mails, and what is long enough to be a number of somebody. */
  known(text: string): string {
    let left = text;
    for (const secret of this.#secrets) left = left.replaceAll(secret, '[secret]');
    left = left.replace(LONG, '[long]');
    if (this.#contacts) return left;
    left = this.#withoutPhrases(left);
    left = left.replace(EMAIL, (email) => this.#labelOf('email', email));
    return left.replace(DATE_OR_DIGITS, (found) =>
      /^\d{4}-\d{2}-\d{2}/.test(found) || found.replaceAll(/\D/g, '').length < 9
        ? found
        : this.#labelOf('number', found),
    );
  }

  /** As {@link known}; and of all words only those that qbsync says itself. */
  text(text: string): string {
    const left = this.known(text);
    return this.#contacts ? left : this.#ownWords(left);
  }

  #withoutPhrases(text: string): string {
    const folded = text.toLowerCase();
    let result = '';
    let done = 0;
    for (const { index, 0: word } of text.matchAll(WORD)) {
      if (index < done) continue;
      const found = this.#phrases
        .get(word.toLowerCase())
        ?.find((phrase) => stands(phrase, text, folded, index));
      if (!found) continue;
      result += text.slice(done, index) + found.label;
      done = index + found.text.length;
    }
    return result + text.slice(done);
  }

  /** Words that follow each other and are not ours are one name. */
  #ownWords(text: string): string {
    let result = '';
    let done = 0;
    let run: { from: number; to: number } | undefined;
    const close = () => {
      if (!run) return;
      result += text.slice(done, run.from) + this.#labelOf('name', text.slice(run.from, run.to));
      done = run.to;
      run = undefined;
    };
    for (const { index, 0: word } of text.matchAll(/\p{L}[\p{L}\p{M}\p{N}'’_-]*/gu)) {
      if (isOurs(word)) {
        close();
        continue;
      }
      if (run && /^[ .&,/-]{1,2}$/.test(text.slice(run.to, index))) run.to = index + word.length;
      else {
        close();
        run = { from: index, to: index + word.length };
      }
    }
    close();
    return result + text.slice(done);
  }
}

function firstWord(folded: string): string {
  return /^[\p{L}\p{M}\p{N}]+/u.exec(folded)?.[0] ?? '';
}

/** One word alone may be a word of the language too ("Will"): it must be written as the name is. */
function stands({ text: phrase, folded: wanted }: Phrase, text: string, folded: string, at: number): boolean {
  const same = /\s|\d/.test(phrase) ? folded.startsWith(wanted, at) : text.startsWith(phrase, at);
  return same && !/^[\p{L}\p{M}\p{N}]/u.test(text.slice(at + phrase.length));
}

/** Our words, our labels, codes (`NUMBER_TAKEN`, `QBO_6240`), numbers of invoices (`INV-00019`) and commands. */
function isOurs(word: string): boolean {
  return (
    /^[A-Z]+(_[A-Z0-9]+)+$/.test(word) ||
    /^[A-Z]{1,5}-?\d+$/.test(word) ||
    /^(customer|email|phone|address|project|number|name)-\d+$/.test(word) ||
    word.split(/['’_-]+/).every((part) => part.length < 2 || SPOKEN.has(part))
  );
}
