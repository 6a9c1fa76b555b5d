/** @module Use cases of events. */
export { createAnsweredMessages } from './answered-messages.ts';
export { limitApp } from './limit-app.ts';
export { EVENT_KEPT_MS, MAX_EVENTS_TOGETHER, type AnsweredMessages, type EventStore } from './ports.ts';
export { putEvents, type PutOutcome } from './put-events.ts';
export { recordEvents, type EventOutcome, type RecordEventsCommand, type RecordEventsDeps } from './record-events.ts';
