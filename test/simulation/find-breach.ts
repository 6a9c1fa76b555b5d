/**
 * Looks for the first breach of a promise, and ends there: `tsx test/simulation/find-breach.ts --seeds 60`. Prints one JSON
 * object, `{ seeds, breach }`, where breach is null when the engine kept its promises; exits with 1 when it did not.
 */
import { parseArgs } from 'node:util';
import { IN_DOUBT_POLICIES } from '../../src/domain/campaign/index.ts';
import { runCascades } from './cascade/run-cascades.ts';
import { runEveryCrash, runSeeds, type SeedCounts } from './run-seeds.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '60' } } });

/** Both policies meet each seed before the next one: what is broken shows early in one of the four. */
async function* counted(seeds: number): AsyncGenerator<SeedCounts> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    for (const policy of IN_DOUBT_POLICIES) {
      yield await runSeeds(policy, [seed]);
      yield await runCascades(policy, [seed]);
    }
  }
  for (const policy of IN_DOUBT_POLICIES) yield await runEveryCrash(policy);
}

let seeds = 0;
let breach: string | null = null;
for await (const counts of counted(Number(values.seeds))) {
  seeds += counts.seeds;
  breach = counts.breaches[0] ?? null;
  if (breach !== null) break;
}
console.log(JSON.stringify({ seeds, breach }));
if (breach !== null) process.exitCode = 1;
