import type { DeliverySettings } from '../../../domain/send-job/index.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { SendJob } from '../model/job.ts';
import type { Control } from '../model/control.ts';
import type { JobStore, SettingsStore } from '../model/ports.ts';
import type { WorkSettings } from '../model/settings.ts';
import type { SettleJobDeps } from './settle-job.ts';
import { tickJob } from './tick-job.ts';

export type ControlDeps = SettleJobDeps & {
  readonly jobs: JobStore;
  readonly deliverySettings: SettingsStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: WorkSettings;
};

/**
 * OTHER_PHASE: the job was paused, cancelled or moved on. HALTED: the kill switch is on. EXPIRED: the job has sent for
 * as long as it may.
 */
export type Stop = 'OTHER_PHASE' | 'OUT_OF_TIME' | 'HALTED' | 'EXPIRED';

export type WorkControl = {
  /** Reads job and settings anew: a pause, a cancellation or the kill switch takes effect before the next chunk. */
  readonly control: Control<Stop>;
  /** Counts and publishes the job when that is due. One lane does it, the others go on. */
  readonly tick: () => Promise<void>;
  readonly settings: () => DeliverySettings;
};

const IMPATIENCE_SPREAD = 0.5;

/** What was read this long ago is news enough for a first chunk: reading it once more would not be of this moment either. */
const FRESH_MS = 250;

/** What the worker read just before its work began. */
export type ReadBefore = { readonly settings: DeliverySettings; readonly at: number };

/** Watches over the work on one shard. */
export async function controlWork(
  deps: ControlDeps,
  started: SendJob,
  deadline: number,
  before?: ReadBefore,
): Promise<WorkControl> {
  let job = started;
  let settings = before?.settings ?? (await deps.deliverySettings.get());
  let freshUntil = before === undefined ? 0 : before.at + FRESH_MS;
  let isTicking = false;
  let patience = deps.ids.random();
  return {
    settings: () => settings,
    control: async () => {
      const now = deps.clock.now();
      if (now >= deadline) return 'OUT_OF_TIME';
      // Both at once: the chunks of a shard pass here one after another.
      const isFresh = now >= freshUntil - FRESH_MS && now < freshUntil;
      freshUntil = 0;
      const [present, inForce] = isFresh
        ? [started, settings]
        : await Promise.all([
            deps.jobs.get(started.id),
            started.phase === 'SENDING' ? deps.deliverySettings.get() : settings,
          ]);
      if (present?.phase !== started.phase || present.round !== started.round) return 'OTHER_PHASE';
      job = present;
      if (job.phase !== 'SENDING') return 'GO_ON';
      if (job.sendUntil !== undefined && now >= job.sendUntil) return 'EXPIRED';
      settings = inForce;
      return settings.isStopped ? 'HALTED' : 'GO_ON';
    },
    tick: async () => {
      if (isTicking) return;
      isTicking = true;
      try {
        // Workers that all wait equally long would all count at the same moment, and all but one for nothing.
        const everyMs = deps.settings.tickEveryMs * (1 + patience * IMPATIENCE_SPREAD);
        if (await tickJob(deps, job, everyMs)) patience = deps.ids.random();
      } finally {
        isTicking = false;
      }
    },
  };
}
