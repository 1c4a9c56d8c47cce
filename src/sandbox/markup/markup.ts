import { escapeText } from '../xml.ts';

/** Markup that may be sent as it stands: only `markup` makes it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may be put into a template: text is escaped, markup is not, nothing is left out. */
export type Part = Markup | string | number | undefined | false | readonly Part[];

function textOfPart(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(textOfPart).join('');
  return escapeText(String(part));
}

/**
 * A template in which every value is escaped, in text and in quoted attributes alike: names that come in
 * through the API are data, whatever they hold.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, at) => text + textOfPart(parts[at])).join(''));
}
