import type { SendHistory } from '../../../domain/campaign/index.ts';
import { batchesOf } from '../../batches-of.ts';
import { inParallel } from '../../in-parallel.ts';
import type { Clock } from '../../ports.ts';
import type { Lease } from '../lease/lease.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import { runsScope } from '../model/entered-run.ts';
import type { CapStore, ChunkStore } from '../model/ports.ts';

export type NoteHeldOutDeps = {
  readonly caps: CapStore;
  readonly chunks: Pick<ChunkStore, 'listExcluded'>;
  readonly clock: Pick<Clock, 'now'>;
};

const LISTS_AT_ONCE = 10;
const AT_ONCE = 100;
const PARALLEL = 10;
const MAX_TRIES = 5;

const NEVER: SendHistory = {};

/**
 * Counts those whom a shard's plan holds out against the campaign's own limits, as if they had been sent to: when a later
 * run leaves out whom this one has sent to, it leaves out the others of the same day as well. Otherwise its holdout would
 * be old customers, its recipients new ones, and the difference between the two no effect of the campaign. Counted under
 * the names that sending counts under, so that doing it again after a crash changes nothing. False when the time is up
 * before all are; what is counted stays so.
 */
export async function noteHeldOut(
  deps: NoteHeldOutDeps,
  job: CompiledJob,
  lease: Lease,
  deadline: number,
): Promise<boolean> {
  const scopes = scopesOf(job);
  const { shard, planning, round } = lease.shard();
  // In a round for the failed or the doubtful all are counted.
  if (scopes.length === 0 || round > 0 || !(job.plan.holdoutPercent > 0)) return true;
  for (let from = 0; from < planning.pages;) {
    if (deps.clock.now() > deadline) return false;
    await lease.keep();
    const lists = await deps.chunks.listExcluded({ jobId: job.id, shard }, from, LISTS_AT_ONCE);
    const last = lists.at(-1);
    // A page that leaves out nobody has no list, so that fewer lists may come than pages were asked for.
    if (last === undefined) return true;
    const listed = lists.filter(({ number }) => number < planning.pages);
    const ids = listed.flatMap(({ customerIds }) => customerIds.TREATMENT_HOLDOUT ?? []);
    for (const batch of batchesOf(ids, AT_ONCE)) {
      for (const [scope, countedAs] of scopes) await countAll(deps, scope, countedAs, batch);
    }
    from = last.number + 1;
  }
  return true;
}

/** The limits that planning asks, and under which name each counts. */
function scopesOf({ id, run, plan }: CompiledJob): readonly (readonly [scope: string, countedAs: string])[] {
  const { campaignId, caps, oncePerCustomer } = plan;
  const scopes: (readonly [string, string])[] = [];
  if (caps !== undefined) scopes.push([campaignId, id]);
  if (oncePerCustomer !== undefined) scopes.push([runsScope(campaignId), run?.id ?? id]);
  return scopes;
}

async function countAll(
  { caps, clock }: NoteHeldOutDeps,
  scope: string,
  jobId: string,
  customerIds: readonly string[],
): Promise<void> {
  let left = customerIds;
  // Whoever another job counts at the same moment is read once more.
  for (let attempt = 0; attempt < MAX_TRIES && left.length > 0; attempt += 1) {
    const histories = await caps.getHistories(scope, left);
    const changed: string[] = [];
    await inParallel(left, PARALLEL, async (id) => {
      const known = histories.get(id) ?? NEVER;
      if (!(await caps.add(scope, id, { jobId, at: clock.now() }, known))) changed.push(id);
    });
    left = changed;
  }
}
