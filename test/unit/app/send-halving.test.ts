import { describe, expect, it } from 'vitest';
import { sendHalving } from '../../../src/app/delivery/send/send-halving.ts';
import type { Outgoing, SendContext, SendResult } from '../../../src/app/delivery/index.ts';
import { jobTotals } from '../../../src/app/delivery/index.ts';
import { listRecipients } from '../../../src/app/recipients/index.ts';
import { launchJob } from '../../../src/app/send-job/index.ts';
import { isComplete } from '../../../src/domain/send-job/index.ts';
import { newCustomer, newEndpoint } from '../../../src/domain/customer/index.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const REFUSED: SendResult = { kind: 'NOT_SENT', cause: 'REFUSED', code: 'BadRequestException', isWholeCall: true };
const CONTEXT: SendContext = {
  jobId: 'job',
  campaignId: 'campaign',
  launchedAt: 0,
  collapseId: 'job',
  isAdvertising: false,
};

function batchOf(size: number): Outgoing[] {
  return Array.from({ length: size }, (_, place) => {
    const endpoint = newEndpoint(`e${place}`, 'GCM', `token-${place}`);
    return {
      channelType: 'GCM',
      address: endpoint.address,
      message: { channel: 'PUSH', title: 't', body: 'b' },
      ref: { jobId: 'job', shard: 0, chunk: 0, place },
      customer: newCustomer(`c${place}`),
      endpoint,
    };
  });
}

/** A provider that refuses a call as a whole for the sake of one of its addresses, as SendMessages does with 400. */
function refusing(bad: ReadonlySet<string>, other: SendResult | null = null) {
  const taken: string[] = [];
  const calls: number[] = [];
  const sender = {
    maxBatch: 100,
    send: async (batch: readonly Outgoing[]): Promise<readonly SendResult[]> => {
      calls.push(batch.length);
      if (batch.some(({ address }) => bad.has(address))) return batch.map(() => REFUSED);
      if (other !== null) return batch.map(() => other);
      taken.push(...batch.map(({ address }) => address));
      return batch.map(() => ACCEPTED);
    },
  };
  return { sender, taken, calls };
}

describe('a batch that the provider refuses as a whole', () => {
  it.each([0, 49, 99])('is halved until only the bad one of a hundred fails: place %d', async (bad) => {
    const { sender, taken, calls } = refusing(new Set([`token-${bad}`]));
    const results = await sendHalving(sender, batchOf(100), CONTEXT);
    expect(results.map((result, place) => (result === REFUSED ? place : -1)).filter((place) => place >= 0)).toEqual([
      bad,
    ]);
    expect(new Set(taken).size).toBe(99);
    expect(taken).toHaveLength(99);
    expect(calls.length).toBeLessThanOrEqual(15);
  });

  it('leaves those it could not ask about within its calls for the next attempt, and fails nobody for others', async () => {
    const bad = new Set(Array.from({ length: 100 }, (_, place) => `token-${place}`));
    const { sender, calls } = refusing(bad);
    const results = await sendHalving(sender, batchOf(100), CONTEXT);
    expect(calls).toHaveLength(32);
    const alone = calls.filter((size) => size === 1).length;
    expect(results.filter((result) => result === REFUSED)).toHaveLength(alone);
    expect(alone).toBeGreaterThan(0);
    for (const result of results) expect(result.kind).toBe('NOT_SENT');
  });

  it.each<SendResult>([
    { kind: 'UNKNOWN', code: 'TimeoutError' },
    { kind: 'NOT_SENT', cause: 'THROTTLED', code: 'TooManyRequestsException' },
    { kind: 'NOT_SENT', cause: 'DENIED', code: 'ForbiddenException' },
  ])('is asked for no more once the provider answers %j', async (other) => {
    const { sender, calls } = refusing(new Set(['token-99']), other);
    const results = await sendHalving(sender, batchOf(100), CONTEXT);
    expect(calls).toEqual([100, 50]);
    expect(results.slice(0, 50)).toEqual(Array(50).fill(other));
    for (const result of results.slice(50)) expect(result).toMatchObject({ kind: 'NOT_SENT' });
    if (other.kind === 'UNKNOWN') expect(results[99]).toMatchObject({ code: 'NOT_ATTEMPTED/TimeoutError' });
  });

  it('is not asked again when each message was refused by itself', async () => {
    const alone: SendResult = { kind: 'NOT_SENT', cause: 'REFUSED', code: 'ValidationException' };
    const { sender, calls } = refusing(new Set(), alone);
    expect(await sendHalving(sender, batchOf(10), CONTEXT)).toEqual(Array(10).fill(alone));
    expect(calls).toEqual([10]);
  });

  it('fails one recipient of a job, and every other gets the message once', async () => {
    const customers = Array.from({ length: 100 }, (_, n) => ({
      ...newCustomer(`c${n}`),
      endpoints: [newEndpoint(`e${n}`, 'GCM', `token-${n}`)],
    }));
    const app = createMemoryApp(customers);
    const provider = refusing(new Set(['token-42']));
    Object.assign(app.deps.senders, { PUSH: provider.sender });
    Object.assign(app.deps.sharding, { minShards: 1 });
    const jobId = await app.plan();
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    const totals = jobTotals(await app.jobOf(jobId));
    expect(totals).toMatchObject({ accepted: 99, failed: 1 });
    expect(isComplete(totals)).toBe(true);
    expect(new Set(provider.taken).size).toBe(provider.taken.length);
    const failed = unwrap(await listRecipients(app.deps, { jobId, status: 'FAILED' }));
    expect(failed.items).toMatchObject([{ customerId: 'c42', code: 'NOT_SENT/BadRequestException' }]);
  });

  it('is finished in as many attempts as it takes when all of it is bad', async () => {
    const customers = Array.from({ length: 100 }, (_, n) => ({
      ...newCustomer(`c${n}`),
      endpoints: [newEndpoint(`e${n}`, 'GCM', `token-${n}`)],
    }));
    const app = createMemoryApp(customers);
    const provider = refusing(new Set(customers.map((_, n) => `token-${n}`)));
    Object.assign(app.deps.senders, { PUSH: provider.sender });
    Object.assign(app.deps.sharding, { minShards: 1 });
    const jobId = await app.plan();
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    expect(jobTotals(await app.jobOf(jobId))).toMatchObject({ accepted: 0, failed: 100 });
  });
});
