import { wavesOf, wordsOf } from '../../../domain/campaign/index.ts';
import { declareLook } from '../../../domain/experiment/index.ts';
import { isRunOver, waveJobId, type Run, type RunPhase } from '../../../domain/run/index.ts';
import { NO_TOTALS } from '../../../domain/send-job/index.ts';
import type { Clock } from '../../ports.ts';
import { readableSpec } from '../model/job-spec.ts';
import type { SendJob } from '../model/job.ts';
import type { JobStore } from '../model/ports.ts';
import type { RunRecords } from '../model/run-store.ts';
import { changeRun } from './change-run.ts';
import { runOfFirstJob } from './run-of-job.ts';
import { isOfSegment, laterWaveSpec } from './wave-spec.ts';

export type LeadRunDeps = {
  readonly jobs: JobStore;
  readonly runRecords: RunRecords;
  readonly clock: Pick<Clock, 'now'>;
};

/**
 * Leads a run on when the job of its present wave has ended: to the next wave, which is made at once and waits for its
 * time, or to its own end. Called before the end of a job is announced, so that the job stays due until it was done;
 * whoever does it again finds it done. A paused run is led on as well: its next wave begins only once it is resumed.
 */
export async function leadRun(deps: LeadRunDeps, job: SendJob): Promise<void> {
  if (job.runId === undefined) return;
  const seen = await runOfFirstJob(deps, job.runId, job);
  if (seen === null) return;
  const wave = job.wave ?? 0;
  const now = deps.clock.now();
  const waveAt =
    seen.waveCount > wave + 1 && job.phase === 'COMPLETED' ? await beginOf(deps, job, wave + 1, now) : null;
  const lead = (run: Run): Omit<Run, 'seq'> | null => {
    if (run.wave !== wave || isRunOver(run.phase)) return null;
    if (waveAt !== null) {
      const phase: RunPhase = run.phase === 'PAUSED' ? 'PAUSED' : 'RUNNING';
      return { ...run, phase, wave: wave + 1, waveAt };
    }
    const reason = job.phaseReason === undefined ? {} : { phaseReason: job.phaseReason };
    return { ...run, phase: endOf(job), endedAt: now, ...reason };
  };
  const led = await changeRun(deps.runRecords, job.runId, lead, { seen });
  if (led !== null && led.run.wave === wave + 1) await createWave(deps, led.run);
}

function endOf({ phase }: SendJob): RunPhase {
  return phase === 'COMPLETED' || phase === 'FAILED' ? phase : 'CANCELLED';
}

/** When the wave after one that has ended begins: once its wait is over, or the look is due. Null: there is none. */
async function beginOf(
  { jobs }: LeadRunDeps,
  { runId = '', launchedAt, finishedAt }: SendJob,
  wave: number,
  now: number,
): Promise<number | null> {
  const spec = readableSpec(await jobs.getSpec(runId));
  if (spec === null || !isOfSegment(spec)) return null;
  const { campaign } = spec.audience;
  const next = wavesOf(campaign)[wave];
  if (next === undefined) return null;
  const ended = finishedAt ?? now;
  if (next.part !== 'REST' || campaign.look === undefined) return ended + next.waitMinutes * 60_000;
  return declareLook(campaign.look, launchedAt ?? ended).dueAt;
}

/** Makes the job of a run's present wave, unless somebody has: what it sends follows from the run's first job alone. */
async function createWave({ jobs, clock }: LeadRunDeps, run: Run): Promise<void> {
  const id = waveJobId(run.id, run.wave);
  if (isRunOver(run.phase) || (await jobs.get(id)) !== null) return;
  const first = await jobs.get(run.id);
  const stored = readableSpec(await jobs.getSpec(run.id));
  if (first === null || stored === null || !isOfSegment(stored)) return;
  const since = first.launchedAt ?? first.createdAt;
  const { waveAt = since } = run;
  const spec = laterWaveSpec(stored, { runId: run.id, wave: run.wave, waveAt, since });
  if (spec === null) return;
  const { campaignId, campaignName, segmentId, segmentVersion, shardCount, treatments, createdBy } = first;
  const now = clock.now();
  const job: SendJob = {
    id,
    campaignId,
    campaignName,
    segmentId,
    segmentVersion,
    runId: run.id,
    wave: run.wave,
    followedOrders: run.orders,
    phase: 'SCHEDULED',
    sendAt: waveAt,
    seq: 1,
    audience: 'SEGMENT',
    shardCount,
    channels: channelsOf(spec),
    ...(treatments === undefined ? {} : { treatments }),
    sent: NO_TOTALS,
    receiptsBase: NO_TOTALS,
    receipts: NO_TOTALS,
    round: 0,
    createdAt: now,
    createdBy,
    countedAt: now,
    recipientsPerSecond: 0,
  };
  await jobs.create(job, spec);
}

function channelsOf(spec: NonNullable<ReturnType<typeof laterWaveSpec>>): SendJob['channels'] {
  return spec.audience.kind === 'CALL' ? [] : wordsOf(spec.audience.campaign).map(({ channel }) => channel);
}
