import { refuse, type Refused } from '../../domain/result.ts';
import { waveJobId } from '../../domain/run/index.ts';
import { isTerminal } from '../../domain/send-job/index.ts';
import { jobTotals, type SendJob } from '../delivery/model/job.ts';
import type { CampaignRun, JobStore, RunStore } from '../delivery/model/ports.ts';
import type { RunRecords } from '../delivery/model/run-store.ts';
import type { Clock } from '../ports.ts';

/** Who launches what nobody launches by hand. */
export const SCHEDULER = { id: 'schedule' };

export type ClaimRunDeps = {
  readonly runs: RunStore;
  readonly runRecords: Pick<RunRecords, 'get'>;
  readonly jobs: Pick<JobStore, 'get'>;
  readonly clock: Pick<Clock, 'now'>;
};

export type ClaimRunCommand = {
  readonly campaignId: string;
  readonly jobId: string;
  /** The other run beside which this one is wanted. */
  readonly besideJobId?: string | undefined;
  /**
   * It is an occurrence of a schedule; with `offset` a part of one, for those whose clocks are so far from UTC: it goes beside
   * the parts of all others.
   */
  readonly occurrence?: { readonly offset?: number };
};

/** For so long after its end a run is taken for the one that somebody meant who asks again. */
const RECENT_MS = 3_600_000;

/** A run that was claimed this long ago and has not begun never will. */
const BEGINS_WITHIN_MS = 60_000;

const MAX_TRIES = 3;

/** Who launches one beside the other more often than this has been told of it as often. */
const MAX_BESIDE = 8;

/**
 * Takes a campaign for one run of it: see `claimSlot`. A part of an occurrence in local time takes the place of its own clocks
 * in the campaign as well. Yesterday's parts for others may still be sent, but yesterday's for the same people must be through;
 * only on the day that their clocks are changed they are taken for others.
 */
export async function claimRun(deps: ClaimRunDeps, command: ClaimRunCommand): Promise<Refused | null> {
  const { campaignId, occurrence } = command;
  const isMeant = ({ why }: Obstacle): boolean => occurrence !== undefined && why === 'CAMPAIGN_JUST_SENT';
  if (occurrence?.offset === undefined) return claimSlot(deps, campaignId, { ...command, isMeant });
  const own = `${campaignId}@${occurrence.offset / 60_000}`;
  return (
    (await claimSlot(deps, own, { ...command, isMeant })) ??
    claimSlot(deps, campaignId, { ...command, isMeant: (found) => isMeant(found) || found.createdBy === SCHEDULER.id })
  );
}

/**
 * Takes a campaign, or a place in it, so that of two plans that are launched at one moment one goes out. Refused while
 * another run is not through, or has just gone to the same people, unless that one is named or `isMeant`: what a schedule
 * says is, though another occurrence has just gone out. Null: the run may begin.
 */
async function claimSlot(
  deps: ClaimRunDeps,
  slot: string,
  { jobId, besideJobId, occurrence, isMeant }: ClaimSlotCommand,
): Promise<Refused | null> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const now = deps.clock.now();
    const last = await deps.runs.get(slot);
    if (last?.jobId === jobId) return null;
    const beside: { readonly jobId: string; readonly claimedAt: number }[] = [];
    // Whoever names a run means those as well beside which it was launched: somebody has been told of them.
    let isNamed = false;
    for (const run of last === null ? [] : [last, ...(last.beside ?? [])]) {
      isNamed ||= run.jobId === besideJobId;
      const obstacle = await whyNotBeside(deps, run, now);
      if (obstacle === null || isMeant(obstacle)) continue;
      if (!isNamed) return refuse(obstacle.why, sayWhy(obstacle.why, run.jobId, occurrence !== undefined));
      // The one that is launched now may be over before this one is.
      beside.push({ jobId: run.jobId, claimedAt: run.claimedAt });
    }
    const others = beside.length === 0 ? {} : { beside: beside.slice(0, MAX_BESIDE) };
    if (await deps.runs.put(slot, { jobId, claimedAt: now, ...others }, last?.jobId ?? null)) return null;
  }
  return refuse('CAMPAIGN_RUNNING', 'Another run of this campaign is being launched just now. Look at it first.');
}

type Why = 'CAMPAIGN_RUNNING' | 'CAMPAIGN_JUST_SENT';
type Obstacle = { readonly why: Why; readonly createdBy: string | undefined };
type ClaimSlotCommand = Omit<ClaimRunCommand, 'campaignId'> & {
  readonly isMeant: (obstacle: Obstacle) => boolean;
};

/** A run of several waves is not through between two of them, nor while the last is being sent. */
async function whyNotBeside(
  { jobs, runRecords }: ClaimRunDeps,
  { jobId, claimedAt }: CampaignRun,
  now: number,
): Promise<Obstacle | null> {
  const run = await runRecords.get(jobId);
  const present = await jobs.get(run === null ? jobId : waveJobId(jobId, run.wave));
  const isBetween = run?.phase === 'RUNNING' || run?.phase === 'PAUSED' ? run.wave + 1 < run.waveCount : false;
  const isAwaited = isBetween && (present === null || present.phase === 'COMPLETED');
  const why = isAwaited ? 'CAMPAIGN_RUNNING' : whyNot(present, claimedAt, now);
  return why === null ? null : { why, createdBy: run?.createdBy ?? present?.createdBy };
}

function whyNot(other: SendJob | null, claimedAt: number, now: number): Why | null {
  const isNew = now - claimedAt < BEGINS_WITHIN_MS;
  if (other === null) return isNew ? 'CAMPAIGN_RUNNING' : null;
  if (isTerminal(other.phase)) {
    const { accepted, delivered, inDoubt } = jobTotals(other);
    const isRecent = now - (other.finishedAt ?? other.countedAt) < RECENT_MS;
    return isRecent && accepted + delivered + inDoubt > 0 ? 'CAMPAIGN_JUST_SENT' : null;
  }
  const isOnlyPlanned = other.phase === 'PLANNING' || other.phase === 'PLANNED';
  return isOnlyPlanned && other.launchesWhenPlanned !== true && !isNew ? null : 'CAMPAIGN_RUNNING';
}

function sayWhy(why: Why, jobId: string, isOccurrence: boolean): string {
  const beside = isOccurrence
    ? 'This occurrence is not made up. Leave more time between occurrences, or let the waves wait less.'
    : `If it is to go out once more beside that one, launch it with besideJobId: "${jobId}".`;
  switch (why) {
    case 'CAMPAIGN_RUNNING':
      return `Job ${jobId} of this campaign is not through yet: the same people would get it twice. ${beside}`;
    case 'CAMPAIGN_JUST_SENT':
      return `Job ${jobId} of this campaign went out within the last hour, to the same people. ${beside}`;
  }
}
