/** @module The queue that wakes workers. */
export { createSqsDeadLetters } from './sqs-dead-letters.ts';
export { createSqsDoorbell, parseRing } from './sqs-doorbell.ts';
