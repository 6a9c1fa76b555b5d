import { activeChances, EXPECTED, placeOf, splitActivity, splitOutcome } from './outcome.ts';
import { activeWithin, shareDone, type Chances } from './response.ts';
import { createAddressCount, type SharedAddresses } from './shared-addresses.ts';
import {
  ACTIVITIES,
  afterOut,
  afterSend,
  NEW,
  SENT_STATUSES,
  standingKey,
  type RehearsedDecision,
  type Standing,
} from './standing.ts';

const MINUTE_MS = 60_000;

/** What is rehearsed. Times are milliseconds since the epoch. */
export type Script<T> = {
  /** A random sample of everybody. */
  readonly people: readonly T[];
  /** How many everybody is. */
  readonly population: number;
  readonly beginsAt: number;
  /** Each wave's wait, from when the one before has gone out; that of the first counts from `beginsAt`. */
  readonly waits: readonly { readonly minutes: number }[];
  /** How fast a wave goes out; absent: at once. */
  readonly messagesPerSecond?: number;
  /** The planner: what a wave does with somebody as the waves before left them, at its moment. */
  readonly decide: (person: T, wave: number, standing: Standing, at: number) => RehearsedDecision;
};

/** When a wave begins and when it has gone out, as expected. */
export type WaveTime = { readonly at: number; readonly until: number };

/**
 * One thing that a wave may do with somebody, and where each outcome leads: for a message by status and activity
 * (`placeOf`), for somebody who is out by activity. Absent: the run is over for them.
 */
export type Node = {
  readonly wave: number;
  readonly decision: Exclude<RehearsedDecision, { outcome: 'STAYS' }>;
  readonly next: (number | undefined)[];
};

/** Those of the sample with whom every wave does the same, whatever happens; their nodes begin with the first wave. */
export type Profile = { readonly count: number; readonly nodes: readonly Node[] };

/** A sample that has been through all waves, along every way that a response may lead. */
export type Rehearsal = {
  readonly waves: readonly WaveTime[];
  readonly profiles: readonly Profile[];
  readonly sampled: number;
  readonly shared: SharedAddresses;
};

type Pending = {
  readonly standing: Standing;
  /** How likely somebody comes to stand so. */
  readonly weight: number;
  /** What led there: nodes by index, and the place of the outcome. */
  readonly from: readonly (readonly [node: number, place: number])[];
};

/** People with whom the waves so far do the same, and where those may have left them. */
type Group<T> = {
  readonly people: readonly T[];
  readonly nodes: readonly Node[];
  readonly pending: readonly Pending[];
};

type Placed = { readonly index: number; readonly standing: Standing; readonly weight: number };

/** A group after a wave has decided it. */
type Decided<T> = {
  readonly people: readonly T[];
  readonly nodes: readonly Node[];
  readonly placed: readonly Placed[];
};

/**
 * Puts every person of a sample through all waves. What the planner says depends on what became of the messages before,
 * so it is asked for each standing that a person may come to, not once for a guess: afterwards a run can be replayed
 * with any response without asking it again. Each wave is at the moment at which it is to be expected.
 */
export function rehearse<T>(script: Script<T>, chances: Chances): Rehearsal {
  const { people, waits, population } = script;
  const scale = people.length === 0 ? 0 : population / people.length;
  let groups: readonly Group<T>[] = [{ people, nodes: [], pending: [{ standing: NEW, weight: 1, from: [] }] }];
  const addresses = createAddressCount();
  const waves: WaveTime[] = [];
  let at = script.beginsAt + (waits[0]?.minutes ?? 0) * MINUTE_MS;
  for (let wave = 0; wave < waits.length; wave += 1) {
    const decide = (person: T, standing: Standing): RehearsedDecision => script.decide(person, wave, standing, at);
    const decided = groups.flatMap((group) => decideGroup(group, wave, decide, addresses));
    const until = at + outIn(decided, scale, script.messagesPerSecond);
    waves.push({ at, until });
    const next = until + (waits[wave + 1]?.minutes ?? 0) * MINUTE_MS;
    const minutes = (next - at) / MINUTE_MS;
    groups = decided.map(({ placed, ...group }) => ({
      ...group,
      pending: wave + 1 < waits.length ? follow(placed, group.nodes, chances, minutes) : [],
    }));
    at = next;
  }
  const profiles = groups.map(({ people: members, nodes }) => ({ count: members.length, nodes }));
  return { waves, profiles, sampled: people.length, shared: addresses.result() };
}

/** Asks the planner for every person of a group and every standing; a group for each set of answers. */
function decideGroup<T>(
  { people, nodes, pending }: Group<T>,
  wave: number,
  decide: (person: T, standing: Standing) => RehearsedDecision,
  addresses: Pick<ReturnType<typeof createAddressCount>, 'add'>,
): readonly Decided<T>[] {
  if (pending.length === 0) return [{ people, nodes, placed: [] }];
  const parts = new Map<string, { readonly people: T[]; readonly decisions: readonly RehearsedDecision[] }>();
  for (const person of people) {
    const decisions = pending.map(({ standing }) => decide(person, standing));
    addresses.add(wave, decisions);
    const key = decisions.map(decisionKey).join(';');
    const same = parts.get(key);
    if (same === undefined) parts.set(key, { people: [person], decisions });
    else same.people.push(person);
  }
  return [...parts.values()].map((part) => ({ people: part.people, ...place(nodes, pending, part.decisions, wave) }));
}

function place(
  before: readonly Node[],
  pending: readonly Pending[],
  decisions: readonly RehearsedDecision[],
  wave: number,
): { readonly nodes: readonly Node[]; readonly placed: readonly Placed[] } {
  const nodes = before.map((node) => ({ ...node, next: [...node.next] }));
  const placed: Placed[] = [];
  for (const [at, { standing, weight, from }] of pending.entries()) {
    const decision = decisions[at];
    if (decision === undefined || decision.outcome === 'STAYS') continue;
    const index = nodes.push({ wave, decision, next: [] }) - 1;
    for (const [node, slot] of from) {
      const leads = nodes[node]?.next;
      if (leads !== undefined) leads[slot] = index;
    }
    placed.push({ index, standing, weight });
  }
  return { nodes, placed };
}

/** Milliseconds that a wave needs to go out. */
function outIn<T>(groups: readonly Decided<T>[], scale: number, messagesPerSecond: number | undefined): number {
  if (messagesPerSecond === undefined) return 0;
  let messages = 0;
  for (const { people, nodes, placed } of groups) {
    for (const { index, weight } of placed) {
      if (nodes[index]?.decision.outcome === 'SEND') messages += weight * people.length;
    }
  }
  return Math.ceil(((messages * scale) / messagesPerSecond) * 1_000);
}

/** Where everybody of a group may stand by the next wave; ways that lead to one standing are one from there on. */
function follow(
  placed: readonly Placed[],
  nodes: readonly Node[],
  chances: Chances,
  minutes: number,
): readonly Pending[] {
  const known = new Map<string, Pending>();
  const add = (standing: Standing, weight: number, from: readonly [node: number, place: number]): void => {
    const key = standingKey(standing);
    const same = known.get(key);
    known.set(key, { standing, weight: (same?.weight ?? 0) + weight, from: [...(same?.from ?? []), from] });
  };
  const { goalOfActive } = chances.people;
  for (const { index, standing, weight } of placed) {
    const node = nodes[index];
    if (node === undefined) continue;
    const { decision, wave } = node;
    if (decision.outcome === 'OUT') {
      const moved = splitActivity(weight, activeWithin(chances, minutes), goalOfActive, EXPECTED);
      for (const [slot, activity] of ACTIVITIES.entries()) {
        add(afterOut(standing, decision.reason, activity), moved[slot] ?? 0, [index, slot]);
      }
      continue;
    }
    const rates = chances.messages(wave, decision.channel);
    const { byStatus } = splitOutcome(weight, rates, shareDone(chances, minutes), EXPECTED);
    const active = activeChances(chances, minutes, rates.activeAfter);
    for (const [status, sent] of SENT_STATUSES.entries()) {
      const moved = splitActivity(byStatus[status] ?? 0, active[status] ?? 0, goalOfActive, EXPECTED);
      for (const [slot, activity] of ACTIVITIES.entries()) {
        add(afterSend(standing, wave, sent, activity), moved[slot] ?? 0, [index, placeOf(status, slot)]);
      }
    }
  }
  return [...known.values()];
}

/** What a decision is for profiles: whose the address is makes no difference. */
function decisionKey(decision: RehearsedDecision): string {
  if (decision.outcome === 'STAYS') return '';
  if (decision.outcome === 'OUT') return decision.reason;
  const { channel, item, units, claimMicros, heldUntil } = decision;
  return `${channel} ${item} ${units} ${claimMicros} ${heldUntil}`;
}
