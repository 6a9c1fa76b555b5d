import type { Channel } from '../customer/channel.ts';

/** What a person can have said: GRANTED, or WITHDRAWN. Who was never asked has no decision at all. */
export const CONSENT_STATES = ['GRANTED', 'WITHDRAWN'] as const;

/** AD: advertising at all; NIGHT: the separate consent for 21:00 to 08:00. */
export const CONSENT_KINDS = ['AD', 'NIGHT'] as const;

/** What a consent is to; NIGHT counts only together with AD. */
export type ConsentKind = (typeof CONSENT_KINDS)[number];

/** What a person last decided, when, and where it was heard. */
export type ConsentDecision = {
  readonly state: (typeof CONSENT_STATES)[number];
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly source: string;
};

/** Consent to advertising on one channel; `night` is the separate consent for 21:00 to 08:00. */
export type ConsentRecord = { readonly ad?: ConsentDecision; readonly night?: ConsentDecision };

/** Consent per channel; an absent channel was never asked. */
export type Consent = { readonly [C in Channel]?: ConsentRecord };

/** The names of `MessageClass`. */
export const MESSAGE_CLASSES = ['AD', 'TRANSACTIONAL'] as const;

/** Advertising passes the consent gate; a transactional message does not need it. */
export type MessageClass = (typeof MESSAGE_CLASSES)[number];
