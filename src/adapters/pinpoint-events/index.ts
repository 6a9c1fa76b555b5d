/** @module Pinpoint's own event format: `PutEvents`, as the SDKs of apps still speak it. */
export { putEventsAnswer, putEventsRefusal, type UrlAnswer } from './put-events-answer.ts';
export { readPutEvents, type PutEvent, type PutEventsRequest } from './read-put-events.ts';
