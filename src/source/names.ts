/** Gives each text an integer from 1 on, the same for the same text; 0 for no text. */
export class Names {
  readonly #known = new Map<string, number>();

  /** The largest integer that stands for a text. */
  get size(): number {
    return this.#known.size;
  }

  of(text: string): number {
    if (text === '') return 0;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, this.size + 1);
    return this.size;
  }
}
