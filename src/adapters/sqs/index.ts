/** @module The queue that wakes workers. */
export { createSqsCountBell, parseCountRequest, type CountRequest } from './sqs-count-bell.ts';
export { createSqsDeadLetters } from './sqs-dead-letters.ts';
export { createSqsDoorbell, parseRing } from './sqs-doorbell.ts';
