/** @module Campaigns that events open: who enters, who waits, and the jobs of those whose waits are over. */
export { gatherWaits, type GatherWaitsDeps } from './gather-waits.ts';
export {
  createCampaignFinder,
  createEntryWriter,
  openByEvent,
  type HeardEvent,
  type OpenByEventDeps,
} from './open-by-event.ts';
export { eventsOfActivity } from './events-of-activity.ts';
export type { Bucket, BucketJobs, DueBucket, TriggeredCampaigns, WaitBatch, WaitStore } from './ports.ts';
