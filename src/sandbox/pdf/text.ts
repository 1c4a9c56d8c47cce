import { Buffer } from 'node:buffer';

/** Windows-1252 beyond Latin-1, by code point: with it the standard fonts of every reader can print (ISO 32000 annex D). */
const WINDOWS: ReadonlyMap<string, number> = new Map(
  Array.from('€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ', (character, at) => [
    character,
    0x80 + at,
  ]),
);

function byteOf(character: string): number | undefined {
  const code = character.codePointAt(0) ?? 0;
  if ((code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff)) return code;
  return code < 0x80 || code > 0xff ? WINDOWS.get(character) : undefined;
}

/** The character itself where the fonts have it, else the letter under its accents, else a question mark. */
function printable(character: string): number {
  const bare = character.normalize('NFD').replace(/\p{M}/gu, '');
  return byteOf(character) ?? byteOf(bare) ?? 0x3f;
}

/** Text as the standard fonts can print it: one byte a character, kept as a Latin-1 string. */
export function fontText(text: string): string {
  return Buffer.from(Array.from(text.normalize('NFC').replaceAll(/\s/gu, ' '), printable)).toString('latin1');
}

/** The inside of a PDF string `(...)`. */
export const escapePdf = (text: string): string => text.replace(/[\\()]/g, '\\$&');
