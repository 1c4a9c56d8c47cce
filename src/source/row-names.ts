import type { RecordKind } from '../domain/records.ts';
import { Names } from './names.ts';
import type { Row } from './table.ts';

/** What a row that could not be taken apart says of the record it belongs to, which must not be built without it. */
export interface LostRow {
  id?: string | undefined;
  number?: string | undefined;
}

const READABLE = 1;
const WHOLE = 2;
const CONTINUES = 4;

/**
 * What the rows of a file say of which record is theirs. An id or a number is an integer here: the same one for the same
 * text, 0 for none.
 */
export class RowNames {
  readonly #ids = new Names();
  readonly #numbers = new Names();
  readonly #idOf: number[] = [];
  readonly #numberOf: number[] = [];
  readonly #signs: number[] = [];
  readonly #lost = { ids: new Set<number>(), numbers: new Set<number>(), numbersAlone: new Set<number>() };

  /** How many rows there are. */
  get length(): number {
    return this.#signs.length;
  }

  /** How many different ids there are: the largest integer that stands for one. */
  get ids(): number {
    return this.#ids.size;
  }

  get numbers(): number {
    return this.#numbers.size;
  }

  push(row: Row, kind: RecordKind): void {
    const text = kind === 'invoice' ? row.cell('invoice_number').text : '';
    this.#idOf.push(this.#ids.of(row.cell(kind === 'invoice' ? 'invoice_id' : 'payment_id').text));
    this.#numberOf.push(this.#numbers.of(text));
    this.#signs.push(READABLE | (row.parts ? WHOLE : 0) | (continues(row, kind) ? CONTINUES : 0));
  }

  /** A row that could not be taken apart. */
  pushUnreadable(): void {
    this.#idOf.push(0);
    this.#numberOf.push(0);
    this.#signs.push(0);
  }

  /** A record that has lost a row. */
  lose({ id = '', number = '' }: LostRow): void {
    if (id !== '') this.#lost.ids.add(this.#ids.of(id));
    if (number !== '') this.#lost.numbers.add(this.#numbers.of(number));
    if (number !== '' && id === '') this.#lost.numbersAlone.add(this.#numbers.of(number));
  }

  id(row: number): number {
    return this.#idOf[row] ?? 0;
  }

  number(row: number): number {
    return this.#numberOf[row] ?? 0;
  }

  isReadable(row: number): boolean {
    return ((this.#signs[row] ?? 0) & READABLE) !== 0;
  }

  /** Whether the row is a record by itself, as a JSON object with its own list of parts is. */
  isWhole(row: number): boolean {
    return ((this.#signs[row] ?? 0) & WHOLE) !== 0;
  }

  /** Whether the row, where it names no record, is most likely one of the record above. */
  continues(row: number): boolean {
    return ((this.#signs[row] ?? 0) & CONTINUES) !== 0;
  }

  /** Whether the record of a row has lost another row. A lost row that names an id names the record by it. */
  isLost(row: number): boolean {
    const [id, number] = [this.id(row), this.number(row)];
    const { ids, numbers, numbersAlone } = this.#lost;
    return id === 0 ? numbers.has(number) : ids.has(id) || numbersAlone.has(number);
  }
}

/** A row with an amount and nothing that says whose. */
function continues(row: Row, kind: RecordKind): boolean {
  if (kind === 'payment' || row.parts) return false;
  return row.cell('customer_name').text === '' || row.cell('issue_date').text === '';
}
