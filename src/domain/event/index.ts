/** @module Events: who did what and when, as apps and servers say it. */
export { answerOf } from './answer.ts';
export { canonicalEvent } from './canonical-event.ts';
export {
  CATALOGUE_MODES,
  createEventDefinition,
  holdAgainst,
  type CatalogueMode,
  type CatalogueProblem,
  type EventDefinition,
} from './catalogue.ts';
export { countEvent } from './count-event.ts';
export {
  EVENT_FLAGS,
  EVENT_SOURCES,
  EVENT_TIMINGS,
  type AcceptedEvent,
  type EventFlag,
  type EventSource,
  type SaidEvent,
} from './event.ts';
export { placeInTime } from './place-in-time.ts';
export { readEvent, type EventErrorCode } from './read-event.ts';
