import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createCaps,
  createChunks,
  createDeliverySettings,
  createJobs,
  createRates,
  createShards,
} from '../../src/adapters/dynamodb/index.ts';
import { newShard } from '../../src/app/delivery/index.ts';
import { jobOf, newId, NOW, SPEC, stateOf } from './delivery-stores.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';

/** An answer that did not come: the request was carried out. */
class AnswerLostError extends Error {
  readonly $retryable = {};
}

describe('a write whose answer was lost, and which the SDK has therefore made twice', () => {
  let embedded: Awaited<ReturnType<typeof startEmbeddedDatabase>>;
  let lost = 0;
  beforeAll(async () => {
    embedded = await startEmbeddedDatabase();
    /** Of each write the first answer is lost. */
    const repeated = new WeakSet<object>();
    embedded.database.client.middlewareStack.add(
      (next, context) => async (args) => {
        const answer = await next(args);
        const isWrite = /^(Put|Update)Item/.test(context.commandName ?? '');
        if (!isWrite || repeated.has(args.input)) return answer;
        repeated.add(args.input);
        lost += 1;
        throw new AnswerLostError('socket hang up');
      },
      { step: 'deserialize', priority: 'high', name: 'loseAnswers' },
    );
  });
  afterAll(() => embedded.stop());

  it('is known as one’s own: a claim, a lease, a shard, a job, a cap, a slot of a rate and settings', async () => {
    const { database, tables } = embedded;
    const chunks = createChunks(database, tables.delivery);
    const shards = createShards(database, tables.delivery);
    const jobs = createJobs(database, tables);
    const ref = { jobId: newId(), shard: 0 };
    const claimed = stateOf(0);
    expect(await chunks.writeState(ref, claimed, null)).toBe(true);
    expect(await chunks.writeState(ref, stateOf(0, { phase: 'RECORDED' }), claimed)).toBe(true);
    const acquired = await shards.acquire(ref, { owner: 'a', now: NOW, until: NOW + 100 });
    expect(acquired).toEqual({ ...newShard(ref), epoch: 1, owner: 'a', leaseUntil: NOW + 100 });
    expect(await shards.save({ ...newShard(ref), epoch: 1, revision: 1, rungFor: NOW })).toBe(true);
    const job = jobOf(newId());
    expect(await jobs.create(job, SPEC)).toBe(true);
    expect(await jobs.save({ ...job, seq: 2, phase: 'PLANNED' }, 1)).toBe(true);
    const caps = createCaps(database, tables.delivery);
    expect(await caps.add('campaign', 'customer', { jobId: 'job', at: NOW }, {})).toBe(true);
    const rates = createRates(database, tables.delivery);
    const take = () => rates.take('rate', { durationMs: 400, now: NOW, latest: NOW + 1_000 });
    // None of the slots is lost to a repetition.
    const taken = (at: number) => ({ isTaken: true, at });
    expect([await take(), await take(), await take()]).toEqual([NOW, NOW + 400, NOW + 800].map(taken));
    const settings = createDeliverySettings(database, tables.delivery);
    const { revision, ...present } = await settings.get();
    expect(await settings.put({ ...present, isStopped: true }, revision, 'minji')).toBe(true);
    expect(await settings.get()).toEqual({ ...present, isStopped: true, revision: revision + 1 });
    expect(lost).toBeGreaterThanOrEqual(12);
  });
});
