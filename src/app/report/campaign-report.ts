import { DEFAULT_GOAL, GOAL_WINDOW, isGoalWindow, type CampaignGoal } from '../../domain/campaign/index.ts';
import { KRW_MICROS } from '../../domain/cost/index.ts';
import {
  addTallies,
  reportAsCsv,
  reportCampaign,
  type CampaignReport,
  type RunTally,
} from '../../domain/report/index.ts';
import { treatmentOfRest, type LookTaken } from '../../domain/experiment/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { waveJobId } from '../../domain/run/index.ts';
import { campaignOf, readableSpec } from '../delivery/model/job-spec.ts';
import type { SendJob } from '../delivery/model/job.ts';
import type { JobStore } from '../delivery/model/ports.ts';
import type { RunRecords } from '../delivery/model/run-store.ts';
import type { Clock } from '../ports.ts';
import { actualCost, type ActualCostDeps } from '../recipients/index.ts';
import { readWaveTerms, type WaveTermsDeps } from './held-out-moments.ts';
import type { Wave } from './read-members.ts';
import { createReachedLook } from './reached-addresses.ts';
import { tallyShard, type TallyDeps } from './tally-shard.ts';

export type CampaignReportDeps = TallyDeps &
  Omit<ActualCostDeps, 'jobs'> &
  Pick<WaveTermsDeps, 'templates'> & {
    readonly runRecords: Pick<RunRecords, 'get'>;
    readonly jobs: Pick<JobStore, 'get' | 'getSpec'>;
    readonly clock: Pick<Clock, 'now'>;
  };

/** How far a report has come. It travels with the caller, so that no call needs to outlive a function. */
export type ReportState = {
  /** In milliseconds since the epoch: the report is as of then, whichever call reads what. */
  readonly asOf: number;
  readonly nextShard: number;
  readonly tally: RunTally | null;
};

export type CampaignReportQuery = {
  /** The run, by its id, which is that of its first wave's job. */
  readonly runId: string;
  /** Measures another window than the campaign's goal says. */
  readonly withinDays?: number;
  readonly before?: ReportState;
};

/** `state` is there until everybody has been counted; the report is of those who have been. */
export type ReportedRun = {
  readonly ok: true;
  readonly runId: string;
  readonly campaignId: string;
  readonly campaignName: string;
  readonly goal: CampaignGoal;
  /** The names of the treatments; empty: there are none. */
  readonly treatmentNames: readonly string[];
  /** From 0 to 1. */
  readonly progress: number;
  readonly report: CampaignReport;
  readonly csv: string;
  readonly state?: ReportState;
};

/** What `goalEventsOf` takes for the time of an event. */
const EVENTS_BY_DAY = {
  code: 'EVENTS_BY_DAY',
  message:
    'Of events the day in Korea is kept: each is taken to have happened as late on its day as it may have, in all groups alike.',
} as const;

/** A call stays well below the 30 s that AppSync waits. */
const BUDGET_MS = 15_000;

/**
 * Says how far the messages of a run came, who came back within the goal's window, how that compares with whom it held out,
 * and what each customer more has cost. What one call's time does not allow is counted by the next, which is given the
 * state of the one before; the cost is told when everybody is counted.
 */
export async function campaignReport(
  deps: CampaignReportDeps,
  { runId, withinDays, before }: CampaignReportQuery,
  budgetMs = BUDGET_MS,
): Promise<ReportedRun | Refused> {
  const start = deps.clock.now();
  const job = await deps.jobs.get(runId);
  if (job === null) return refuse('NOT_FOUND', `There is no run ${runId}.`);
  if (job.launchedAt === undefined) {
    return refuse('JOB_PHASE', `Nothing of run ${runId} has been sent yet (it is ${job.phase}); launch it first.`);
  }
  const goal = goalOf(campaignOf(readableSpec(await deps.jobs.getSpec(runId)))?.goal, withinDays);
  if (!isGoalWindow(goal.withinDays)) return refuse('INVALID_INPUT', `withinDays: ${GOAL_WINDOW}`);
  const asOf = before?.asOf ?? start;
  const waves = await wavesOfRun(deps, job);
  const terms = {
    waves,
    waveTerms: await readWaveTerms(deps, waves),
    goal,
    asOf,
    isReached: createReachedLook(deps, waves),
  };
  let { nextShard, tally } = before ?? { nextShard: 0, tally: null };
  while (
    nextShard < job.shardCount &&
    (nextShard === (before?.nextShard ?? 0) || deps.clock.now() - start < budgetMs)
  ) {
    const ofShard = await tallyShard(deps, terms, nextShard);
    tally = tally === null ? ofShard : addTallies(tally, ofShard);
    nextShard += 1;
  }
  if (tally === null) throw new RangeError(`Run ${runId} has no shards.`);
  const isDone = nextShard >= job.shardCount;
  const counted = reportCampaign(tally, asOf, isDone ? await costOf(deps, waves) : null);
  const found = (await deps.runRecords.get(runId))?.look;
  const looked = found === undefined ? [] : [lookNote(found)];
  const report = { ...counted, notes: [...counted.notes, ...looked, EVENTS_BY_DAY] };
  const { treatments: treatmentNames = [], campaignId, campaignName } = job;
  return {
    ok: true,
    runId,
    campaignId,
    campaignName,
    goal,
    treatmentNames,
    progress: nextShard / job.shardCount,
    report,
    csv: reportAsCsv(report, treatmentNames),
    ...(isDone ? {} : { state: { asOf, nextShard, tally } }),
  };
}

/** The trial was sent to earlier than the rest: what the two did cannot be compared. */
function lookNote({ at, arms, decision, chosen }: LookTaken): CampaignReport['notes'][number] {
  const given = treatmentOfRest(decision, chosen);
  const rest = given === null ? 'The rest got nothing so far.' : `The rest got ${arms[given]?.name ?? ''}.`;
  return { code: 'LOOK', message: `The look at ${new Date(at).toISOString()}: ${decision.message} ${rest}` };
}

function goalOf(goal: CampaignGoal = DEFAULT_GOAL, withinDays = goal.withinDays): CampaignGoal {
  return { ...goal, withinDays };
}

/** In millionths of a won; null: a price is missing, or something was sent of which nobody knows what it cost. */
async function costOf(deps: CampaignReportDeps, waves: readonly Wave[]): Promise<number | null> {
  let sum = 0;
  for (const { job } of waves) {
    const cost = await actualCost(deps, { jobId: job.id });
    if (!cost.ok || cost.krw === null || cost.unknownMessages > 0) return null;
    sum += Math.round(Number(cost.krw) * KRW_MICROS);
  }
  return sum;
}

/** The waves of a run that have begun, each of which has as many shards as the first, with the same people in each. */
async function wavesOfRun({ jobs }: CampaignReportDeps, first: SendJob): Promise<readonly Wave[]> {
  const waves: Wave[] = [{ job: first, wave: 0 }];
  for (let wave = 1; first.runId === first.id; wave += 1) {
    const job = await jobs.get(waveJobId(first.id, wave));
    if (job === null) break;
    if (job.launchedAt !== undefined) waves.push({ job, wave });
  }
  return waves;
}
