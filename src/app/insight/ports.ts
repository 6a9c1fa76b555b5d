import type { ReachCount } from '../../domain/lake/index.ts';
import type { MarkedDay, RollupFolder, RollupState, Statement } from '../../domain/insight/index.ts';
import type { Refused } from '../../domain/result.ts';

/** Texts as the lake's engine writes them: a time `2026-11-28 01:02:03.000`, a number `2.7E9`, null for null. */
export type LakeCell = string | null;

/** A column of an answer: its name, and its type as Trino calls it. */
export type AnswerColumn = { readonly name: string; readonly type: string };

/** Rows of an answer by their columns; `next` leads to more of them. */
export type AnswerPage = {
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly (readonly LakeCell[])[];
  readonly next?: string;
};

/** What became of a query. Times are milliseconds since the epoch. */
export type QueryState =
  | {
      readonly state: 'RUNNING';
      readonly sql: string;
      readonly parameters: readonly string[];
      readonly submittedAt: number;
    }
  | {
      readonly state: 'DONE';
      readonly sql: string;
      readonly parameters: readonly string[];
      readonly submittedAt: number;
      readonly scannedBytes: number;
    }
  | {
      readonly state: 'FAILED';
      readonly sql: string;
      readonly parameters: readonly string[];
      readonly reason: string;
      readonly isOverLimit: boolean;
    };

/** Asks the lake: a query is started, looked at until it is done, and then read page by page. */
export interface LakeQueries {
  start(statement: Statement): Promise<string>;
  /** Null: there is no such query, or it is too old. */
  look(queryId: string): Promise<QueryState | null>;
  /** Up to 1,000 rows; `next` of the page before goes on. */
  read(queryId: string, next?: string): Promise<AnswerPage>;
}

/** Reads a text as one SELECT over the lake's tables, or says why it is none. */
export interface SelectReader {
  /** The same SELECT, written in one way and without comments. */
  read(sql: string): { readonly ok: true; readonly sql: string } | Refused<'SQL_REFUSED'>;
}

/** What is known of the rollups, and the days that events came for after they were built. */
export interface RollupStore {
  /**
   * The state, and the first day that is marked: a day whose mark is gone is rolled up in this state. EVERY: all
   * marks, the earliest day first.
   */
  read(which: 'FIRST' | 'EVERY'): Promise<{ readonly state: RollupState; readonly marks: readonly MarkedDay[] }>;
  /** Keeps other passes out until then; null: one is at work. Answers what `finish` and `release` ask for. */
  claim(now: number, until: number): Promise<string | null>;
  /** Keeps the state and takes these marks away, unless a day was marked again since. Ends the claim. */
  finish(claim: string, state: RollupState, marks: readonly MarkedDay[]): Promise<void>;
  /** Ends the claim, and leaves everything else as it is. */
  release(claim: string): Promise<void>;
}

/** The files of the rollups. */
export interface RollupFiles {
  /** The bucket that they are in. */
  readonly bucket: string;
  /** Paths below a folder. */
  list(folder: RollupFolder): Promise<readonly string[]>;
  remove(folder: RollupFolder, paths: readonly string[]): Promise<void>;
}

/**
 * How far the count of a day has come: `counted` of the `slices` of all customers are in `reach`. `isTold`: the lake has
 * it.
 */
export type ReachProgress = {
  readonly day: string;
  readonly slices: number;
  readonly counted: number;
  readonly reach: ReachCount;
  readonly isTold: boolean;
};

/** Keeps how far the count of a day has come. */
export interface ReachProgressStore {
  /** The revision goes up with each step (0: nothing was ever counted). */
  read(): Promise<{ readonly revision: number; readonly progress: ReachProgress | null }>;
  /** Replaces it if it still has `revision`; false otherwise: somebody else counts. */
  put(progress: ReachProgress, revision: number): Promise<boolean>;
}
