import type { Channel } from '../customer/channel.ts';
import type { Consent } from '../consent/consent.ts';
import type { LawRule } from './rule.ts';

/** One advertisement that is to go to one person: what they decided, by which channel, when, where they are. */
export type SendingFacts = {
  readonly consent: Consent;
  readonly channel: Channel;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly timezone: string | undefined;
  /** What is advertised; absent: no purchase takes the place of a consent. */
  readonly goods?: string | undefined;
};

/** A rule that is judged on a person, a channel and a moment. */
export type SendingRule = LawRule & {
  readonly judges: 'SENDING';
  readonly effect: 'REFUSED' | 'HELD';
  readonly reason: 'NO_AD_CONSENT' | 'NO_NIGHT_CONSENT' | 'CONSENT_STALE';
  readonly isBroken: (facts: SendingFacts) => boolean;
  readonly examples: { readonly right: readonly SendingFacts[]; readonly wrong: readonly SendingFacts[] };
};

/** What makes up for a consent that is missing. */
export type PermissionRule = LawRule & {
  readonly judges: 'SENDING';
  readonly effect: 'PERMITTED';
  readonly isPermitted: (facts: SendingFacts) => boolean;
  readonly examples: { readonly right: readonly SendingFacts[]; readonly wrong: readonly SendingFacts[] };
};
