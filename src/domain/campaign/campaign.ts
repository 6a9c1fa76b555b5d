import type { MessageClass } from '../consent/consent.ts';
import type { ChannelType } from '../customer/channel.ts';
import type { Look } from '../experiment/look.ts';
import type { Treatment } from '../experiment/treatment.ts';
import type { ScheduleSpec } from '../schedule/schedule.ts';
import type { TemplateChannel } from '../template/template.ts';
import type { CampaignTrigger } from '../trigger/campaign-trigger.ts';
import type { MessageCaps } from './caps.ts';
import type { GoesOn } from './goes-on.ts';
import type { CampaignGoal } from './goal.ts';

/** The names of `InDoubtPolicy`; the first is what a campaign does unless it says otherwise. */
export const IN_DOUBT_POLICIES = ['HOLD', 'RESEND'] as const;

/** What happens to a chunk whose provider call ended unknown: HOLD shows it and never resends, RESEND sends again. */
export type InDoubtPolicy = (typeof IN_DOUBT_POLICIES)[number];

/**
 * One way of reaching a customer: a channel and the words for it. Of the steps of one wave a customer gets the first that
 * can reach them; a step that waits begins another wave (`wavesOf`).
 */
export type CampaignStep = {
  readonly channel: TemplateChannel;
  readonly templateId: string;
  /** Absent: the version that is active when the campaign is planned. */
  readonly templateVersion?: number;
  /** More than 0: the step begins a wave, so many minutes after the wave before was sent to all. */
  readonly waitMinutes?: number;
  /** Of a step that waits: who of the wave before goes on; absent: `GOES_ON_UNLESS_SAID`. */
  readonly goesOn?: readonly GoesOn[];
  /** Of a CUSTOM step: the named destination that it goes to; absent: the deployment's own channel. */
  readonly destination?: string;
  /** Of a CUSTOM step: the types of the endpoints that its receiver reaches; absent: those that are CUSTOM themselves. */
  readonly endpointTypes?: readonly ChannelType[];
};

/** Local hours (`HH:MM`) in which nothing of this campaign is sent; `start` later than `end` runs over midnight. */
export type QuietTime = { readonly start: string; readonly end: string };

/** The names of `WhenClosed`. */
export const WHEN_CLOSED = ['SKIP', 'HOLD'] as const;

/** What becomes of a message at night, in quiet time or while its destination is closed: it is not sent, or sent after it. */
export type WhenClosed = (typeof WHEN_CLOSED)[number];

/** What goes to whom, and within which limits. */
export type Campaign = {
  readonly id: string;
  readonly name: string;
  readonly segmentId: string;
  readonly messageClass: MessageClass;
  readonly steps: readonly CampaignStep[];
  readonly holdoutPercent: number;
  /** Up to five variants of the words, by shares that are 100 % together; absent: everybody gets those of the steps. */
  readonly treatments?: readonly Treatment[];
  /** The one look at the treatments, declared beforehand: they go to a part of the audience first, the winner to the rest. */
  readonly look?: Look;
  readonly messagesPerSecond?: number;
  readonly inDoubtPolicy: InDoubtPolicy;
  readonly quietTime?: QuietTime;
  /** Whether hours in which somebody must not be sent to keep their message or end it; absent: SKIP. */
  readonly whenClosed?: WhenClosed;
  /** So many minutes after its launch a message is of no use any more; absent: it always is. */
  readonly expiresAfterMinutes?: number;
  readonly caps?: MessageCaps;
  /** Whoever one of its runs has sent to, or held out, is in none of the later ones; absent: they may be in each. */
  readonly oncePerCustomer?: true;
  /** Minutes in which a wave may be sent; what is left of it then is not sent any more, and the run has ended. */
  readonly maxDurationMinutes?: number;
  /** The most that a run may cost, in whole won, retries included; whoever no longer fits is excluded when planned. */
  readonly budgetKrw?: number;
  /** When it runs; absent: when somebody launches it. */
  readonly schedule?: ScheduleSpec;
  /** How often anything but its name was changed since it was made; absent: never. */
  readonly edits?: number;
  /** What it is for; absent: `DEFAULT_GOAL`. */
  readonly goal?: CampaignGoal;
  /** Since when it has this schedule, in milliseconds since the epoch: what it would have meant before was never missed. */
  readonly scheduleSince?: number;
  /** The event that opens it for whoever it happens to; absent: none. */
  readonly trigger?: CampaignTrigger;
};
