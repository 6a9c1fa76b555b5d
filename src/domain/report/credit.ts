import { mayHaveArrived, type GoalEvent, type RunMember, type RunMessage } from './member.ts';

/** What one customer's events say of a run. */
export type Credit = {
  /** The customer reached the goal in time: once, however often. */
  readonly isReturned: boolean;
  /** The message that the return is credited to; null when none may have arrived before it. */
  readonly message: RunMessage | null;
  /** Events in time, each with the message it is credited to. */
  readonly events: readonly (RunMessage | null)[];
  /** How many of the events were recorded only after the window they fell into. */
  readonly late: number;
};

const NONE: Credit = { isReturned: false, message: null, events: [], late: 0 };

/** Of two reports of one event the earlier stands, whichever came first. */
function byId(events: readonly GoalEvent[], asOf: number): GoalEvent[] {
  const known = new Map<string, GoalEvent>();
  for (const event of events) {
    if (event.recordedAt > asOf) continue;
    const other = known.get(event.eventId);
    if (other === undefined || before(event, other)) known.set(event.eventId, event);
  }
  return [...known.values()].sort((a, b) => (before(a, b) ? -1 : 1));
}

function before(a: GoalEvent, b: GoalEvent): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.recordedAt !== b.recordedAt) return a.recordedAt < b.recordedAt;
  return a.eventId < b.eventId;
}

/** Of two messages at one moment that of the later wave is the last. */
function isAfter(a: RunMessage, b: RunMessage): boolean {
  if (a.at !== b.at) return a.at > b.at;
  return a.wave === b.wave ? a.channel > b.channel : a.wave > b.wave;
}

/** The last message that may have arrived, and whose window holds a moment. */
function lastBefore(messages: readonly RunMessage[], at: number, window: number): RunMessage | null {
  let last: RunMessage | null = null;
  for (const message of messages) {
    if (message.at > at || at > message.at + window || !mayHaveArrived(message)) continue;
    if (last === null || isAfter(message, last)) last = message;
  }
  return last;
}

/**
 * Credits a customer's events to a run, by when they happened. One counts from the moment of a message until `window`
 * milliseconds after it, both included; of a customer who is held out, from the moments at which they would have been
 * sent to. The last message before an event gets its credit, and the first event says when the customer came back. An
 * event counts once for each id, and only if it was recorded by `asOf`; the order in which events and messages are given
 * does not matter.
 */
export function creditGoals(
  member: RunMember,
  events: readonly GoalEvent[],
  { windowMs, asOf }: { readonly windowMs: number; readonly asOf: number },
): Credit {
  if (events.length === 0) return NONE;
  const messages = member.group === 'TREATED' ? member.messages : [];
  const moments = member.group === 'TREATED' ? member.messages.map(({ at }) => at) : member.moments;
  const credited: (RunMessage | null)[] = [];
  let late = 0;
  for (const { at, recordedAt } of byId(events, asOf)) {
    const begun = moments.filter((moment) => moment <= at && at <= moment + windowMs);
    if (begun.length === 0) continue;
    credited.push(lastBefore(messages, at, windowMs));
    if (recordedAt > Math.max(...begun) + windowMs) late += 1;
  }
  const isReturned = credited.length > 0;
  return isReturned ? { isReturned, message: credited[0] ?? null, events: credited, late } : NONE;
}
