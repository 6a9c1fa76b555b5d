/** @module Segments, campaigns and templates as they were exported from Pinpoint, in our terms. */
export { mapCampaign, type MappedCampaign } from './map-campaign.ts';
export { mapSegment, type MappedSegment } from './map-segment.ts';
export { mapTemplate, type MappedTemplate } from './map-template.ts';
export type { NotMapped } from './mapped.ts';
export { recognise, recogniseAll, type PinpointThing } from './recognise.ts';
export { sayEvent, type PinpointEvent } from './say-event.ts';
