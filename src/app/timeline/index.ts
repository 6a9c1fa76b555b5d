/** @module What happened to and by one customer. */
export { customerTimeline, type CustomerEvents } from './customer-timeline.ts';
