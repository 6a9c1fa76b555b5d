import type { CampaignGoal } from '../../domain/campaign/index.ts';
import type { Customer } from '../../domain/customer/index.ts';
import {
  createTally,
  goalEventsOf,
  type GoalEvent,
  type RunMessage,
  type RunTally,
} from '../../domain/report/index.ts';
import { batchesOf } from '../batches-of.ts';
import { inParallel } from '../in-parallel.ts';
import type { CustomerSource } from '../ports.ts';
import { heldOutMoments, type WaveTerms } from './held-out-moments.ts';
import { readHeldOut, readMessages, type ReadMembersDeps, type Wave } from './read-members.ts';

export type TallyDeps = ReadMembersDeps & { readonly customers: Pick<CustomerSource, 'getMany'> };

/** What is measured of a run. `asOf` is in milliseconds since the epoch. */
export type TallyTerms = {
  readonly waves: readonly Wave[];
  /** Of each wave, in the same order. */
  readonly waveTerms: readonly WaveTerms[];
  readonly goal: CampaignGoal;
  readonly asOf: number;
  readonly isReached: (customer: Customer) => Promise<boolean>;
};

const DAY_MS = 86_400_000;
const BATCH = 100;
const PARALLEL = 16;

/**
 * Counts one shard of a run: everybody whom it meant to send to in any of its waves, and everybody whom it held out, with
 * what they did. A customer is in the same shard in every wave.
 */
export async function tallyShard(deps: TallyDeps, terms: TallyTerms, shard: number): Promise<RunTally> {
  const { waves, waveTerms, goal, asOf } = terms;
  const tally = createTally({ windowMs: goal.withinDays * DAY_MS, asOf });
  const sent = new Map<string, RunMessage[]>();
  const heldOut = new Map<string, number[]>();
  for (const [index, wave] of waves.entries()) {
    for await (const page of readMessages(deps, wave, shard)) {
      for (const { customerId, message } of page) addTo(sent, customerId, message);
    }
    for await (const ids of readHeldOut(deps, wave.job, shard)) {
      for (const customerId of ids) addTo(heldOut, customerId, index);
    }
  }
  const eventsOf = (customer: Customer | undefined): readonly GoalEvent[] =>
    customer === undefined ? [] : goalEventsOf(customer.activity, goal.event);
  await eachWith(deps, sent, async (messages, customer) => {
    tally.add({ group: 'TREATED', messages }, eventsOf(customer));
  });
  await eachWith(deps, heldOut, async (listed, customer) => {
    const moments = heldOutMoments(customer, waveTerms, listed);
    const isReached = customer !== undefined && (await terms.isReached(customer));
    tally.add({ group: 'HELD_OUT', moments, isReached }, eventsOf(customer));
  });
  return tally.result();
}

function addTo<T>(known: Map<string, T[]>, key: string, value: T): void {
  const values = known.get(key);
  if (values === undefined) known.set(key, [value]);
  else values.push(value);
}

/** Reads the customers of a map in batches, several at a time. */
async function eachWith<T>(
  { customers }: TallyDeps,
  known: ReadonlyMap<string, T>,
  use: (value: T, customer: Customer | undefined) => Promise<void>,
): Promise<void> {
  await inParallel(batchesOf([...known.keys()], BATCH), PARALLEL, async (batch) => {
    const found = await customers.getMany(batch);
    for (const id of batch) {
      const value = known.get(id);
      if (value !== undefined) await use(value, found.get(id));
    }
  });
}
