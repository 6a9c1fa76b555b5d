import { describe, expect, it } from 'vitest';
import { monthCosts } from '../../../src/app/cost/index.ts';
import { recentRuns } from '../../../src/app/run/index.ts';
import { launchJob } from '../../../src/app/send-job/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import { customerTimeline } from '../../../src/app/timeline/index.ts';
import { newCustomer } from '../../../src/domain/customer/index.ts';
import { anEndpoint } from '../domain/people.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const TEN_WON = {
  item: 'push',
  currency: 'KRW',
  micros: 10_000_000,
  per: 1,
  freeUnits: 0,
  validFrom: 0,
  source: 'contract',
};

async function company() {
  const people = Array.from({ length: 10 }, (_, index) => ({
    ...newCustomer(`customer-${index}`),
    endpoints: [anEndpoint({ id: `e-${index}`, address: `token-${index}` })],
  }));
  const app = createMemoryApp(people);
  const deps = { ...app.deps, customerEvents: { list: async () => [] } };
  await deps.prices.put({ prices: [TEN_WON], rates: [] }, 0, ACTOR);
  return { app, deps };
}

describe('what a month costs', () => {
  it('is what was sent in it against its budget, and what Pinpoint would have charged for it', async () => {
    const { app, deps } = await company();
    expect(await monthCosts(deps, {})).toMatchObject({ month: '2026-11', budgetKrw: null, runs: 0, channels: [] });
    unwrap(await changeDeliverySettings(deps, { actor: ACTOR, change: { monthlyBudgetKrw: 250 } }));
    const jobId = await app.plan();
    expect(await monthCosts(deps, {})).toMatchObject({ budgetKrw: 250, claimedKrw: 0, runs: 1, channels: [] });
    unwrap(await launchJob(deps, { actor: ACTOR, jobId }));
    await app.work();
    const costs = await monthCosts(deps, { month: '2026-11' });
    expect(costs).toMatchObject({
      claimedKrw: 100,
      runs: 1,
      isCut: false,
      channels: [{ channel: 'PUSH', messages: 10 }],
      // Below 5,000 endpoints and a million messages nothing was charged.
      pinpointKrw: 0,
    });
    expect(await monthCosts(deps, { month: '2026-10' })).toMatchObject({ claimedKrw: 0, runs: 0, channels: [] });
    expect(await monthCosts(deps, { month: '2026-13' })).toMatchObject({ error: { code: 'INVALID_INPUT' } });
  });
});

describe('the timeline of a customer', () => {
  it('has what each run did about them, and is refused what was no token', async () => {
    const { app, deps } = await company();
    const jobId = await app.plan();
    const query = { customerId: 'customer-3', kind: 'MESSAGES' } as const;
    expect(await customerTimeline(deps, query)).toMatchObject({
      runsRead: 1,
      items: [{ message: { jobId, runId: jobId, wave: 0, channel: 'PUSH', status: 'PLANNED' } }],
    });
    unwrap(await launchJob(deps, { actor: ACTOR, jobId }));
    await app.work();
    expect(await customerTimeline(deps, query)).toMatchObject({ items: [{ message: { status: 'ACCEPTED' } }] });
    expect(await customerTimeline(deps, { ...query, customerId: 'nobody' })).toMatchObject({ runsRead: 1, items: [] });
    for (const kind of ['MESSAGES', 'EVENTS', 'CONSENTS'] as const)
      expect(await customerTimeline(deps, { ...query, kind, nextToken: '~' })).toMatchObject({
        error: { code: 'INVALID_INPUT' },
      });
    expect(await recentRuns(deps, { limit: 5 })).toMatchObject({ ok: true, runs: [{ id: jobId }] });
    expect(await recentRuns(deps, { limit: 0 })).toMatchObject({ error: { code: 'INVALID_INPUT' } });
  });

  it('has the latest events first, in pages', async () => {
    const { deps } = await company();
    const events = Array.from({ length: 150 }, (_, index) => ({
      eventId: `event-${index}`,
      customerId: 'customer-1',
      name: 'cart',
      occurredAt: index,
      attributes: {},
      metrics: {},
      at: index,
      receivedAt: index,
      timing: 'AS_SAID' as const,
      isLate: false,
      digest: '',
    }));
    const withEvents = { ...deps, customerEvents: { list: async () => events } };
    const query = { customerId: 'customer-1', kind: 'EVENTS' } as const;
    const first = unwrap(await customerTimeline(withEvents, query));
    expect(first.items.slice(0, 2).map(({ id }) => id)).toEqual(['event-149', 'event-148']);
    const rest = unwrap(await customerTimeline(withEvents, { ...query, nextToken: first.nextToken ?? '' }));
    expect(rest.items).toHaveLength(50);
    expect(rest.nextToken).toBeUndefined();
  });
});

describe('settings that are saved with the revision that was read', () => {
  it('are refused when somebody else has saved since, and not over one’s own', async () => {
    const { deps } = await company();
    const save = (change: object, revision?: number) =>
      changeDeliverySettings(deps, { actor: ACTOR, change, ...(revision === undefined ? {} : { revision }) });
    const { revision } = await deps.deliverySettings.get();
    const first = unwrap(await save({ retentionDays: 30 }, revision));
    expect(first.settings.revision).toBe(revision + 1);
    expect(await save({ retentionDays: 31 }, revision)).toMatchObject({ error: { code: 'CONFLICT' } });
    expect(await save({ retentionDays: 31 }, first.settings.revision)).toMatchObject({ ok: true });
    // A stop names none: it must not wait for anybody's reading.
    expect(await save({ isStopped: true, reason: 'x' })).toMatchObject({ ok: true });
  });
});
