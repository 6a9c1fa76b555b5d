/** Pinpoint handed at most 50 endpoints to a custom channel at once: receivers may count on it. */
export const MAX_ENDPOINTS = 50;

/** There is no Pinpoint project any more; receivers that tell several apart can be given its id. */
export const DEFAULT_APPLICATION_ID = 'bonghwa';
