/** A row of an answer by its columns: texts as the lake's engine writes them. */
export type AnswerRow = Readonly<Record<string, string | null>>;

/** Reads the columns of one row; a column that is not there, or that is no number, is a bug of the SQL, and throws. */
export class RowReader {
  readonly #row: AnswerRow;

  constructor(row: AnswerRow) {
    this.#row = row;
  }

  textOrNull(column: string): string | null {
    const value = this.#row[column];
    if (value === undefined) throw new Error(`The answer has no column ${column}.`);
    return value;
  }

  text(column: string): string {
    const value = this.textOrNull(column);
    if (value === null) throw new Error(`The answer has nothing in ${column}.`);
    return value;
  }

  /** Numbers come as `12`, `1.5` or `2.7E9`; counts up to 2^53 are exact. */
  numberOrNull(column: string): number | null {
    const value = this.textOrNull(column);
    if (value === null) return null;
    const number = Number(value);
    if (value === '' || !Number.isFinite(number)) throw new Error(`${column} of the answer is no number: ${value}`);
    return number;
  }

  number(column: string): number {
    const value = this.numberOrNull(column);
    if (value === null) throw new Error(`The answer has no number in ${column}.`);
    return value;
  }

  isTrue(column: string): boolean {
    return this.text(column) === 'true';
  }
}
