import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import * as z from 'zod';
import { EXIT, Problem } from '../domain/problems.ts';

/** Where the key of a sealed file is kept; never beside what it opens. */
export const keyPlaceSchema = z.discriminatedUnion('in', [
  z.object({ in: z.literal('environment'), name: z.string().min(1) }),
  z.object({ in: z.literal('file'), path: z.string().min(1) }),
  z.object({ in: z.literal('keychain'), account: z.string().min(1) }),
]);
export type KeyPlace = z.output<typeof keyPlaceSchema>;

const base64 = z.base64();

/** A sealed file as it stands on disk: AES-256-GCM, the key made of the kept one with scrypt. */
export const sealedSchema = z.object({
  sealed: z.object({
    version: z.literal(1),
    key: keyPlaceSchema,
    salt: base64,
    nonce: base64,
    tag: base64,
    data: base64,
  }),
});
export type Sealed = z.output<typeof sealedSchema>;

/** Fewer characters could be guessed by whoever copied the file. */
const LEAST_KEY = 24;
/** Against guessing; about a tenth of a second and 32 MiB, once a command. */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** Opens and closes what is stored under one key. Derives it once, since that is slow on purpose. */
export class Seal {
  readonly place: KeyPlace;
  readonly #secret: string;
  readonly #derived = new Map<string, Buffer>();

  /** `secret`: the kept key as text. Throws `Problem` (`SEAL_KEY_WEAK`) where it is too short. */
  constructor(place: KeyPlace, secret: string) {
    if (secret.length < LEAST_KEY) throw weak(place);
    this.place = place;
    this.#secret = secret;
  }

  /** Throws `Problem` (`SEAL_KEY_WRONG`) where the key is another one, or the file was tampered with. */
  open({ sealed: { salt, nonce, tag, data } }: Sealed): unknown {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#keyFor(salt), Buffer.from(nonce, 'base64'));
      decipher.setAuthTag(Buffer.from(tag, 'base64'));
      const opened = Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]);
      return JSON.parse(opened.toString('utf8')) as unknown;
    } catch {
      // The cause could quote what was opened.
      throw wrong(this.place);
    }
  }

  close(value: object): Sealed {
    const known = [...this.#derived.keys()][0];
    const salt = known ?? randomBytes(16).toString('base64');
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#keyFor(salt), nonce);
    const data = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return {
      sealed: {
        version: 1,
        key: this.place,
        salt,
        nonce: nonce.toString('base64'),
        tag: cipher.getAuthTag().toString('base64'),
        data: data.toString('base64'),
      },
    };
  }

  #keyFor(salt: string): Buffer {
    const known = this.#derived.get(salt);
    if (known) return known;
    const derived = scryptSync(this.#secret, Buffer.from(salt, 'base64'), 32, COST);
    this.#derived.set(salt, derived);
    return derived;
  }
}

/** A key that nobody can guess, as text. */
export function newKey(): string {
  return randomBytes(32).toString('base64');
}

/** The place of a key in words. */
export function placeText(place: KeyPlace): string {
  switch (place.in) {
    case 'environment':
      return `the environment variable ${place.name}`;
    case 'file':
      return `the key file ${place.path}`;
    case 'keychain':
      return 'the keychain of this computer';
  }
}

function weak(place: KeyPlace): Problem {
  return new Problem({
    code: 'SEAL_KEY_WEAK',
    reason: `The key in ${placeText(place)} has fewer than ${LEAST_KEY} characters, so it could be guessed.`,
    fix: 'Use a longer one. qbsync makes one by itself with: qbsync encrypt --key-file FILE',
    exit: EXIT.usage,
  });
}

function wrong(place: KeyPlace): Problem {
  return new Problem({
    code: 'SEAL_KEY_WRONG',
    reason: `The saved sign-in is encrypted, and the key in ${placeText(place)} does not open it. Nothing was sent to QuickBooks.`,
    fix: 'Put the key back with which it was encrypted. If it is lost: qbsync encrypt --off --forget-sign-in, then qbsync connect (records and settings stay).',
    exit: EXIT.settings,
  });
}
