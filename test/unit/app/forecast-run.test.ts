import { describe, expect, it } from 'vitest';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { forecastRun } from '../../../src/app/forecast/index.ts';
import { reviewPlan } from '../../../src/app/recipients/index.ts';
import { launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import type { Campaign } from '../../../src/domain/campaign/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { createRandom } from '../../simulation/random.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const PEOPLE = 2_000;
const DAY_MS = 86_400_000;

/** A campaign that everybody is in, and the world to forecast it in; what is drawn by chance follows a seed. */
async function world(limits: Partial<Campaign> = {}) {
  const app = createMemoryApp(createAudience(PEOPLE));
  const random = createRandom(7);
  const deps = { ...app.deps, ids: { ...app.deps.ids, random } };
  const jobId = await app.plan({}, limits);
  const { campaignId } = await app.jobOf(jobId);
  const forecast = async (query: { at?: number; unitsUsed?: { item: string; units: number }[] } = {}) =>
    unwrap(await forecastRun(deps, { campaignId, ...query }));
  return { app, deps, jobId, campaignId, forecast };
}

const WON = {
  item: 'push',
  currency: 'KRW',
  micros: 10_000_000,
  per: 1,
  freeUnits: 0,
  validFrom: 0,
  source: 'contract',
};

describe('the forecast of a run', () => {
  it('is what planning does, when everybody is rehearsed', async () => {
    const { app, deps, jobId, forecast } = await world({ holdoutPercent: 10 });
    const before = await app.jobOf(jobId);
    const told = await forecast();
    expect(told.population).toEqual({ low: PEOPLE, expected: PEOPLE, high: PEOPLE });
    expect(told.sampled).toBe(PEOPLE);
    const review = unwrap(await reviewPlan(deps, { jobId }));
    const [wave] = told.waves;
    expect(wave?.messages).toEqual({ low: review.included, expected: review.included, high: review.included });
    expect(wave?.out.map(({ reason, people }) => [reason, people.expected])).toEqual(
      review.reasons.map(({ reason, count }) => [reason, count]),
    );
    // Nothing of it is there afterwards.
    expect(await app.jobOf(jobId)).toEqual(before);
    expect(app.sender.outbox).toEqual([]);
  });

  it('leaves out who had enough of the class, who entered before, and whose message expires while it is held', async () => {
    const { app, deps, jobId, forecast, campaignId } = await world({ oncePerCustomer: true });
    const reasons = async (query: { at?: number } = {}) =>
      (await forecast(query)).waves[0]?.out.map(({ reason, people }) => [reason, people.expected]) ?? [];
    unwrap(await launchJob(deps, { actor: ACTOR, jobId }));
    await app.work();
    const sent = new Set(app.sender.outbox.map(({ customer }) => customer.id)).size;
    expect(sent).toBeGreaterThan(1_500);
    expect(await reasons()).toContainEqual(['ENTERED_BEFORE', sent]);
    const known = (await deps.campaigns.get(campaignId))?.value;
    if (known === undefined) throw new Error('There is no campaign.');
    const { id: _, oncePerCustomer: __, edits: ___, ...plain } = known;
    const save = async (input: Partial<Campaign>) =>
      unwrap(await saveCampaign(deps, { actor: ACTOR, campaignId, input: { ...plain, ...input } }));
    await save({});
    expect((await reasons()).flat()).not.toContain('FREQUENCY_CAP');
    const frequencyCaps = [{ messageClass: 'TRANSACTIONAL', period: 'DAY', most: 1 }] as const;
    unwrap(await changeDeliverySettings(deps, { actor: ACTOR, change: { frequencyCaps } }));
    // Counted are messages that are claimed while there is a cap.
    const again = unwrap(await planCampaign(deps, { actor: ACTOR, campaignId }));
    await app.work();
    unwrap(await launchJob(deps, { actor: ACTOR, jobId: again.job.id, besideJobId: jobId }));
    await app.work();
    expect(await reasons()).toContainEqual(['FREQUENCY_CAP', sent]);
    expect((await reasons({ at: app.clock.now() + 2 * DAY_MS })).flat()).not.toContain('FREQUENCY_CAP');
    // Noon in Seoul, where almost everybody is.
    await save({ quietTime: { start: '11:00', end: '13:00' }, whenClosed: 'HOLD', expiresAfterMinutes: 10 });
    const held = await reasons({ at: app.clock.now() + 2 * DAY_MS });
    expect(held.find(([reason]) => reason === 'MESSAGE_EXPIRED')?.[1]).toBeGreaterThan(0);
  });

  it('counts what campaigns have sent this month against the free units, and no month to come', async () => {
    const { app, deps, jobId, forecast } = await world();
    await deps.prices.put({ prices: [{ ...WON, freeUnits: PEOPLE }], rates: [] }, 0, ACTOR);
    expect((await forecast()).krwMicros?.expected).toBe(0);
    unwrap(await launchJob(deps, { actor: ACTOR, jobId }));
    await app.work();
    const { accepted } = (await app.jobOf(jobId)).sent;
    expect(await deps.budgets.usedInMonth('2026-11')).toEqual(new Map([['push', accepted]]));
    const paid = await forecast();
    const free = PEOPLE - accepted;
    const messages = paid.waves[0]?.channels[0]?.accepted.expected ?? 0;
    expect((paid.krwMicros?.expected ?? 0) / 10_000_000).toBeCloseTo(messages - free, -2);
    expect((await forecast({ unitsUsed: [{ item: 'push', units: 0 }] })).krwMicros?.expected).toBe(0);
    expect((await forecast({ at: Date.UTC(2026, 11, 5) })).krwMicros?.expected).toBe(0);
  });

  it('costs what a job of it is said to cost at most, less what is not taken, and more once free units are gone', async () => {
    const { deps, forecast } = await world();
    await deps.prices.put({ prices: [{ ...WON, freeUnits: 500 }], rates: [] }, 0, ACTOR);
    const free = await forecast();
    const paid = await forecast({ unitsUsed: [{ item: 'push', units: 500 }] });
    const messages = free.waves[0]?.messages.expected ?? 0;
    expect(messages).toBeGreaterThan(1_500);
    const difference = (paid.krwMicros?.expected ?? 0) - (free.krwMicros?.expected ?? 0);
    expect(Math.abs(difference - 5_000_000_000)).toBeLessThan(100_000_000);
    expect(paid.krwMicros?.high ?? Infinity).toBeLessThanOrEqual(messages * 10_000_000);
    expect(paid.krwMicros?.low ?? 0).toBeGreaterThan(messages * 5_000_000);
    expect(free.prices.map(({ source }) => source)).toEqual(['contract']);
    expect(Number(free.ownAws.usd)).toBeGreaterThan(0);
    expect(Number(free.pinpoint.krw)).toBeGreaterThanOrEqual(0);
  });

  it('does not know a cost whose price is missing, and never takes it for nothing, even with a budget', async () => {
    const { app, campaignId, forecast, deps } = await world();
    const known = (await app.deps.campaigns.get(campaignId))?.value;
    if (known === undefined) throw new Error('There is no campaign.');
    await deps.prices.put({ prices: [{ ...WON, currency: 'EUR', validFrom: 1 }], rates: [] }, 0, ACTOR);
    const { id: _, ...plain } = known;
    unwrap(await saveCampaign(deps, { actor: ACTOR, campaignId, input: { ...plain, budgetKrw: 1_000 } }));
    expect(await planCampaign(deps, { actor: ACTOR, campaignId })).toMatchObject({
      error: { code: 'NO_EXCHANGE_RATE' },
    });
    const told = await forecast();
    expect(told).toMatchObject({ krwMicros: null, usdMicros: null });
    expect(told.unknown.join()).toContain('EUR');
  });

  it('keeps to the budget, and says how many it does not pay for', async () => {
    const { deps, app, campaignId, forecast } = await world();
    await deps.prices.put({ prices: [WON], rates: [] }, 0, ACTOR);
    const known = (await app.deps.campaigns.get(campaignId))?.value;
    if (known === undefined) throw new Error('There is no campaign.');
    const { id: _, ...plain } = known;
    unwrap(await saveCampaign(deps, { actor: ACTOR, campaignId, input: { ...plain, budgetKrw: 1_000 } }));
    const [wave] = (await forecast()).waves;
    expect(wave?.messages).toEqual({ low: 100, expected: 100, high: 100 });
    expect(wave?.out.find(({ reason }) => reason === 'BUDGET_EXCEEDED')?.people.low).toBeGreaterThan(1_000);
  });

  it('stands on priors until the campaign has run, and then on what its last run measured', async () => {
    const { app, deps, jobId, forecast } = await world();
    const acceptedOf = async () => {
      const { rates } = await forecast({ at: app.clock.now() + DAY_MS });
      return rates.find(({ of, channel }) => of === 'accepted' && channel === 'PUSH');
    };
    expect(await acceptedOf()).toMatchObject({ basis: 'PRIOR' });
    unwrap(await launchJob(deps, { actor: ACTOR, jobId }));
    await app.work();
    const { included } = (await app.jobOf(jobId)).sent;
    expect(await acceptedOf()).toMatchObject({
      basis: 'MEASURED',
      measured: { successes: included, trials: included },
    });
  });

  it('is of the moment of the run: quiet hours leave everybody out', async () => {
    const { app, forecast } = await world({ quietTime: { start: '21:00', end: '08:00' } });
    const midnight = app.clock.now() + DAY_MS / 2;
    const [wave] = (await forecast({ at: midnight })).waves;
    expect(wave?.messages.high).toBe(0);
    expect(wave?.out[0]).toMatchObject({ reason: 'QUIET_TIME' });
  });

  it('refuses what cannot be planned, or lies in the past', async () => {
    const { app, deps, campaignId } = await world();
    expect(await forecastRun(deps, { campaignId: 'none' })).toMatchObject({ error: { code: 'NOT_FOUND' } });
    const past = { campaignId, at: app.clock.now() - 1 };
    expect(await forecastRun(deps, past)).toMatchObject({ error: { code: 'INVALID_INPUT' } });
  });
});
