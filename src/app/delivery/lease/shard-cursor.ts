import {
  addTotals,
  NO_STEP_TOTALS,
  settledTotal,
  subtractTotals,
  totalsOf,
  totalsOfStep,
  type RecipientResult,
  type Totals,
} from '../../../domain/send-job/index.ts';
import type { Clock } from '../../ports.ts';
import type { Lease } from './lease.ts';
import { assertSettled } from '../model/invariants.ts';
import type { WorkSettings } from '../model/settings.ts';

/** What a settled chunk changes about its shard's totals; null for a chunk whose recipients nobody can read any more. */
export type ChunkSettled = {
  readonly stepIndex: number;
  readonly before: readonly RecipientResult[];
  readonly results: readonly RecipientResult[];
} | null;

export type ShardCursor = {
  readonly settle: (number: number, settled: ChunkSettled) => Promise<void>;
  readonly save: () => Promise<void>;
  /** Ends the shard's round, and gives the shard back. */
  readonly finish: () => Promise<void>;
};

/** Moves a shard's cursor over recorded chunks without a gap, together with their totals, in one write. */
export function createShardCursor(
  lease: Lease,
  { clock, settings }: { clock: Clock; settings: WorkSettings },
): ShardCursor {
  const waiting = new Map<number, ChunkSettled>();
  let { cursor: position, totals, unreadableChunks } = lease.shard();
  let savedAt = clock.now();

  const pass = (number: number, settled: ChunkSettled): void => {
    position += 1;
    if (settled === null) {
      unreadableChunks += 1;
      return;
    }
    const { stepIndex, before, results } = settled;
    if (before.length > 0) totals = subtractTotals(totals, totalsOf(before, stepIndex));
    const counted = totalsOf(results, stepIndex);
    if (settledTotal(counted) !== results.length) assertSettled(lease.shard(), number, results);
    totals = addTotals(totals, counted);
  };

  const save = async (): Promise<void> => {
    savedAt = clock.now();
    if (position !== lease.shard().cursor) await lease.save({ cursor: position, totals, unreadableChunks });
  };

  return {
    save,
    settle: async (number, settled) => {
      waiting.set(number, settled);
      for (let next = waiting.get(position); next !== undefined; next = waiting.get(position)) {
        waiting.delete(position);
        pass(position, next);
      }
      if (Math.abs(clock.now() - savedAt) >= settings.saveEveryMs) await save();
    },
    finish: async () => {
      if (unreadableChunks > 0) totals = countUnreadable(totals);
      await lease.finish({ cursor: position, totals, unreadableChunks, isDone: true });
    },
  };
}

/** Whoever is planned and in no readable chunk has failed: how many they are is known, who they are is not. */
function countUnreadable(totals: Totals): Totals {
  return totals.steps.reduce<Totals>((sum, step, index) => {
    const failed = Math.max(0, step.included - settledTotal(step));
    return failed === 0 ? sum : addTotals(sum, totalsOfStep(index, { ...NO_STEP_TOTALS, failed }));
  }, totals);
}
