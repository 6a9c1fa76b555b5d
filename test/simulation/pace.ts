import { workShard, type Outgoing, type SendResult } from '../../src/app/delivery/index.ts';
import { createRandom } from './random.ts';
import { Scheduler, type Process } from './scheduler.ts';
import { NO_FAULTS } from './simulated-provider.ts';
import { SETTINGS } from './stage.ts';
import { planCampaign, launchJob } from '../../src/app/send-job/index.ts';
import { createWorld } from './world.ts';

export type Pace = {
  readonly seed: number;
  readonly customers: number;
  readonly shards: number;
  /** Messages per second that the provider allows at a moment, in milliseconds since the first call; 429 above it. */
  readonly allowed?: (at: number) => number;
  readonly messagesPerSecond?: number;
};

/** A call takes between these times, in milliseconds. */
const CALL_MS = [20, 120] as const;
/** As AWS's API limits do: what was not used stays usable for a while. */
const BURST_SECONDS = 0.25;
const TASK = { deadlineMs: 3_600_000, lanes: 4 };

type Call = { readonly at: number; readonly messages: number };

/** Sends one job by several workers through a provider with a limit, and tells which calls it took when. */
export async function runAtPace(pace: Pace) {
  const random = createRandom(pace.seed);
  const scheduler = new Scheduler(random, () => 'GO_ON');
  const world = await createWorld(
    {
      seed: pace.seed,
      customers: pace.customers,
      policy: 'HOLD',
      faults: NO_FAULTS,
      fateAt: () => 'GO_ON',
      lostRings: 0,
      repeatedRings: 0,
      ...(pace.messagesPerSecond === undefined ? {} : { messagesPerSecond: pace.messagesPerSecond }),
    },
    random,
  );
  const taken: Call[] = [];
  let refused = 0;
  let firstAt: number | undefined;
  let credit = { at: 0, messages: 0 };

  const mayPass = (messages: number): boolean => {
    if (pace.allowed === undefined) return true;
    const at = scheduler.now - (firstAt ??= scheduler.now);
    const rate = pace.allowed(at);
    const grown = credit.messages + (rate * (at - credit.at)) / 1_000;
    credit = { at, messages: Math.min(Math.max(100, rate * BURST_SECONDS), grown) };
    if (rate === 0 || credit.messages < messages) return false;
    credit = { at, messages: credit.messages - messages };
    return true;
  };
  const sendAs =
    (process: Process) =>
    async (batch: readonly Outgoing[]): Promise<readonly SendResult[]> => {
      firstAt ??= scheduler.now;
      const isTaken = mayPass(batch.length);
      if (isTaken) taken.push({ at: scheduler.now, messages: batch.length });
      else refused += 1;
      await scheduler.sleep(process, CALL_MS[0] + random() * (CALL_MS[1] - CALL_MS[0]));
      return batch.map(() =>
        isTaken
          ? { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false }
          : { kind: 'NOT_SENT', cause: 'THROTTLED', code: 'TooManyRequestsException' },
      );
    };

  let nextId = 0;
  const depsOf = (process: Process) => ({
    ...world.stores,
    doorbell: world.doorbell,
    publisher: world.publisher,
    senders: { PUSH: { maxBatch: 100, send: sendAs(process) } },
    clock: {
      now: () => scheduler.now,
      sleep: (milliseconds: number) => scheduler.sleep(process, milliseconds),
    },
    ids: { next: () => `id-${(nextId += 1)}`, random },
    settings: { ...SETTINGS, lanes: TASK.lanes },
    sharding: { minShards: pace.shards, customersPerShard: 1_000_000 },
  });
  const failures: unknown[] = [];
  const start = (work: (deps: ReturnType<typeof depsOf>) => Promise<unknown>): void => {
    work(depsOf({ name: 'worker', isAlive: true, clockOffset: 0 })).catch((error: unknown) => failures.push(error));
  };
  const actor = { id: 'pace' };
  let jobId = '';
  let isDone = false;
  start(async (deps) => {
    const planned = await planCampaign(deps, { actor, campaignId: 'campaign' });
    if (!planned.ok) throw new Error(planned.error.message);
    jobId = planned.job.id;
    while ((await deps.jobs.get(jobId))?.phase === 'PLANNING') await deps.clock.sleep(100);
    await launchJob(deps, { actor, jobId });
    while ((await deps.jobs.get(jobId))?.phase !== 'COMPLETED') await deps.clock.sleep(100);
    isDone = true;
  });
  await scheduler.run(() => {
    for (let ring = world.doorbell.take(); ring !== undefined; ring = world.doorbell.take()) {
      const { shard, delaySeconds } = ring;
      start(async (deps) => {
        if (delaySeconds > 0) await deps.clock.sleep(delaySeconds * 1_000);
        return workShard(deps, { jobId, shard, deadline: scheduler.now + TASK.deadlineMs });
      });
    }
    return isDone || failures.length > 0;
  }, 2_000_000);
  if (failures.length > 0) throw failures[0];
  const job = await world.stores.jobs.get(jobId);
  return { job, taken, refused, startedAt: firstAt ?? 0 };
}

/** The most messages that any window of one second holds. */
export function busiestSecond(calls: readonly Call[]): number {
  let most = 0;
  let sum = 0;
  let from = 0;
  for (const call of calls) {
    sum += call.messages;
    for (let first = calls[from]; first !== undefined && call.at - first.at >= 1_000; first = calls[from]) {
      sum -= first.messages;
      from += 1;
    }
    most = Math.max(most, sum);
  }
  return most;
}

/** Messages per second from the first call taken to the last, and how many were allowed in that time. */
export function goodput(calls: readonly Call[], startedAt: number, allowed: (at: number) => number) {
  const endedAt = calls.at(-1)?.at ?? startedAt;
  const sent = calls.reduce((sum, { messages }) => sum + messages, 0);
  let permitted = 0;
  for (let at = 0; at < endedAt - startedAt; at += 10) permitted += allowed(at) / 100;
  return { sent, permitted, share: sent / permitted, seconds: (endedAt - startedAt) / 1_000 };
}
