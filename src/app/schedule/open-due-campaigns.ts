import { scheduleOf } from '../../domain/campaign/index.ts';
import { dueOccurrences, type DueOccurrence, type OccurrenceRecord } from '../../domain/schedule/index.ts';
import type { ScheduleInForce } from '../../domain/schedule/index.ts';
import { inParallel } from '../in-parallel.ts';
import { giveUp, jobIdOf, launchOpened, openOccurrence, type OpenOccurrenceDeps } from './open-occurrence.ts';
import { DamagedCampaignError, type DueCampaigns, type OccurrenceStore, type ScheduledCampaign } from './ports.ts';

export type OpenDueCampaignsDeps = OpenOccurrenceDeps & {
  readonly dueCampaigns: DueCampaigns;
  readonly occurrences: OccurrenceStore;
};

/** How many campaigns were due, what became of their occurrences, and which campaigns cannot be read. */
export type ScheduleReport = {
  readonly due: number;
  readonly opened: number;
  readonly missed: number;
  readonly failed: number;
  readonly damaged: readonly string[];
};

/** More than this are left to the next minute. */
const MAX_DUE = 2_000;

/** Of one campaign; more of them, all missed, are left to the next minute. */
const MAX_OCCURRENCES = 200;

/** Campaigns that are looked at at one time. */
const LANES = 4;

type Counts = { opened: number; missed: number; failed: number };

/**
 * Opens what is due by the schedules of campaigns, each occurrence once: whoever comes first records what becomes of it,
 * and whoever repeats what a crash left unfinished finds that. Each campaign by itself: when one of them fails, the others
 * are looked at first, and then all failures are thrown together.
 */
export async function openDueCampaigns(deps: OpenDueCampaignsDeps): Promise<ScheduleReport> {
  const due = await deps.dueCampaigns.listDue(deps.clock.now(), MAX_DUE);
  const counts: Counts = { opened: 0, missed: 0, failed: 0 };
  const damaged: string[] = [];
  const failures: unknown[] = [];
  await inParallel(due, LANES, async (campaignId) => {
    try {
      await openDue(deps, campaignId, counts);
    } catch (error) {
      if (error instanceof DamagedCampaignError) {
        await deps.dueCampaigns.setAside(campaignId, deps.clock.now());
        damaged.push(campaignId);
      } else failures.push(error);
    }
  });
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${due.length} campaigns failed.`);
  return { due: due.length, ...counts, damaged };
}

async function openDue(deps: OpenDueCampaignsDeps, campaignId: string, counts: Counts): Promise<void> {
  // Before it is read: until then the schedule that is read was in force.
  const now = deps.clock.now();
  const stored = await deps.dueCampaigns.get(campaignId);
  if (stored === null) return;
  const { revision, position } = stored;
  const inForce = readSchedule(stored);
  if (position !== null && position.since !== inForce?.since) await finishEarlier(deps, campaignId);
  if (inForce === null) {
    await deps.dueCampaigns.moveOn(campaignId, { revision, position: { since: now, until: now }, dueAt: null });
    return;
  }
  const { since } = inForce;
  const after = position?.since === since ? position.until : since;
  const { run, missed, until, nextAt } = dueOccurrences(inForce, { after, now, limit: MAX_OCCURRENCES });
  for (const occurrence of missed)
    count(counts, await record(deps, { campaignId, since, occurrence }, { state: 'MISSED' }));
  const waiting = (await deps.deliverySettings.get()).isStopped ? run[0] : undefined;
  if (waiting === undefined) {
    for (const occurrence of run) count(counts, await open(deps, { campaignId, since, occurrence }));
  }
  // While all sending is stopped nothing begins: what waits is opened when the stop ends, or has been missed by then.
  const to =
    waiting === undefined ? { until, dueAt: nextAt } : { until: Math.max(after, waiting.at - 1), dueAt: waiting.at };
  await deps.dueCampaigns.moveOn(campaignId, { revision, position: { since, until: to.until }, dueAt: to.dueAt });
}

function readSchedule({ campaign }: ScheduledCampaign): ScheduleInForce | null {
  try {
    return scheduleOf(campaign);
  } catch (cause) {
    throw new DamagedCampaignError(campaign.id, { cause });
  }
}

type Opening = { readonly campaignId: string; readonly since: number; readonly occurrence: DueOccurrence };
type Outcome = Pick<OccurrenceRecord, 'state' | 'jobId' | 'code' | 'message'>;

async function open(deps: OpenDueCampaignsDeps, opening: Opening): Promise<OccurrenceRecord | null> {
  const known = await deps.occurrences.get(opening.campaignId, opening.occurrence.id);
  // Whoever recorded it may have died before what follows.
  if (known !== null) {
    await follow(deps, known, jobIdOf(opening));
    return null;
  }
  const opened = await openOccurrence(deps, opening);
  if (opened.ok) return record(deps, opening, { state: 'OPENED', jobId: opened.jobId });
  const { code, message } = opened.error;
  return record(deps, opening, { state: 'FAILED', code, message });
}

/**
 * Records what becomes of an occurrence, unless somebody else has, and does what follows. Null: somebody else has, or the
 * schedule has changed meanwhile, which has missed nothing.
 */
async function record(
  deps: OpenDueCampaignsDeps,
  opening: Opening,
  outcome: Outcome,
): Promise<OccurrenceRecord | null> {
  const { campaignId, since, occurrence } = opening;
  const own = { campaignId, id: occurrence.id, at: occurrence.at, ...outcome, recordedAt: deps.clock.now() };
  const recorded = await deps.occurrences.create(own, since);
  await follow(deps, recorded, jobIdOf(opening));
  return recorded?.state === own.state && recorded.recordedAt === own.recordedAt ? recorded : null;
}

async function follow(deps: OpenDueCampaignsDeps, recorded: OccurrenceRecord | null, jobId: string): Promise<void> {
  if (recorded?.state === 'OPENED') await launchOpened(deps, jobId);
  else await giveUp(deps, jobId);
}

/** Of one look at a campaign there are fewer. */
const MAX_UNFINISHED = 200;

/** What was recorded under a schedule that is another now, and not followed because of a crash, is followed for good. */
async function finishEarlier(deps: OpenDueCampaignsDeps, campaignId: string): Promise<void> {
  for (const { state, jobId } of await deps.occurrences.list(campaignId, { limit: MAX_UNFINISHED })) {
    if (state === 'OPENED' && jobId !== undefined) await launchOpened(deps, jobId);
  }
}

function count(counts: Counts, recorded: OccurrenceRecord | null): void {
  if (recorded === null) return;
  if (recorded.state === 'OPENED') counts.opened += 1;
  else if (recorded.state === 'MISSED') counts.missed += 1;
  else counts.failed += 1;
}
