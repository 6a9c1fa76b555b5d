/** @module The machine's time and randomness. */
export { randomIds } from './random-ids.ts';
export { systemClock } from './system-clock.ts';
