/** @module The catalogue of events: what each means, and whether others may be recorded. */
export { holdEvents, type Holding } from './hold-events.ts';
export type { CatalogueStore } from './ports.ts';
export { saveCatalogueMode } from './save-catalogue-mode.ts';
export { saveEventDefinition } from './save-event-definition.ts';
