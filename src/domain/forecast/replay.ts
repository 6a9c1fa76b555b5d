import type { Channel } from '../customer/channel.ts';
import { drawBinomial, drawGamma, type Random } from './draw.ts';
import { grantBudget } from './grant.ts';
import { activeChances, placeOf, splitActivity, splitOutcome, type Split } from './outcome.ts';
import { activeWithin, drawChances, shareDone, type Chances, type Response } from './response.ts';
import { drawDoubledShare, sharedKey } from './shared-addresses.ts';
import { BUDGET_EXCEEDED, DUPLICATE_ENDPOINT, type Stage, type StageNode } from './stage.ts';
import { ACTIVITIES, SENT_STATUSES } from './standing.ts';

/** How many everybody is, as far as it is known: with the interval that holds it in 95 of 100 cases. */
export type Population = { readonly estimate: number; readonly low: number; readonly high: number };

/** What happened in one replay, by index of the stage's lines and reasons. */
export type Replay = {
  readonly sent: readonly number[];
  readonly accepted: readonly number[];
  /** Of the accepted, those that were reported as failed afterwards. */
  readonly failed: readonly number[];
  readonly out: readonly number[];
};

/** What holds for all replays. */
export type ReplayTerms = {
  readonly stage: Stage;
  readonly response: Response;
  readonly population: Population;
  /** What the run may claim in all, in millionths of a won; absent: without limit. */
  readonly budgetMicros?: number;
};

const MINUTE_MS = 60_000;

/** How many everybody is in one replay: never fewer than were read. */
function drawPopulation({ estimate, low, high }: Population, sampled: number, random: Random): number {
  if (low === high) return Math.max(sampled, estimate);
  // The middle of a uniform number's twelve is nearly normal; the interval is about four deviations wide.
  let sum = -6;
  for (let index = 0; index < 12; index += 1) sum += random();
  const half = sum < 0 ? estimate - low : high - estimate;
  return Math.max(sampled, Math.round(estimate + (sum * half) / 1.96));
}

/**
 * How many of everybody are of each profile: those of the sample are known, the others follow shares that the sample
 * leaves open (the Bayesian bootstrap; Rubin, Annals of Statistics 9:130, 1981).
 */
function drawProfiles({ profiles, sampled }: Stage, population: number, random: Random): number[] {
  const weights = profiles.map(({ count }) => (population > sampled ? drawGamma(count, random) : 0));
  let left = population - sampled;
  let weightLeft = weights.reduce((sum, weight) => sum + weight, 0);
  return profiles.map(({ count }, index) => {
    const weight = weights[index] ?? 0;
    const others = weight === 0 ? 0 : drawBinomial(left, Math.min(1, weight / weightLeft), random);
    left -= others;
    weightLeft -= weight;
    return count + others;
  });
}

/** Replays a run once: with rates, shares and chances as they may turn out. */
export function replay({ stage, response, population, budgetMicros }: ReplayTerms, random: Random): Replay {
  const { nodes, nodesOfWave, lines, outs, waves } = stage;
  const chances = drawChances(response, random);
  const counts = new Float64Array(nodes.length);
  const people = drawPopulation(population, stage.sampled, random);
  for (const [index, count] of drawProfiles(stage, people, random).entries()) {
    const root = stage.profiles[index]?.root;
    if (root !== undefined) counts[root] = count;
  }
  const result = {
    sent: lines.map(() => 0),
    accepted: lines.map(() => 0),
    failed: lines.map(() => 0),
    out: outs.map(() => 0),
  };
  let left = budgetMicros;
  for (const [wave, members] of nodesOfWave.entries()) {
    const doubled = outs.findIndex((out) => out.wave === wave && out.reason === DUPLICATE_ENDPOINT);
    result.out[doubled] = leaveDoubled(stage, wave, counts, people, random);
    const granted = left === undefined ? null : payFor(stage, wave, counts, left);
    if (granted !== null && left !== undefined) left -= granted.spent;
    const next = waves[wave + 1];
    const minutes = next === undefined ? null : (next.at - (waves[wave]?.at ?? 0)) / MINUTE_MS;
    const go = { chances, minutes, split: (count: number, chance: number) => drawBinomial(count, chance, random) };
    for (const index of members) {
      const node = nodes[index];
      const count = counts[index] ?? 0;
      if (node === undefined || count === 0) continue;
      if ('out' in node) {
        result.out[node.out] = (result.out[node.out] ?? 0) + count;
        leave(node, count, counts, go);
        continue;
      }
      const sent = granted === null ? count : granted.take(node.line, count);
      if (sent < count) {
        const unpaid = outs.findIndex((out) => out.wave === wave && out.reason === BUDGET_EXCEEDED);
        result.out[unpaid] = (result.out[unpaid] ?? 0) + count - sent;
      }
      result.sent[node.line] = (result.sent[node.line] ?? 0) + sent;
      const { accepted, failedLater } = send(node, wave, sent, counts, go);
      result.accepted[node.line] = (result.accepted[node.line] ?? 0) + accepted;
      result.failed[node.line] = (result.failed[node.line] ?? 0) + failedLater;
    }
  }
  return result;
}

/** `minutes` until the next wave; null after the last one. */
type Going = { readonly chances: Chances; readonly minutes: number | null; readonly split: Split };

function move(next: StageNode['next'], status: number, people: readonly number[], counts: Float64Array): void {
  for (const activity of ACTIVITIES.keys()) {
    const to = next[placeOf(status, activity)];
    if (to !== undefined) counts[to] = (counts[to] ?? 0) + (people[activity] ?? 0);
  }
}

function leave(node: StageNode, count: number, counts: Float64Array, { chances, minutes, split }: Going): void {
  if (minutes === null || node.next.length === 0) return;
  move(node.next, 0, splitActivity(count, activeWithin(chances, minutes), chances.people.goalOfActive, split), counts);
}

function send(
  node: Extract<StageNode, { line: number }>,
  wave: number,
  count: number,
  counts: Float64Array,
  { chances, minutes, split }: Going,
) {
  const rates = chances.messages(wave, node.channel);
  const done = minutes === null ? 1 : shareDone(chances, minutes);
  const outcome = splitOutcome(count, rates, done, split);
  if (minutes === null || node.next.length === 0) return outcome;
  const active = activeChances(chances, minutes, rates.activeAfter);
  for (const status of SENT_STATUSES.keys()) {
    const people = outcome.byStatus[status] ?? 0;
    if (people === 0) continue;
    move(node.next, status, splitActivity(people, active[status] ?? 0, chances.people.goalOfActive, split), counts);
  }
  return outcome;
}

/** Takes out of a wave who shares the address of somebody whom it sends to, and says how many they are. */
function leaveDoubled(
  { nodes, nodesOfWave, shared, sampled }: Stage,
  wave: number,
  counts: Float64Array,
  population: number,
  random: Random,
): number {
  const senders = new Map<Channel, number[]>();
  for (const index of nodesOfWave[wave] ?? []) {
    const node = nodes[index];
    if (node === undefined || !('line' in node)) continue;
    const known = senders.get(node.channel);
    if (known === undefined) senders.set(node.channel, [index]);
    else known.push(index);
  }
  let all = 0;
  for (const [channel, members] of senders) {
    const seen = shared.get(sharedKey(wave, channel));
    if (seen === undefined) continue;
    const messages = members.reduce((sum, index) => sum + (counts[index] ?? 0), 0);
    const share = drawDoubledShare(seen, { sampled, population }, random);
    // Both of a pair must be of this wave: of half of the people, a quarter of the pairs.
    const present = Math.min(1, messages / ((seen.people * population) / sampled));
    const isSure = population <= sampled && present === 1;
    const doubled = isSure ? seen.doubled : drawBinomial(messages, share * present, random);
    const take = handOut(messages, doubled);
    for (const index of members) counts[index] = (counts[index] ?? 0) - take(counts[index] ?? 0);
    all += doubled;
  }
  return all;
}

/** Hands out an amount to parts of some people, each its share, and all of it in the end. */
function handOut(people: number, amount: number): (count: number) => number {
  let [peopleLeft, amountLeft] = [people, amount];
  return (count) => {
    const taken = peopleLeft === 0 ? 0 : Math.min(count, Math.round((count * amountLeft) / peopleLeft));
    peopleLeft -= count;
    amountLeft -= taken;
    return taken;
  };
}

/** What the rest of a budget pays for in a wave: `take` hands out what is granted of a line to one part of its people. */
function payFor({ lines, nodes, nodesOfWave }: Stage, wave: number, counts: Float64Array, left: number) {
  const wanted = lines.map(() => 0);
  for (const index of nodesOfWave[wave] ?? []) {
    const node = nodes[index];
    if (node !== undefined && 'line' in node) wanted[node.line] = (wanted[node.line] ?? 0) + (counts[index] ?? 0);
  }
  const claims = lines.map(({ claimMicros = 0 }, line) => ({ count: wanted[line] ?? 0, claimMicros }));
  const granted = grantBudget(claims, left);
  const spent = granted.reduce((sum, count, line) => sum + count * (claims[line]?.claimMicros ?? 0), 0);
  const takeOf = granted.map((grant, line) => handOut(wanted[line] ?? 0, grant));
  const take = (line: number, count: number): number => takeOf[line]?.(count) ?? 0;
  return { spent, take };
}
