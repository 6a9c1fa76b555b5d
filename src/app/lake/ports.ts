import type { ArrivingTableName } from '../../domain/lake/index.ts';

/** The way into one table of the lake. */
export interface LakeStreams {
  /**
   * Puts up to `MAX_RECORDS` records with up to `MAX_CALL_BYTES` together. Returns those that were not taken, by their place;
   * throws when nothing is known of any.
   */
  put(table: ArrivingTableName, records: readonly string[]): Promise<readonly number[]>;
}

/** Of whom something is to be said in the lake, and when it came to be known (milliseconds since the epoch). */
export interface KeyRequest {
  /** SHA-256 of the customer's id, in hexadecimal. */
  readonly digest: string;
  readonly at: number;
  /** The id itself, where it is known: by it the key leads back to the customer. */
  readonly customerId?: string;
}

/** Which random key of the lake belongs to whom, and back: the only ways between the one and the other. */
export interface CustomerKeys {
  /**
   * The keys of customers, by digest; whoever has none gets one. Somebody who was erased after `at` has none and gets none:
   * what was known of them then is not said any more.
   */
  find(requests: readonly KeyRequest[]): Promise<ReadonlyMap<string, string>>;
  /** Who has these keys, up to 1,000, by key. Those who were erased, and those of whom no event is known, have none. */
  whose(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Takes the key of a customer away for good, and the way back from it. */
  forget(digest: string, at: number): Promise<void>;
}

/** Days that were over when the lake was told of an event of theirs: what was counted of them before says too little. */
export interface DayMarks {
  /** Before the events are put. `now` in milliseconds since the epoch. */
  mark(days: readonly string[], now: number): Promise<void>;
}

/** The most records of a call. https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
export const MAX_RECORDS = 500;

/** The most bytes of a call, all records together. */
export const MAX_CALL_BYTES = 4 * 1024 * 1024;
