import type { InDoubtPolicy } from '../../../src/domain/campaign/index.ts';
import { createRandom } from '../random.ts';
import { NO_FAULTS, type ProviderFaults } from '../simulated-provider.ts';

/** What a job of a crowd is, and when (milliseconds after the beginning) somebody asks for it. */
export type CrowdJob =
  | { readonly kind: 'BULK'; readonly at: number; readonly messagesPerSecond?: number }
  | { readonly kind: 'DIRECT'; readonly at: number; readonly recipients: number }
  | { readonly kind: 'SCHEDULED'; readonly at: number; readonly recipients: number; readonly sendInMs: number };

/** How often what befalls a step of a process (a crash and so on), and a request to the store. */
export type CrowdFaults = {
  readonly crash: number;
  readonly stall: number;
  readonly slow: number;
  readonly jump: number;
  readonly storeRefuses: number;
  readonly storeAnswerLost: number;
  readonly lostRings: number;
  readonly repeatedRings: number;
  readonly skewMs: number;
  /** Of chunks and of their states. */
  readonly damagedRows: number;
};

/** Many jobs over few workers: all that a seed decides before anything happens. */
export type Crowd = {
  readonly seed: number;
  readonly policy: InDoubtPolicy;
  readonly customers: number;
  readonly shards: number;
  readonly workers: number;
  readonly directWorkers: number;
  readonly maxBatch: number;
  readonly jobs: readonly CrowdJob[];
  readonly faults: CrowdFaults;
  readonly provider: ProviderFaults;
  /** How long the store takes for a request, at most. */
  readonly storeMs: number;
  readonly isCapped: boolean;
  /** Campaigns are quiet for the first minutes and hold what is due until they are over. */
  readonly isHeld?: true;
  /** How many jobs of a day may send to one customer, whatever they are; undefined: all. */
  readonly mostADay?: number;
  /** Operators pause, cancel, retry and turn the kill switch; customers opt out and are erased; receipts come in. */
  readonly isBusy: boolean;
};

const NO_CROWD_FAULTS: CrowdFaults = {
  crash: 0,
  stall: 0,
  slow: 0,
  jump: 0,
  storeRefuses: 0,
  storeAnswerLost: 0,
  lostRings: 0,
  repeatedRings: 0,
  skewMs: 0,
  damagedRows: 0,
};

/**
 * Whether what is due at a moment must begin near it. Not where a process may crash, stall or have a wrong clock, a bell
 * may be lost, or the store be slow or fail: what a failure stopped goes on with one of the next sweeps.
 */
export function isPunctual({ faults }: Crowd): boolean {
  const { crash, stall, slow, jump, skewMs, lostRings, storeRefuses, storeAnswerLost } = faults;
  return crash + stall + slow + jump + skewMs + lostRings + storeRefuses + storeAnswerLost === 0;
}

/**
 * The crowd a seed stands for. One in eight has up to thirty jobs, the others a few; a third is calm (nothing fails, so
 * that what is due is held to its time), a third has a failing store, a third everything. All of it is drawn, nothing
 * taken from the seed's digits: whoever runs every eighth seed meets the same mixture.
 */
export function crowdOf(seed: number, policy: InDoubtPolicy): Crowd {
  const random = createRandom(seed * 7919 + 17);
  const upTo = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const isOneIn = (times: number): boolean => random() * times < 1;
  const isLarge = isOneIn(8);
  const weather = upTo(0, 2);
  const jobs = Array.from({ length: isLarge ? upTo(10, 30) : upTo(2, 8) }, (_, index): CrowdJob => {
    const kind = index === 0 ? 0 : random();
    // Campaigns come together: what else is asked for meanwhile finds every worker taken.
    const at = upTo(0, kind < 0.4 ? 15_000 : isLarge ? 60_000 : 30_000);
    const recipients = upTo(1, 6);
    if (kind < 0.4) return { kind: 'BULK', at, ...(random() < 0.4 ? { messagesPerSecond: upTo(20, 200) } : {}) };
    if (kind < 0.75) return { kind: 'DIRECT', at, recipients };
    return { kind: 'SCHEDULED', at, recipients, sendInMs: upTo(5_000, 200_000) };
  });
  return {
    seed,
    policy,
    customers: isLarge ? upTo(20, 60) : upTo(20, 160),
    shards: upTo(1, 3),
    workers: upTo(1, 8),
    directWorkers: upTo(2, 4),
    maxBatch: random() < 0.4 ? 10 : 100,
    jobs,
    faults: {
      ...NO_CROWD_FAULTS,
      repeatedRings: 0.2,
      ...(weather === 1 ? { storeRefuses: 0.02, storeAnswerLost: 0.02, damagedRows: isOneIn(2) ? 0.3 : 0 } : {}),
      ...(weather === 2
        ? {
            crash: 0.008,
            stall: 0.004,
            slow: 0.02,
            jump: isOneIn(4) ? 0.003 : 0,
            storeRefuses: 0.01,
            storeAnswerLost: 0.01,
            lostRings: 0.15,
            skewMs: isOneIn(4) ? 300_000 : 0,
            damagedRows: isOneIn(5) ? 0.3 : 0,
          }
        : {}),
    },
    provider: weather === 0 && isOneIn(2) ? NO_FAULTS : PROVIDER_FAULTS,
    storeMs: isOneIn(2) ? 0 : upTo(5, 50),
    isCapped: isOneIn(5),
    isBusy: isOneIn(2),
    // Drawn last, so that a seed is otherwise what it was before.
    ...(isOneIn(3) ? { mostADay: upTo(1, 3) } : {}),
    ...(isOneIn(4) ? { isHeld: true as const } : {}),
  };
}

const PROVIDER_FAULTS: ProviderFaults = {
  throttledCall: 0.1,
  throttledEntry: 0.08,
  lostBeforeAcceptance: 0.03,
  lostAfterAcceptance: 0.03,
  missingAddress: 0.005,
  temporaryFailure: 0.1,
  permanentFailure: 0.03,
};
