import { transition } from '../../../domain/send-job/index.ts';
import type { Clock } from '../../ports.ts';
import { changeJob } from './change-job.ts';
import { launched } from './launched.ts';
import { RING_AHEAD_MS } from '../model/due-at.ts';
import { progressOf, type SendJob } from '../model/job.ts';
import type { Doorbell, SettingsStore } from '../model/ports.ts';
import { shardsOf } from '../plan/shard-count.ts';
import { startWaveIfDue, type StartWaveDeps } from './start-wave.ts';

export type StartScheduledDeps = StartWaveDeps & { readonly deliverySettings: SettingsStore };

/** Whether a job that starts at `sendAt` is due before the next sweep. */
function isNear(sendAt: number, now: number): boolean {
  return sendAt - now <= RING_AHEAD_MS;
}

/** Rings for a scheduled job, so that the bell arrives when it is time; one that is far off is left to the sweeper. */
export async function ringAtStart(
  { doorbell, clock }: { readonly doorbell: Doorbell; readonly clock: Clock },
  job: Pick<SendJob, 'id' | 'shardCount' | 'audience'>,
  sendAt: number,
): Promise<boolean> {
  const now = clock.now();
  if (!isNear(sendAt, now)) return false;
  await doorbell.ring(shardsOf(job), Math.ceil(Math.max(0, sendAt - now) / 1000));
  return true;
}

/**
 * Begins a scheduled job whose time has come; any other is answered as it is. While all sending is stopped it waits,
 * so that it can still be cancelled.
 */
export async function startIfDue(deps: StartScheduledDeps, seen: SendJob): Promise<SendJob> {
  const now = deps.clock.now();
  const isDue = ({ phase, sendAt }: SendJob): boolean => phase === 'SCHEDULED' && sendAt !== undefined && sendAt <= now;
  if (!isDue(seen) || (await deps.deliverySettings.get()).isStopped) return seen;
  if (seen.runId !== undefined) return startWaveIfDue(deps, seen);
  const launch = (job: SendJob): Omit<SendJob, 'seq'> | null => {
    const moved = transition(job.phase, 'LAUNCH');
    if (!isDue(job) || !moved.ok) return null;
    return launched(job, { now, by: job.createdBy });
  };
  const changed = await changeJob(deps.jobs, seen.id, launch, { seen });
  if (changed === null) return seen;
  if (changed.isChanged) await deps.publisher.publish(progressOf(changed.job));
  return changed.job;
}
