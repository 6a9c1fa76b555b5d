/** The names of `OccurrenceState`. */
export const OCCURRENCE_STATES = ['OPENED', 'MISSED', 'FAILED'] as const;

/**
 * What became of an occurrence, once and for all. OPENED: its job is launched. MISSED: its time passed before anybody could
 * open it. FAILED: it could not be planned, and `code` and `message` say why.
 */
export type OccurrenceState = (typeof OCCURRENCE_STATES)[number];

/** An occurrence of a campaign that has begun, as it is kept. Moments in milliseconds since the epoch. */
export type OccurrenceRecord = {
  readonly campaignId: string;
  /** As its schedule names it; unique in its campaign. */
  readonly id: string;
  readonly at: number;
  readonly state: OccurrenceState;
  /** OPENED: what sends it. */
  readonly jobId?: string;
  readonly code?: string;
  readonly message?: string;
  readonly recordedAt: number;
};
