/** @module Use cases of segments. */
export { countSegment, type CountState } from './count-segment.ts';
export { estimateSegment } from './estimate-segment.ts';
export { saveSegment } from './save-segment.ts';
