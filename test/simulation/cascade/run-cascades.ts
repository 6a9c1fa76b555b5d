import type { InDoubtPolicy } from '../../../src/domain/campaign/index.ts';
import { isResent } from '../../../src/domain/send-job/index.ts';
import { addCounts, NO_COUNTS, type SeedCounts } from '../run-seeds.ts';
import { cascadeOf } from './cascade.ts';
import { findCascadeBreaches } from './check-cascade.ts';
import { simulateCascade } from './simulate-cascade.ts';

async function runOne(seed: number, policy: InDoubtPolicy): Promise<SeedCounts> {
  const label = `${policy} cascade ${seed} (CASCADE=${seed} replays it)`;
  const cascade = cascadeOf(seed, policy);
  try {
    const end = await simulateCascade(cascade);
    const { crashes, stalls } = end.scheduler.counts;
    let [repeats, lost, inDoubt, duplicates] = [0, 0, 0, 0];
    for (const { recipients } of end.waves) {
      for (const { result, times } of recipients.values()) {
        if (times > 1 && isResent(result.code)) repeats += 1;
        else if (times > 1) duplicates += 1;
        if (result.status === 'ACCEPTED' && times === 0) lost += 1;
        if (result.status === 'IN_DOUBT') inDoubt += 1;
      }
    }
    const breaches = findCascadeBreaches(cascade, end).map((breach) => `${label}: ${breach}`);
    const counts = { crashes, stalls, delivered: end.sent.length, repeats, lost, inDoubt, duplicates, breaches };
    return { ...NO_COUNTS, seeds: 1, ...counts };
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...NO_COUNTS, seeds: 1, breaches: [`${label}: ${reason}`] };
  }
}

/** Runs cascades of a policy; stops at the tenth breach, which is enough to look at. */
export async function runCascades(policy: InDoubtPolicy, seeds: Iterable<number>): Promise<SeedCounts> {
  let counts = NO_COUNTS;
  for (const seed of seeds) {
    counts = addCounts(counts, await runOne(seed, policy));
    if (counts.breaches.length >= 10) break;
  }
  return counts;
}
