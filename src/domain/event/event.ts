/** Texts of an event by name. */
export type EventAttributes = Readonly<Record<string, string>>;

/** Finite numbers of an event by name. */
export type EventMetrics = Readonly<Record<string, number>>;

/** Who did what and when, as the sender says it. Times are milliseconds since the epoch on the sender's clock. */
export type SaidEvent = {
  /** Made by the sender; names this event of this customer for ever. */
  readonly eventId: string;
  readonly customerId: string;
  readonly name: string;
  readonly occurredAt: number;
  /** When this try was sent: by it a wrong clock is noticed. Each try has its own. */
  readonly sentAt?: number;
  readonly attributes: EventAttributes;
  readonly metrics: EventMetrics;
  /** The reference of the message that the event answers, as the message carried it. */
  readonly ref?: string;
};

/** The names of `EventTiming`. */
export const EVENT_TIMINGS = ['AS_SAID', 'SKEW_CORRECTED', 'FUTURE_CLAMPED'] as const;

/**
 * How an event got its time. AS_SAID: the sender's. SKEW_CORRECTED: the sender's clock is wrong by minutes or more, and
 * its offset was taken away. FUTURE_CLAMPED: it would lie ahead even so, and counts as of its arrival.
 */
export type EventTiming = (typeof EVENT_TIMINGS)[number];

/** The names of `EventFlag`. */
export const EVENT_FLAGS = [
  /** It would have opened a campaign, and is older than that campaign's messages are of use. */
  'TOO_OLD_TO_TRIGGER',
  /** A campaign that it opens was not opened again for this customer, or not yet, as the rule of its trigger says. */
  'REENTRY_REFUSED',
  /** Its reference names no message that is known: it was never sent, or its records have ended. */
  'REF_UNKNOWN',
  /** Its reference names a message to somebody else, such as one that was forwarded: nothing is said of that message. */
  'REF_OF_SOMEBODY_ELSE',
  /** The catalogue of events, which only warns, has no such event. */
  'NOT_IN_CATALOGUE',
  /** The catalogue of events, which only warns, knows no such attribute or metric of it. */
  'UNDEFINED_FIELD',
] as const;

/** What is to be known of an event that counts all the same. */
export type EventFlag = (typeof EVENT_FLAGS)[number];

/** Who may say an event. APP: a customer's own device; IMPORT: brought in from elsewhere. */
export const EVENT_SOURCES = ['APP', 'SERVER', 'SYSTEM', 'IMPORT'] as const;

/** Who said an event. */
export type EventSource = (typeof EVENT_SOURCES)[number];

/** An event that counts. */
export type AcceptedEvent = SaidEvent & {
  /** When it happened, as it is counted; `occurredAt` stays what the sender said. */
  readonly at: number;
  readonly receivedAt: number;
  readonly timing: EventTiming;
  /** It arrived more than seven days after it happened: it is kept for reports, and changes nothing else. */
  readonly isLate: boolean;
  /** Absent from what was recorded before it was kept: a server. */
  readonly source?: EventSource;
  /** Absent: nothing is to be said of it. */
  readonly flags?: readonly EventFlag[];
  /** Of what the sender said, without `sentAt`: the same id with another one is another event, which is refused. */
  readonly digest: string;
};
