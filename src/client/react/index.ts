/**
 * React hooks over the client library: each thing that is shown is watched once, however often it is shown.
 *
 * @module bonghwa/react
 */
export type { Live, LiveAgain } from './live-store.ts';
export { useJob } from './use-job.ts';
export { useRun } from './use-run.ts';
export { useSegmentEstimate, type SegmentEstimateState } from './use-segment-estimate.ts';
