import { describe, expect, it } from 'vitest';
import { actualCost } from '../../../src/app/recipients/index.ts';
import { cancelJob, launchJob, planCampaign, resolveInDoubt, retryFailed } from '../../../src/app/send-job/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import { billingMonthOf, KRW_MICROS } from '../../../src/domain/cost/index.ts';
import { newCustomer } from '../../../src/domain/customer/index.ts';
import { anEndpoint } from '../domain/people.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';
import { HOUR, start } from './run-of-waves.ts';

/** Ten won for each push. */
const TEN_WON = {
  item: 'push',
  currency: 'KRW',
  micros: 10_000_000,
  per: 1,
  freeUnits: 0,
  validFrom: 0,
  source: 'contract',
};
/** A planned job of ten people at ten won each, in a company that may spend so much a month. */
async function company(monthlyBudgetKrw: number, decide?: Parameters<typeof createMemoryApp>[1]) {
  const people = Array.from({ length: 10 }, (_, index) => ({
    ...newCustomer(`customer-${index}`),
    endpoints: [anEndpoint({ id: `e-${index}`, address: `token-${index}` })],
  }));
  const app = createMemoryApp(people, decide);
  const { deps } = app;
  await deps.prices.put({ prices: [TEN_WON], rates: [] }, 0, ACTOR);
  unwrap(await changeDeliverySettings(deps, { actor: ACTOR, change: { monthlyBudgetKrw } }));
  const first = await app.plan();
  const { campaignId } = await app.jobOf(first);
  const plan = async (launch?: true) => {
    app.clock.advance(2 * HOUR);
    const command = { actor: ACTOR, campaignId, ...(launch === undefined ? {} : { launch }) };
    const { job } = unwrap(await planCampaign(deps, command));
    await app.work();
    return job.id;
  };
  const launch = async (jobId: string) => {
    const launched = await launchJob(deps, { actor: ACTOR, jobId });
    await app.work();
    return launched.ok ? 'OK' : launched.error.code;
  };
  const claimed = async () =>
    (await deps.budgets.claimedOfMonth(billingMonthOf(app.clock.now(), 'Asia/Seoul'))) / KRW_MICROS;
  return { app, deps, first, plan, launch, claimed };
}

describe('the budget of a month', () => {
  it('pays for runs until it is used up, and is whole again in the next month', async () => {
    const { app, deps, first, plan, launch, claimed } = await company(250);
    expect(await launch(first)).toBe('OK');
    expect(await launch(first)).toBe('JOB_PHASE');
    expect(await claimed()).toBe(100);
    expect(await launch(await plan())).toBe('OK');
    const third = await plan();
    const refused = await launchJob(deps, { actor: ACTOR, jobId: third });
    expect(refused).toMatchObject({ error: { code: 'MONTHLY_BUDGET' } });
    expect(JSON.stringify(refused)).toContain('₩50 are left');
    expect(await claimed()).toBe(200);
    app.clock.advance(31 * 24 * HOUR);
    expect(await launch(third)).toBe('OK');
    expect(await claimed()).toBe(100);
    expect(app.sender.outbox).toHaveLength(30);
  });

  it('gets back what a cancelled run never sent, to the won', async () => {
    const { app, deps, first, plan, launch, claimed } = await company(150);
    unwrap(await launchJob(deps, { actor: ACTOR, jobId: first }));
    // One chunk is one call: nothing has gone out yet.
    unwrap(await cancelJob(deps, { actor: ACTOR, jobId: first }));
    expect(await claimed()).toBe(100);
    await app.work();
    expect(app.sender.outbox).toEqual([]);
    expect(await claimed()).toBe(0);
    expect(await launch(await plan())).toBe('OK');
    expect(await claimed()).toBe(100);
  });

  it('holds for a run that would launch itself: it waits for a person', async () => {
    const { app, plan } = await company(99);
    const jobId = await plan(true);
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'PLANNED', phaseReason: 'MONTHLY_BUDGET' });
    expect(app.sender.outbox).toEqual([]);
  });

  it('is not passed by runs that are launched at one moment', async () => {
    const { deps, first, plan, claimed } = await company(150);
    const others = [await plan(), await plan()];
    const outcomes = await Promise.all(
      [first, ...others].map((jobId, index) =>
        launchJob(deps, { actor: ACTOR, jobId, ...(index === 0 ? {} : { besideJobId: first }) }),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await claimed()).toBe(100);
  });

  it('has paid for those who failed and are tried again, and pays anew for those who may get it twice', async () => {
    let answer: 'FAIL' | 'DOUBT' | 'TAKE' = 'FAIL';
    const { app, deps, first, launch, claimed } = await company(150, () => {
      if (answer === 'TAKE') return ACCEPTED;
      if (answer === 'DOUBT') return { kind: 'UNKNOWN', code: 'TimeoutError' };
      return { kind: 'ANSWERED', status: 'FAILED', isRetriable: true, code: 'TEMPORARY_FAILURE' };
    });
    expect(await launch(first)).toBe('OK');
    expect((await app.jobOf(first)).sent.failed).toBe(10);
    answer = 'DOUBT';
    unwrap(await retryFailed(deps, { actor: ACTOR, jobId: first }));
    await app.work();
    expect((await app.jobOf(first)).sent.inDoubt).toBe(10);
    expect(await claimed()).toBe(100);
    answer = 'TAKE';
    const resend = { actor: ACTOR, jobId: first, policy: 'RESEND' } as const;
    expect(await resolveInDoubt(deps, resend)).toMatchObject({ error: { code: 'MONTHLY_BUDGET' } });
    unwrap(await changeDeliverySettings(deps, { actor: ACTOR, change: { monthlyBudgetKrw: 200 } }));
    unwrap(await resolveInDoubt(deps, resend));
    expect(await claimed()).toBe(200);
  });

  it('lets nothing go whose price nobody knows, and refuses an amount that is none', async () => {
    const { deps, plan, launch } = await company(1_000);
    await deps.prices.put({ prices: [{ ...TEN_WON, currency: 'EUR' }], rates: [] }, 1, ACTOR);
    expect(await launch(await plan())).toBe('NO_PRICE');
    expect(await changeDeliverySettings(deps, { actor: ACTOR, change: { monthlyBudgetKrw: -1 } })).toMatchObject({
      error: { code: 'INVALID_SETTINGS' },
    });
  });

  it('pays for each wave when it begins; one that it does not pay for waits for a person, and goes on once it does', async () => {
    const run = await start({ priceKrw: 10 });
    const setMonth = async (monthlyBudgetKrw: number) =>
      unwrap(await changeDeliverySettings(run.deps, { actor: ACTOR, change: { monthlyBudgetKrw } }));
    await setMonth(100);
    await run.launch();
    expect(run.sentTo(0)).toHaveLength(6);
    await run.pass(HOUR);
    const second = `${run.runId}-w1`;
    expect(await run.jobOf(second)).toMatchObject({ phase: 'PLANNED', phaseReason: 'MONTHLY_BUDGET' });
    expect(await launchJob(run.deps, { actor: ACTOR, jobId: second })).toMatchObject({
      error: { code: 'MONTHLY_BUDGET' },
    });
    await setMonth(120);
    unwrap(await launchJob(run.deps, { actor: ACTOR, jobId: second }));
    await run.pass(0);
    expect(run.sentTo(1)).toHaveLength(6);
    expect((await run.progress()).run.phase).toBe('COMPLETED');
    // 0: a month may cost what it does.
    await setMonth(0);
    expect((await run.deps.deliverySettings.get()).monthlyBudgetKrw).toBeUndefined();
  });

  it('pays by the prices of now for what was planned when they were lower, and no run passes it', async () => {
    const { app, deps, first, launch, claimed } = await company(250);
    const dear = { ...TEN_WON, micros: 30_000_000, validFrom: app.clock.now() + HOUR };
    await deps.prices.put({ prices: [TEN_WON, dear], rates: [] }, 1, ACTOR);
    app.clock.advance(2 * HOUR);
    const refused = await launchJob(deps, { actor: ACTOR, jobId: first });
    expect(refused).toMatchObject({ error: { code: 'MONTHLY_BUDGET' } });
    expect(JSON.stringify(refused)).toContain('It costs up to ₩300');
    expect(app.sender.outbox).toEqual([]);
    unwrap(await changeDeliverySettings(deps, { actor: ACTOR, change: { monthlyBudgetKrw: 300 } }));
    expect(await launch(first)).toBe('OK');
    expect(await claimed()).toBe(300);
    expect(await actualCost(deps, { jobId: first })).toMatchObject({ krw: '300' });
  });

  it('is not passed by a later wave whose messages have become dearer since the run was planned', async () => {
    const run = await start({ priceKrw: 10 });
    unwrap(await changeDeliverySettings(run.deps, { actor: ACTOR, change: { monthlyBudgetKrw: 130 } }));
    await run.launch();
    const dear = { ...TEN_WON, micros: 100_000_000, validFrom: run.clock.now() + 1 };
    await run.deps.prices.put({ prices: [TEN_WON, dear], rates: [] }, 1, ACTOR);
    await run.pass(HOUR);
    const second = `${run.runId}-w1`;
    expect(await run.jobOf(second)).toMatchObject({ phase: 'PLANNED', phaseReason: 'MONTHLY_BUDGET' });
    expect(run.sentTo(1)).toEqual([]);
  });

  it('gets back what a cancelled run never sent by the prices of its launch', async () => {
    const { app, deps, first, claimed } = await company(300);
    await deps.prices.put({ prices: [{ ...TEN_WON, micros: 30_000_000 }], rates: [] }, 1, ACTOR);
    unwrap(await launchJob(deps, { actor: ACTOR, jobId: first }));
    unwrap(await cancelJob(deps, { actor: ACTOR, jobId: first }));
    expect(await claimed()).toBe(300);
    await app.work();
    expect(app.sender.outbox).toEqual([]);
    expect(await claimed()).toBe(0);
  });
});
