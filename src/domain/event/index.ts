/** @module What customers do: the events that feed activity, segments and reports. */
export type { CustomerEvent } from './event.ts';
