// Lists of integers and texts that grow without being copied, outside of the JavaScript heap. As arrays and maps, what is
// known of 200,000 rows takes four times the room, and the more there is on the heap, the more garbage is let grow there.

const BITS = 14;
const CHUNK = 2 ** BITS;

/** A list of integers from 0 to below 2^32, four bytes each; or to below 2^16, two bytes each. */
export class Integers {
  readonly #Chunk: typeof Uint16Array | typeof Uint32Array;
  readonly #chunks: (Uint16Array | Uint32Array)[] = [];
  #length = 0;

  constructor(chunk: typeof Uint16Array | typeof Uint32Array = Uint32Array) {
    this.#Chunk = chunk;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length % CHUNK === 0) this.#chunks.push(new this.#Chunk(CHUNK));
    this.#length += 1;
    this.setLast(value);
  }

  setLast(value: number): void {
    const last = this.#chunks.at(-1);
    if (last) last[(this.#length - 1) % CHUNK] = value;
  }

  /** 0 where there is none. */
  at(index: number): number {
    return this.#chunks[index >>> BITS]?.[index % CHUNK] ?? 0;
  }
}

/** Gives each text an integer from 1 on, the same for the same text; 0 for no text. */
export class Names {
  /** The texts, one behind the other, in UTF-16: as they are. */
  readonly #codes = new Integers(Uint16Array);
  readonly #ends = new Integers();
  readonly #hashes = new Integers();
  /** The integer of a text stands at its hash, or in the next free place behind. */
  #table = new Uint32Array(2048);

  constructor() {
    // Of no text.
    this.#ends.push(0);
    this.#hashes.push(0);
  }

  /** The largest integer that stands for a text. */
  get size(): number {
    return this.#ends.length - 1;
  }

  of(text: string): number {
    if (text === '') return 0;
    const hash = hashOf(text);
    const known = this.#find(text, hash);
    if (known !== 0) return known;
    for (let at = 0; at < text.length; at += 1) this.#codes.push(text.charCodeAt(at));
    this.#ends.push(this.#codes.length);
    this.#hashes.push(hash);
    if (this.size * 2 > this.#table.length) this.#widen();
    else this.#enter(this.size);
    return this.size;
  }

  #find(text: string, hash: number): number {
    for (let place = hash; ; place += 1) {
      const name = this.#table[place % this.#table.length] ?? 0;
      if (name === 0 || (this.#hashes.at(name) === hash && this.#is(name, text))) return name;
    }
  }

  #is(name: number, text: string): boolean {
    const start = this.#ends.at(name - 1);
    if (this.#ends.at(name) - start !== text.length) return false;
    let at = 0;
    while (at < text.length && this.#codes.at(start + at) === text.charCodeAt(at)) at += 1;
    return at === text.length;
  }

  #enter(name: number): void {
    let place = this.#hashes.at(name);
    while (this.#table[place % this.#table.length] !== 0) place += 1;
    this.#table[place % this.#table.length] = name;
  }

  #widen(): void {
    this.#table = new Uint32Array(this.#table.length * 2);
    for (let name = 1; name <= this.size; name += 1) this.#enter(name);
  }
}

/** FNV-1a over UTF-16. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
