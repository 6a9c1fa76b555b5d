import { describe, expect, it } from 'vitest';
import { sweepJobs } from '../../../src/app/delivery/index.ts';
import { cancelSend, sendMessages } from '../../../src/app/external-send/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import { newCustomer, newEndpoint, type Customer } from '../../../src/domain/customer/index.ts';
import { CLIENT, createCallDeps } from './call-deps.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const HOUR = 3_600_000;

function createApp(customers: readonly Customer[] = []) {
  const app = createMemoryApp(customers);
  const deps = createCallDeps(app.deps);
  const send = (key: string, more: Partial<Parameters<typeof sendMessages>[1]> = {}) =>
    sendMessages(deps, {
      client: CLIENT,
      idempotencyKey: key,
      messageClass: 'TRANSACTIONAL',
      content: { channel: 'PUSH', title: '예약', body: '내일 뵙겠습니다' },
      recipients: [{ address: 'a-token', channelType: 'GCM' }],
      ...more,
    });
  const sendIn = async (milliseconds: number, more: Partial<Parameters<typeof sendMessages>[1]> = {}) => {
    const outcome = await send(`in-${milliseconds}-ms`, { sendAt: app.clock.now() + milliseconds, ...more });
    return unwrap(outcome).answer;
  };
  /** What a minute brings: the sweeper, and whoever it rings for. */
  const sweep = async () => {
    await sweepJobs(deps);
    await app.work();
  };
  const sent = () => app.sender.outbox.map(({ address }) => address);
  return { ...app, deps, send, sendIn, sweep, sent };
}

describe('a call for later', () => {
  it('is planned and answered at once, and sent when its time has come', async () => {
    const app = createApp();
    const { jobId, decisions } = await app.sendIn(HOUR);
    expect(decisions).toMatchObject([{ outcome: 'INCLUDED' }]);
    await app.work();
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'SCHEDULED', sendAt: app.clock.now() + HOUR });
    const due = app.clock.now() + HOUR;
    app.clock.advance(HOUR - 100_000);
    await app.sweep();
    expect(app.sent()).toEqual([]);
    app.clock.advance(60_000);
    // The bell rings with a delay that ends when it is time.
    await app.sweep();
    expect(app.clock.now()).toBe(due);
    expect(app.sent()).toEqual(['a-token']);
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'COMPLETED', launchedBy: 'client:shop' });
  });

  it('is sent once though bells ring before, at and after its time', async () => {
    const app = createApp();
    const { jobId } = await app.sendIn(HOUR);
    for (const step of [HOUR / 2, HOUR / 2, 1, 60_000]) {
      app.clock.advance(step);
      await app.deps.doorbell.ring([
        { jobId, shard: 0, lane: 'DIRECT' },
        { jobId, shard: 0, lane: 'DIRECT' },
      ]);
      await app.sweep();
    }
    expect(app.sent()).toEqual(['a-token']);
  });

  it('for a moment that has just passed goes at once', async () => {
    const app = createApp();
    await app.sendIn(-30_000);
    await app.work();
    expect(app.sent()).toEqual(['a-token']);
  });

  it('has one answer for its key, before and long after its time; for another time the key is taken', async () => {
    const app = createApp();
    const sendAt = app.clock.now() + HOUR;
    const { answer } = unwrap(await app.send('one-key-1', { sendAt }));
    expect(await app.send('one-key-1', { sendAt })).toEqual({ ok: true, answer });
    expect(await app.send('one-key-1', { sendAt: sendAt + 1 })).toMatchObject({
      error: { code: 'IDEMPOTENCY_CONFLICT' },
    });
    app.clock.advance(2 * HOUR);
    await app.sweep();
    expect(await app.send('one-key-1', { sendAt })).toEqual({ ok: true, answer });
    await app.sweep();
    expect(app.sent()).toEqual(['a-token']);
  });

  it('counts its time to live from then', async () => {
    const app = createApp();
    const { jobId } = await app.sendIn(HOUR, { timeToLiveSeconds: 60 });
    app.clock.advance(HOUR + 61_000);
    await app.sweep();
    expect(app.sent()).toEqual([]);
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'CANCELLED', phaseReason: 'MAX_DURATION' });
  });

  it('skips whoever has opted out meanwhile', async () => {
    const person = { ...newCustomer('m-1'), endpoints: [newEndpoint('e-1', 'GCM', 'm-token')] };
    const app = createApp([person]);
    await app.sendIn(HOUR, { recipients: [{ customerId: 'm-1' }] });
    const stored = (await app.store.getMany(['m-1'])).get('m-1');
    const endpoints = person.endpoints.map((endpoint) => ({ ...endpoint, optOut: 'ALL' as const }));
    await app.store.put({ ...person, endpoints }, stored?.revision ?? 0);
    app.clock.advance(HOUR);
    await app.sweep();
    expect(app.sent()).toEqual([]);
  });

  it('is decided by the rules of the hour in which it is sent', async () => {
    const app = createApp();
    const advert = {
      messageClass: 'AD',
      content: { channel: 'PUSH', title: '(광고) 세일', body: '오늘만. 무료수신거부: 앱 설정' },
      recipients: [{ customerId: 'm-1' }],
    } as const;
    const granted = { state: 'GRANTED', at: app.clock.now() - HOUR, source: 'test' } as const;
    const person: Customer = {
      ...newCustomer('m-1'),
      endpoints: [newEndpoint('e-1', 'GCM', 'm-token')],
      consent: { PUSH: { ad: granted } },
    };
    await app.store.put(person, 0);
    expect((await app.sendIn(HOUR, advert)).decisions).toMatchObject([{ outcome: 'INCLUDED' }]);
    // Noon in Seoul, and ten hours later: at night without consent for the night.
    expect((await app.sendIn(10 * HOUR, advert)).decisions).toMatchObject([{ reason: 'NO_NIGHT_CONSENT' }]);
  });

  it('waits while all sending is stopped, and goes when it goes on', async () => {
    const app = createApp();
    const { jobId } = await app.sendIn(HOUR);
    const change = { actor: ACTOR, change: { isStopped: true, reason: 'fire' } };
    unwrap(await changeDeliverySettings(app.deps, change));
    app.clock.advance(HOUR);
    await app.sweep();
    await app.deps.doorbell.ring([{ jobId, shard: 0, lane: 'DIRECT' }]);
    await app.work();
    expect((await app.jobOf(jobId)).phase).toBe('SCHEDULED');
    unwrap(await changeDeliverySettings(app.deps, { ...change, change: { isStopped: false, reason: '' } }));
    await app.sweep();
    expect(app.sent()).toEqual(['a-token']);
  });
});

describe('cancelling a call for later', () => {
  it('ends it: nothing is sent, and nobody is unaccounted for', async () => {
    const app = createApp();
    const { jobId } = await app.sendIn(HOUR);
    for (let times = 0; times < 2; times += 1) unwrap(await cancelSend(app.deps, { client: CLIENT, jobId }));
    await app.work();
    app.clock.advance(2 * HOUR);
    await app.sweep();
    expect(app.sent()).toEqual([]);
    expect((await app.jobOf(jobId)).phase).toBe('CANCELLED');
    expect(await app.deps.jobs.listDue(app.clock.now(), 10)).toEqual([]);
  });

  it('is too late once it has begun, and is nobody else’s to do', async () => {
    const app = createApp();
    const { jobId } = await app.sendIn(HOUR);
    const other = { ...CLIENT, id: 'other' };
    expect(await cancelSend(app.deps, { client: other, jobId })).toMatchObject({ error: { code: 'NOT_FOUND' } });
    app.clock.advance(HOUR);
    await app.sweep();
    expect(await cancelSend(app.deps, { client: CLIENT, jobId })).toMatchObject({ error: { code: 'ALREADY_STARTED' } });
    expect(app.sent()).toEqual(['a-token']);
  });

  it('and starting exclude each other', async () => {
    const app = createApp();
    const { jobId } = await app.sendIn(HOUR);
    app.clock.advance(HOUR);
    const [cancelled] = await Promise.all([cancelSend(app.deps, { client: CLIENT, jobId }), app.sweep()]);
    await app.work();
    expect(app.sent()).toEqual(cancelled.ok ? [] : ['a-token']);
  });
});
