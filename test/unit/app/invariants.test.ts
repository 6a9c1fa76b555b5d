import { describe, expect, it } from 'vitest';
import { newShard, workShard, type ChunkState, type Outgoing, type Shard } from '../../../src/app/delivery/index.ts';
import { changeJob } from '../../../src/app/delivery/job/change-job.ts';
import { createLease } from '../../../src/app/delivery/lease/lease.ts';
import { assertChunk } from '../../../src/app/delivery/model/invariants.ts';
import { launchJob } from '../../../src/app/send-job/index.ts';
import type { RecipientResult } from '../../../src/domain/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const REF = { jobId: 'job', shard: 3 };
const ACCEPTED_RESULT: RecipientResult = { status: 'ACCEPTED' };

function stateOf(change: Partial<ChunkState> = {}): ChunkState {
  return {
    number: 7,
    epoch: 2,
    attempt: 1,
    phase: 'CLAIMED',
    results: [ACCEPTED_RESULT, { status: 'CLAIMED' }],
    tries: [],
    stalls: 0,
    retryAt: 0,
    stepIndex: 0,
    round: 0,
    ...change,
  };
}

/** The error that something throws. */
function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('what cannot be of a chunk', () => {
  const settled = [ACCEPTED_RESULT, ACCEPTED_RESULT];

  it.each<[what: string, next: ChunkState, before: ChunkState | null, expected: object]>([
    [
      'fewer outcomes than recipients',
      stateOf({ results: [ACCEPTED_RESULT] }),
      null,
      { code: 'CHUNK_TOTALS_INVARIANT' },
    ],
    ['recorded with somebody unsettled', stateOf({ phase: 'RECORDED' }), null, { code: 'CHUNK_TOTALS_INVARIANT' }],
    [
      'claimed again when recorded',
      stateOf(),
      stateOf({ phase: 'RECORDED', results: settled }),
      { code: 'CHUNK_PHASE_INVARIANT' },
    ],
    ['claimed twice by one owner', stateOf({ attempt: 2 }), stateOf(), { code: 'CHUNK_PHASE_INVARIANT' }],
    ['written by an older owner', stateOf({ epoch: 1 }), stateOf(), { code: 'EPOCH_INVARIANT' }],
  ])('%s: it has a name and says which', (_, next, before, expected) => {
    const error = thrownBy(() => assertChunk(REF, next, before, 2));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ ...expected, jobId: 'job', shard: 3 });
  });

  it('is not: a claim over a lost owner’s, an end of a claim, and a new round over what is recorded', () => {
    const recorded = stateOf({ phase: 'RECORDED', results: settled });
    assertChunk(REF, stateOf({ epoch: 3 }), stateOf(), 2);
    assertChunk(REF, recorded, stateOf(), 2);
    assertChunk(REF, stateOf({ round: 1, epoch: 3 }), recorded, 2);
  });
});

describe('what cannot be of a shard', () => {
  const planning = { ...newShard(REF).planning, isDone: true, chunkCount: 5 };
  const acquired: Shard = { ...newShard(REF), epoch: 4, cursor: 2, planning };
  const leaseOf = (shard: Shard) => {
    const app = createMemoryApp();
    return createLease(app.deps, shard, 30_000);
  };

  it('is refused when it is acquired: a cursor behind the last chunk, an epoch of nobody', () => {
    const named = { name: 'CursorInvariantError', code: 'CURSOR_INVARIANT', jobId: 'job', shard: 3 };
    expect(thrownBy(() => leaseOf({ ...acquired, cursor: 6 }))).toMatchObject(named);
    expect(thrownBy(() => leaseOf({ ...acquired, epoch: 0 }))).toMatchObject({ code: 'EPOCH_INVARIANT' });
  });

  it.each<[what: string, change: Partial<Shard>, code: string]>([
    ['a cursor that goes back', { cursor: 1 }, 'CURSOR_INVARIANT'],
    ['a cursor behind the last chunk', { cursor: 6 }, 'CURSOR_INVARIANT'],
    ['a round that goes back', { round: -1 }, 'CURSOR_INVARIANT'],
    ['an epoch that is not one’s own', { epoch: 5 }, 'EPOCH_INVARIANT'],
  ])('is refused when it is written: %s', async (_, change, code) => {
    await expect((async () => leaseOf(acquired).save(change))()).rejects.toMatchObject({
      code,
      jobId: 'job',
      shard: 3,
    });
  });

  it('stops its own shard only', async () => {
    const app = createMemoryApp(createAudience(600));
    const jobId = await app.plan();
    const { list } = app.deps.shards;
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    const { acquire } = app.deps.shards;
    app.deps.shards.acquire = async (ref, lease) => {
      const shard = await acquire(ref, lease);
      return shard?.shard === 0 ? { ...shard, cursor: 99 } : shard;
    };
    const ends: unknown[] = [];
    for (let ring = app.deps.doorbell.take(); ring !== undefined; ring = app.deps.doorbell.take()) {
      ends.push(
        await workShard(app.deps, { ...ring, deadline: app.clock.now() + 300_000 }).catch((error: unknown) => error),
      );
    }
    expect(ends).toMatchObject([{ code: 'CURSOR_INVARIANT', shard: 0 }, 'DONE']);
    expect((await list(jobId, 2)).map(({ isDone }) => isDone)).toEqual([false, true]);
  });
});

describe('what cannot be of a job', () => {
  it('is a phase that no command leads to', async () => {
    const app = createMemoryApp(createAudience(20));
    const jobId = await app.plan();
    const error: unknown = await changeJob(app.deps.jobs, jobId, (job) => ({ ...job, phase: 'PLANNING' })).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      name: 'JobPhaseInvariantError',
      code: 'JOB_PHASE_INVARIANT',
      jobId,
      from: 'PLANNED',
    });
    expect((await app.jobOf(jobId)).phase).toBe('PLANNED');
  });
});

describe('a lane that fails', () => {
  it('lets the others end the call they are at and no more, and gives the shard back', async () => {
    const app = createMemoryApp(createAudience(3_000), () => ACCEPTED);
    let calls = 0;
    const { send } = app.sender;
    const sender = {
      ...app.sender,
      send: (batch: readonly Outgoing[], ...rest: [Parameters<typeof send>[1]]) => {
        calls += 1;
        return send(batch, ...rest);
      },
    };
    Object.assign(app.deps, {
      senders: { PUSH: sender },
      settings: { ...app.deps.settings, lanes: 4 },
      sharding: { minShards: 1, customersPerShard: 50_000 },
    });
    const jobId = await app.plan();
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    const { writeState } = app.deps.chunks;
    app.deps.chunks.writeState = (ref, next, expected) =>
      next.number === 1 && next.phase === 'RECORDED'
        ? Promise.reject(new Error('The store is away.'))
        : writeState(ref, next, expected);
    const ring = app.deps.doorbell.take();
    if (ring === undefined) throw new Error('Nobody rang.');
    const work = () => workShard(app.deps, { ...ring, deadline: app.clock.now() + 300_000 });
    await expect(work()).rejects.toThrow('away');
    // Chunk 1 is written again for seconds, in which the others go on; then everybody ends.
    expect(await app.deps.shards.list(jobId, 1)).toMatchObject([{ owner: '', leaseUntil: 0, isDone: false }]);
    const { chunkCount } = (await app.deps.shards.list(jobId, 1))[0]?.planning ?? { chunkCount: 0 };
    expect(calls).toBeLessThan(chunkCount);
    app.deps.chunks.writeState = writeState;
    await work();
    const { phase, sent } = await app.jobOf(jobId);
    expect(phase).toBe('COMPLETED');
    // Whose call was made and could not be recorded is in doubt, and nobody else.
    expect(sent).toMatchObject({ inDoubt: 100, accepted: sent.included - 100 });
    expect(app.sender.outbox).toHaveLength(sent.included);
  });
});
