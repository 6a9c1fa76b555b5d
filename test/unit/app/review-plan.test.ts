import { describe, expect, it } from 'vitest';
import { explainRecipient, listRecipients, reviewPlan } from '../../../src/app/recipients/index.ts';
import { launchJob } from '../../../src/app/send-job/index.ts';
import { newCustomer, newEndpoint, type Customer } from '../../../src/domain/customer/index.ts';
import type { RecipientStatus } from '../../../src/domain/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { createRandom } from '../../simulation/random.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const AUDIENCE = createAudience(3_000);

/** Everybody of a job whom a list keeps, by customer. */
async function listAll(app: ReturnType<typeof createMemoryApp>, jobId: string, outcome: 'INCLUDED' | 'EXCLUDED') {
  const found = new Map<string, string>();
  let nextToken: string | undefined;
  do {
    const from = nextToken === undefined ? {} : { nextToken };
    const page = unwrap(await listRecipients(app.deps, { jobId, outcome, limit: 333, ...from }));
    for (const { customerId, reason, status } of page.items) {
      expect(found.has(customerId), `${customerId} is listed once`).toBe(false);
      found.set(customerId, reason ?? status ?? '');
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

describe('the review of a plan', () => {
  it('counts people by channel and by reason, with samples that are in the lists', async () => {
    const app = createMemoryApp(AUDIENCE);
    const jobId = await app.plan({}, { holdoutPercent: 10, caps: { daily: 1 } });
    const review = unwrap(await reviewPlan(app.deps, { jobId }));
    const { sent } = await app.jobOf(jobId);
    expect(review).toMatchObject({ planned: AUDIENCE.length, included: sent.included });
    expect(Object.fromEntries(review.reasons.map(({ reason, count }) => [reason, count]))).toEqual(sent.excluded);
    expect(review.reasons.map(({ count }) => count)).toEqual(
      [...review.reasons.map(({ count }) => count)].sort((a, b) => b - a),
    );
    const included = await listAll(app, jobId, 'INCLUDED');
    const excluded = await listAll(app, jobId, 'EXCLUDED');
    expect(included.size).toBe(sent.included);
    expect(review.channels).toMatchObject([{ channel: 'PUSH', included: sent.included }]);
    for (const { sample } of review.channels) {
      expect(sample).toHaveLength(10);
      for (const id of sample) expect(included.has(id)).toBe(true);
    }
    for (const { reason, count, sample } of review.reasons) {
      expect(sample).toHaveLength(reason === 'FILTERED_OUT_BY_SEGMENT' ? 0 : Math.min(10, count));
      for (const id of sample) expect(excluded.get(id)).toBe(reason);
    }
  });

  it('C11 counts the recipients whose zone is none, and those who have none, page by page and within the budget', async () => {
    const zones = ['Asia/Seoul', 'Asia/Seul', undefined, 'KST', 'Etc/GMT+9', undefined, 'GMT+9'];
    const people = Array.from({ length: 700 }, (_, n) => {
      const timezone = zones[n % zones.length];
      const endpoint = newEndpoint(`e-${n}`, 'GCM', `token-${n}`);
      const demographic = timezone === undefined ? {} : { timezone };
      return { ...newCustomer(`z-${n}`), endpoints: [{ ...endpoint, demographic }] };
    });
    const app = createMemoryApp(people);
    const review = unwrap(await reviewPlan(app.deps, { jobId: await app.plan() }));
    expect(review).toMatchObject({ included: 700, unknownZones: 300, missingZones: 200 });
    const half = unwrap(await reviewPlan(app.deps, { jobId: await app.plan({}, { holdoutPercent: 50 }) }));
    expect(half.unknownZones).toBeLessThan(200);
    expect(half.unknownZones).toBeGreaterThan(100);
  });

  it('waits for the end of planning', async () => {
    const app = createMemoryApp(AUDIENCE);
    const jobId = await app.plan();
    const job = await app.jobOf(jobId);
    await app.deps.jobs.save({ ...job, phase: 'PLANNING', seq: job.seq + 1 }, job.seq);
    expect(await reviewPlan(app.deps, { jobId })).toMatchObject({ ok: false, error: { code: 'JOB_PHASE' } });
    expect(await reviewPlan(app.deps, { jobId: 'none' })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  });
});

describe('explaining a recipient', () => {
  // In the larger job 120,000 customers have a place or a listed reason, in 1,400 chunks and lists.
  it.each([3_000, 140_000])(
    'agrees with the plan for a thousand random of %d customers',
    { timeout: 120_000 },
    async (size) => {
      const audience = createAudience(size);
      const app = createMemoryApp(audience);
      const jobId = await app.plan({}, { holdoutPercent: 20 });
      const included = await listAll(app, jobId, 'INCLUDED');
      const excluded = await listAll(app, jobId, 'EXCLUDED');
      const random = createRandom(11);
      for (let round = 0; round < 1_000; round += 1) {
        const customerId = `customer-${Math.floor(random() * audience.length)}`;
        const explanation = unwrap(await explainRecipient(app.deps, { jobId, customerId }));
        const expected = included.has(customerId)
          ? { outcome: 'INCLUDED', status: 'PLANNED' satisfies RecipientStatus }
          : excluded.has(customerId)
            ? { outcome: 'EXCLUDED', reason: excluded.get(customerId) }
            : // Whoever is outside the segment is counted, not listed.
              { outcome: 'WOULD_BE_EXCLUDED', reason: 'FILTERED_OUT_BY_SEGMENT' };
        expect(explanation, customerId).toMatchObject(expected);
        if (explanation.outcome !== 'INCLUDED') expect(explanation.rule).toMatch(/\.$/);
        expect(explanation.sincePlan).toBeUndefined();
      }
    },
  );

  it('reads no more than the filters and the page of a customer, however large the job is', async () => {
    const app = createMemoryApp(createAudience(140_000));
    const jobId = await app.plan();
    const { chunks } = app.deps;
    let read = 0;
    const counted = {
      ...app.deps,
      chunks: {
        ...chunks,
        listChunks: async (...asked: Parameters<typeof chunks.listChunks>) => {
          const found = await chunks.listChunks(...asked);
          read += found.length;
          return found;
        },
      },
    };
    for (let index = 0; index < 100; index += 1) {
      unwrap(await explainRecipient(counted, { jobId, customerId: `customer-${index * 1_399}` }));
    }
    // Each page of 500 has four or five chunks; one page in 300 is read by mistake.
    expect(read / 100).toBeLessThan(10);
  });

  it('reads a shard whole where an index of it is damaged', async () => {
    const app = createMemoryApp(AUDIENCE);
    const jobId = await app.plan();
    const damaged = {
      ...app.deps,
      chunks: {
        ...app.deps.chunks,
        findPages: async (...asked: Parameters<typeof app.deps.chunks.findPages>) =>
          (await app.deps.chunks.findPages(...asked)).map(({ number }) => ({ number, isUnreadable: true as const })),
      },
    };
    for (const customerId of ['customer-0', 'customer-2995', 'customer-10']) {
      expect(await explainRecipient(damaged, { jobId, customerId })).toEqual(
        await explainRecipient(app.deps, { jobId, customerId }),
      );
    }
  });

  it('says by which rule, and what has changed since the plan', async () => {
    const app = createMemoryApp(AUDIENCE.slice(0, 30));
    const jobId = await app.plan();
    const change = async (id: string, to: (customer: Customer) => Customer) => {
      const [stored] = (await app.store.getMany([id])).values();
      if (stored === undefined) throw new Error(`${id} is gone.`);
      await app.store.put(to(stored.value), stored.revision);
    };
    const optOut = (value: 'ALL' | 'NONE') => (customer: Customer) => ({
      ...customer,
      endpoints: customer.endpoints.map((endpoint) => ({ ...endpoint, optOut: value })),
    });
    const explain = async (customerId: string) => unwrap(await explainRecipient(app.deps, { jobId, customerId }));
    expect(await explain('customer-10')).toMatchObject({
      outcome: 'EXCLUDED',
      reason: 'ENDPOINT_OPT_OUT',
      rule: expect.stringContaining('endpoint-10 (GCM, opted out)') as string,
    });
    await change('customer-10', optOut('NONE'));
    await change('customer-0', optOut('ALL'));
    expect((await explain('customer-10')).sincePlan).toContain('would be included by PUSH');
    expect((await explain('customer-0')).sincePlan).toContain('would be skipped (ENDPOINT_OPT_OUT)');
    // What is done is done: the change came too late to matter.
    await launchJob(app.deps, { actor: ACTOR, jobId });
    await app.work();
    expect(await explain('customer-0')).toMatchObject({ status: 'SKIPPED', reason: 'ENDPOINT_OPT_OUT' });
    expect((await explain('customer-1')).sincePlan).toBeUndefined();
  });
});
