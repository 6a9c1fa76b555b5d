/** @module The queue that wakes workers. */
export { createSqsDoorbell, parseRing } from './sqs-doorbell.ts';
