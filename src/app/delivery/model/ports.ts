import type { MessageClass } from '../../../domain/consent/index.ts';
import type { MessageCost } from '../../../domain/cost/index.ts';
import type { Channel } from '../../../domain/customer/index.ts';
import type { Receiver } from '../../../domain/destination/index.ts';
import type { SendHistory } from '../../../domain/campaign/index.ts';
import type { DeliverySettings, RecipientStatus, Totals } from '../../../domain/send-job/index.ts';
import type { JobProgress, SendJob } from './job.ts';
import type { JobSpec } from './job-spec.ts';
import type { Sender } from './sender.ts';
import type { Chunk, ChunkFence, ChunkState, ExcludedList, PlanPage, PlannedPage, Unreadable } from './chunk.ts';
import type { ReceiptCount, ReceiptMarks, RecountNote } from './receipt-marks.ts';
import type { KeptRef, Ring, Shard, ShardRef } from './shard.ts';

/** A job for which something is to be done by itself, or with receipts that are not counted yet. */
export type DueJob = {
  readonly id: string;
  /** Present while receipts wait to be counted; it changes with each that arrives. */
  readonly receiptMark?: string;
};

/** Jobs, what they were frozen with, and for which of them something is due (`dueAt`). */
export interface JobStore {
  /** Writes job and spec; false when the id is taken. */
  create(job: SendJob, spec: JobSpec): Promise<boolean>;
  /** Consistent read; null also when it is kept no longer. Fails with DamagedJobError when the row cannot be read. */
  get(jobId: string): Promise<SendJob | null>;
  /** UNREADABLE: it is there, and damaged. Of a direct send null from `contentsUntil` on. */
  getSpec(jobId: string): Promise<JobSpec | 'UNREADABLE' | null>;
  /** Replaces the job if its seq is still `expectedSeq`, or if it is this very job already; false otherwise. */
  save(job: SendJob, expectedSeq: number): Promise<boolean>;
  /**
   * Up to `limit` jobs that are due at `now`, from an index that may lag behind: some may be due no more, and the newest
   * missing. What it costs does not depend on how many jobs there are or were.
   */
  listDue(now: number, limit: number): Promise<readonly DueJob[]>;
  /** Says that the end of a job was announced, unless it has changed since `expectedSeq`: it may have been reopened. */
  close(jobId: string, expectedSeq: number): Promise<void>;
  /** Marks a job whose row cannot be read: nothing is due for it until its row is written again. */
  setAside(jobId: string, at: number): Promise<void>;
}

/** Remembers which jobs have receipts that their totals do not contain yet. */
export interface ReceiptFlags {
  raise(jobId: string, mark: string): Promise<void>;
  /** Takes the flag down, unless another receipt has raised it again since `mark`. */
  lower(jobId: string, mark: string): Promise<void>;
  /**
   * True for one caller until the moment `until`: nobody else is to count the job before. A turn that seems to end later
   * than LONGEST_TURN_MS from now comes from a clock that was wrong.
   */
  take(jobId: string, turn: { readonly now: number; readonly until: number }): Promise<boolean>;
}

/** Asks whoever records receipts to count a job. Only a hint: it may be lost, late or repeated. */
export interface CountBell {
  /** `mark` as the flag has it. */
  ring(jobId: string, mark: string): Promise<void>;
}

/**
 * Shards and the leases on them. Every write carries the epoch of its owner, so that an owner who was replaced can
 * change nothing.
 */
export interface ShardStore {
  /** Writes a shard that nobody has seen yet; false when there is one. */
  create(shard: Shard): Promise<boolean>;
  /**
   * Takes the lease if nobody holds it at `now`, and raises the epoch; creates the shard on first sight.
   * Null when somebody else holds it.
   */
  acquire(ref: ShardRef, lease: { owner: string; now: number; until: number }): Promise<Shard | null>;
  /**
   * Replaces the shard if its epoch is still `shard.epoch`; false when another owner took over. Writes of one owner come
   * with a growing revision: the same one again is true and changes nothing, and so is an older one that arrives late.
   */
  save(shard: Shard): Promise<boolean>;
  /** Consistent read. */
  get(ref: ShardRef): Promise<Shard | null>;
  /** Consistent read of the shards that exist. */
  list(jobId: string, shardCount: number): Promise<readonly Shard[]>;
}

/**
 * What was planned, and what became of it, by chunk (up to 100 recipients). A damaged item is answered as Unreadable
 * and holds up nobody else's.
 */
export interface ChunkStore {
  /** Writes what a page planned; false when an owner with a newer epoch wrote a part of it. */
  putPlanned(ref: KeptRef, epoch: number, planned: PlannedPage): Promise<boolean>;
  /** Consistent read of chunks from `from` on, in order; with `limit` 1 only of that one. */
  listChunks(ref: ShardRef, from: number, limit: number): Promise<readonly (Chunk | Unreadable)[]>;
  /** Consistent read of all states from chunk `from` on, in order; with `limit` 1 only of that chunk's. */
  listStates(ref: ShardRef, from: number, limit?: number): Promise<readonly (ChunkState | Unreadable)[]>;
  /**
   * Replaces a chunk's state if it still is as `expected` (null: there is none), or is `next` already: the answer of an
   * earlier write was lost. False otherwise.
   */
  writeState(ref: KeptRef, next: ChunkState, expected: ChunkFence | 'UNREADABLE' | null): Promise<boolean>;
  listExcluded(ref: ShardRef, from: number, limit: number): Promise<readonly ExcludedList[]>;
  /**
   * The pages of a shard that may hold a customer, in order: all that do, and seldom one that does not. Those that say
   * nothing of their customers, or are damaged, are Unreadable. They never change once planning is done.
   */
  findPages(ref: ShardRef, customerId: string): Promise<readonly (PlanPage | Unreadable)[]>;
  /**
   * Consistent read of the digests of all addresses that the first `pages` pages of a shard send to, page by page: as one
   * list, of tens of thousands, they would be copied each time it grows.
   */
  listAddressDigests(ref: ShardRef, pages: number): Promise<readonly (readonly number[])[]>;
  /** Keeps the addresses of a shard that an earlier shard of the job sends to; written anew, they are the same. */
  putDuplicates(ref: ShardRef, digests: readonly number[]): Promise<void>;
  /** Consistent read of what `putDuplicates` kept. */
  listDuplicates(ref: ShardRef): Promise<readonly number[]>;
}

/** What providers reported of messages after they had accepted them, beside the results of sending, and its counters. */
export interface ReceiptStore {
  /** Consistent read of what receipts say of one chunk; null: nothing. */
  get(ref: ShardRef, number: number): Promise<ReceiptMarks | Unreadable | null>;
  /** Consistent read from chunk `from` on, in order; chunks without receipts, and damaged ones, are absent. */
  list(ref: ShardRef, from: number, limit?: number): Promise<readonly ReceiptMarks[]>;
  /**
   * Writes a chunk's marks if their revision is still `next.revision - 1` (0: there are none), together with what they
   * change. False: somebody else was first, or is writing at the same moment.
   */
  put(ref: KeptRef, next: ReceiptMarks, count: ReceiptCount): Promise<boolean>;
  /** Consistent read: the sum of the first `counters` counters of a job. */
  sum(jobId: string, counters: number): Promise<Totals>;
  /** Notes that a chunk has to be counted again, in place of an earlier note of it; `keptUntil` as the job's. */
  note(jobId: string, note: RecountNote, keptUntil?: number): Promise<void>;
  /** Takes a note down, unless the chunk was noted again. */
  dropNote(jobId: string, note: RecountNote): Promise<void>;
  /** Consistent read of the notes of a job, by shard and number, beginning with the first of shard `fromShard`. */
  listNotes(jobId: string, fromShard: number, limit: number): Promise<readonly RecountNote[]>;
}

/** A moment that was taken, or the first one that is free. */
export type Slot =
  { readonly isTaken: true; readonly at: number } | { readonly isTaken: false; readonly freeAt: number };

/** Hands out moments at which messages may be sent, so that all workers together keep one rate. */
export interface RateStore {
  /**
   * The next free moment from `now` to `latest`, which is then taken for `durationMs`; when all of them are taken, the
   * first one after them (milliseconds since the epoch, all of it).
   */
  take(key: string, slot: { durationMs: number; now: number; latest: number }): Promise<Slot>;
}

/** When a customer was sent to lately by which job of a class, under a revision (0: never). */
export type ClassHistory = { readonly revision: number; readonly sends: SendHistory };

/** When campaigns sent to whom, for the limits on how often they may. */
export interface CapStore {
  /** When each customer was sent to by which job of a campaign; those never sent to are absent. */
  getHistories(campaignId: string, customerIds: readonly string[]): Promise<ReadonlyMap<string, SendHistory>>;
  /**
   * Adds a job to a customer's history if that is still as `known` (a job in it stays as it is); false otherwise.
   */
  add(
    campaignId: string,
    customerId: string,
    entry: { jobId: string; at: number },
    known: SendHistory,
  ): Promise<boolean>;
  /** What each customer was sent of a class; those of whom nothing is kept are absent. */
  getOfClass(messageClass: MessageClass, customerIds: readonly string[]): Promise<ReadonlyMap<string, ClassHistory>>;
  /**
   * Adds a job to what a customer was sent of a class, and forgets what was before `since`, if nobody has added anything
   * since `known` was read (a job that is in it stays as it is); false otherwise.
   */
  addToClass(
    messageClass: MessageClass,
    customerId: string,
    entry: { readonly jobId: string; readonly at: number; readonly since: number },
    known: ClassHistory,
  ): Promise<boolean>;
}

type LaunchedRun = { readonly jobId: string; readonly claimedAt: number };

/** The run of a campaign that was launched last, and those beside which it was, the latest first. */
export type CampaignRun = LaunchedRun & { readonly beside?: readonly LaunchedRun[] };

/** Which job has a slot, one at a time: a campaign by its id, or a place in it. */
export interface RunStore {
  get(slot: string): Promise<CampaignRun | null>;
  /** False when another than `replaces` has it by now (null: none). */
  put(slot: string, run: CampaignRun, replaces: string | null): Promise<boolean>;
}

/**
 * Hands out the budget of a run to its shards, which plan at the same time, and that of the company for a month to jobs.
 * Amounts are millionths of a won.
 */
export interface BudgetStore {
  /**
   * Takes up to `wanted` of what is left of `budget`, for one page of a shard. Asked again for the same page, as after a
   * crash, it answers the same and takes nothing. All that was ever granted to a job is at most its budget. Null when a
   * later page of the shard has been granted already: its owner has been replaced.
   */
  reserve(
    ref: ShardRef,
    page: number,
    amount: { readonly wanted: number; readonly budget: number },
  ): Promise<number | null>;
  /**
   * Takes from the same budget, in their order, for those messages of a chunk that its plan has not paid for and that what
   * is left pays for. What was taken for one in this round before is not taken twice: only what it costs more by now.
   * Answers with the places of those that are paid for.
   */
  pay(
    ref: ShardRef,
    claim: { readonly chunk: number; readonly round: number },
    amount: { readonly wanted: readonly MessageCost[]; readonly budget: number },
  ): Promise<ReadonlySet<number>>;
  /**
   * Claims an amount of the company's budget for a month (`2026-11`), all of it or nothing: true when it is claimed, also
   * when the same claim was made before. All claims of a month are at most the budget that each of them names.
   */
  claimMonth(
    month: string,
    claimId: string,
    amount: { readonly wanted: number; readonly budget: number },
  ): Promise<boolean>;
  /**
   * Gives back what of a claim is not needed any more, so that `needed` of it stays; once for each amount, and nothing where
   * there is no such claim or less is claimed.
   */
  giveBackOfMonth(month: string, claimId: string, needed: number): Promise<void>;
  /**
   * Notes how many units of each price item a job has used of a billing month (`2026-11`), in place of what it noted before; the
   * same again changes nothing.
   */
  noteUse(month: string, jobId: string, units: Readonly<Record<string, number>>): Promise<void>;
  /** What jobs have noted of a month, by price item. */
  usedInMonth(month: string): Promise<ReadonlyMap<string, number>>;
  /** Consistent read: what is claimed of a month. */
  claimedOfMonth(month: string): Promise<number>;
}

/** Operators' settings as stored; the revision goes up with each change (0: nobody has changed anything yet). */
export type SavedSettings = DeliverySettings & { readonly revision: number };

/** The kill switch and the rates of channels, in force for every worker within its next chunk. */
export interface SettingsStore {
  /** Consistent read. */
  get(): Promise<SavedSettings>;
  /**
   * Replaces the settings if their revision is still `expected`, or if this very write has been made already; false
   * otherwise: somebody else has changed them, and perhaps switched everything off.
   */
  put(settings: DeliverySettings, expected: number, by: string): Promise<boolean>;
}

/** Who watches which customers of a job live; statuses of nobody else are pushed. */
export interface WatchStore {
  list(jobId: string, now: number): Promise<ReadonlySet<string>>;
}

/** Wakes a worker for a shard. Only a hint: it may be lost, late, repeated or out of order. */
export interface Doorbell {
  /** Each shard's lane says whose bell it is. At most 900 seconds of delay. */
  ring(shards: readonly Ring[], delaySeconds?: number): Promise<void>;
}

/** Where an operator finds what no attempt could finish. */
export interface DeadLetters {
  put(
    letter: { readonly reason: string } & ((ShardRef & { readonly chunk: number }) | { readonly jobId: string }),
  ): Promise<void>;
}

/** One recipient's status, for whoever watches that customer. */
export type DeliveryUpdate = {
  readonly jobId: string;
  readonly customerId: string;
  readonly status: RecipientStatus;
  readonly code?: string;
  readonly channel: Channel;
  readonly endpointId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

/** Tells whoever watches a job where it stands; a lost tick is made good by the next. */
export interface ProgressPublisher {
  /** False when it could not be told; never throws for that. */
  publish(progress: JobProgress): Promise<boolean>;
  publishDelivery(update: DeliveryUpdate): Promise<boolean>;
}

/** One sender per channel that can be sent on. */
export type Senders = { readonly [C in Channel]?: Sender } & {
  /** The sender of a destination that has a receiver of its own. */
  readonly toDestination?: (receiver: Receiver) => Sender;
};
