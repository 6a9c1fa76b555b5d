import { hash53 } from '../customer/hash53.ts';
import type { SharePercent } from './shares.ts';

/** Two to the power of the bits of `hash53`. */
const HASHES = 2 ** 53;

/** What keeps the draws of an experiment apart from each other; the holdout is drawn by another hash altogether. */
const TREATMENT_DRAW = 0x7472_6561;
const LOOK_DRAW = 0x6c6f_6f6b;

/** A number in (0, 1] that stands for a customer under a seed. */
function draw(customerId: string, seed: number): number {
  return (hash53(customerId, seed) + 0.5) / HASHES;
}

/**
 * Says which treatment (by index) a customer of a campaign gets. The answer follows from the campaign, the customer and
 * the names and shares of the treatments alone: planning again, another wave or another run gives the same.
 *
 * Every treatment draws an exponential waiting time with its share as its rate, and the shortest wins (weighted
 * rendezvous hashing): a treatment whose share grows only gains people, one whose share shrinks only loses some, and a
 * new one takes its people from all others in proportion; nobody else moves. Cut points on a line would move people
 * between groups whose shares did not change.
 */
export function createAssignment(
  campaignId: string,
  treatments: readonly { readonly name: string; readonly sharePercent: SharePercent }[],
): (customerId: string) => number {
  const campaign = hash53(campaignId, TREATMENT_DRAW);
  const seeds = treatments.map(({ name }) => hash53(name, campaign));
  const shares = treatments.map(({ sharePercent }) => Number(sharePercent));
  return (customerId) => {
    let chosen = 0;
    let shortest = Infinity;
    for (let index = 0; index < seeds.length; index += 1) {
      const wait = -Math.log(draw(customerId, seeds[index] ?? 0)) / (shares[index] ?? 0);
      if (wait >= shortest) continue;
      shortest = wait;
      chosen = index;
    }
    return chosen;
  };
}

/**
 * Says whether a customer of a campaign belongs to those on whom the treatments are tried before the look, or to the
 * rest, who get the winner. A larger percentage only adds customers to the trial.
 */
export function createTrial(campaignId: string, testPercent: number): (customerId: string) => boolean {
  const seed = hash53(campaignId, LOOK_DRAW);
  return (customerId) => draw(customerId, seed) * 100 <= testPercent;
}
