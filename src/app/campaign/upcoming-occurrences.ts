import { scheduleOf, waitedMinutes, type Campaign } from '../../domain/campaign/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import {
  notesOf,
  occurrencesBetween,
  wallAt,
  wallText,
  type Occurrence,
  type ScheduleInForce,
} from '../../domain/schedule/index.ts';
import type { CampaignStore, Clock } from '../ports.ts';

const DAY = 86_400_000;
const MAX_SPAN_MS = 400 * DAY;
const DEFAULT_SPAN_MS = 31 * DAY;

/** The most that one answer holds, over all campaigns, and of one of them: a campaign of every minute hides no other. */
const MAX_OCCURRENCES = 500;
const MAX_OF_ONE = 200;
const MAX_CAMPAIGNS = 1_000;

/** Campaigns that run by a schedule, in no order; `isCut`: there are more than `limit`; `damaged`: which cannot be read. */
export interface ScheduledCampaigns {
  list(limit: number): Promise<{
    readonly campaigns: readonly Campaign[];
    readonly isCut: boolean;
    readonly damaged: readonly string[];
  }>;
}

/** One coming run of a campaign. Times in milliseconds since the epoch. */
export type UpcomingOccurrence = {
  readonly id: string;
  readonly campaignId: string;
  readonly campaignName: string;
  readonly at: number;
  /** In LOCAL time, when the last customers on earth get it; otherwise the same as `at`. */
  readonly lastAt: number;
  /** What clocks show then, without an offset: in the schedule's zone, or everywhere at their own time. */
  readonly localTime: string;
  /** A zone, or LOCAL. */
  readonly timezone: string;
  readonly notes: readonly string[];
};

type Page = { readonly occurrences: readonly UpcomingOccurrence[]; readonly isCut: boolean };

/**
 * A page of the calendar, in order; `isCut` says that something between `from` and `until` is missing, `damagedCampaigns`
 * of which campaigns nothing can be read: save them anew.
 */
export type Calendar = Page & { readonly damagedCampaigns: readonly string[] };

/** Said of an occurrence that comes before the waves of the one before can be through. */
const RUN_BEFORE =
  'The waves of the occurrence before it may wait until after this one: while that run is under way, this one FAILS with ' +
  'CAMPAIGN_RUNNING. Leave more time between occurrences, or let the waves wait less.';

function rowsOf(
  campaign: Campaign,
  inForce: ScheduleInForce,
  range: { readonly after: number; readonly until: number },
): Page {
  const { place } = inForce.schedule;
  const { id: campaignId, name: campaignName } = campaign;
  const notes = notesOf(inForce.schedule);
  const waits = waitedMinutes(campaign) * 60_000;
  const found = occurrencesBetween(inForce, { ...range, limit: MAX_OF_ONE });
  // In local time parts meet those of the same clocks only: from one wall to the next.
  const begins = ({ at, wall }: Occurrence): number => (place.kind === 'LOCAL' ? wall : at);
  const meetsRunBefore = (one: Occurrence, before: Occurrence | undefined): boolean =>
    before !== undefined && begins(before) + waits >= begins(one);
  const occurrences = found.occurrences.map((one, index) => ({
    ...{ id: one.id, campaignId, campaignName, at: one.at, lastAt: one.lastAt },
    notes: meetsRunBefore(one, found.occurrences[index - 1]) ? [...notes, RUN_BEFORE] : notes,
    localTime: wallText(place.kind === 'LOCAL' ? one.wall : wallAt(place.zone, one.at)),
    timezone: place.kind === 'LOCAL' ? 'LOCAL' : place.zone.name,
  }));
  return { occurrences, isCut: found.isCut };
}

/** One schedule that cannot be read hides no other. */
function readSchedule(campaign: Campaign): ScheduleInForce | 'DAMAGED' | null {
  try {
    return scheduleOf(campaign);
  } catch {
    return 'DAMAGED';
  }
}

async function chosenCampaigns(
  deps: { readonly campaigns: CampaignStore; readonly scheduled: ScheduledCampaigns },
  campaignId: string | undefined,
): ReturnType<ScheduledCampaigns['list']> {
  if (campaignId === undefined) return deps.scheduled.list(MAX_CAMPAIGNS);
  const campaign = (await deps.campaigns.get(campaignId))?.value;
  return { campaigns: campaign === undefined ? [] : [campaign], isCut: false, damaged: [] };
}

/** The calendar: what begins from `from` (absent: now) until `until` (absent: 31 days later), of one campaign or of all. */
export async function upcomingOccurrences(
  deps: {
    readonly campaigns: CampaignStore;
    readonly scheduled: ScheduledCampaigns;
    readonly clock: Pick<Clock, 'now'>;
  },
  query: { readonly campaignId?: string; readonly from?: number; readonly until?: number },
): Promise<({ readonly ok: true } & Calendar) | Refused<'INVALID_INPUT' | 'NOT_FOUND'>> {
  const from = query.from ?? deps.clock.now();
  const until = query.until ?? from + DEFAULT_SPAN_MS;
  if (until < from) return refuse('INVALID_INPUT', 'until: must not be before from.');
  if (until - from > MAX_SPAN_MS) return refuse('INVALID_INPUT', 'until: must be at most 400 days after from.');
  const chosen = await chosenCampaigns(deps, query.campaignId);
  if (query.campaignId !== undefined && chosen.campaigns.length === 0) {
    return refuse('NOT_FOUND', `There is no campaign ${query.campaignId}.`);
  }
  const damagedCampaigns = [...chosen.damaged];
  const pages = chosen.campaigns.flatMap((campaign) => {
    const inForce = readSchedule(campaign);
    if (inForce === 'DAMAGED') damagedCampaigns.push(campaign.id);
    // What begins at `from` is in it.
    return inForce === null || inForce === 'DAMAGED' ? [] : [rowsOf(campaign, inForce, { after: from - 1, until })];
  });
  const occurrences = pages
    .flatMap((page) => page.occurrences)
    .sort((a, b) => a.at - b.at || (a.campaignId < b.campaignId ? -1 : 1));
  return {
    ok: true,
    occurrences: occurrences.slice(0, MAX_OCCURRENCES),
    damagedCampaigns,
    isCut: chosen.isCut || occurrences.length > MAX_OCCURRENCES || pages.some(({ isCut }) => isCut),
  };
}
