import type { Channel } from '../customer/channel.ts';

/** What may have become of a message by the time of the next wave, as recipients' statuses are called. */
export const SENT_STATUSES = ['FAILED', 'ACCEPTED', 'DELIVERED', 'OPENED', 'CLICKED'] as const;

/** One of `SENT_STATUSES`. */
export type SentStatus = (typeof SENT_STATUSES)[number];

/** Whether somebody has done something since the run began, or what the campaign is for. */
export const ACTIVITIES = ['NONE', 'ACTIVE', 'GOAL'] as const;

/** One of `ACTIVITIES`. */
export type RehearsedActivity = (typeof ACTIVITIES)[number];

/** Where the waves before left somebody. */
export type Standing = {
  /** What became of the last message that was sent to them; absent: none was. */
  readonly sent?: SentStatus;
  /** Why the wave before left them out; absent: it sent to them, or there is none before. */
  readonly excludedFor?: string;
  readonly activity: RehearsedActivity;
  /** The waves that sent to them. */
  readonly sentIn: readonly number[];
};

/** Before the first wave. */
export const NEW: Standing = { activity: 'NONE', sentIn: [] };

/** What a wave does with somebody. STAYS: it is not for them, nor is any later one. */
export type RehearsedDecision =
  | {
      readonly outcome: 'SEND';
      readonly channel: Channel;
      /** The price row's item, and how many units of it the message is. */
      readonly item: string;
      readonly units: number;
      /** What is claimed of the budget for it, in millionths of a won; absent: no price is known. */
      readonly claimMicros?: number;
      /** The digest of the address: of a wave's people who share one, one gets the message. Absent: nobody else has it. */
      readonly address?: number;
      /** When it is held until, in milliseconds since the epoch; absent: it goes with its wave. */
      readonly heldUntil?: number;
    }
  | { readonly outcome: 'OUT'; readonly reason: string }
  | { readonly outcome: 'STAYS' };

/** Whether two standings are one, as a text. */
export function standingKey({ sent, excludedFor, activity, sentIn }: Standing): string {
  return `${sent ?? ''}|${excludedFor ?? ''}|${activity}|${sentIn.join()}`;
}

function laterOf(a: RehearsedActivity, b: RehearsedActivity): RehearsedActivity {
  return ACTIVITIES.indexOf(a) >= ACTIVITIES.indexOf(b) ? a : b;
}

/** Where a wave leaves somebody whom it sent to. */
export function afterSend(before: Standing, wave: number, sent: SentStatus, activity: RehearsedActivity): Standing {
  return { sent, activity: laterOf(before.activity, activity), sentIn: [...before.sentIn, wave] };
}

/** Where a wave leaves somebody whom it left out. */
export function afterOut(
  { excludedFor: _, ...before }: Standing,
  reason: string,
  activity: RehearsedActivity,
): Standing {
  return { ...before, excludedFor: reason, activity: laterOf(before.activity, activity) };
}
