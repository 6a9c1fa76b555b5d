import type { Channel } from '../customer/channel.ts';
import type { Node, Rehearsal, WaveTime } from './rehearse.ts';
import type { SharedAddresses } from './shared-addresses.ts';
import type { RehearsedDecision } from './standing.ts';

/** Messages of a wave that are alike for whoever bills them. */
export type Line = { readonly wave: number } & Omit<Extract<RehearsedDecision, { outcome: 'SEND' }>, 'address'>;

/** A reason for which a wave leaves people out. */
export type Out = { readonly wave: number; readonly reason: string };

/** Who shares the address of somebody whom the same wave sends to. */
export const DUPLICATE_ENDPOINT = 'DUPLICATE_ENDPOINT';

/** Whom a wave's budget no longer pays for. */
export const BUDGET_EXCEEDED = 'BUDGET_EXCEEDED';

/** A node of all profiles that come to it: `line` or `out` by index; `next` by index of node. */
export type StageNode =
  | { readonly line: number; readonly channel: Channel; readonly next: readonly (number | undefined)[] }
  | { readonly out: number; readonly next: readonly (number | undefined)[] };

/** A rehearsal made ready for being replayed many times, with numbers of people instead of persons. */
export type Stage = {
  readonly waves: readonly WaveTime[];
  /** How many of the sample each profile stands for, and where it begins. */
  readonly profiles: readonly { readonly count: number; readonly root: number | undefined }[];
  readonly sampled: number;
  readonly shared: SharedAddresses;
  readonly lines: readonly Line[];
  readonly outs: readonly Out[];
  readonly nodes: readonly StageNode[];
  /** The nodes of each wave, by index. */
  readonly nodesOfWave: readonly (readonly number[])[];
};

function createIndex<T>(keyOf: (item: T) => string) {
  const known = new Map<string, number>();
  const items: T[] = [];
  const add = (item: T): number => {
    const key = keyOf(item);
    const index = known.get(key) ?? items.push(item) - 1;
    known.set(key, index);
    return index;
  };
  return { items, add };
}

function lineKey({ wave, channel, item, units, claimMicros, heldUntil }: Line): string {
  return [wave, channel, item, units, claimMicros, heldUntil].join(' ');
}

/** What is the same from a wave on is one node, whoever comes to it. */
function nodeKey(node: StageNode & { readonly wave: number }): string {
  return `${'line' in node ? `line ${node.line}` : `out ${node.out}`} ${node.next.join()}`;
}

/** Numbers the nodes, messages and reasons of all profiles of a rehearsal. */
export function setStage({ waves, profiles, sampled, shared }: Rehearsal): Stage {
  const lines = createIndex<Line>(lineKey);
  const outs = createIndex<Out>(({ wave, reason }) => `${wave} ${reason}`);
  for (const wave of waves.keys()) {
    for (const reason of [DUPLICATE_ENDPOINT, BUDGET_EXCEEDED]) outs.add({ wave, reason });
  }
  const nodes = createIndex<StageNode & { readonly wave: number }>(nodeKey);
  const numbered = profiles.map(({ count, nodes: own }) => {
    // What follows comes after what it follows: from the last to the first, all that a node leads to has its number.
    const numbers: number[] = [];
    for (const [place, { wave, decision, next: ownNext }] of [...own.entries()].reverse()) {
      const next = Array.from(ownNext, (leads) => (leads === undefined ? undefined : numbers[leads]));
      numbers[place] = nodes.add(stageNode(wave, decision, next));
    }
    return { count, root: numbers[0] };
  });
  function stageNode(wave: number, decision: Node['decision'], next: StageNode['next']) {
    if (decision.outcome === 'OUT') return { wave, out: outs.add({ wave, reason: decision.reason }), next };
    const { address: _, ...message } = decision;
    return { wave, line: lines.add({ wave, ...message }), channel: message.channel, next };
  }
  const nodesOfWave = waves.map((_, wave) =>
    [...nodes.items.keys()].filter((index) => nodes.items[index]?.wave === wave),
  );
  return {
    waves,
    profiles: numbered,
    sampled,
    shared,
    lines: lines.items,
    outs: outs.items,
    nodes: nodes.items,
    nodesOfWave,
  };
}
