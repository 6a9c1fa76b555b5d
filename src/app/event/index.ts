/** @module Use cases of events. */
export { EVENT_KEPT_MS, MAX_EVENTS_TOGETHER, type EventStore } from './ports.ts';
export { recordEvents, type EventOutcome, type RecordEventsCommand, type RecordEventsDeps } from './record-events.ts';
