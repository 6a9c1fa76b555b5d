export const RECIPIENT_STATUSES = [
  'PLANNED',
  'CLAIMED',
  'ACCEPTED',
  'DELIVERED',
  'OPENED',
  'CLICKED',
  'FAILED',
  'OPTED_OUT',
  'SKIPPED',
  'IN_DOUBT',
] as const;
export type RecipientStatus = (typeof RECIPIENT_STATUSES)[number];

export const EXCLUSION_REASONS = [
  'ENDPOINT_OPT_OUT',
  'ENDPOINT_INACTIVE',
  'ENDPOINT_MISSING_ADDRESS',
  'ENDPOINT_MISSING_CHANNEL',
  'ENDPOINT_CHANNEL_MISMATCH',
  'FILTERED_OUT_BY_SEGMENT',
  'DUPLICATE_ENDPOINT',
  'DUPLICATE_USER',
  'TREATMENT_HOLDOUT',
  'NO_AD_CONSENT',
  'NO_NIGHT_CONSENT',
  'CONSENT_STALE',
  'QUIET_TIME',
  'FREQUENCY_CAP',
  'RENDER_FAILED',
  'BUDGET_EXCEEDED',
] as const;

/** Why a customer of the audience does not get a message; exactly one per excluded customer. */
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** One included customer of a plan: which endpoint gets which step's message. */
export type Recipient = {
  readonly customerId: string;
  readonly endpointId: string;
  readonly stepIndex: number;
  /** Index of the A/B treatment; 0 while a campaign has one treatment. */
  readonly treatment: number;
  /** `addressDigest` of the address as it was planned: the same at sending, unless it changed since. */
  readonly addressDigest?: number;
};

/** What became of one recipient; `code` is the provider's or our own stable reason for anything but success. */
export type RecipientResult = { readonly status: RecipientStatus; readonly code?: string };
