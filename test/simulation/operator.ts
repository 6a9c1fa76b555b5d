import type { Ids, Clock, CustomerStore } from '../../src/app/ports.ts';
import {
  launchJob,
  pauseJob,
  planCampaign,
  resolveInDoubt,
  resumeJob,
  retryFailed,
} from '../../src/app/send-job/index.ts';
import type { JobStore } from '../../src/app/delivery/index.ts';
import type { Simulation } from './simulate.ts';

const ACTOR = { id: 'operator' };

type OperatorDeps = Parameters<typeof planCampaign>[0] &
  Parameters<typeof launchJob>[0] &
  Parameters<typeof retryFailed>[0] & {
    readonly jobs: JobStore;
    readonly customerStore: CustomerStore;
    readonly clock: Clock;
    readonly ids: Ids;
  };

type Spawn = (name: string, work: (deps: OperatorDeps) => Promise<unknown>, clockOffset?: number) => unknown;

function done(outcome: { readonly ok: boolean; readonly error?: { readonly message: string } }): void {
  if (!outcome.ok) throw new Error(outcome.error?.message);
}

/** The people around a job: one plans, launches and, when it is completed, retries; others pause it and opt out. */
export function operate(
  { policy, isBusy = false, customers }: Simulation,
  spawn: Spawn,
  { random, areReceiptsIn }: { readonly random: () => number; readonly areReceiptsIn: () => boolean },
): () => boolean {
  let isEnded = false;
  let planned: string | null = null;
  const awaitEnd = async (deps: OperatorDeps, jobId: string): Promise<void> => {
    while (!areReceiptsIn() || !(await isOver(deps.jobs, jobId))) await deps.clock.sleep(1_000);
  };
  spawn(
    'operator',
    async (deps) => {
      const outcome = await planCampaign(deps, { actor: ACTOR, campaignId: 'campaign' });
      if (!outcome.ok) throw new Error(outcome.error.message);
      const jobId = outcome.job.id;
      while ((await deps.jobs.get(jobId))?.phase === 'PLANNING') await deps.clock.sleep(1_000);
      done(await launchJob(deps, { actor: ACTOR, jobId }));
      planned = jobId;
      await awaitEnd(deps, jobId);
      if (isBusy) {
        // Refused when there is nobody to retry, which is as well.
        await retryFailed(deps, { actor: ACTOR, jobId });
        await retryFailed(deps, { actor: ACTOR, jobId });
        await awaitEnd(deps, jobId);
        const command = { actor: ACTOR, jobId, policy };
        await resolveInDoubt(deps, command);
        await awaitEnd(deps, jobId);
      }
      isEnded = true;
    },
    0,
  );
  if (isBusy) {
    spawn(
      'operator',
      async (deps) => {
        while (planned === null) await deps.clock.sleep(2_000);
        for (let times = 0; times < 3; times += 1) {
          await deps.clock.sleep(random() * 20_000);
          const paused = await pauseJob(deps, { actor: ACTOR, jobId: planned });
          if (!paused.ok) return;
          await optOutSomebody(deps, Math.floor(random() * customers));
          await deps.clock.sleep(random() * 20_000);
          await resumeJob(deps, { actor: ACTOR, jobId: planned });
        }
      },
      0,
    );
  }
  return () => isEnded;
}

/** It has ended, everybody was told, and no receipt waits. */
async function isOver(jobs: JobStore, jobId: string): Promise<boolean> {
  return (await jobs.get(jobId))?.isAnnounced === true && (await jobs.listDue(0, 1)).length === 0;
}

async function optOutSomebody({ customerStore }: OperatorDeps, index: number): Promise<void> {
  const id = `customer-${index}`;
  const stored = (await customerStore.getMany([id])).get(id);
  if (stored === undefined) return;
  const endpoints = stored.value.endpoints.map((endpoint) => ({ ...endpoint, optOut: 'ALL' as const }));
  await customerStore.put({ ...stored.value, endpoints }, stored.revision);
}
