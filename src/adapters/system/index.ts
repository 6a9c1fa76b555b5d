/** @module The machine's time, randomness and memory. */
export { collectOnOneThread } from './collect-on-one-thread.ts';
export { keepNewObjectsYoung } from './keep-new-objects-young.ts';
export { randomIds } from './random-ids.ts';
export { systemClock } from './system-clock.ts';
