/** By what a text names a customer. */
export const FOUND_BY = ['ID', 'ADDRESS', 'NAME'] as const;

/** One of `FOUND_BY`. */
export type FoundBy = (typeof FOUND_BY)[number];

/** What a customer's timeline is of; each is asked for by itself, as each is kept elsewhere. */
export const TIMELINE_KINDS = ['MESSAGES', 'EVENTS', 'CONSENTS'] as const;

/** One of `TIMELINE_KINDS`. */
export type TimelineKind = (typeof TIMELINE_KINDS)[number];
