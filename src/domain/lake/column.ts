/**
 * The types of the lake's columns, by the names that SQL has for them in Trino and in DuckDB. Times are UTC and without a
 * zone; whatever a report groups by (the day and the hour in Korea) is a column of its own, so that no SQL computes with zones.
 */
export type ColumnType =
  | 'varchar'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'timestamp'
  | 'array(varchar)'
  | 'map(varchar, varchar)'
  | 'map(varchar, double)'
  | 'map(varchar, bigint)';

/** One column of a table; `meaning` is its comment in Glue and its line in the docs. */
export interface LakeColumn {
  readonly type: ColumnType;
  readonly meaning: string;
  /** Whether rows without it are allowed. */
  readonly isOptional?: true;
}

/** What a value is in a record on its way to the lake: JSON, where a time is `YYYY-MM-DD hh:mm:ss.sss`. */
interface ValueOf {
  readonly varchar: string;
  readonly integer: number;
  readonly bigint: number;
  readonly double: number;
  readonly timestamp: string;
  readonly 'array(varchar)': readonly string[];
  readonly 'map(varchar, varchar)': Readonly<Record<string, string>>;
  readonly 'map(varchar, double)': Readonly<Record<string, number>>;
  readonly 'map(varchar, bigint)': Readonly<Record<string, number>>;
}

type Columns = Readonly<Record<string, LakeColumn>>;

type Optional<C extends Columns> = { [K in keyof C]: C[K] extends { isOptional: true } ? K : never }[keyof C];

/** A row of a table with these columns; what is optional is left out, never null. */
export type RowOf<C extends Columns> = {
  readonly [K in Exclude<keyof C, Optional<C>>]: ValueOf[C[K]['type']];
} & { readonly [K in Optional<C>]?: ValueOf[C[K]['type']] };

/** A table of the lake. */
export interface LakeTable {
  readonly name: string;
  readonly meaning: string;
  /** Without the partition's. Names are lower case: Glue knows no other. */
  readonly columns: Columns;
  /**
   * The day by which its files are laid down: a varchar `YYYY-MM-DD`. `arrival_day` is the Korean day on which the record
   * came (by which reports limit what they read, one day of slack on each side); of a rollup it is the day that it is about.
   */
  readonly partition: { readonly name: string; readonly meaning: string };
  /** ARRIVES: records come by a stream. DERIVED: computed from the other tables, and may be made anew at any time. */
  readonly origin: 'ARRIVES' | 'DERIVED';
}

/** A day inside the years 0001 to 9999 at both ends, so that Korea's day has a year of four digits too. */
const FIRST_MOMENT = Date.parse('0001-01-01T00:00:00Z');
const LAST_MOMENT = Date.parse('9999-12-31T00:00:00Z');

/**
 * The nearest moment that the lake has a time for. Whoever wrote a time (a date of a list, a clock that was corrected by
 * another) may have meant none of its years; one row that cannot be read would take all others of its record with it.
 */
export function lakeMoment(at: number): number {
  return Math.min(LAST_MOMENT, Math.max(FIRST_MOMENT, at));
}

/** A time as the lake's records have it. */
export function lakeTime(at: number): string {
  return new Date(lakeMoment(at)).toISOString().replace('T', ' ').slice(0, -1);
}
