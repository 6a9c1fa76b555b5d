import { placeOfWords } from '../../../domain/campaign/index.ts';
import type { Channel } from '../../../domain/customer/index.ts';
import {
  addTotals,
  NO_STEP_TOTALS,
  settledTotal,
  type JobPhase,
  type RetryKind,
  type StepTotals,
  type Totals,
} from '../../../domain/send-job/index.ts';

/** One wave of a run of a campaign, or a direct send. Every write names the `seq` it read and raises it by one. */
export type SendJob = {
  readonly id: string;
  readonly campaignId: string;
  readonly campaignName: string;
  readonly segmentId: string;
  /** The version of the segment that the job was planned with. */
  readonly segmentVersion: number;
  /** The run that it is a wave of; absent: a direct send, or of before there were runs. */
  readonly runId?: string;
  /** Which wave of the run, from 0. */
  readonly wave?: number;
  /** How many of its run's orders this job has followed: who knows fewer changes nothing of it. Absent: none. */
  readonly followedOrders?: number;
  /** When the planning of a wave began that waited for its time: its people are decided as of then. */
  readonly planningSince?: number;
  /** Of the wave for the rest: the treatment, from 0, that the look found for everybody of it. */
  readonly givesTreatment?: number;
  readonly phase: JobPhase;
  /**
   * Why the system itself changed the phase, such as `PROVIDER_DENIED/ForbiddenException`, `MAX_DURATION` or
   * `TEMPLATE_GONE`; NOT_APPROVED, MONTHLY_BUDGET or NO_PRICE of a planned one: it would have launched itself, and
   * needs an approval, money or a price first.
   */
  readonly phaseReason?: string;
  /** When a job that was PAUSED because a quota is used up goes on by itself: milliseconds since the epoch. */
  readonly resumeAt?: number;
  readonly seq: number;
  /** CALL: a call named its recipients; it goes before the recipients of a segment. */
  readonly audience: 'SEGMENT' | 'CALL';
  readonly shardCount: number;
  /** The channel of each of the plan's steps: of each campaign step, for each treatment. */
  readonly channels: readonly Channel[];
  /** The names of the campaign's treatments; absent: it has none. */
  readonly treatments?: readonly string[];
  /** As the engine recorded it: the sum of the shards. */
  readonly sent: Totals;
  /** What receipts changed before there were counters for it. */
  readonly receiptsBase: Totals;
  /** What receipts change about `sent`: `receiptsBase` and the counters; counts may be negative. */
  readonly receipts: Totals;
  readonly receiptsCountedAt?: number;
  /** Times the completed job was reopened, and for whom the last time. */
  readonly round: number;
  readonly retry?: RetryKind;
  /** When and by whom the doubtful were left as they are. */
  readonly doubtHeldAt?: number;
  readonly doubtHeldBy?: string;
  readonly createdAt: number;
  readonly createdBy: string;
  /** Sending begins as soon as the plan is ready: whoever planned it asked for both. */
  readonly launchesWhenPlanned?: true;
  /** Who approved it as it is planned, and when. */
  readonly approvedBy?: string;
  readonly approvedAt?: number;
  /** When a SCHEDULED job begins: a direct send to send, a wave to be planned. */
  readonly sendAt?: number;
  readonly launchedAt?: number;
  readonly launchedBy?: string;
  /** The time after which nothing more is sent; set at launch. */
  readonly sendUntil?: number;
  readonly finishedAt?: number;
  /** Its records are gone from then on (milliseconds since the epoch); absent: they are kept. */
  readonly keptUntil?: number;
  /** Its end was told to whoever watches: nothing is left to do. Never present before a job has ended. */
  readonly isAnnounced?: true;
  /** When the totals were last counted, and how fast recipients were settled just before. */
  readonly countedAt: number;
  readonly recipientsPerSecond: number;
};

/** Where everyone of a job stands, receipts included. */
export function jobTotals({ sent, receipts }: Pick<SendJob, 'sent' | 'receipts'>): Totals {
  return addTotals(sent, receipts);
}

/** The totals of a campaign step, or of those of its recipients who get one treatment, which is named. */
export type StepProgress = StepTotals & {
  readonly channel: Channel;
  readonly stepIndex?: number;
  readonly treatment?: string;
};

/** The step of the campaign, from 0, that one of a job's steps is of. */
export function campaignStepOf({ treatments }: Pick<SendJob, 'treatments'>, stepIndex: number): number {
  return placeOfWords(stepIndex, treatments?.length ?? 1).stepIndex;
}

/** The totals of each campaign step and treatment, with its channel. */
export function stepProgress({
  channels,
  treatments,
  ...job
}: Pick<SendJob, 'sent' | 'receipts' | 'channels' | 'treatments'>): StepProgress[] {
  const { steps } = jobTotals(job);
  return channels.map((channel, index) => {
    const counts = steps[index] ?? NO_STEP_TOTALS;
    if (treatments === undefined) return { ...counts, channel };
    const place = placeOfWords(index, treatments.length);
    const treatment = treatments[place.treatment];
    return { ...counts, channel, stepIndex: place.stepIndex, ...(treatment === undefined ? {} : { treatment }) };
  });
}

/** Seconds until everyone has an outcome at the present rate; absent while nobody is being sent to. */
export function secondsLeft(job: SendJob): number | undefined {
  if (job.phase !== 'SENDING' || job.recipientsPerSecond <= 0) return undefined;
  const left = job.sent.included - settledTotal(job.sent);
  return Math.ceil(Math.max(0, left) / job.recipientsPerSecond);
}

/** Where a job stands, as told to whoever watches: absolute, never an increment. */
export type JobProgress = Omit<Totals, 'steps'> & {
  readonly steps: readonly StepProgress[];
  readonly jobId: string;
  readonly seq: number;
  readonly phase: JobPhase;
  readonly phaseReason?: string;
  readonly recipientsPerSecond: number;
  readonly secondsLeft?: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

/** A job as one tick. */
export function progressOf(job: SendJob): JobProgress {
  const left = secondsLeft(job);
  return {
    ...jobTotals(job),
    steps: stepProgress(job),
    jobId: job.id,
    seq: job.seq,
    phase: job.phase,
    ...(job.phaseReason === undefined ? {} : { phaseReason: job.phaseReason }),
    recipientsPerSecond: job.recipientsPerSecond,
    ...(left === undefined ? {} : { secondsLeft: left }),
    at: job.countedAt,
  };
}
