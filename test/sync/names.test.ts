import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import {
  cleanName,
  cutTo,
  distinguished,
  isEmail,
  isName,
  isSynthetic,
  lengthOf,
  NAME_LIMIT,
  namePart,
} from '../../src/sync/names.ts';

/** Any text: scripts of the world, emoji with their modifiers, controls, halves of surrogate pairs. */
const NASTY = [
  ...[
    '\u0000',
    '\u0007',
    '\t',
    '\n',
    '\r\n',
    '\u0085',
    '\u2028',
    '\u00a0',
    '\u200b',
    '\u200d',
    '\u202e',
    '\ufeff',
  ],
  ...[
    '\ufe0e',
    '\ufe0f',
    '\u20e3',
    '\u00ad',
    '\u034f',
    '\u115f',
    '\u3164',
    '\uffa0',
    '\ud800',
    '\udc00',
    '\ue000',
  ],
  ...[
    '☀️',
    '👷🏽‍♀️',
    '🇺🇸',
    '1️⃣',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    'e',
    '\u0301',
    '\u0345',
    'ﬀ',
    'İ',
    '가',
    'ᄀ',
    'ᅡ',
    ':',
    '\\',
    '"',
    "'",
    ' ',
  ],
];
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...NASTY),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

// What QuickBooks refuses in a name, or what cannot be seen in one (qbo-api.md 3.1).
const FORBIDDEN =
  /[:\\"\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|\p{Extended_Pictographic}|\p{Emoji_Modifier}/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const FLAG = /\p{Regional_Indicator}/u;

describe('a clean name', () => {
  test.each([
    ['Smith: Roof', 'Smith - Roof'],
    ['Smith:Roof', 'Smith -Roof'],
    ['  Anna \t\r\n Berg ', 'Anna Berg'],
    ['Anna\u00a0Berg', 'Anna Berg'],
    ["Conan O'Brien", "Conan O'Brien"],
    ['Bob "Sunny" Ray', "Bob 'Sunny' Ray"],
    ['A\\B', 'A/B'],
    ['Anna ☀️ Berg 👷🏽‍♀️', 'Anna Berg'],
    ['Anna\u0000\u0007\u202eBerg', 'AnnaBerg'],
    ['Zoe\u0308', 'Zoë'],
    ['李小龍', '李小龍'],
    ['Müller & Söhne GmbH', 'Müller & Söhne GmbH'],
    ['Unit 5 #2', 'Unit 5 #2'],
    ['☀️', ''],
  ])('of %j is %j', (name, clean) => {
    expect(cleanName(name)).toBe(clean);
  });

  test('holds no flag', () => {
    expect(cleanName('Anna 🇺🇸 Berg')).toBe('Anna Berg');
  });

  test('never has what QuickBooks refuses', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const clean = cleanName(name);
        expect(clean).not.toMatch(FORBIDDEN);
        expect(clean).not.toMatch(/^\s|\s$|\s\s|[^\S ]/);
      }),
      { numRuns: 1000 },
    );
  });

  test('never has what cannot be seen, and no half of a flag', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        expect(cleanName(name)).not.toMatch(INVISIBLE);
        expect(cleanName(name)).not.toMatch(FLAG);
      }),
      { numRuns: 1000 },
    );
  });

  test('cleaned again is the same', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        expect(cleanName(cleanName(name))).toBe(cleanName(name));
      }),
      { numRuns: 1000, examples: [['e\u200d\u0301'], ['a☀\u0308'], ['\u1100\u200b\u1161']] },
    );
  });
});

describe('a name that names nobody', () => {
  test.each(['', '-', '???', "'", '. . .', '\u3164'])('%j', (name) => {
    expect(isName(cleanName(name))).toBe(false);
  });

  test.each(['X', '7', '李', 'ß', 'O.'])('%j does name somebody', (name) => {
    expect(isName(name)).toBe(true);
  });

  test('is no part of one', () => {
    expect(namePart(undefined)).toBeUndefined();
    expect(namePart(' - ')).toBeUndefined();
    expect(namePart(' Anna: ')).toBe('Anna -');
    expect(lengthOf(namePart('x'.repeat(300)) ?? '')).toBe(100);
  });
});

describe('a cut', () => {
  test('never splits a character and never leaves a blank behind', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, most) => {
        const cut = cutTo(text, most);
        expect(lengthOf(cut)).toBeLessThanOrEqual(Math.max(most, 0));
        expect(text.startsWith(cut)).toBe(true);
        expect(cut).not.toMatch(/\p{Cs}/u);
        if (lengthOf(text) > most) expect(cut.trimEnd()).toBe(cut);
      }),
    );
  });

  test('leaves room for what tells two names apart', () => {
    fc.assert(
      fc.property(anyText, anyText, (name, by) => {
        const told = distinguished(cleanName(name), by);
        expect(lengthOf(told)).toBeLessThanOrEqual(NAME_LIMIT);
        expect(told.endsWith(')')).toBe(true);
      }),
    );
    const long = 'x'.repeat(600);
    expect(lengthOf(distinguished(long, '17'))).toBe(NAME_LIMIT);
    expect(distinguished(long, '17')).not.toBe(distinguished(long, '18'));
  });
});

describe('an e-mail address', () => {
  test.each([
    'a@b.co',
    'anna.berg+roof@mail.example.co.uk',
    "o'brien@example.com",
    'x_y-z@sub-domain.example',
    'ANNA@EXAMPLE.COM',
    `${'a'.repeat(88)}@example.com`,
  ])('%s is one', (text) => {
    expect(isEmail(text)).toBe(true);
  });

  test.each([
    ['nothing', ''],
    ['no at', 'anna.example.com'],
    ['no domain', 'anna@'],
    ['no name', '@example.com'],
    ['no dot', 'anna@localhost'],
    ['a dot at the end', 'anna@example.'],
    ['two dots', 'anna@example..com'],
    ['two of them', 'a@b.co, c@d.co'],
    ['two at signs', 'a@b@c.co'],
    ['a blank', 'anna berg@example.com'],
    ['a name in front', 'Anna <anna@example.com>'],
    ['a newline', 'anna@example.com\n'],
    ['a comma for a dot', 'anna@example,com'],
    ['over a hundred characters', `${'a'.repeat(90)}@example.com`],
    ['made up by OpenSolar', '1234567@os.code'],
    ['made up by OpenSolar, in capitals', '1234567@OS.CODE'],
  ])('%s is none', (_, text) => {
    expect(isEmail(text)).toBe(false);
  });

  test('is none where there is none', () => {
    expect(isEmail(undefined)).toBe(false);
    expect(isSynthetic(' 7@os.code ')).toBe(true);
    expect(isSynthetic('7@os.code.example')).toBe(false);
  });
});
