/**
 * The client library: `aws-amplify`, configured and typed for this API.
 *
 * @module bonghwa
 */
export { configureBonghwa } from './configure.ts';
export type { ClientError } from './client-error.ts';
export { countSegment, type CountSegmentOptions, type SegmentCount } from './count-segment.ts';
export { browserLife, reactNativeLife, type AppLife, type AppState } from './events/app-life.ts';
export {
  createEventRecorder,
  type EventDetails,
  type EventRecorder,
  type EventRecorderOptions,
} from './events/create-event-recorder.ts';
export type { Authorize } from './events/credentials.ts';
export {
  asyncStorage,
  webStorage,
  type AsyncStorage,
  type EventStorage,
  type WebStorage,
} from './events/event-storage.ts';
export type { EventCredential } from './events/post-events.ts';
export type { QueuedEvent } from './events/queued-event.ts';
export type { RejectedEvent } from './events/send-queue.ts';
export type { JobFeed } from './job-feed.ts';
export type { JobProgress } from './job-progress.ts';
export type { WatchFailure } from './live-feed.ts';
export {
  bonghwa,
  type Answer,
  type OperationName,
  type OperationResult,
  type Operations,
  type Variables,
} from './operations.ts';
export { PageError, pagesOf, type PageResult } from './pages-of.ts';
export { recipientsAsCsv, type RecipientFilter } from './recipients-as-csv.ts';
export { watchDelivery, type DeliveryStatus, type WatchDeliveryOptions } from './watch-delivery.ts';
export { watchImport, type ImportProgress, type WatchImportOptions } from './watch-import.ts';
export type { Watch } from './watch.ts';
export { WatchError } from './watch-error.ts';
export { WatchJobError, watchJob, type JobWatch, type WatchJobOptions } from './watch-job.ts';
export { watchRun, type RunFeeds, type RunProgress, type WatchRunOptions } from './watch-run.ts';
export type * from './generated/types.ts';
