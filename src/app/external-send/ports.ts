import type { ExclusionReason } from '../../domain/send-job/index.ts';
import type { AuditEntry } from '../audit/index.ts';
import type { PlannedPage } from '../delivery/model/chunk.ts';
import type { SendJob } from '../delivery/model/job.ts';
import type { JobSpec } from '../delivery/model/job-spec.ts';
import type { Shard } from '../delivery/model/shard.ts';

/** What becomes of one recipient of a call, in the order of the call. */
export type RecipientDecision = {
  readonly customerId: string;
  readonly endpointId?: string;
  readonly outcome: 'INCLUDED' | 'EXCLUDED';
  readonly reason?: ExclusionReason;
};

/** The answer to a call, the same for every repetition of it. */
export type SendAnswer = { readonly jobId: string; readonly decisions: readonly RecipientDecision[] };

/** The key that a client chose for a call; two clients may choose the same. */
export type IdempotencyKey = { readonly clientId: string; readonly key: string };

/**
 * Who carries out a call of a key: this caller, nobody any more, somebody else, or nobody ever, because the key stands
 * for another call.
 */
export type Begun =
  /** This caller carries the call out; `owner` proves it. */
  | { readonly kind: 'STARTED' }
  /** It was carried out before. */
  | { readonly kind: 'DONE'; readonly answer: SendAnswer }
  /** Somebody is at it, or was and has not answered yet. */
  | { readonly kind: 'IN_FLIGHT' }
  /** The key belongs to a call with another body. */
  | { readonly kind: 'CONFLICT' };

/** What is known of a key. FREE: nobody carries a call out under it, or a call that was refused was the last. */
export type Known = Exclude<Begun, { readonly kind: 'STARTED' }> | { readonly kind: 'FREE' };

/** Remembers calls by their key, for at least 24 hours. */
export interface IdempotencyStore {
  /** Consistent read. */
  find(key: IdempotencyKey, bodyHash: string): Promise<Known>;
  /** Takes the key, or takes over from an owner whose lease has run out. Times in milliseconds. */
  begin(
    key: IdempotencyKey,
    call: { readonly bodyHash: string; readonly owner: string; readonly now: number; readonly leaseUntil: number },
  ): Promise<Begun>;
  /** Keeps the answer, unless somebody else has taken over (whose answer is the same). */
  finish(key: IdempotencyKey, owner: string, answer: SendAnswer): Promise<void>;
  /** Frees the key of a call that was refused, so that it may be used again with another body. */
  release(key: IdempotencyKey, owner: string): Promise<void>;
}

/** A call that is carried out: its answer, and the job that sends it with everything the job needs. */
export type PlacedCall = {
  readonly key: IdempotencyKey;
  readonly bodyHash: string;
  readonly answer: SendAnswer;
  readonly job: SendJob;
  readonly spec: JobSpec;
  readonly shard: Shard;
  readonly planned: PlannedPage;
  readonly audit: AuditEntry;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** Writes what a call becomes. */
export interface CallStore {
  /**
   * Writes all of it or nothing. False when the key or the job is there already, or somebody else is writing them at
   * this moment. The job is listed as open.
   */
  place(call: PlacedCall): Promise<boolean>;
}

/** Messages to be counted; `minute` and `day` are the beginnings of the (UTC) minute and day in milliseconds. */
export type QuotaUse = {
  readonly count: number;
  readonly minute: number;
  readonly day: number;
  readonly perMinute: number;
  readonly perDay: number;
};

/** What a client has used of its quotas. */
export interface QuotaStore {
  /** Adds `count` to both counters, and one to the day's calls; or to none, and says which one has no room for it. */
  take(clientId: string, use: QuotaUse): Promise<'TAKEN' | 'MINUTE_FULL' | 'DAY_FULL'>;
  /** Gives back what was taken for a call that was then not carried out, its being counted too. */
  giveBack(clientId: string, use: Pick<QuotaUse, 'count' | 'minute' | 'day'>): Promise<void>;
}
