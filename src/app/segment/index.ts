/** @module Use cases of segments. */
export { estimateSegment, type EstimateSegmentCommand, type SegmentEstimate } from './estimate-segment.ts';
export { loadSources } from './load-sources.ts';
export { saveSegment, type SaveSegmentCommand } from './save-segment.ts';
