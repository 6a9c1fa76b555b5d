import {
  addTotals,
  isSettled,
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
import { isUnreadable, shownResults, type ChunkState, type Unreadable } from '../model/chunk.ts';
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
  /** What is known of a chunk that is not settled yet, for those who watch. */
  readonly show: (state: ChunkState) => Promise<void>;
  /** Shows states of before without writing the shard. */
  readonly showStored: (states: readonly (ChunkState | Unreadable)[]) => void;
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
  /** Of chunks that are neither passed nor waiting to be: what they change about the totals if they stay as they are. */
  const shown = new Map<number, { readonly settled: number; readonly change: Totals }>();
  let { cursor: position, totals, unreadableChunks } = lease.shard();
  let savedAt = clock.now();
  let isNew = false;

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

  const ahead = (): Totals | null => {
    let sum: Totals | null = null;
    for (const { change } of shown.values()) sum = sum === null ? change : addTotals(sum, change);
    for (const settled of waiting.values()) {
      if (settled === null) continue;
      const change = changeOf(settled);
      sum = sum === null ? change : addTotals(sum, change);
    }
    return sum;
  };

  const save = async (): Promise<void> => {
    savedAt = clock.now();
    if (!isNew) return;
    isNew = false;
    await lease.save({ cursor: position, totals, unreadableChunks, ahead: ahead() });
  };

  const saveIfDue = async (): Promise<void> => {
    if (Math.abs(clock.now() - savedAt) >= settings.saveEveryMs) await save();
  };

  /** In a round outcomes only come, and stay: as many as before are the same. */
  const remember = (state: ChunkState): void => {
    const settled = state.results.filter(isSettled).length;
    if (settled === (shown.get(state.number)?.settled ?? 0)) return;
    const { stepIndex, before = [] } = state;
    shown.set(state.number, { settled, change: changeOf({ stepIndex, before, results: shownResults(state) }) });
    isNew = true;
  };

  return {
    save,
    show: async (state) => {
      remember(state);
      await saveIfDue();
    },
    showStored: (states) => {
      for (const state of states) if (!isUnreadable(state) && state.round === lease.shard().round) remember(state);
    },
    settle: async (number, settled) => {
      isNew = true;
      shown.delete(number);
      waiting.set(number, settled);
      for (let next = waiting.get(position); next !== undefined; next = waiting.get(position)) {
        waiting.delete(position);
        pass(position, next);
      }
      await saveIfDue();
    },
    finish: async () => {
      if (unreadableChunks > 0) totals = countUnreadable(totals);
      await lease.finish({ cursor: position, totals, unreadableChunks, ahead: null, isDone: true });
    },
  };
}

function changeOf({ stepIndex, before, results }: Exclude<ChunkSettled, null>): Totals {
  const after = totalsOf(results, stepIndex);
  return before.length === 0 ? after : subtractTotals(after, totalsOf(before, stepIndex));
}

/** Whoever is planned and in no readable chunk has failed: how many they are is known, who they are is not. */
function countUnreadable(totals: Totals): Totals {
  return totals.steps.reduce<Totals>((sum, step, index) => {
    const failed = Math.max(0, step.included - settledTotal(step));
    return failed === 0 ? sum : addTotals(sum, totalsOfStep(index, { ...NO_STEP_TOTALS, failed }));
  }, totals);
}
