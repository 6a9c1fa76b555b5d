/** @module Use cases of schedules: occurrences that are opened when they are due, and what became of them. */
export { listOccurrences } from './list-occurrences.ts';
export { openDueCampaigns, type OpenDueCampaignsDeps, type ScheduleReport } from './open-due-campaigns.ts';
export {
  DamagedCampaignError,
  type DueCampaigns,
  type OccurrenceStore,
  type ScheduledCampaign,
  type SchedulePosition,
} from './ports.ts';
