import { describe, expect, it } from 'vitest';
import { workShard, type ChunkState, type Outgoing } from '../../../src/app/delivery/index.ts';
import { eraseCustomer, recordConsent, upsertCustomers } from '../../../src/app/customer/index.ts';
import { LOOK_VALID_MS } from '../../../src/app/last-look.ts';
import { listRecipients } from '../../../src/app/recipients/index.ts';
import { launchJob } from '../../../src/app/send-job/index.ts';
import type { Campaign } from '../../../src/domain/campaign/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

/** A launched job to nine people in one chunk, over stores that a test bends before the work begins. */
async function start(limits: Partial<Campaign> = {}) {
  const calls: string[][] = [];
  const app = createMemoryApp(createAudience(10), () => ACCEPTED);
  const { send } = app.sender;
  const sender = {
    ...app.sender,
    send: (batch: readonly Outgoing[], ...rest: [Parameters<typeof send>[1]]) => {
      calls.push(batch.map(({ address }) => address));
      return send(batch, ...rest);
    },
  };
  Object.assign(app.deps, { senders: { PUSH: sender }, sharding: { minShards: 1, customersPerShard: 50_000 } });
  const jobId = await app.plan({}, limits);
  unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
  const listAll = async () => unwrap(await listRecipients(app.deps, { jobId, limit: 100 })).items;
  return { app, jobId, calls, listAll };
}

type App = Awaited<ReturnType<typeof start>>['app'];

/** Does something just before a state of a phase is written, or just after it. */
function atWrite(app: App, phase: ChunkState['phase'], when: { before?: () => unknown; after?: () => unknown }): void {
  const { writeState } = app.deps.chunks;
  app.deps.chunks.writeState = async (ref, next, expected) => {
    if (next.phase !== phase) return writeState(ref, next, expected);
    await when.before?.();
    const isWritten = await writeState(ref, next, expected);
    await when.after?.();
    return isWritten;
  };
}

async function optOut(app: App, customerId: string): Promise<void> {
  const [stored] = (await app.store.getMany([customerId])).values();
  if (stored === undefined) throw new Error(`${customerId} is gone.`);
  const endpoints = stored.value.endpoints.map((endpoint) => ({ ...endpoint, optOut: 'ALL' as const }));
  await app.store.put({ ...stored.value, endpoints }, stored.revision);
}

describe('the last look at consent', () => {
  it('is good for a second: a claim that took longer is taken back, and who withdrew meanwhile gets nothing', async () => {
    const { app, jobId, calls, listAll } = await start();
    let slowClaims = 2;
    const states: ChunkState[] = [];
    atWrite(app, 'CLAIMED', {
      before: async () => {
        if ((slowClaims -= 1) < 0) return;
        app.clock.advance(LOOK_VALID_MS + 1);
        await optOut(app, 'customer-0');
      },
    });
    atWrite(app, 'WAITING', {
      after: async () => {
        for (const state of await app.deps.chunks.listStates({ jobId, shard: 0 }, 0)) {
          if ('results' in state) states.push(state);
        }
      },
    });
    await app.work();
    expect(calls).toHaveLength(1);
    expect(calls.flat()).not.toContain('token-0');
    expect(states).toHaveLength(2);
    for (const { results, tries } of states) {
      expect(tries).toEqual([]);
      expect(results.every(({ status }) => status === 'PLANNED' || status === 'SKIPPED')).toBe(true);
    }
    expect((await listAll()).find(({ customerId }) => customerId === 'customer-0')).toMatchObject({
      status: 'SKIPPED',
      code: 'ENDPOINT_OPT_OUT',
    });
    expect((await app.jobOf(jobId)).sent).toMatchObject({ inDoubt: 0, failed: 0, skipped: 1 });
  });

  it('comes after the pace: whoever withdraws while a shard waits for its turn gets nothing', async () => {
    const { app, calls } = await start();
    const { take } = app.deps.rates;
    Object.assign(app.deps.deliverySettings, {
      get: async () => ({ isStopped: false, reason: '', messagesPerSecond: { PUSH: 1_000 } }),
    });
    app.deps.rates.take = async (...slot) => {
      const taken = await take(...slot);
      await optOut(app, 'customer-0');
      return taken;
    };
    await app.work();
    expect(calls).toHaveLength(1);
    expect(calls.flat()).not.toContain('token-0');
  });

  it('is taken anew after caps were counted slowly, and they are counted once', async () => {
    const { app, calls, jobId } = await start({ caps: { daily: 1 } });
    const { add } = app.deps.caps;
    let counts = 0;
    app.deps.caps.add = async (...entry) => {
      counts += 1;
      app.clock.advance(400);
      if (counts === 4) await optOut(app, 'customer-0');
      return add(...entry);
    };
    await app.work();
    expect(calls).toHaveLength(1);
    expect(calls.flat()).not.toContain('token-0');
    expect(counts).toBe((await app.jobOf(jobId)).sent.included);
  });
});

describe('what may fail', () => {
  it('comes before the claim: caps that cannot be counted leave nobody claimed, and the shard free', async () => {
    const { app, jobId, calls } = await start({ caps: { daily: 1 } });
    app.deps.caps.add = () => Promise.reject(new Error('The store is away.'));
    const ring = app.deps.doorbell.take();
    if (ring === undefined) throw new Error('Nobody rang.');
    await expect(workShard(app.deps, { ...ring, deadline: app.clock.now() + 300_000 })).rejects.toThrow('away');
    expect(calls).toEqual([]);
    expect(await app.deps.chunks.listStates(ring, 0)).toEqual([]);
    expect(await app.deps.shards.list(jobId, 1)).toMatchObject([{ owner: '', leaseUntil: 0 }]);
  });

  it('is not the claim whose answer was lost: it is recognised, and nobody is in doubt', async () => {
    const { app, jobId, calls } = await start();
    const { writeState } = app.deps.chunks;
    let losses = 0;
    app.deps.chunks.writeState = async (...write) => {
      const isWritten = await writeState(...write);
      if (losses % 2 === 0) {
        losses += 1;
        throw new Error('socket hang up');
      }
      losses += 1;
      return isWritten;
    };
    const { save } = app.deps.shards;
    let saves = 0;
    app.deps.shards.save = async (shard) => {
      const isSaved = await save(shard);
      if ((saves += 1) % 2 === 1) throw new Error('socket hang up');
      return isSaved;
    };
    await app.work();
    expect(losses).toBeGreaterThan(2);
    expect(calls).toHaveLength(1);
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'COMPLETED', sent: { inDoubt: 0 } });
  });
});

describe('an answer that somebody is not sent to any more', () => {
  it.each([
    [
      'erasing',
      (app: App) => eraseCustomer({ ...app.deps, customers: app.store }, { actor: ACTOR, customerId: 'customer-0' }),
    ],
    [
      'an opt-out by call',
      (app: App) => upsert(app, { id: 'customer-0', endpoints: [{ id: 'endpoint-0', optOut: 'ALL' }] }),
    ],
    [
      'a withdrawal',
      (app: App) =>
        recordConsent(
          { ...app.deps, customers: app.store },
          {
            actor: ACTOR,
            customerId: 'customer-0',
            statements: [{ channel: 'PUSH', kind: 'AD', state: 'WITHDRAWN', source: 'app' }],
          },
        ),
    ],
  ])('comes after %s when no worker relies on an older look', async (_, command) => {
    const { app } = await start();
    const from = app.clock.now();
    unwrap(await command(app));
    expect(app.clock.now() - from).toBeGreaterThanOrEqual(LOOK_VALID_MS);
  });

  it('does not keep those waiting who say nothing of the kind', async () => {
    const { app } = await start();
    const from = app.clock.now();
    unwrap(await upsert(app, { id: 'customer-0', attributes: { City: ['부산'] } }));
    expect(app.clock.now()).toBe(from);
  });
});

describe('what a call needs besides the messages', () => {
  it('is read before the claim', async () => {
    const { app, jobId } = await start();
    const order: string[] = [];
    atWrite(app, 'CLAIMED', { before: () => order.push('claim') });
    const prepare = async () => void order.push('prepare');
    Object.assign(app.deps, { senders: { PUSH: { ...app.sender, prepare } } });
    await app.work();
    expect(order).toEqual(['prepare', 'claim']);
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'COMPLETED' });
  });
});

function upsert(app: App, customer: object) {
  return upsertCustomers({ ...app.deps, customers: app.store }, { actor: ACTOR, customers: [customer] });
}
