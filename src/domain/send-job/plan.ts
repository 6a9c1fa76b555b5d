import type { QuietTime } from '../campaign/campaign.ts';
import type { MessageCaps } from '../campaign/caps.ts';
import type { MessageClass } from '../consent/consent.ts';
import type { Channel } from '../customer/channel.ts';
import type { Customer } from '../customer/customer.ts';
import type { ExclusionReason } from './recipient.ts';

export type PlanStep = { readonly channel: Channel };

/** What of a campaign decides about one customer, frozen for a job. */
export type SendPlan = {
  readonly campaignId: string;
  readonly messageClass: MessageClass;
  readonly steps: readonly PlanStep[];
  readonly holdoutPercent: number;
  readonly quietTime?: QuietTime;
  readonly caps?: MessageCaps;
  /** The compiled segment. */
  readonly isMember: (customer: Customer) => boolean;
};

export type Decision =
  | {
      readonly outcome: 'INCLUDED';
      readonly stepIndex: number;
      readonly channel: Channel;
      readonly endpointId: string;
      readonly endpointIndex: number;
      readonly treatment: number;
    }
  | { readonly outcome: 'EXCLUDED'; readonly reason: ExclusionReason };

/** The answer at the moment of sending: still to be sent to this endpoint, or skipped for a reason. */
export type Recheck =
  | { readonly outcome: 'SEND'; readonly endpointIndex: number }
  | { readonly outcome: 'SKIPPED'; readonly reason: ExclusionReason };
