/** @module The queue that wakes workers. */
export { createSqsDoorbell, parseRing, type SqsDoorbellOptions } from './sqs-doorbell.ts';
