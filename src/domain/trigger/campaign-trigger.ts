import { refuse, type Refused } from '../result.ts';
import { checkWait, waitUntil, type Wait, type WaitReason } from '../schedule/wait.ts';
import type { Zone } from '../schedule/zone.ts';
import { knownEntry, type EntryHistory, type EntryRule, type EventTrigger } from './entry.ts';

const MINUTE = 60_000;

/** The names of `EntryKind`. */
export const ENTRY_KINDS = ['ONCE', 'ONCE_IN_DAYS', 'EVERY_TIME'] as const;

const MAX_EVENT = 100;
const MAX_DAYS = 365;
/** Longer than the longest wait. */
const MAX_EXPIRY_MINUTES = 400 * 1_440;

/** The event that opens a campaign for whoever it happens to, how often, and how long after it the message is sent. */
export type CampaignTrigger = EventTrigger & { readonly wait: Wait };

/** Refuses a trigger that could never open anything, or not be computed. */
export function checkTrigger(
  { event, rule, expiresAfterMinutes, wait }: CampaignTrigger,
  now: number,
): Refused<'INVALID_TRIGGER' | 'INVALID_WAIT'> | null {
  if (event.trim() === '' || event.length > MAX_EVENT) {
    return refuse('INVALID_TRIGGER', `trigger.event: must be the name of an event, in 1 to ${MAX_EVENT} characters.`);
  }
  if (rule.kind === 'ONCE_IN_DAYS' && !isCount(rule.days, MAX_DAYS)) {
    return refuse('INVALID_TRIGGER', `trigger.rule.days: must be a whole number from 1 to ${MAX_DAYS}.`);
  }
  if (!isCount(expiresAfterMinutes, MAX_EXPIRY_MINUTES)) {
    return refuse(
      'INVALID_TRIGGER',
      `trigger.expiresAfterMinutes: must be a whole number from 1 to ${MAX_EXPIRY_MINUTES} (400 days).`,
    );
  }
  if (wait.type === 'DURATION' && wait.minutes >= expiresAfterMinutes) {
    return refuse(
      'INVALID_TRIGGER',
      `trigger: a wait of ${wait.minutes} minutes is never over before it expires, after ${expiresAfterMinutes}. Let it expire later.`,
    );
  }
  return checkWait(wait, now);
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

/** Somebody for whom an event opened a campaign, and who waits for its message. */
export type PendingEntry = {
  readonly customerId: string;
  /** When the event happened, in milliseconds since the epoch: by it the customer's history knows the entry. */
  readonly at: number;
  /** The event's time was placed by whoever decided it (`EntryHistory.placed`): it counts once the history knows it. */
  readonly isPlaced?: true;
  /** Why their wait cannot be computed: they get nothing, and the job says so. */
  readonly reason?: WaitReason;
};

/**
 * The minute (minutes since the epoch) in which an entry is due: when its wait is over, or at once when it cannot be computed.
 * It follows from the event alone, so that whoever repeats it finds the same; one in the past is gathered next.
 */
export function waitOf(
  { wait }: CampaignTrigger,
  { customerId, at }: { readonly customerId: string; readonly at: number },
  { value, zone }: { readonly value: string | undefined; readonly zone: Zone },
): { readonly minute: number; readonly entry: PendingEntry } {
  const until = waitUntil(wait, { value, zone, since: at });
  // What is over within a minute is over with it.
  return until.ok
    ? { minute: Math.ceil(until.at / MINUTE), entry: { customerId, at } }
    : { minute: Math.ceil(at / MINUTE), entry: { customerId, at, reason: until.reason } };
}

/**
 * Whether a gathered entry is one that the customer's history knows and had decided `until` then; of EVERY_TIME each whose time
 * is the event's own, whenever: also what a call left that died and is repeated now.
 */
export function isTheirs(
  rule: EntryRule,
  history: Omit<EntryHistory, 'entries'>,
  { at, isPlaced }: Pick<PendingEntry, 'at' | 'isPlaced'>,
  until: number,
): boolean {
  if (rule.kind === 'EVERY_TIME') return isPlaced !== true || (history.placed ?? []).includes(at);
  const known = knownEntry(history, at);
  return known !== undefined && known.decidedAt <= until;
}
