import { describe, expect, it } from 'vitest';
import { createMemoryRates } from '../../../src/adapters/memory/index.ts';
import { workShard, type Outgoing, type Ring } from '../../../src/app/delivery/index.ts';
import { createLimiters } from '../../../src/app/delivery/pace/limiter.ts';
import { sendMessages } from '../../../src/app/external-send/index.ts';
import { launchJob, pauseJob, resumeJob } from '../../../src/app/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { CLIENT, createCallDeps } from './call-deps.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

describe('a direct send', () => {
  it('is rung on a bell of its own, whoever rings: the call, a worker that comes back, somebody who resumes', async () => {
    let isAway = true;
    const app = createMemoryApp([], () =>
      isAway ? { kind: 'NOT_SENT', cause: 'UNREACHABLE', code: 'ECONNREFUSED' } : ACCEPTED,
    );
    const deps = createCallDeps(app.deps);
    const outcome = await sendMessages(deps, {
      client: CLIENT,
      idempotencyKey: 'order-1-confirmation',
      messageClass: 'TRANSACTIONAL',
      content: { channel: 'PUSH', title: '주문', body: '주문이 접수되었습니다' },
      recipients: [{ address: 'a-token', channelType: 'GCM' }],
    });
    const { jobId } = unwrap(outcome).answer;
    const { take } = app.deps.doorbell;
    const lanes: (Ring['lane'] | undefined)[] = [];
    const rung = take();
    lanes.push(rung?.lane);
    if (rung === undefined) throw new Error('Nobody rang.');
    for (let look = 0; look < 5; look += 1) {
      await workShard(app.deps, { ...rung, deadline: app.clock.now() + 90_000 });
      const back = take();
      lanes.push(back?.lane);
      app.clock.advance((back?.delaySeconds ?? 0) * 1_000);
    }
    unwrap(await pauseJob(app.deps, { actor: ACTOR, jobId }));
    isAway = false;
    unwrap(await resumeJob(app.deps, { actor: ACTOR, jobId }));
    lanes.push(take()?.lane);
    expect(new Set(lanes)).toEqual(new Set(['DIRECT']));
  });

  it('finds room at once in a rate that campaigns use up', async () => {
    let now = 1_000_000;
    const clock = { now: () => now, sleep: async (milliseconds: number) => void (now += milliseconds) };
    const rates = createMemoryRates();
    const limit = { key: 'channel#SMS', messagesPerSecond: 10 };
    // As many campaigns as there are places, all asking whenever they may.
    const bulk = Array.from({ length: 50 }, () =>
      createLimiters({ rates, clock: { ...clock, sleep: async () => undefined } }, 'BULK'),
    );
    const direct = createLimiters({ rates, clock }, 'DIRECT');
    let refused = 0;
    for (let message = 0; message < 200; message += 1) {
      for (const limiterOf of bulk) if (!(await limiterOf([limit]).acquire(1)).isMine) refused += 1;
      const from = now;
      expect(await direct([limit]).acquire(1)).toEqual({ isMine: true });
      expect(now - from).toBeLessThanOrEqual(2_000);
      now += 37;
    }
    expect(refused).toBeGreaterThan(1_000);
  });

  it('takes what it needs of the rate, up to all of it', async () => {
    let now = 1_000_000;
    const rates = createMemoryRates();
    const clock = { now: () => now, sleep: async () => undefined };
    const limit = { key: 'channel#SMS', messagesPerSecond: 10 };
    const direct = createLimiters({ rates, clock }, 'DIRECT');
    const bulk = createLimiters({ rates, clock }, 'BULK');
    let ofBulk = 0;
    let ofDirect = 0;
    for (; now < 1_060_000; now += 50) {
      if ((await direct([limit]).acquire(1)).isMine) ofDirect += 1;
      if (now > 1_005_000 && (await bulk([limit]).acquire(1)).isMine) ofBulk += 1;
    }
    expect(ofBulk).toBe(0);
    expect(ofDirect).toBeGreaterThan(9 * 60);
  });
});

describe('a worker at a rate that is far too low for all who want it', () => {
  it('keeps its place for nobody: it rings for later, and the rate is used all the same', async () => {
    const app = createMemoryApp(createAudience(60), () => ACCEPTED);
    const slept: number[] = [];
    const { sleep } = app.clock;
    Object.assign(app.clock, {
      sleep: (milliseconds: number) => {
        slept.push(milliseconds);
        return sleep(milliseconds);
      },
    });
    const jobId = await app.plan({}, { messagesPerSecond: 1 });
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    const from = app.clock.now();
    await app.work();
    const { phase, sent } = await app.jobOf(jobId);
    expect(phase).toBe('COMPLETED');
    expect(Math.max(...slept)).toBeLessThanOrEqual(2_000);
    expect((app.clock.now() - from) / 1_000).toBeLessThan(sent.included * 1.5);
  });
});

describe('the rate of a channel', () => {
  const rateOf = async (accountRate: (() => Promise<number | undefined>) | undefined, ofOperator?: number) => {
    const app = createMemoryApp(createAudience(400), () => ACCEPTED);
    const { send } = app.sender;
    const sender = {
      ...app.sender,
      send: (batch: readonly Outgoing[], ...rest: [Parameters<typeof send>[1]]) => send(batch, ...rest),
      ...(accountRate === undefined ? {} : { accountRate }),
    };
    const messagesPerSecond = ofOperator === undefined ? {} : { SMS: ofOperator };
    Object.assign(app.deps, {
      senders: { PUSH: sender, SMS: sender, EMAIL: sender },
      deliverySettings: {
        ...app.deps.deliverySettings,
        get: async () => ({ isStopped: false, reason: '', messagesPerSecond }),
      },
    });
    const taken = new Set<number>();
    const { take } = app.deps.rates;
    app.deps.rates.take = async (key, slot) => {
      if (key === 'channel#SMS') taken.add(slot.durationMs);
      return take(key, slot);
    };
    const deps = createCallDeps(app.deps);
    unwrap(
      await sendMessages(deps, {
        client: CLIENT,
        idempotencyKey: 'order-2-confirmation',
        messageClass: 'TRANSACTIONAL',
        content: { channel: 'SMS', body: '주문이 접수되었습니다' },
        recipients: [{ address: '+821012345678', channelType: 'SMS' }],
      }),
    );
    await app.work();
    expect(app.sender.outbox).toHaveLength(1);
    return [...taken].map((durationMs) => Math.round(1_050 / durationMs));
  };

  it('is what the provider’s account may send, what AWS gives everybody where it does not tell, and what an operator says before both', async () => {
    expect(await rateOf(async () => 200)).toEqual([200]);
    expect(await rateOf(async () => undefined)).toEqual([10]);
    expect(await rateOf(undefined)).toEqual([10]);
    expect(await rateOf(async () => 200, 50)).toEqual([50]);
  });
});
