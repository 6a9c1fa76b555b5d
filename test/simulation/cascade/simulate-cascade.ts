import { sweepJobs } from '../../../src/app/delivery/index.ts';
import { waveJobId } from '../../../src/domain/run/index.ts';
import { actualCost } from '../../../src/app/recipients/index.ts';
import { runProgress } from '../../../src/app/run/index.ts';
import { createRandom } from '../random.ts';
import { createReceiptQueue } from '../receipt-queue.ts';
import { Scheduler } from '../scheduler.ts';
import { openStage } from '../stage.ts';
import { createWorld } from '../world.ts';
import type { Cascade } from './cascade.ts';
import { createOutbox } from './outbox.ts';
import { liveAround, type Life } from './people-and-orders.ts';
import { readWave } from './read-wave.ts';

const ACTOR = { id: 'simulator' };
const SWEEP_EVERY_MS = 10_000;
const MAX_STEPS = 200_000;

/** Runs one run of several waves from plan to end on the real engine, with a world that only the seed decides. */
export async function simulateCascade(cascade: Cascade) {
  const random = createRandom(cascade.seed);
  const scheduler = new Scheduler(random, (_, process, place) =>
    process.name === 'operator' ? 'GO_ON' : cascade.fateAt(place, random),
  );
  const { fateAt: _, ...plain } = cascade;
  const simulation = { ...plain, fateAt: () => 'GO_ON' as const };
  const world = await createWorld(simulation, random);
  const { stores, publisher, provider } = world;
  await saveWaves(world, cascade);
  const outbox = createOutbox(provider, () => scheduler.now);
  const watched = { ...world, provider: { ...provider, sender: outbox.sender } };
  const { spawn, answerBell, count, failures } = openStage(simulation, watched, scheduler, random);
  const receipts = createReceiptQueue(simulation, { takeFresh: outbox.takeFresh }, random);
  const life: Life = {
    random,
    areReceiptsIn: () => receipts.isEmpty(),
    isOver: false,
    runId: null,
    cameBack: new Map(),
  };
  const isEnded = liveAround(cascade, spawn, life);
  spawn('operator', async ({ clock }) => {
    for (;;) {
      await clock.sleep(SWEEP_EVERY_MS);
      spawn('sweeper', sweepJobs);
      receipts.receive(spawn);
    }
  });
  await scheduler.run(() => {
    answerBell();
    count();
    receipts.collect();
    return isEnded() || failures.length > 0;
  }, MAX_STEPS);
  if (failures.length > 0) throw failures[0];
  const runId = life.runId ?? '';
  const progress = await runProgress(stores, { runId });
  if (!progress.ok) throw new Error(progress.error.message);
  const waves = await Promise.all(progress.waves.map((job) => readWave(stores, job, outbox.delivered)));
  const costs = await Promise.all(progress.waves.map(({ id }) => actualCost(stores, { jobId: id })));
  const extra = await stores.jobs.get(waveJobId(runId, progress.run.waveCount));
  return {
    ...progress,
    waves,
    hasExtraWave: extra !== null,
    costKrw: costs.reduce((sum, cost) => sum + Number(cost.ok ? cost.krw : NaN), 0),
    cameBack: life.cameBack,
    sent: outbox.sent,
    ticks: publisher.ticks,
    scheduler,
    grants: world.grants,
  };
}

/** Of the same words: what a look compares is what people do. */
const TREATMENTS = [
  { name: 'A', sharePercent: 50 },
  { name: 'B', sharePercent: 50 },
];

/** A template for each wave, and the campaign with all of them. */
async function saveWaves({ stores }: Awaited<ReturnType<typeof createWorld>>, cascade: Cascade): Promise<void> {
  const { templates, campaigns } = stores;
  const kind = { channel: 'PUSH', messageClass: 'TRANSACTIONAL' } as const;
  for (const index of cascade.waits.keys()) {
    const id = `wave-${index + 1}`;
    const content = { channel: kind.channel, title: id, body: '{{User.UserId}} 님' };
    const { messageClass } = kind;
    await templates.putVersion({ templateId: id, version: 1, messageClass, content, defaultSubstitutions: {} }, ACTOR);
    await templates.put({ id, name: id, ...kind, activeVersion: 1, latestVersion: 1 }, 0, ACTOR);
  }
  const saved = await campaigns.get('campaign');
  if (saved === null) throw new Error('The world has no campaign.');
  const later = cascade.waits.map((wait, index) => ({
    channel: kind.channel,
    templateId: `wave-${index + 1}`,
    ...wait,
  }));
  const steps = [...saved.value.steps, ...later];
  const { holdoutPercent, look } = cascade;
  const tried = look === undefined ? {} : { look, treatments: TREATMENTS };
  await campaigns.put({ ...saved.value, ...tried, steps, holdoutPercent }, saved.revision, ACTOR);
}

export type CascadeEnd = Awaited<ReturnType<typeof simulateCascade>>;
