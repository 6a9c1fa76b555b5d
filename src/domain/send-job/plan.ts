import type { QuietTime } from '../campaign/campaign.ts';
import type { MessageCaps } from '../campaign/caps.ts';
import type { MessageClass } from '../consent/consent.ts';
import type { Channel, ChannelType } from '../customer/channel.ts';
import type { Customer, Endpoint } from '../customer/customer.ts';
import type { ExclusionReason } from './recipient.ts';

/** One step of a campaign as planning needs it. */
export type PlanStep = {
  readonly channel: Channel;
  /** The types of endpoints that a CUSTOM step takes; absent: those of its channel. */
  readonly endpointTypes?: ReadonlySet<ChannelType>;
  /** What kind of goods the words advertise, as purchases name them. */
  readonly goods?: string;
  /** What a customer's message is billed as: 1, or the parts of an SMS. Null: their data cannot be rendered. */
  readonly unitsOf: (customer: Customer, endpoint: Endpoint, now: number) => number | null;
};

/** What of a campaign decides about one customer, frozen for a job. */
export type SendPlan = {
  readonly campaignId: string;
  readonly messageClass: MessageClass;
  readonly steps: readonly PlanStep[];
  readonly holdoutPercent: number;
  readonly quietTime?: QuietTime;
  readonly caps?: MessageCaps;
  /** Whole won. */
  readonly budgetKrw?: number;
  /** The compiled segment. */
  readonly isMember: (customer: Customer) => boolean;
};

/**
 * What a plan says of one customer. `endpointIndex` is the place of the endpoint among those of the customer who was
 * decided.
 */
export type Decision =
  | {
      readonly outcome: 'INCLUDED';
      readonly stepIndex: number;
      readonly channel: Channel;
      readonly endpointId: string;
      readonly endpointIndex: number;
      readonly treatment: number;
      /** What the message is billed as. */
      readonly units: number;
    }
  | { readonly outcome: 'EXCLUDED'; readonly reason: ExclusionReason };

/** The answer at the moment of sending: still to be sent to this endpoint, or skipped for a reason. */
export type Recheck =
  | { readonly outcome: 'SEND'; readonly endpointIndex: number }
  | { readonly outcome: 'SKIPPED'; readonly reason: ExclusionReason };
