/** How often an event opens a campaign for one customer. */
export type EntryRule =
  | { readonly kind: 'ONCE' }
  | { readonly kind: 'ONCE_IN_DAYS'; readonly days: number }
  | { readonly kind: 'EVERY_TIME' };

/** The event that opens a campaign, for whom it does so how often, and until when what follows is still of use. */
export type EventTrigger = {
  /** The name of the event. */
  readonly event: string;
  readonly rule: EntryRule;
  /** Minutes after the event; an event that is recorded later opens nothing, and what waits longer is not sent. */
  readonly expiresAfterMinutes: number;
};

/** An event of one customer. Times are milliseconds since the epoch. */
export type TriggeringEvent = {
  readonly eventId: string;
  readonly at: number;
  /** Its time follows from the clock of whoever heard of it, as the sender's is wrong. */
  readonly isPlaced?: boolean;
};

/** When the event of an entry happened, and when it was decided that it is one, by the clock of whoever did. */
export type KnownEntry = { readonly at: number; readonly decidedAt: number };

/** What is kept of one customer in one campaign: how often it was opened for them, and by the latest event when. */
export type EntryHistory = {
  readonly entries: number;
  readonly lastAt: number | null;
  /** When the latest was decided. */
  readonly decidedAt: number;
  /**
   * Of ONCE_IN_DAYS: those before the latest that are still of use. A wait may be longer than the days of the rule, so that
   * the campaign is opened again for somebody who waits. Entries are days apart: there are no more than days to an expiry.
   */
  readonly earlier?: readonly KnownEntry[];
  /**
   * Of EVERY_TIME: the times of those entries whose events do not say theirs themselves, but were placed by the clock that
   * decided them. A call that died and is carried out again, by another clock, places them elsewhere.
   */
  readonly placed?: readonly number[];
};

/** Somebody for whom a campaign was never opened. */
export const NO_ENTRIES: EntryHistory = { entries: 0, lastAt: null, decidedAt: 0 };

/**
 * What an event does. DUPLICATE: this event id was decided before. REENTRY_REFUSED: the rule says not again, or not yet.
 * EXPIRED: it came too late. `expiresAt`: what is not sent by then is dropped.
 */
export type EntryDecision =
  | {
      readonly outcome: 'ENTERED';
      readonly expiresAt: number;
      readonly isPlaced?: true;
      readonly history: EntryHistory;
    }
  | { readonly outcome: 'DUPLICATE' | 'EXPIRED' | 'REENTRY_REFUSED'; readonly history: EntryHistory };

const MINUTE_MS = 60_000;

/** More of one customer wait as any other entry does: rather two messages than none, where a phone's clock is that wrong. */
const MOST_PLACED = 50;
const DAY_MS = 86_400_000;

function mayEnter(rule: EntryRule, { entries, lastAt }: EntryHistory, at: number): boolean {
  switch (rule.kind) {
    case 'EVERY_TIME':
      return true;
    case 'ONCE':
      return entries === 0;
    case 'ONCE_IN_DAYS':
      // An event from before the last entry that comes late opens nothing either: it is older news.
      return lastAt === null || at >= lastAt + rule.days * DAY_MS;
  }
}

/** The entries that a history knows by their times, the latest last. */
function allOf({ lastAt, decidedAt, earlier = [] }: Omit<EntryHistory, 'entries'>): readonly KnownEntry[] {
  return lastAt === null ? earlier : [...earlier, { at: lastAt, decidedAt }];
}

/** The entry of an event that happened `at`, as a history knows it; undefined: it does not. */
export function knownEntry(history: Omit<EntryHistory, 'entries'>, at: number): KnownEntry | undefined {
  return allOf(history).find((entry) => entry.at === at);
}

/**
 * Decides one event of one customer, by when it happened and by its id, never by how close to another it came. `isKnown`
 * says whether this customer's event id was decided before. An event from the future (a phone's clock) happens now.
 */
export function decideEntry(
  trigger: EventTrigger,
  history: EntryHistory,
  event: TriggeringEvent & { readonly isKnown: boolean },
  now: number,
): EntryDecision {
  if (event.isKnown) return { outcome: 'DUPLICATE', history };
  const at = Math.min(event.at, now);
  const expiresAt = at + trigger.expiresAfterMinutes * MINUTE_MS;
  if (now > expiresAt) return { outcome: 'EXPIRED', history };
  if (!mayEnter(trigger.rule, history, at)) return { outcome: 'REENTRY_REFUSED', history };
  const lastAt = Math.max(at, history.lastAt ?? at);
  const { placed, earlier: _, ...known } = history;
  const isOfUse = (other: number): boolean => now <= other + trigger.expiresAfterMinutes * MINUTE_MS;
  const waiting = (placed ?? []).filter(isOfUse);
  const isPlaced =
    trigger.rule.kind === 'EVERY_TIME' && (event.isPlaced === true || event.at > now) && waiting.length < MOST_PLACED;
  const times = isPlaced && !waiting.includes(at) ? [...waiting, at] : waiting;
  const earlier = trigger.rule.kind === 'ONCE_IN_DAYS' ? allOf(history).filter((other) => isOfUse(other.at)) : [];
  const entered = {
    ...known,
    entries: history.entries + 1,
    lastAt,
    decidedAt: now,
    ...(earlier.length === 0 ? {} : { earlier }),
    ...(times.length === 0 ? {} : { placed: times }),
  };
  return { outcome: 'ENTERED', expiresAt, ...(isPlaced ? { isPlaced } : {}), history: entered };
}

/** How many events of a batch did what. */
export type EntryCounts = { readonly [O in EntryDecision['outcome']]: number };

/**
 * Decides a batch of one customer's events in the order in which they happened (of the same moment by id), so that the
 * order of their arrival in it does not matter. `known` are the ids that were decided before.
 */
export function decideEntries(
  trigger: EventTrigger,
  history: EntryHistory,
  events: readonly TriggeringEvent[],
  { known, now }: { readonly known: { has(eventId: string): boolean }; readonly now: number },
): {
  readonly entered: readonly { readonly eventId: string; readonly expiresAt: number; readonly isPlaced?: true }[];
  /** Ids of those that came too late to open anything. */
  readonly expired: readonly string[];
  /** Ids of those by which the rule does not open it again, or not yet. */
  readonly refused: readonly string[];
  readonly history: EntryHistory;
  readonly counts: EntryCounts;
} {
  const expired: string[] = [];
  const refused: string[] = [];
  const entered: { eventId: string; expiresAt: number; isPlaced?: true }[] = [];
  const counts = { ENTERED: 0, DUPLICATE: 0, EXPIRED: 0, REENTRY_REFUSED: 0 };
  const seen = new Set<string>();
  let latest = history;
  const inOrder = [...events].sort((a, b) => a.at - b.at || (a.eventId < b.eventId ? -1 : 1));
  for (const event of inOrder) {
    const isKnown = seen.has(event.eventId) || known.has(event.eventId);
    const decision = decideEntry(trigger, latest, { ...event, isKnown }, now);
    seen.add(event.eventId);
    counts[decision.outcome] += 1;
    latest = decision.history;
    if (decision.outcome === 'EXPIRED') expired.push(event.eventId);
    if (decision.outcome === 'REENTRY_REFUSED') refused.push(event.eventId);
    if (decision.outcome !== 'ENTERED') continue;
    const { expiresAt, isPlaced } = decision;
    entered.push({ eventId: event.eventId, expiresAt, ...(isPlaced === undefined ? {} : { isPlaced }) });
  }
  return { entered, expired, refused, history: latest, counts };
}
