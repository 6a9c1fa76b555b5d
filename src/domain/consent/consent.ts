import type { Channel } from '../customer/channel.ts';

/** What a person can have said: GRANTED, or WITHDRAWN. Who was never asked has no decision at all. */
export const CONSENT_STATES = ['GRANTED', 'WITHDRAWN'] as const;

/** AD: advertising at all; NIGHT: the separate consent for 21:00 to 08:00. */
export const CONSENT_KINDS = ['AD', 'NIGHT'] as const;

/** The longest words of a consent, in characters. */
export const MAX_WORDING = 2_000;

/** What a consent is to; NIGHT counts only together with AD. */
export type ConsentKind = (typeof CONSENT_KINDS)[number];

/** Where a record has the decision of each kind. */
export const DECISION_OF: Readonly<Record<ConsentKind, 'ad' | 'night'>> = { AD: 'ad', NIGHT: 'night' };

/** What a person last decided, when, and where it was heard; all times are milliseconds since the epoch. */
export type ConsentDecision = {
  readonly state: (typeof CONSENT_STATES)[number];
  readonly at: number;
  readonly source: string;
  /** The words that the person agreed to, by their name (`nameWording`); the ledger has them in full. */
  readonly wording?: string;
  /** When the person was told what had become of their decision. */
  readonly noticedAt?: number;
  /** When the person was last told that they have consented, and may change it. */
  readonly confirmedAt?: number;
};

/** A purchase: what was paid for, when, and where that is known from. Its contact was given by the buyer themselves. */
export type Deal = { readonly goods: string; readonly at: number; readonly source: string };

/**
 * Consent to advertising on one channel; `night` is the separate consent for 21:00 to 08:00, `deal` a purchase that for a
 * time takes the place of a consent to advertising of the same goods.
 */
export type ConsentRecord = {
  readonly ad?: ConsentDecision;
  readonly night?: ConsentDecision;
  readonly deal?: Deal;
};

/** Consent per channel; an absent channel was never asked. */
export type Consent = { readonly [C in Channel]?: ConsentRecord };

/** The names of `MessageClass`. */
export const MESSAGE_CLASSES = ['AD', 'TRANSACTIONAL'] as const;

/** Advertising passes the consent gate; a transactional message does not need it. */
export type MessageClass = (typeof MESSAGE_CLASSES)[number];
