import type { Campaign } from '../../../domain/campaign/index.ts';
import type { Arm } from '../../../domain/experiment/index.ts';
import { goalEventsOf } from '../../../domain/report/index.ts';
import type { Run } from '../../../domain/run/index.ts';
import { NO_MARK, withReceipts, type RecipientStatus } from '../../../domain/send-job/index.ts';
import { batchesOf } from '../../batches-of.ts';
import { inParallel } from '../../in-parallel.ts';
import type { Clock, CustomerSource } from '../../ports.ts';
import { isUnreadable } from '../model/chunk.ts';
import type { SendJob } from '../model/job.ts';
import type { ShardStore } from '../model/ports.ts';
import type { RunRecords } from '../model/run-store.ts';
import { readChunks, type ReadChunksDeps } from '../plan/read-chunks.ts';
import { changeRun } from './change-run.ts';

export type CountGoalsDeps = ReadChunksDeps & {
  readonly customers: Pick<CustomerSource, 'getMany'>;
  readonly shards: Pick<ShardStore, 'get'>;
  readonly runRecords: RunRecords;
  readonly clock: Pick<Clock, 'now'>;
};

/** A shard has up to 50,000 people, which takes seconds; whoever counts it for longer has died. */
const LEASE_MS = 120_000;
/** After so long the rest is left to the next bell. */
const TURN_MS = 15_000;
const CHUNKS = 50;
const BATCH = 100;
const PARALLEL = 8;

/** Who was shown something: not those whom nothing was sent to, or of whom the provider said that it failed. */
const SHOWN: ReadonlySet<RecipientStatus> = new Set(['ACCEPTED', 'DELIVERED', 'OPENED', 'CLICKED', 'IN_DOUBT']);

/**
 * Counts who of a trial has reached the campaign's goal since it was launched, by treatment: shard by shard, and by one at a
 * time, who notes on the run how far it has come. Null: it is not through yet, or somebody else is counting; the next bell
 * goes on.
 */
export async function countGoals(
  deps: CountGoalsDeps,
  { run, campaign, trial }: { readonly run: Run; readonly campaign: Campaign; readonly trial: SendJob },
): Promise<readonly Arm[] | null> {
  const start = deps.clock.now();
  const nobody = (campaign.treatments ?? []).map(({ name }): Arm => ({ name, trials: 0, successes: 0 }));
  let mine = await claim(deps, run, { nextShard: 0, until: start + LEASE_MS, arms: nobody }, start);
  while (mine?.looking !== undefined) {
    const { nextShard, arms } = mine.looking;
    if (nextShard >= trial.shardCount) return arms;
    const now = deps.clock.now();
    const isOver = now - start > TURN_MS;
    const counted = isOver ? arms : addArms(arms, await countShard(deps, campaign, trial, nextShard));
    const looking = {
      nextShard: isOver ? nextShard : nextShard + 1,
      until: isOver ? 0 : now + LEASE_MS,
      arms: counted,
    };
    const { seq } = mine;
    const saved = await deps.runRecords.save({ ...mine, looking, seq: seq + 1 }, seq);
    // An order came in between: the next bell goes on where the run says.
    if (!saved || isOver) return null;
    mine = await deps.runRecords.get(run.id);
  }
  return null;
}

/** Null: somebody else counts, or the look is taken. */
async function claim(
  { runRecords }: CountGoalsDeps,
  seen: Run,
  first: NonNullable<Run['looking']>,
  now: number,
): Promise<Run | null> {
  const changed = await changeRun(
    runRecords,
    seen.id,
    (run) => {
      if (run.look !== undefined || (run.looking !== undefined && run.looking.until > now)) return null;
      return { ...run, looking: { ...(run.looking ?? first), until: first.until } };
    },
    { seen },
  );
  return changed?.isChanged === true ? changed.run : null;
}

function addArms(arms: readonly Arm[], more: readonly Arm[]): readonly Arm[] {
  return arms.map((arm, index) => ({
    name: arm.name,
    trials: arm.trials + (more[index]?.trials ?? 0),
    successes: arm.successes + (more[index]?.successes ?? 0),
  }));
}

async function countShard(
  deps: CountGoalsDeps,
  { treatments = [], goal }: Campaign,
  { id: jobId, launchedAt, createdAt }: SendJob,
  shard: number,
): Promise<readonly Arm[]> {
  const since = launchedAt ?? createdAt;
  const arms = treatments.map(({ name }) => ({ name, trials: 0, successes: 0 }));
  const count = (await deps.shards.get({ jobId, shard }))?.planning.chunkCount ?? 0;
  for (let from = 0; from < count; from += CHUNKS) {
    const read = await readChunks(deps, { jobId, shard }, from, Math.min(CHUNKS, count - from));
    const shown = read.flatMap(({ chunk, state, marks }) =>
      isUnreadable(chunk)
        ? []
        : chunk.recipients.filter((_, place) => {
            const result = withReceipts(
              state?.results[place] ?? { status: 'IN_DOUBT' },
              marks?.marks[place] ?? NO_MARK,
            );
            return SHOWN.has(result.status);
          }),
    );
    await inParallel(batchesOf(shown, BATCH), PARALLEL, async (batch) => {
      const found = await deps.customers.getMany(batch.map(({ customerId }) => customerId));
      for (const { customerId, treatment } of batch) {
        const arm = arms[treatment];
        if (arm === undefined) continue;
        const activity = found.get(customerId)?.activity;
        arm.trials += 1;
        if (activity !== undefined && goalEventsOf(activity, goal?.event).some(({ at }) => at >= since)) {
          arm.successes += 1;
        }
      }
    });
  }
  return arms;
}
