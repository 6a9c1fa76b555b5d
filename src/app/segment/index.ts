/** @module Use cases of segments. */
export { estimateSegment } from './estimate-segment.ts';
export { saveSegment } from './save-segment.ts';
