import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { DEFAULT_WORK_SETTINGS, sweepJobs, workShard } from '../../../src/app/delivery/index.ts';
import { actualCost, explainRecipient, listRecipients } from '../../../src/app/recipients/index.ts';
import { cancelJob, launchJob } from '../../../src/app/send-job/index.ts';
import { changePrices } from '../../../src/app/settings/index.ts';
import type { Campaign } from '../../../src/domain/campaign/index.ts';
import { newCustomer, type Customer } from '../../../src/domain/customer/index.ts';
import { isComplete } from '../../../src/domain/send-job/index.ts';
import { anEndpoint } from '../domain/people.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const MINUTE = 60_000;
const AD = { title: '(광고) 겨울 세일', body: '{{User.UserId}} 무료수신거부: 앱 설정' };
/** Nine in the evening of the first day, in Korea. */
const NIGHT = Date.parse('2026-11-23T21:00:00+09:00');
const MORNING = Date.parse('2026-11-24T08:00:00+09:00');

/** People who agreed to advertisements by day, in these zones one after the other. */
function people(count: number, zones: readonly (string | undefined)[]): readonly Customer[] {
  const ad = { state: 'GRANTED', at: Date.UTC(2026, 5, 1), source: '회원가입' } as const;
  return Array.from({ length: count }, (_, index) => {
    const timezone = zones[index % zones.length];
    const demographic = timezone === undefined ? {} : { timezone };
    return {
      ...newCustomer(`p${index}`),
      consent: { PUSH: { ad } },
      endpoints: [anEndpoint({ address: `token-${index}`, demographic })],
    };
  });
}

/** Launches an advertisement at nine in the evening; `sentAt` has when each was sent to. */
async function launched(
  limits: Partial<Campaign> = {},
  { count = 250, zones = [undefined] as readonly (string | undefined)[] } = {},
) {
  const sentAt = new Map<string, number>();
  const app = createMemoryApp(people(count, zones), ({ address }) => {
    sentAt.set(address, app.clock.now());
    return { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
  });
  app.clock.advance(NIGHT - app.clock.now());
  const jobId = await app.plan(AD, { messageClass: 'AD', whenClosed: 'HOLD', ...limits });
  unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
  const job = () => app.jobOf(jobId);
  return { ...app, jobId, job, sentAt };
}

describe('messages that must not go at the hour', () => {
  it('C10 wait until it is over and go then, and everybody is accounted for', async () => {
    const app = await launched();
    expect((await app.job()).sent.included).toBe(250);
    await app.work();
    const { phase, sent } = await app.job();
    expect(phase).toBe('COMPLETED');
    expect(sent).toMatchObject({ accepted: 250, skipped: 0 });
    expect(isComplete(sent)).toBe(true);
    const times = [...app.sentAt.values()];
    expect(times).toHaveLength(250);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(MORNING);
    expect(Math.max(...times)).toBeLessThan(MORNING + 30 * MINUTE);
  });

  it('do not go so shortly before it begins that the provider would have them after', async () => {
    const sendAt = async (before: number, limits: Partial<Campaign> = {}) => {
      const app = createMemoryApp(people(30, [undefined]));
      app.clock.advance(NIGHT - MINUTE - app.clock.now());
      const jobId = await app.plan(AD, { messageClass: 'AD', whenClosed: 'HOLD', ...limits });
      unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
      app.clock.advance(NIGHT - before - app.clock.now());
      const ring = app.deps.doorbell.take();
      if (ring === undefined) throw new Error('The bell rings at the launch.');
      await workShard(app.deps, { ...ring, deadline: app.clock.now() + 5 * MINUTE });
      return app.sender.outbox.length;
    };
    expect(await sendAt(30_000)).toBeGreaterThan(0);
    expect(await sendAt(19_000)).toBe(0);
    expect(await sendAt(1)).toBe(0);
    // Also those that would not be held until the morning, as they are of no use any more by then.
    const limits = { expiresAfterMinutes: 60 };
    expect(await sendAt(30_000, limits)).toBeGreaterThan(0);
    expect(await sendAt(19_000, limits)).toBe(0);
  });

  it('are paid for by what they cost in the morning: whom the budget does not pay for then gets nothing', async () => {
    const sentAt: number[] = [];
    const app = createMemoryApp(people(90, [undefined, 'Europe/London', undefined]), () => {
      sentAt.push(app.clock.now());
      return { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
    });
    const row = { item: 'push', currency: 'KRW', per: 1, freeUnits: 0, source: '계약' };
    const dearer = { ...row, micros: 3_000_000, validFrom: NIGHT + 2 * 60 * MINUTE };
    const prices = [{ ...row, micros: 1_000_000, validFrom: 0 }];
    unwrap(await changePrices(app.deps, { actor: ACTOR, change: { prices } }));
    app.clock.advance(NIGHT - app.clock.now());
    // Planned at one won each: 90 of 130.
    const jobId = await app.plan(AD, { messageClass: 'AD', whenClosed: 'HOLD', budgetKrw: 130 });
    unwrap(await changePrices(app.deps, { actor: ACTOR, change: { prices: [...prices, dearer] } }));
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    const { phase, sent } = await app.jobOf(jobId);
    expect(phase).toBe('COMPLETED');
    // 30 in the evening; of 60 at three won, two of which are not paid yet, 40 won pay for 20.
    expect(sent).toMatchObject({ included: 90, accepted: 50, skipped: 40 });
    const { krw } = unwrap(await actualCost(app.deps, { jobId }));
    expect(Number(krw)).toBe(30 + 20 * 3);
    const { items } = unwrap(await listRecipients(app.deps, { jobId, status: 'SKIPPED', limit: 1_000 }));
    expect(new Set(items.map(({ code }) => code))).toEqual(new Set(['BUDGET_EXCEEDED']));
  });

  it('do not go just after it began, when they were looked at just before and the claim took its time', async () => {
    const sentAt: number[] = [];
    const app = createMemoryApp(people(30, [undefined]), () => {
      sentAt.push(app.clock.now());
      return { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
    });
    const { writeState } = app.deps.chunks;
    app.deps.chunks.writeState = async (...write) => {
      app.clock.advance(400);
      return writeState(...write);
    };
    app.clock.advance(NIGHT - 900 - app.clock.now());
    const jobId = await app.plan(AD, { messageClass: 'AD', whenClosed: 'HOLD' });
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    app.clock.advance(NIGHT - 200 - app.clock.now());
    await app.work();
    expect(await app.jobOf(jobId)).toMatchObject({ sent: { accepted: 30 } });
    expect(Math.min(...sentAt)).toBeGreaterThanOrEqual(MORNING);
  });

  it('keep nobody from getting theirs whose hour it is, also of the same chunk', async () => {
    // Noon in London and night in Seoul.
    const app = await launched({}, { zones: [undefined, 'Europe/London', 'Asia/Kolkata'] });
    await app.work();
    expect((await app.job()).sent).toMatchObject({ accepted: 250 });
    for (const [address, at] of app.sentAt) {
      const place = Number(address.slice('token-'.length)) % 3;
      if (place === 0) expect(at).toBeGreaterThanOrEqual(MORNING);
      else expect(at).toBeLessThan(NIGHT + 5 * MINUTE);
    }
  });

  it('stop no worker while it sends to the others: a shard is taken up once in the evening, however many are held', async () => {
    const app = await launched({}, { count: 3_000, zones: [undefined, 'Europe/London', 'Asia/Kolkata'] });
    // Stores take their time, each call another, in which other lanes look for work.
    let calls = 0;
    const slowly = <Store extends object>(store: Store): Store =>
      new Proxy(store, {
        get: (target, name, receiver) => {
          const member: unknown = Reflect.get(target, name, receiver);
          if (typeof member !== 'function') return member;
          return async (...given: unknown[]) => {
            for (let turns = (calls += 7) % 5; turns >= 0; turns -= 1) await setImmediate();
            return Reflect.apply(member, target, given) as unknown;
          };
        },
      });
    const acquire = vi.spyOn(app.deps.shards, 'acquire');
    const settings = { ...app.deps.settings, lanes: DEFAULT_WORK_SETTINGS.lanes };
    const deps = { ...app.deps, settings, chunks: slowly(app.deps.chunks) };
    const { shardCount } = await app.job();
    const rings = Array.from({ length: shardCount }, () => app.deps.doorbell.take());
    for (const ring of rings) {
      if (ring === undefined) throw new Error('The bell rings for every shard at the launch.');
      expect(await workShard(deps, { ...ring, deadline: app.clock.now() + 5 * MINUTE })).toBe('LATER');
    }
    expect(app.sentAt.size).toBe(2_000);
    expect(acquire).toHaveBeenCalledTimes(shardCount);
  });

  it('C10 are dropped with a reason when they expire before that', async () => {
    const app = await launched({ expiresAfterMinutes: 9 * 60 });
    await app.work();
    expect((await app.job()).sent).toMatchObject({ accepted: 0, skipped: 250 });
    const { items } = unwrap(await listRecipients(app.deps, { jobId: app.jobId, status: 'SKIPPED', limit: 1_000 }));
    expect(new Set(items.map(({ code }) => code))).toEqual(new Set(['MESSAGE_EXPIRED']));
    expect(app.sentAt.size).toBe(0);
  });

  it('are shown as held while they wait, cost no worker its time, and end with their job', async () => {
    const app = await launched();
    const first = app.deps.doorbell.take();
    if (first === undefined) throw new Error('The bell rings at the launch.');
    const outcome = await workShard(app.deps, { ...first, deadline: app.clock.now() + 5 * MINUTE });
    expect(outcome).toBe('LATER');
    expect(app.clock.now()).toBeLessThan(NIGHT + MINUTE);
    const { items } = unwrap(await listRecipients(app.deps, { jobId: app.jobId, limit: 1_000 }));
    const held = items.filter(({ code }) => code === `HELD/${new Date(MORNING).toISOString()}`);
    expect(held.length).toBeGreaterThan(50);
    const why = unwrap(await explainRecipient(app.deps, { jobId: app.jobId, customerId: held[0]?.customerId ?? '' }));
    expect(why.sincePlan).toContain('held until 2026-11-23T23:00:00.000Z');
    unwrap(await cancelJob(app.deps, { actor: ACTOR, jobId: app.jobId }));
    await app.work();
    app.clock.advance(MORNING - app.clock.now());
    await sweepJobs(app.deps);
    await app.work();
    expect(await app.job()).toMatchObject({ phase: 'CANCELLED', sent: { accepted: 0, skipped: 0 } });
    expect(app.sentAt.size).toBe(0);
  });

  it('go on after a worker that died, and when every bell is lost', async () => {
    const app = await launched();
    while (app.deps.doorbell.take() !== undefined);
    app.clock.advance(MORNING + MINUTE - app.clock.now());
    await sweepJobs(app.deps);
    await app.work();
    expect((await app.job()).sent).toMatchObject({ accepted: 250 });
  });

  it('do not go in the morning to whoever may have got them in the evening: they are in doubt', async () => {
    const calls = new Map<string, number[]>();
    const app = createMemoryApp(people(30, [undefined]), ({ address }) => {
      calls.set(address, [...(calls.get(address) ?? []), app.clock.now()]);
      return { kind: 'UNKNOWN', code: 'TimeoutError' };
    });
    app.clock.advance(NIGHT - 19_100 - app.clock.now());
    const jobId = await app.plan(AD, { messageClass: 'AD', whenClosed: 'HOLD', inDoubtPolicy: 'RESEND' });
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'COMPLETED', sent: { inDoubt: 30 } });
    // A shard whose first call came too late for the evening begins in the morning.
    const inTheEvening = [...calls.values()].filter(([first = MORNING]) => first < NIGHT);
    expect(inTheEvening.length).toBeGreaterThan(5);
    expect(inTheEvening.every((times) => times.length === 1)).toBe(true);
    const { items } = unwrap(await listRecipients(app.deps, { jobId, status: 'IN_DOUBT', limit: 100 }));
    expect(items.filter(({ code }) => code === 'RESENT/QUIET_TIME')).toHaveLength(inTheEvening.length);
  });

  it('keep nobody from seeing at once who is in doubt because a worker died', async () => {
    const app = await launched({ inDoubtPolicy: 'HOLD' }, { count: 30 });
    const ref = { jobId: app.jobId, shard: 0 };
    const [chunk] = await app.deps.chunks.listChunks(ref, 0, 1);
    if (chunk === undefined || !('recipients' in chunk)) throw new Error('The first shard has a chunk.');
    const held = { status: 'PLANNED', code: `HELD/${new Date(MORNING).toISOString()}` } as const;
    const results = chunk.recipients.map((_, place) => (place === 0 ? ({ status: 'CLAIMED' } as const) : held));
    const state = { number: 0, epoch: 1, attempt: 1, stalls: 0, retryAt: 0, stepIndex: 0, round: 0, tries: [] };
    await app.deps.chunks.writeState(ref, { ...state, phase: 'CLAIMED', results }, null);
    await workShard(app.deps, { ...ref, deadline: app.clock.now() + 5 * MINUTE });
    expect(app.clock.now()).toBeLessThan(NIGHT + MINUTE);
    const { items } = unwrap(await listRecipients(app.deps, { jobId: app.jobId, status: 'IN_DOUBT', limit: 100 }));
    expect(items).toMatchObject([{ customerId: chunk.recipients[0]?.customerId, code: 'OWNER_LOST' }]);
    await app.work();
    expect((await app.job()).sent).toMatchObject({ accepted: 29, inDoubt: 1 });
  });

  it('are not planned where the campaign does not hold', async () => {
    const app = await launched({ whenClosed: 'SKIP' });
    expect((await app.job()).sent).toMatchObject({ included: 0, excluded: { NO_NIGHT_CONSENT: 250 } });
  });
});
