import type { Clock } from '../../ports.ts';
import { assertAcquired, assertNext } from '../model/invariants.ts';
import type { ShardStore } from '../model/ports.ts';
import type { Shard } from '../model/shard.ts';
import { writeSurely } from './write-surely.ts';

/** Another owner took the shard over: this one must stop at once and leave everything as it is. */
export class LostLeaseError extends Error {
  readonly code = 'LOST_LEASE';
  constructor(
    readonly jobId: string,
    readonly shard: number,
    readonly epoch: number,
  ) {
    super(`Shard ${shard} of job ${jobId} is no longer owned in epoch ${epoch}.`);
    this.name = 'LostLeaseError';
  }
}

const FREE = { leaseUntil: 0, owner: '' };

/** A shard in the hands of its present owner. */
export type Lease = {
  readonly shard: () => Shard;
  /** Writes a change of the shard and prolongs the lease; changes made while a write is under way go with the next. */
  readonly save: (change: Partial<Shard>) => Promise<void>;
  /** Writes the last change of the shard and gives it back, in one. */
  readonly finish: (change: Partial<Shard>) => Promise<void>;
  /** Prolongs the lease when a third of it has passed without a write. */
  readonly keep: () => Promise<void>;
  /** Gives the shard back, unless `finish` has. */
  readonly release: () => Promise<void>;
  readonly lost: () => LostLeaseError;
};

/** Wraps an acquired shard; every write names its epoch, and a refused write throws `LostLeaseError`. */
export function createLease(deps: { shards: ShardStore; clock: Clock }, acquired: Shard, leaseMs: number): Lease {
  assertAcquired(acquired);
  let current = acquired;
  let isDirty = false;
  let isLost = false;
  let writing: Promise<void> | null = null;

  const lost = (): LostLeaseError => new LostLeaseError(acquired.jobId, acquired.shard, acquired.epoch);

  const drain = async (): Promise<void> => {
    while (isDirty) {
      isDirty = false;
      current = { ...current, revision: current.revision + 1 };
      const next = current;
      if (await writeSurely(deps.clock, () => deps.shards.save(next))) continue;
      isLost = true;
      throw lost();
    }
  };

  const write = (change: Partial<Shard>): Promise<void> => {
    const next = { ...current, ...change };
    assertNext(current, next);
    current = next;
    isDirty = true;
    writing ??= drain().finally(() => {
      writing = null;
    });
    return writing;
  };

  return {
    shard: () => current,
    finish: (change) => write({ ...change, ...FREE }),
    save: (change) => write({ leaseUntil: deps.clock.now() + leaseMs, ...change }),
    keep: async () => {
      const now = deps.clock.now();
      if (now > current.leaseUntil - (leaseMs * 2) / 3) await write({ leaseUntil: now + leaseMs });
    },
    release: async () => {
      if (!isLost && (current.owner !== '' || isDirty || writing !== null)) await write(FREE);
    },
    lost,
  };
}
