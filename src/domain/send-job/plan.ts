import type { QuietTime } from '../campaign/campaign.ts';
import type { MessageCaps } from '../campaign/caps.ts';
import type { MessageClass } from '../consent/consent.ts';
import type { Billed } from '../cost/unit-price.ts';
import type { Channel, ChannelType } from '../customer/channel.ts';
import type { Customer, Endpoint } from '../customer/customer.ts';
import type { DestinationWindow } from '../destination/destination.ts';
import type { LocalTime } from '../schedule/local-parts.ts';
import type { ExclusionReason } from './recipient.ts';

/** Why a customer's message cannot be written: their data, or what comes of them does not fit the destination. */
export type Unwritable = Extract<ExclusionReason, 'RENDER_FAILED' | 'TEXT_UNFIT'>;

/** One step of a campaign, in the words of one treatment, as planning needs it. */
export type PlanStep = {
  readonly channel: Channel;
  /** The types of endpoints that a CUSTOM step takes; absent: those of its channel. */
  readonly endpointTypes?: ReadonlySet<ChannelType>;
  /** What kind of goods the words advertise, as purchases name them. */
  readonly goods?: string;
  /** When its destination takes messages; absent: at any hour. */
  readonly window?: DestinationWindow;
  /** What a customer's message is billed as, or why there is none. */
  readonly billOf: (customer: Customer, endpoint: Endpoint, now: number) => Billed | Unwritable;
};

/** What of a campaign decides about one customer, frozen for a job. */
export type SendPlan = {
  readonly campaignId: string;
  readonly messageClass: MessageClass;
  /** The first step in the words of each treatment, then the second, and so on. */
  readonly steps: readonly PlanStep[];
  /** How many treatments there are, and whose is which; absent: one. */
  readonly treatments?: { readonly count: number; readonly of: (customerId: string) => number };
  /** Of a campaign with a look: whether somebody is of those on whom the treatments are tried; absent: all are. */
  readonly isTried?: (customerId: string) => boolean;
  readonly holdoutPercent: number;
  readonly quietTime?: QuietTime;
  /** Whoever must not be sent to at the hour is sent to when it is over; absent: not at all. */
  readonly holds?: true;
  /** From when on its messages are of no use, in milliseconds since the epoch; absent: never. */
  readonly expiresAt?: number;
  readonly caps?: MessageCaps;
  /** Whoever a run of the campaign has sent to, or held out, is in none of the later ones. */
  readonly oncePerCustomer?: true;
  /** Whole won. */
  readonly budgetKrw?: number;
  /** Of a campaign in each customer's own time: whose time it is. */
  readonly local?: LocalTime;
  /** Of a later wave: why somebody has left the run since it began; asked again before each message. */
  readonly whyLeft?: (customer: Customer) => ExclusionReason | null;
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
      /** Of the plan's steps. */
      readonly stepIndex: number;
      readonly channel: Channel;
      readonly endpointId: string;
      readonly endpointIndex: number;
      readonly treatment: number;
      /** What the message is billed as. */
      readonly billed: Billed;
      /** Of whom an event entered: as of `Recipient`. */
      readonly expiresAt?: number;
    }
  | { readonly outcome: 'EXCLUDED'; readonly reason: ExclusionReason };

/**
 * The answer at the moment of sending: still to be sent to this endpoint, not before `until` (milliseconds since the
 * epoch), or skipped for a reason.
 */
export type Recheck =
  | { readonly outcome: 'SEND'; readonly endpointIndex: number }
  | { readonly outcome: 'HELD'; readonly until: number }
  | { readonly outcome: 'SKIPPED'; readonly reason: ExclusionReason };
