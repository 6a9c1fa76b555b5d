import type { Channel } from '../customer/channel.ts';
import { creditGoals } from './credit.ts';
import type { GoalEvent, RunMember, RunMessage } from './member.ts';

/**
 * How far the messages of one wave, channel and treatment came. Each stage contains the next, up to `clicked`. `goal`
 * are customers whose return is credited to one of these messages, `goalEvents` all events that are.
 */
export type FunnelCounts = {
  readonly planned: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly opened: number;
  readonly clicked: number;
  readonly goal: number;
  readonly goalEvents: number;
  /** Mails that came back for good; they are among the accepted. */
  readonly hardBounced: number;
};

/** A row of the funnel. */
export type FunnelRow = FunnelCounts & {
  readonly wave: number;
  readonly channel: Channel;
  readonly treatment: number;
};

/** Customers of a group, and how many of them reached the goal in time. */
export type GroupTally = { readonly members: number; readonly returned: number };

/** What was counted of a run, or of a part of it; tallies of parts add up (`addTallies`), in any order. */
export type RunTally = {
  readonly treated: GroupTally;
  readonly heldOut: GroupTally & {
    /** Of them, those who were reached at an address that they share with somebody who was sent to. */
    readonly reached: number;
  };
  /** Those who were meant to be sent to, by the treatment of their first message. */
  readonly treatments: readonly (GroupTally & { readonly treatment: number })[];
  readonly rows: readonly FunnelRow[];
  /** Different endpoints with a message that was accepted and did not bounce for good. */
  readonly endpoints: number;
  /** Goal events that were recorded after the window that they fell into. */
  readonly lateEvents: number;
  /** When the last window ends, in milliseconds since the epoch; null while nobody was sent to. */
  readonly windowsEndAt: number | null;
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const HARD_BOUNCE = 'BOUNCE/Permanent';

function isHardBounce({ channel, status, code = '' }: RunMessage): boolean {
  return channel === 'EMAIL' && status === 'FAILED' && code.startsWith(HARD_BOUNCE);
}

/** The stages that a message passed, from the last one backwards; what is opened was delivered, and so on. */
function countStages(row: Writable<FunnelRow>, message: RunMessage): void {
  const { status } = message;
  row.planned += 1;
  if (isHardBounce(message)) row.hardBounced += 1;
  if (status === 'CLICKED') row.clicked += 1;
  if (status === 'CLICKED' || status === 'OPENED') row.opened += 1;
  const isDelivered = status === 'CLICKED' || status === 'OPENED' || status === 'DELIVERED';
  if (isDelivered) row.delivered += 1;
  if (isDelivered || message.isAccepted) row.accepted += 1;
}

const byPlace = (a: FunnelRow, b: FunnelRow): number =>
  a.wave - b.wave || (a.channel < b.channel ? -1 : a.channel > b.channel ? 1 : 0) || a.treatment - b.treatment;

/** Rows by wave, channel and treatment, made when the first message of one is counted. */
function createRows() {
  // Some tens at most, and looked up for every message: comparing is faster than making a key.
  const rows: Writable<FunnelRow>[] = [];
  return {
    of: ({ wave, channel, treatment }: Pick<FunnelRow, 'wave' | 'channel' | 'treatment'>): Writable<FunnelRow> => {
      for (const row of rows) {
        if (row.wave === wave && row.channel === channel && row.treatment === treatment) return row;
      }
      const stages = { planned: 0, accepted: 0, delivered: 0, opened: 0, clicked: 0 };
      const row = { wave, channel, treatment, ...stages, goal: 0, goalEvents: 0, hardBounced: 0 };
      rows.push(row);
      return row;
    },
    all: (): FunnelRow[] => rows.toSorted(byPlace).map((row) => ({ ...row })),
  };
}

function createGroups() {
  const groups = new Map<number, Writable<GroupTally>>();
  return {
    add: (treatment: number, members: number, returned: number): void => {
      const known = groups.get(treatment) ?? { members: 0, returned: 0 };
      groups.set(treatment, { members: known.members + members, returned: known.returned + returned });
    },
    all: () =>
      [...groups].map(([treatment, group]) => ({ treatment, ...group })).sort((a, b) => a.treatment - b.treatment),
  };
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** When a member was sent to last, or would have been; null for nobody. */
function lastMoment(member: RunMember): number | null {
  let last: number | null = null;
  if (member.group === 'TREATED') for (const { at } of member.messages) last = latest(last, at);
  else for (const moment of member.moments) last = latest(last, moment);
  return last;
}

/** A customer keeps one treatment for a whole run; should they differ, that of the first message holds. */
function treatmentOf(messages: readonly RunMessage[]): number {
  let first: RunMessage | undefined;
  for (const next of messages) {
    if (first === undefined || next.at < first.at || (next.at === first.at && next.wave < first.wave)) first = next;
  }
  return first?.treatment ?? 0;
}

/** Different endpoints of one customer that a message may have reached. Without a set: there are a few, of millions. */
function countEndpoints(messages: readonly RunMessage[]): number {
  let count = 0;
  for (const [index, message] of messages.entries()) {
    if (!isThrough(message)) continue;
    const isKnown = (other: RunMessage, at: number): boolean =>
      at < index && other.endpointId === message.endpointId && isThrough(other);
    if (!messages.some(isKnown)) count += 1;
  }
  return count;
}

function isThrough(message: RunMessage): boolean {
  return message.isAccepted && !isHardBounce(message);
}

/**
 * Counts a run, one member after the other. `add` takes a member with their events of the goal's name, all of them:
 * which count is decided here. Members without a message or a moment are nobody's.
 */
export function createTally(goal: { readonly windowMs: number; readonly asOf: number }): {
  readonly add: (member: RunMember, events: readonly GoalEvent[]) => void;
  readonly result: () => RunTally;
} {
  const rows = createRows();
  const treatments = createGroups();
  const treated = { members: 0, returned: 0 };
  const heldOut = { members: 0, returned: 0, reached: 0 };
  let [endpoints, lateEvents] = [0, 0];
  let windowsEndAt: number | null = null;
  return {
    add: (member, events) => {
      const last = lastMoment(member);
      if (last === null) return;
      windowsEndAt = latest(windowsEndAt, last + goal.windowMs);
      const credit = creditGoals(member, events, goal);
      const returned = credit.isReturned ? 1 : 0;
      lateEvents += credit.late;
      if (member.group === 'HELD_OUT') {
        heldOut.members += 1;
        heldOut.returned += returned;
        heldOut.reached += member.isReached ? 1 : 0;
        return;
      }
      treated.members += 1;
      treated.returned += returned;
      treatments.add(treatmentOf(member.messages), 1, returned);
      endpoints += countEndpoints(member.messages);
      for (const message of member.messages) countStages(rows.of(message), message);
      if (credit.message !== null) rows.of(credit.message).goal += 1;
      for (const message of credit.events) if (message !== null) rows.of(message).goalEvents += 1;
    },
    result: () => ({
      treated: { ...treated },
      heldOut: { ...heldOut },
      treatments: treatments.all(),
      rows: rows.all(),
      endpoints,
      lateEvents,
      windowsEndAt,
    }),
  };
}

/** Adds the tallies of two parts of a run: of shards, each of whose members is in one of them. */
export function addTallies(a: RunTally, b: RunTally): RunTally {
  const rows = createRows();
  const treatments = createGroups();
  for (const part of [a, b]) {
    for (const { treatment, members, returned } of part.treatments) treatments.add(treatment, members, returned);
    for (const row of part.rows) addRow(rows.of(row), row);
  }
  return {
    treated: addGroups(a.treated, b.treated),
    heldOut: { ...addGroups(a.heldOut, b.heldOut), reached: a.heldOut.reached + b.heldOut.reached },
    treatments: treatments.all(),
    rows: rows.all(),
    endpoints: a.endpoints + b.endpoints,
    lateEvents: a.lateEvents + b.lateEvents,
    windowsEndAt: latest(a.windowsEndAt, b.windowsEndAt),
  };
}

function addGroups(a: GroupTally, b: GroupTally): GroupTally {
  return { members: a.members + b.members, returned: a.returned + b.returned };
}

function addRow(sum: Writable<FunnelRow>, row: FunnelRow): void {
  for (const stage of ['planned', 'accepted', 'delivered', 'opened', 'clicked'] as const) sum[stage] += row[stage];
  for (const count of ['goal', 'goalEvents', 'hardBounced'] as const) sum[count] += row[count];
}
