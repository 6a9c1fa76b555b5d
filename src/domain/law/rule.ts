import type { Channel } from '../customer/channel.ts';
import type { MessageClass } from '../consent/consent.ts';

/**
 * What happens to what breaks a rule. REFUSED: it is not kept, or not sent; HELD: it may go later; WARNED: a machine cannot
 * prove it, a person is told; PERMITTED: the rule allows what another forbids; DUE: something must be done by a day.
 */
export type LawEffect = 'REFUSED' | 'HELD' | 'WARNED' | 'PERMITTED' | 'DUE';

/** Where a rule stands. STATUTE: act or decree; GUIDE: the regulator's guide; PAGE: a page that tells of either. */
export type LawSource = {
  readonly kind: 'STATUTE' | 'GUIDE' | 'PAGE';
  readonly name: string;
  readonly article?: string;
  readonly url?: string;
};

/** One rule of Korean law on advertising: what it says, where it stands, from when to when it is in force. */
export type LawRule = {
  readonly id: string;
  readonly title: string;
  /** What must be so, in one or two sentences. */
  readonly says: string;
  readonly sources: readonly LawSource[];
  /** The first day in force, `YYYY-MM-DD` in Korea. */
  readonly from: string;
  /** The first day on which it is not in force any more. */
  readonly until?: string;
  readonly effect: LawEffect;
  readonly messageClass: MessageClass;
  readonly channels: readonly Channel[];
};
