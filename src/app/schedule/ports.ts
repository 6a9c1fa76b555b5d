import type { Campaign } from '../../domain/campaign/index.ts';
import type { OccurrenceRecord } from '../../domain/schedule/index.ts';

/** Up to where the occurrences of a schedule have been dealt with; `since` tells which schedule: when it came into force. */
export type SchedulePosition = { readonly since: number; readonly until: number };

/** A campaign as the scheduler reads it; `position` null: nothing of it was dealt with yet. */
export type ScheduledCampaign = {
  readonly campaign: Campaign;
  readonly revision: number;
  readonly position: SchedulePosition | null;
};

/** What is stored of a campaign cannot be read: it is set aside until somebody saves it anew. */
export class DamagedCampaignError extends Error {
  override readonly name = 'DamagedCampaignError';
  readonly code = 'CAMPAIGN_DAMAGED';
  constructor(
    readonly campaignId: string,
    options: ErrorOptions,
  ) {
    super(`What is stored of campaign ${campaignId} cannot be read.`, options);
  }
}

/** Which campaigns have occurrences to be dealt with. Saving a campaign makes it due: its schedule may be another, or none. */
export interface DueCampaigns {
  /**
   * Up to `limit` campaigns that are due at `now`, from an index that may lag behind. What it costs does not depend on how
   * many campaigns there are.
   */
  listDue(now: number, limit: number): Promise<readonly string[]>;
  /** Consistent read; null: there is none. Fails with DamagedCampaignError when the row cannot be read. */
  get(campaignId: string): Promise<ScheduledCampaign | null>;
  /**
   * Everything up to `position` is dealt with, and the campaign is due again at `dueAt` (null: never). False when it was
   * saved since `revision`, or somebody else has come further.
   */
  moveOn(
    campaignId: string,
    to: { readonly revision: number; readonly position: SchedulePosition; readonly dueAt: number | null },
  ): Promise<boolean>;
  /** Marks a campaign whose row cannot be read: it is not due until somebody saves it anew. */
  setAside(campaignId: string, at: number): Promise<void>;
}

/** What became of occurrences, each of them once. */
export interface OccurrenceStore {
  /** Consistent read. */
  get(campaignId: string, occurrenceId: string): Promise<OccurrenceRecord | null>;
  /**
   * Writes it unless there is one; the one that is there then, which may be somebody else's. Null: the schedule of the
   * campaign is not that of `since` any more, and nothing was written. What events opened has no schedule: `since` null.
   */
  create(record: OccurrenceRecord, since: number | null): Promise<OccurrenceRecord | null>;
  /** Up to `limit`, the latest first; those before `before`, an id, when it is given. */
  list(
    campaignId: string,
    page: { readonly limit: number; readonly before?: string },
  ): Promise<readonly OccurrenceRecord[]>;
}
