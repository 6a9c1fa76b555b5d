import { describe, expect, it } from 'vitest';
import { sweepJobs, type SendResult } from '../../../src/app/delivery/index.ts';
import { changeJob } from '../../../src/app/delivery/job/change-job.ts';
import { cancelJob, launchJob, pauseJob, resumeJob } from '../../../src/app/send-job/index.ts';
import { explainRecipient, listRecipients, reviewPlan } from '../../../src/app/recipients/index.ts';
import { newCustomer, type Customer } from '../../../src/domain/customer/index.ts';
import { isComplete } from '../../../src/domain/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const AUDIENCE = createAudience(1_500);
const REACHABLE = AUDIENCE.filter(({ endpoints }) => endpoints.some(({ optOut }) => optOut === 'NONE'));

describe('planning', () => {
  it('gives everybody exactly one place or one reason', async () => {
    const app = createMemoryApp(AUDIENCE);
    const job = await app.jobOf(await app.plan());
    expect(job.phase).toBe('PLANNED');
    expect(job.sent.planned).toBe(AUDIENCE.length);
    expect(job.sent.included).toBe(REACHABLE.length);
    expect(job.sent.excluded).toEqual({
      // Who has no endpoint is in no segment: membership is decided by endpoints.
      FILTERED_OUT_BY_SEGMENT: AUDIENCE.filter(({ endpoints }) => endpoints.length === 0).length,
      ENDPOINT_OPT_OUT: AUDIENCE.filter(({ endpoints }) => endpoints[0]?.optOut === 'ALL').length,
    });
  });

  it('lets no owner that was replaced list somebody as left out whom its successor planned', async () => {
    const [first] = createAudience(1);
    if (first === undefined) throw new Error('There is nobody.');
    const away = { ...first, endpoints: first.endpoints.map((one) => ({ ...one, optOut: 'ALL' as const })) };
    const app = createMemoryApp([away]);
    const { putPlanned } = app.deps.chunks;
    let late: Parameters<typeof putPlanned> | undefined;
    app.deps.chunks.putPlanned = async (...write) => {
      late = write;
      throw new Error('The owner died while this was on its way.');
    };
    await expect(app.plan()).rejects.toThrow('on its way');
    app.deps.chunks.putPlanned = putPlanned;
    if (late === undefined) throw new Error('Nobody planned.');
    const [{ jobId }] = late;
    const [stored] = (await app.store.getMany([first.id])).values();
    await app.store.put(first, stored?.revision ?? 0);
    app.clock.advance(600_000);
    await sweepJobs(app.deps);
    await app.work();
    expect((await app.jobOf(jobId)).sent).toMatchObject({ included: 1, excluded: {} });
    expect(await putPlanned(...late)).toBe(false);
    expect(unwrap(await listRecipients(app.deps, { jobId, reason: 'ENDPOINT_OPT_OUT' })).items).toEqual([]);
  });

  it.each([1, 2])(
    'goes on to send at once when the launch is asked for while a plan of %i shard(s) is made',
    async (minShards) => {
      const app = createMemoryApp(createAudience(20));
      app.deps.sharding.minShards = minShards;
      const { putPlanned } = app.deps.chunks;
      app.deps.chunks.putPlanned = async (ref, ...write) => {
        await changeJob(app.deps.jobs, ref.jobId, (job) => ({ ...job, launchesWhenPlanned: true }));
        return putPlanned(ref, ...write);
      };
      // Nobody sweeps.
      expect((await app.jobOf(await app.plan())).phase).toBe('COMPLETED');
      expect(app.sender.outbox.length).toBeGreaterThan(0);
    },
  );

  it('gives two customers of one page who share a device one message', async () => {
    // The memory store deals customers to the two shards in turn: the first and the third are in one.
    const [first, , second] = createAudience(3);
    const token = first?.endpoints[0]?.address ?? '';
    const twin = (customer: Customer | undefined): Customer[] =>
      customer === undefined
        ? []
        : [{ ...customer, endpoints: customer.endpoints.map((endpoint) => ({ ...endpoint, address: token })) }];
    const shared = [...twin(first), newCustomer('between'), ...twin(second)];
    const app = createMemoryApp(shared);
    const jobId = await app.plan();
    await launchJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    const { sent } = await app.jobOf(jobId);
    expect(app.sender.outbox).toHaveLength(1);
    expect(sent.excluded).toEqual({ DUPLICATE_ENDPOINT: 1, FILTERED_OUT_BY_SEGMENT: 1 });
  });

  it('excludes whom the template cannot be rendered for, counted, listed, explained and in the review', async () => {
    const long = createAudience(20).map((customer, index) =>
      index === 3 ? { ...customer, attributes: { Note: [LONG] } } : customer,
    );
    const app = createMemoryApp(long);
    const jobId = await app.plan({ body: '{{User.UserAttributes.Note}}' });
    expect((await app.jobOf(jobId)).sent.excluded.RENDER_FAILED).toBe(1);
    const page = unwrap(await listRecipients(app.deps, { jobId, reason: 'RENDER_FAILED' }));
    expect(page.items).toEqual([{ customerId: 'customer-3', reason: 'RENDER_FAILED' }]);
    expect(unwrap(await reviewPlan(app.deps, { jobId })).reasons).toContainEqual({
      reason: 'RENDER_FAILED',
      count: 1,
      sample: ['customer-3'],
    });
    const explain = async () => unwrap(await explainRecipient(app.deps, { jobId, customerId: 'customer-3' }));
    const explained = await explain();
    expect(explained).toMatchObject({ outcome: 'EXCLUDED', reason: 'RENDER_FAILED' });
    expect(explained.rule).toContain('template');
    expect(explained.sincePlan).toBeUndefined();
    const [stored] = (await app.store.getMany(['customer-3'])).values();
    if (stored === undefined) throw new Error('customer-3 is gone.');
    await app.store.put({ ...stored.value, attributes: { Note: ['짧은 말'] } }, stored.revision);
    expect((await explain()).sincePlan).toContain('would be included by PUSH');
  });
});

/** More than a push message may have. */
const LONG = '길'.repeat(5_000);

describe('sending', () => {
  it('sends everybody their own words once, and completes exactly', async () => {
    const app = createMemoryApp(AUDIENCE);
    const jobId = await app.plan();
    await launchJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    const job = await app.jobOf(jobId);
    expect(job.phase).toBe('COMPLETED');
    expect(isComplete(job.sent)).toBe(true);
    expect(app.sender.outbox).toHaveLength(REACHABLE.length);
    expect(new Set(app.sender.outbox.map(({ address }) => address)).size).toBe(REACHABLE.length);
    expect(app.sender.outbox[0]?.message).toMatchObject({ channel: 'PUSH', title: '안내' });
    expect(await app.deps.jobs.listDue(app.clock.now(), 10)).toEqual([]);
    expect(app.deps.publisher.ticks.at(-1)).toMatchObject({ phase: 'COMPLETED', accepted: REACHABLE.length });
  });

  it('skips whoever opted out after the plan', async () => {
    const app = createMemoryApp(AUDIENCE.slice(0, 20));
    const jobId = await app.plan();
    const [stored] = (await app.store.getMany(['customer-0'])).values();
    if (stored === undefined) throw new Error('customer-0 is gone.');
    const endpoints = stored.value.endpoints.map((endpoint) => ({ ...endpoint, optOut: 'ALL' as const }));
    await app.store.put({ ...stored.value, endpoints }, stored.revision);
    await launchJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    const page = unwrap(await listRecipients(app.deps, { jobId, status: 'SKIPPED' }));
    expect(page.items).toMatchObject([{ customerId: 'customer-0', status: 'SKIPPED', code: 'ENDPOINT_OPT_OUT' }]);
    expect((await app.jobOf(jobId)).sent.skipped).toBe(1);
  });

  it('fails whom the template cannot be rendered for since the plan, and sends to the rest', async () => {
    const app = createMemoryApp(createAudience(20));
    const jobId = await app.plan({ body: '{{User.UserAttributes.Note}}' });
    const [stored] = (await app.store.getMany(['customer-3'])).values();
    if (stored === undefined) throw new Error('customer-3 is gone.');
    await app.store.put({ ...stored.value, attributes: { Note: [LONG] } }, stored.revision);
    await launchJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    const page = unwrap(await listRecipients(app.deps, { jobId, status: 'FAILED' }));
    expect(page.items).toMatchObject([{ customerId: 'customer-3', code: 'RENDER_FAILED' }]);
    expect((await app.jobOf(jobId)).phase).toBe('COMPLETED');
  });

  it('tries only those again whom the provider did not send to', async () => {
    const calls = new Map<string, number>();
    const app = createMemoryApp(AUDIENCE.slice(0, 60), ({ address }): SendResult => {
      const call = (calls.get(address) ?? 0) + 1;
      calls.set(address, call);
      const isBusy = address.endsWith('1') && call < 3;
      return isBusy ? { kind: 'ANSWERED', status: 'FAILED', isRetriable: true, code: 'TEMPORARY_FAILURE' } : ACCEPTED;
    });
    const jobId = await app.plan();
    await launchJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    for (const [address, count] of calls) expect(count).toBe(address.endsWith('1') ? 3 : 1);
    expect((await app.jobOf(jobId)).sent).toMatchObject({ failed: 0, inDoubt: 0 });
  });

  it('gives up on a recipient after the limit of tries, with the provider’s code', async () => {
    const app = createMemoryApp(AUDIENCE.slice(0, 5), () => ({
      kind: 'ANSWERED',
      status: 'FAILED',
      isRetriable: true,
      code: 'TEMPORARY_FAILURE',
    }));
    const jobId = await app.plan();
    await launchJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    const page = unwrap(await listRecipients(app.deps, { jobId, status: 'FAILED' }));
    expect(page.items.every(({ code }) => code === 'TEMPORARY_FAILURE')).toBe(true);
    expect((await app.jobOf(jobId)).phase).toBe('COMPLETED');
  });

  it('stops when its time is up and rings for the rest', async () => {
    const app = createMemoryApp(AUDIENCE, () => {
      app.clock.advance(100);
      return ACCEPTED;
    });
    const jobId = await app.plan();
    await launchJob(app.deps, { actor: ACTOR, jobId });
    const outcomes = await app.work(app.deps.settings.landingMs + 15_000);
    expect(outcomes).toContain('MORE');
    expect((await app.jobOf(jobId)).phase).toBe('COMPLETED');
    expect(app.sender.outbox).toHaveLength(REACHABLE.length);
  });

  it('tells its watchers at most once a second, each time with a higher seq', async () => {
    const app = createMemoryApp(AUDIENCE, () => {
      app.clock.advance(2);
      return ACCEPTED;
    });
    const jobId = await app.plan();
    await launchJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    const sending = app.deps.publisher.ticks.filter(({ phase }) => phase === 'SENDING');
    expect(sending.length).toBeGreaterThan(1);
    for (const [index, tick] of sending.slice(2).entries()) {
      expect(tick.at - (sending[index + 1]?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
      expect(tick.seq).toBeGreaterThan(sending[index + 1]?.seq ?? 0);
    }
  });
});

describe('control', () => {
  it('sends nothing after a pause but the chunk in flight, and goes on after a resume', async () => {
    const app = createMemoryApp(AUDIENCE, () => {
      if (app.sender.outbox.length === 50) void pauseJob(app.deps, { actor: ACTOR, jobId });
      return ACCEPTED;
    });
    const jobId = await app.plan();
    await launchJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    expect((await app.jobOf(jobId)).phase).toBe('PAUSED');
    expect(app.sender.outbox.length).toBeLessThanOrEqual(100);
    await resumeJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    expect((await app.jobOf(jobId)).phase).toBe('COMPLETED');
    expect(app.sender.outbox).toHaveLength(REACHABLE.length);
  });

  it('counts what was sent before a cancellation, and never sends the rest', async () => {
    const app = createMemoryApp(AUDIENCE, () => {
      if (app.sender.outbox.length === 150) void cancelJob(app.deps, { actor: ACTOR, jobId });
      return ACCEPTED;
    });
    const jobId = await app.plan();
    await launchJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    const job = await app.jobOf(jobId);
    expect(job.phase).toBe('CANCELLED');
    expect(job.sent.accepted).toBe(app.sender.outbox.length);
    expect(app.sender.outbox.length).toBeLessThan(REACHABLE.length);
    expect(await app.deps.jobs.listDue(app.clock.now(), 10)).toEqual([]);
    expect(await resumeJob(app.deps, { actor: ACTOR, jobId })).toMatchObject({
      ok: false,
      error: { code: 'JOB_PHASE' },
    });
  });

  it('repeats a command without harm and refuses one that does not fit', async () => {
    const app = createMemoryApp(AUDIENCE.slice(0, 10));
    const jobId = await app.plan();
    expect(await pauseJob(app.deps, { actor: ACTOR, jobId })).toMatchObject({
      ok: false,
      error: { code: 'JOB_PHASE' },
    });
    const first = unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    const second = unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    expect(second.job).toEqual(first.job);
    expect(await launchJob(app.deps, { actor: ACTOR, jobId: 'nobody' })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  });
});

describe('sweeping', () => {
  it('rings for shards whose bell was lost, and leaves worked ones alone', async () => {
    const app = createMemoryApp(AUDIENCE);
    const jobId = await app.plan();
    await launchJob(app.deps, { actor: ACTOR, jobId });
    while (app.deps.doorbell.take() !== undefined);
    await app.deps.shards.acquire(
      { jobId, shard: 0 },
      { owner: 'x', now: app.clock.now(), until: app.clock.now() + 9 },
    );
    expect(await sweepJobs(app.deps)).toEqual({ due: 1, rung: 1, damaged: [] });
    app.clock.advance(10);
    expect(await sweepJobs(app.deps)).toEqual({ due: 1, rung: 2, damaged: [] });
    await app.work();
    expect((await app.jobOf(jobId)).phase).toBe('COMPLETED');
    expect(await sweepJobs(app.deps)).toEqual({ due: 0, rung: 0, damaged: [] });
  });
});

describe('asking who and why', () => {
  it('pages through all recipients and all excluded customers once', async () => {
    const app = createMemoryApp(AUDIENCE);
    const jobId = await app.plan();
    const listAll = async (filter: { status?: 'PLANNED'; reason?: 'ENDPOINT_OPT_OUT' }): Promise<string[]> => {
      const found: string[] = [];
      let nextToken: string | undefined;
      do {
        const from = nextToken === undefined ? {} : { nextToken };
        const page = unwrap(await listRecipients(app.deps, { jobId, limit: 70, ...filter, ...from }));
        found.push(...page.items.map(({ customerId }) => customerId));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return found.sort();
    };
    expect(await listAll({ status: 'PLANNED' })).toEqual(REACHABLE.map(({ id }) => id).sort());
    const optedOut = AUDIENCE.filter(({ endpoints }) => endpoints[0]?.optOut === 'ALL').map(({ id }) => id);
    expect(await listAll({ reason: 'ENDPOINT_OPT_OUT' })).toEqual(optedOut.sort());
  });

  it('refuses a token it did not give and a list it does not keep', async () => {
    const app = createMemoryApp(AUDIENCE.slice(0, 5));
    const jobId = await app.plan();
    expect(await listRecipients(app.deps, { jobId, nextToken: 'x' })).toMatchObject({
      error: { code: 'INVALID_INPUT' },
    });
    expect(await listRecipients(app.deps, { jobId, reason: 'FILTERED_OUT_BY_SEGMENT' })).toMatchObject({
      error: { code: 'INVALID_INPUT' },
    });
  });

  it('explains an included, an excluded and an unknown customer', async () => {
    const app = createMemoryApp(AUDIENCE.slice(0, 12));
    const jobId = await app.plan();
    const explain = (customerId: string) => explainRecipient(app.deps, { jobId, customerId });
    expect(await explain('customer-0')).toMatchObject({ outcome: 'INCLUDED', status: 'PLANNED', channel: 'PUSH' });
    expect(await explain('customer-10')).toMatchObject({ outcome: 'EXCLUDED', reason: 'ENDPOINT_OPT_OUT' });
    expect(await explain('nobody')).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  });
});
