import {
  createMemoryCampaigns,
  createMemoryChunks,
  createMemoryCustomers,
  createMemoryDoorbell,
  createMemoryJobs,
  createMemoryPublisher,
  createMemorySegments,
  createMemoryShards,
  createMemoryTemplates,
} from '../../src/adapters/memory/index.ts';
import {
  DEFAULT_WORK_SETTINGS,
  sweepJobs,
  workShard,
  type ShardRef,
  type WorkSettings,
} from '../../src/app/delivery/index.ts';
import { launchJob, planCampaign } from '../../src/app/send-job/index.ts';
import type { Clock, Ids } from '../../src/app/ports.ts';
import type { InDoubtPolicy } from '../../src/domain/campaign/index.ts';
import type { RecipientResult } from '../../src/domain/send-job/index.ts';
import { createAudience } from './audience.ts';
import { createRandom } from './random.ts';
import { Scheduler, type Fate, type Process } from './scheduler.ts';
import { createSimulatedProvider, type ProviderFaults } from './simulated-provider.ts';

export type Simulation = {
  readonly seed: number;
  readonly customers: number;
  readonly policy: InDoubtPolicy;
  readonly faults: ProviderFaults;
  /** What happens to the process that is about to go on. */
  readonly fateAt: (step: number, random: () => number) => Fate;
  readonly lostRings: number;
  readonly repeatedRings: number;
};

const SHARDS = 3;
const SWEEP_EVERY_MS = 10_000;
const WORKER_TIME_MS = 120_000;
const MAX_STEPS = 50_000;
const SETTINGS: WorkSettings = { ...DEFAULT_WORK_SETTINGS, lanes: 2, landingMs: 5_000, maxTries: 20 };
const ACTOR = { id: 'simulator' };

/** Runs one job from plan to end on the real engine, with a world that only the seed decides. */
export async function simulate(simulation: Simulation) {
  const random = createRandom(simulation.seed);
  const scheduler = new Scheduler(random, (step, process) =>
    process.name === 'operator' ? 'GO_ON' : simulation.fateAt(step, random),
  );
  const world = await createWorld(simulation, random);
  const { stores, doorbell, publisher, provider } = world;
  let nextId = 0;

  const depsOf = (process: Process) => {
    const clock: Clock = {
      now: () => scheduler.now,
      sleep: (milliseconds) => scheduler.sleep(process, milliseconds),
    };
    const ids: Ids = { next: () => `id-${(nextId += 1)}`, random };
    return {
      jobs: scheduler.bind(process, stores.jobs),
      shards: scheduler.bind(process, stores.shards),
      chunks: scheduler.bind(process, stores.chunks),
      customers: scheduler.bind(process, stores.customers),
      templates: scheduler.bind(process, stores.templates),
      segments: scheduler.bind(process, stores.segments),
      campaigns: scheduler.bind(process, stores.campaigns),
      doorbell: scheduler.bind(process, doorbell),
      publisher: scheduler.bind(process, publisher),
      senders: { PUSH: scheduler.bind(process, provider.sender) },
      clock,
      ids,
      settings: SETTINGS,
      sharding: { minShards: SHARDS, customersPerShard: 50_000 },
    };
  };

  const failures: unknown[] = [];
  const spawn = (name: string, work: (deps: ReturnType<typeof depsOf>) => Promise<unknown>): void => {
    const process: Process = { name, isAlive: true };
    work(depsOf(process)).catch((error: unknown) => failures.push(error));
  };
  const answerBell = (): void => {
    for (let ring = doorbell.take(); ring !== undefined; ring = doorbell.take()) {
      const { jobId, shard }: ShardRef = ring;
      if (random() < simulation.lostRings) continue;
      const times = random() < simulation.repeatedRings ? 2 : 1;
      for (let time = 0; time < times; time += 1) {
        const deadline = scheduler.now + WORKER_TIME_MS;
        spawn('worker', (deps) => workShard(deps, { jobId, shard, deadline }));
      }
    }
  };

  let isEnded = false;
  spawn('operator', async (deps) => {
    const planned = await planCampaign(deps, { actor: ACTOR, campaignId: 'campaign' });
    if (!planned.ok) throw new Error(planned.error.message);
    const jobId = planned.job.id;
    while ((await deps.jobs.get(jobId))?.phase === 'PLANNING') await deps.clock.sleep(1_000);
    const launched = await launchJob(deps, { actor: ACTOR, jobId });
    if (!launched.ok) throw new Error(launched.error.message);
    while ((await deps.jobs.listOpen()).length > 0) await deps.clock.sleep(1_000);
    isEnded = true;
  });
  spawn('operator', async ({ clock }) => {
    for (;;) {
      await clock.sleep(SWEEP_EVERY_MS);
      spawn('sweeper', sweepJobs);
    }
  });

  await scheduler.run(() => {
    answerBell();
    return isEnded || failures.length > 0;
  }, MAX_STEPS);
  if (failures.length > 0) throw failures[0];
  return { ...(await readEnd(stores)), delivered: provider.delivered, ticks: publisher.ticks, scheduler };
}

async function createWorld({ customers, policy, faults }: Simulation, random: () => number) {
  const templates = createMemoryTemplates();
  await templates.putVersion(
    {
      templateId: 'template',
      version: 1,
      messageClass: 'TRANSACTIONAL',
      content: { channel: 'PUSH', title: '안내', body: '{{User.UserAttributes.City}}에 계신 {{User.UserId}} 님' },
      defaultSubstitutions: {},
    },
    ACTOR,
  );
  const template = { id: 'template', name: 't', channel: 'PUSH', messageClass: 'TRANSACTIONAL' } as const;
  await templates.put({ ...template, activeVersion: 1, latestVersion: 1 }, 0, ACTOR);
  const segments = createMemorySegments();
  await segments.put(
    { id: 'segment', name: 's', type: 'DYNAMIC', definition: { include: 'ALL', groups: [] } },
    0,
    ACTOR,
  );
  const campaigns = createMemoryCampaigns();
  await campaigns.put(
    {
      id: 'campaign',
      name: 'c',
      segmentId: 'segment',
      messageClass: 'TRANSACTIONAL',
      steps: [{ channel: 'PUSH', templateId: 'template' }],
      holdoutPercent: 0,
      inDoubtPolicy: policy,
    },
    0,
    ACTOR,
  );
  const stores = {
    jobs: createMemoryJobs(),
    shards: createMemoryShards(),
    chunks: createMemoryChunks(),
    customers: createMemoryCustomers(createAudience(customers), 60).source,
    templates,
    segments,
    campaigns,
  };
  return {
    stores,
    doorbell: createMemoryDoorbell(),
    publisher: createMemoryPublisher(),
    provider: createSimulatedProvider(random, faults),
  };
}

type Stores = Awaited<ReturnType<typeof createWorld>>['stores'];

/** The job as it ended, and what is recorded for every address. */
async function readEnd(stores: Stores) {
  const job = await stores.jobs.get('id-1');
  if (job === null) throw new Error('The job is gone.');
  const recorded = new Map<string, RecipientResult>();
  for (const { shard, planning } of await stores.shards.list(job.id, job.shardCount)) {
    const ref = { jobId: job.id, shard };
    const states = new Map((await stores.chunks.listStates(ref, 0)).map((state) => [state.number, state]));
    for (const chunk of await stores.chunks.listChunks(ref, 0, planning.chunkCount)) {
      for (const [place, { endpointId }] of chunk.recipients.entries()) {
        const address = endpointId.replace('endpoint', 'token');
        if (recorded.has(address)) throw new Error(`${address} was planned twice.`);
        recorded.set(address, states.get(chunk.number)?.results[place] ?? { status: 'PLANNED' });
      }
    }
  }
  return { job, recorded };
}

export type SimulationEnd = Awaited<ReturnType<typeof simulate>>;
