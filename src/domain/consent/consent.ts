import type { Channel } from '../customer/channel.ts';

/** What a person last decided, when, and where it was heard. */
export type ConsentDecision = {
  readonly state: 'GRANTED' | 'WITHDRAWN';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly source: string;
};

/** Consent to advertising on one channel; `night` is the separate consent for 21:00 to 08:00. */
export type ConsentRecord = { readonly ad?: ConsentDecision; readonly night?: ConsentDecision };

/** Consent per channel; an absent channel was never asked. */
export type Consent = { readonly [C in Channel]?: ConsentRecord };

export const MESSAGE_CLASSES = ['AD', 'TRANSACTIONAL'] as const;

/** Advertising passes the consent gate; a transactional message does not need it. */
export type MessageClass = (typeof MESSAGE_CLASSES)[number];
