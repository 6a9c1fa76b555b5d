import { expect, it } from 'vitest';
import { contentsUntil, sweepJobs } from '../../../src/app/delivery/index.ts';
import { recordReceipts } from '../../../src/app/delivery/receipts/record-receipts.ts';
import { sendMessages } from '../../../src/app/external-send/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import { addressKey } from '../../../src/domain/customer/index.ts';
import { CLIENT, createCallDeps } from './call-deps.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const DAY = 86_400_000;

function createApp() {
  const app = createMemoryApp([]);
  const deps = createCallDeps(app.deps);
  const send = async (more: Partial<Parameters<typeof sendMessages>[1]> = {}) => {
    const { answer } = unwrap(
      await sendMessages(deps, {
        client: CLIENT,
        idempotencyKey: 'order-0001',
        messageClass: 'TRANSACTIONAL',
        content: { channel: 'EMAIL', subject: '주문', html: '<p>{{Attributes.Order}}</p>' },
        recipients: [{ address: 'minji@example.kr', channelType: 'EMAIL', substitutions: { Order: ['A-7'] } }],
        ...more,
      }),
    );
    return app.jobOf(answer.jobId);
  };
  return { ...app, deps, send };
}

it('keeps what a call brought along for a day after it may be sent, and its records for 90', async () => {
  const app = createApp();
  const start = app.clock.now();
  const job = await app.send();
  expect(job).toMatchObject({ sendUntil: start + 7 * DAY, keptUntil: start + 90 * DAY });
  expect((await app.deps.shards.list(job.id, 1))[0]?.keptUntil).toBe(job.keptUntil);
  await app.work();
  app.clock.advance(8 * DAY - 1_000);
  expect(await app.deps.jobs.getSpec(job.id)).toMatchObject({
    audience: { kind: 'CALL', guests: [{ address: 'minji@example.kr' }] },
  });
  app.clock.advance(2_000);
  expect(await app.deps.jobs.getSpec(job.id)).toBeNull();
  expect(await app.deps.jobs.get(job.id)).not.toBeNull();
  app.clock.advance(82 * DAY);
  expect(await app.deps.jobs.get(job.id)).toBeNull();
});

it('keeps them from when a scheduled call begins, and no shorter than it may take to send', async () => {
  const app = createApp();
  const start = app.clock.now();
  unwrap(await changeDeliverySettings(app.deps, { actor: ACTOR, change: { retentionDays: 3 } }));
  const job = await app.send({ sendAt: start + DAY, timeToLiveSeconds: 86_400 });
  expect(job).toMatchObject({ sendUntil: start + 2 * DAY, keptUntil: start + 4 * DAY });
  expect(contentsUntil(job)).toBe(start + 3 * DAY);
  const long = await app.send({ idempotencyKey: 'order-0002', timeToLiveSeconds: 28 * 86_400 });
  expect(long.keptUntil).toBe(start + 29 * DAY);
});

it('ends a direct send that could not be sent in time', async () => {
  const app = createApp();
  const job = await app.send({ sendAt: app.clock.now() + DAY });
  unwrap(await changeDeliverySettings(app.deps, { actor: ACTOR, change: { isStopped: true, reason: 'fire' } }));
  app.clock.advance(8 * DAY + 1_000);
  await sweepJobs(app.deps);
  expect(await app.jobOf(job.id)).toMatchObject({ phase: 'CANCELLED', phaseReason: 'MAX_DURATION' });
});

it.each([0, 1.5, 3_651])('refuses to keep records for %s days', async (retentionDays) => {
  const app = createApp();
  expect(await changeDeliverySettings(app.deps, { actor: ACTOR, change: { retentionDays } })).toMatchObject({
    error: { code: 'INVALID_SETTINGS' },
  });
});

it('hears an unsubscribe of a message whose records have ended', async () => {
  const app = createApp();
  const job = await app.send();
  await app.work();
  app.clock.advance(91 * DAY);
  const key = addressKey('EMAIL', 'minji@example.kr');
  const ref = { jobId: job.id, shard: 0, chunk: 0, place: 0 };
  const optOut = { cause: 'UNSUBSCRIBED', address: 'Minji@Example.KR' } as const;
  const report = await recordReceipts(app.deps, [{ ref, status: 'DELIVERED', at: app.clock.now(), optOut }]);
  expect(report).toEqual({ recorded: 0, unknown: 1, failures: [] });
  expect(await app.deps.addresses.findSuppressed([key])).toEqual(new Set([key]));
});
