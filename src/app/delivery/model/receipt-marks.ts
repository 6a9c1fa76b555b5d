import type { RecipientResult, Totals } from '../../../domain/send-job/index.ts';

/** What receipts say of a chunk's recipients, by place; several writers, so every write names the revision it read. */
export type ReceiptMarks = {
  readonly number: number;
  readonly revision: number;
  readonly marks: readonly RecipientResult[];
  /** What these marks change about the job, as its counters contain it. Null: as `receiptsBase` of the job does. */
  readonly counted: Totals | null;
};

/**
 * A chunk that has to be counted again: its results were not yet, or are no longer, as the totals of its shard have them.
 * Each note has an id of its own, so that it is not taken down for an earlier one.
 */
export type RecountNote = { readonly shard: number; readonly number: number; readonly id: string };

/** What goes with a write of marks, at once or not at all. */
export type ReceiptCount = {
  /** Is added to this counter of the job. */
  readonly counter: number;
  readonly difference: Totals;
  /** Notes the chunk, by this id. */
  readonly putsUp?: string;
  /** Takes the chunk's note down; when that is another one by now, nothing is written. */
  readonly takesDown?: string;
};

/**
 * Several counters, as receipts of one job come to many functions at once and DynamoDB refuses transactions that meet at
 * one item; and no more, as all are read whenever a job is counted. A direct send has one.
 */
const MOST_COUNTERS = 16;

/** How many counters a job has, however many recipients. */
export function countersOf({ shardCount }: { readonly shardCount: number }): number {
  return shardCount === 1 ? 1 : MOST_COUNTERS;
}

/** The counter that contains a chunk, always the same one. */
export function counterOf(job: { readonly shardCount: number }, chunk: { shard: number; number: number }): number {
  return (chunk.shard + chunk.number) % countersOf(job);
}

/** Nobody's turn of counting a job lasts longer. */
export const LONGEST_TURN_MS = 60_000;
