import { openDueCampaigns } from '../../../src/app/schedule/index.ts';
import type { Clock, Ids } from '../../../src/app/ports.ts';
import type { SendJob } from '../../../src/app/delivery/model/job.ts';
import type { ScheduleSpec } from '../../../src/domain/schedule/index.ts';
import { createRandom } from '../random.ts';
import { Scheduler, type Fate, type Process } from '../scheduler.ts';
import { checkSchedules } from './check-schedules.ts';
import { ACTOR, createScheduleWorld, type ScheduleWorld } from './schedule-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** So long the world is as it likes, and so long after it nothing happens to anybody: the operator looks again within it. */
const STORM_MS = 10 * HOUR;
const CALM_MS = 150 * MINUTE;

/** What one seed came to. */
export type ScheduleRun = {
  readonly breaches: readonly string[];
  readonly crashes: number;
  readonly opened: number;
  readonly missed: number;
  readonly failed: number;
};

const PLACES = ['Asia/Seoul', 'America/New_York', 'Europe/Berlin', 'LOCAL'] as const;

function chooseSchedule(random: () => number, now: number): ScheduleSpec {
  const timezone = PLACES[Math.floor(random() * PLACES.length)] ?? 'Asia/Seoul';
  const missed = random() < 0.5 ? 'SKIP' : 'MAKE_UP';
  const zone = timezone === 'LOCAL' ? 'Asia/Seoul' : timezone;
  const hour = String(Math.floor(random() * 24)).padStart(2, '0');
  switch (Math.floor(random() * 4)) {
    case 0:
      return { type: 'HOURLY', minute: Math.floor(random() * 60), timezone: zone, missed };
    case 1:
      return { type: 'CRON', cron: '*/20 * * * *', timezone: zone, missed, makeUpWithinMinutes: 40 };
    case 2:
      return { type: 'AT', at: new Date(now + random() * 4 * HOUR).toISOString() };
    default:
      return { type: 'DAILY', time: `${hour}:${random() < 0.5 ? '00' : '30'}`, timezone: zone, missed };
  }
}

/**
 * The scheduler's bell of every minute over ten hours: bells that are lost and that come twice, crashes at every await, stores
 * that take up to forty minutes to answer, clocks that are set back, an operator who renames, changes, ends and stops.
 */
export async function simulateSchedules(seed: number): Promise<ScheduleRun> {
  const random = createRandom(seed);
  const world = await createScheduleWorld();
  const crashRate = random() * 0.02;
  const stallRate = random() * 0.01;
  let isCalm = false;
  const fateAt = (_: number, { name }: Process): Fate => {
    if (isCalm || name !== 'bell') return 'GO_ON';
    const luck = random();
    if (luck < crashRate) return 'CRASH';
    return luck < crashRate + stallRate ? 'STALL' : luck < crashRate + stallRate + 0.001 ? 'JUMP' : 'GO_ON';
  };
  const scheduler = new Scheduler(random, fateAt);
  const startedAt = scheduler.now;
  let lastId = 0;
  const ids: Ids = { next: () => `id-${(lastId += 1)}`, random };
  const processOf = (name: string): Process => ({ name, isAlive: true, clockOffset: 0 });

  const ring = (): void => {
    const process = processOf('bell');
    const isSlow = random() < 0.05;
    const takesMs = (): number => (isSlow && !isCalm && random() < 0.2 ? random() * 40 * MINUTE : 0);
    const bind = <T extends object>(port: T, name: string): T =>
      scheduler.bind(process, port, name, () => 'ANSWERED', takesMs);
    const clock: Clock = {
      now: () => scheduler.now + process.clockOffset,
      sleep: (milliseconds) => scheduler.sleep(process, milliseconds),
    };
    const bound = Object.fromEntries(
      Object.entries(world.stores).map(([name, port]) => [name, bind(port, name)]),
    ) as ScheduleWorld['stores'];
    const sharding = { minShards: 1, customersPerShard: 50_000 };
    // A campaign that failed is due again: the next bell looks at it.
    void openDueCampaigns({ ...bound, clock, ids, sharding }).catch(() => undefined);
  };

  const bells = async (): Promise<void> => {
    const process = processOf('minutes');
    for (;;) {
      await scheduler.sleep(process, MINUTE);
      if (!isCalm && random() < 0.2) continue;
      ring();
      if (!isCalm && random() < 0.2) ring();
    }
  };
  void bells();
  void operate(world, scheduler, processOf('operator'), random, () => isCalm);
  void workJobs(world, scheduler, processOf('worker'), random);
  await scheduler.run(() => {
    isCalm = scheduler.now > startedAt + STORM_MS;
    return scheduler.now > startedAt + STORM_MS + CALM_MS;
  }, 3_000_000);
  const states = await statesOf(world);
  return {
    breaches: await checkSchedules(world, scheduler.now),
    crashes: scheduler.counts.crashes,
    ...states,
  };
}

async function statesOf({
  stores,
  history,
}: ScheduleWorld): Promise<Pick<ScheduleRun, 'opened' | 'missed' | 'failed'>> {
  const counts = { OPENED: 0, MISSED: 0, FAILED: 0 };
  for (const campaignId of history.keys()) {
    for (const { state } of await stores.occurrences.list(campaignId, { limit: 100_000 })) counts[state] += 1;
  }
  return { opened: counts.OPENED, missed: counts.MISSED, failed: counts.FAILED };
}

/** Saves three campaigns, and goes on changing them until all is calm; then lifts what was stopped. */
async function operate(
  { stores, history, campaignWith }: ScheduleWorld,
  scheduler: Scheduler,
  process: Process,
  random: () => number,
  isCalm: () => boolean,
): Promise<void> {
  const save = async (id: string): Promise<void> => {
    const known = await stores.campaigns.get(id);
    const now = scheduler.now;
    const past = history.get(id) ?? [];
    history.set(id, past);
    const present = past.at(-1);
    const isRenamed = known !== null && random() < 0.4;
    const isEnded = known !== null && random() < 0.2;
    if (isRenamed) {
      await stores.campaigns.put(known.value, known.revision, ACTOR);
      return;
    }
    if (present !== undefined) present.until ??= now;
    if (!isEnded) past.push({ schedule: chooseSchedule(random, now), since: now, until: null });
    const next = past.at(-1);
    const timed = isEnded || next === undefined ? {} : { schedule: next.schedule, scheduleSince: now };
    await stores.campaigns.put(campaignWith(id, timed), known?.revision ?? 0, ACTOR);
  };
  const setStop = async (isStopped: boolean): Promise<void> => {
    const { revision, ...settings } = await stores.deliverySettings.get();
    await stores.deliverySettings.put({ ...settings, isStopped }, revision, ACTOR.id);
  };
  for (const id of ['a', 'b', 'c']) await save(id);
  while (!isCalm()) {
    await scheduler.sleep(process, random() * 2 * HOUR);
    if (isCalm()) break;
    if (random() < 0.3) await setStop(random() < 0.5);
    else await save(['a', 'b', 'c'][Math.floor(random() * 3)] ?? 'a');
  }
  await setStop(false);
}

/** Plans and ends jobs in their own time, as workers do. */
async function workJobs(
  { stores, allJobs }: ScheduleWorld,
  scheduler: Scheduler,
  process: Process,
  random: () => number,
): Promise<void> {
  const next = (job: SendJob): SendJob | null => {
    const { seq, ...rest } = job;
    const now = scheduler.now;
    if (job.phase === 'PLANNING') {
      return job.launchesWhenPlanned === true
        ? { ...rest, phase: 'SENDING', launchedAt: now, launchedBy: job.createdBy, seq: seq + 1 }
        : { ...rest, phase: 'PLANNED', seq: seq + 1 };
    }
    return job.phase === 'SENDING' ? { ...rest, phase: 'COMPLETED', finishedAt: now, seq: seq + 1 } : null;
  };
  for (;;) {
    await scheduler.sleep(process, 20_000);
    for (const job of await allJobs()) {
      const moved = random() < 0.6 ? next(job) : null;
      if (moved !== null) await stores.jobs.save(moved, job.seq);
    }
  }
}
