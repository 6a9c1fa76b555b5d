import { LOOK_VALID_MS } from '../../last-look.ts';

/** How a worker goes about its shard; the same everywhere except in tests and on one laptop. */
export type WorkSettings = {
  /** A silent owner is replaced after this time. */
  readonly leaseMs: number;
  /** Chunks of one shard that are sent at the same time; also what a crash can leave in doubt. */
  readonly lanes: number;
  /** Tries for one recipient before they are FAILED with the provider's last word. */
  readonly maxTries: number;
  /** Failures of one chunk here, not at the provider, before it is set aside and the others go on. */
  readonly maxFaults: number;
  /** The first wait before trying again; it doubles each time, up to the longest. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  /** The cursor is written at most this often: what is recorded above it is found again by its state. */
  readonly saveEveryMs: number;
  readonly tickEveryMs: number;
  /** Receipts are counted at most this often while they pour in. */
  readonly countReceiptsEveryMs: number;
  /** A worker that has nothing to do for longer gives its place to others, and rings for itself. */
  readonly maxIdleMs: number;
  /** How long a look at consent is good for, from before it was read to just before the call. */
  readonly lookValidMs: number;
  /** The end of a worker's time, in which nothing new is begun and what is in flight lands. */
  readonly landingMs: number;
};

/** What every function works with. */
export const DEFAULT_WORK_SETTINGS: WorkSettings = {
  leaseMs: 30_000,
  lanes: 4,
  maxTries: 8,
  maxFaults: 3,
  backoffMs: 250,
  maxBackoffMs: 20_000,
  saveEveryMs: 500,
  tickEveryMs: 1_000,
  countReceiptsEveryMs: 5_000,
  maxIdleMs: 2_000,
  lookValidMs: LOOK_VALID_MS,
  landingMs: 20_000,
};
