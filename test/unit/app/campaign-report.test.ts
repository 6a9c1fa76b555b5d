import { describe, expect, it } from 'vitest';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { recordReceipts, sweepJobs } from '../../../src/app/delivery/index.ts';
import { campaignReport } from '../../../src/app/report/index.ts';
import { launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import { isHeldOut, type Campaign } from '../../../src/domain/campaign/index.ts';
import { newCustomer, recordEvent, type Customer } from '../../../src/domain/customer/index.ts';
import { anEndpoint } from '../domain/people.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const DAY_MS = 86_400_000;

const person = (index: number, address = `token-${index}`): Customer => ({
  ...newCustomer(`customer-${index}`),
  endpoints: [anEndpoint({ id: `e-${index}`, address })],
});

/** A campaign that has been sent to so many people, with a tenth held out unless said otherwise. */
async function sentCampaign(count: number, limits: Partial<Campaign> = {}, people?: readonly Customer[]) {
  const app = createMemoryApp(people ?? Array.from({ length: count }, (_, index) => person(index)));
  await app.deps.prices.put({ prices: [WON_A_PUSH], rates: [] }, 0, ACTOR);
  const jobId = await app.plan({}, { holdoutPercent: 10, ...limits });
  unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
  await app.work();
  const { campaignId } = await app.jobOf(jobId);
  const launchedAt = (await app.jobOf(jobId)).launchedAt ?? 0;
  /** Somebody does something, so many days after the launch. */
  const does = async (customerId: string, name: string, days: number): Promise<void> => {
    const known = (await app.deps.customerStore.getMany([customerId])).get(customerId);
    if (known === undefined) throw new Error(`There is no ${customerId}.`);
    const at = launchedAt + days * DAY_MS;
    const activity = recordEvent(known.value.activity, { name, at }, Math.max(at, app.clock.now()));
    await app.deps.customerStore.put({ ...known.value, activity }, known.revision);
  };
  const report = async (query: { readonly withinDays?: number } = {}) =>
    unwrap(await campaignReport(app.deps, { runId: jobId, ...query }));
  const isKeptOut = (customerId: string): boolean => isHeldOut(campaignId, customerId, limits.holdoutPercent ?? 10);
  return { app, jobId, campaignId, does, report, isKeptOut };
}

const WON_A_PUSH = {
  item: 'push',
  currency: 'KRW',
  micros: 10_000_000,
  per: 1,
  freeUnits: 0,
  validFrom: 0,
  source: 'contract',
};

describe('the report of a run', () => {
  it('counts how far messages came, and who reached the goal in time, in both groups', async () => {
    const { app, jobId, does, report, isKeptOut } = await sentCampaign(400, {
      goal: { event: 'purchase', withinDays: 7 },
    });
    const everybody = Array.from({ length: 400 }, (_, index) => `customer-${index}`);
    const treated = everybody.filter((id) => !isKeptOut(id));
    const heldOut = everybody.filter(isKeptOut);
    for (const id of treated.slice(0, 200)) await does(id, 'purchase', 3);
    await does(treated[0] ?? '', 'purchase', 4);
    await does(treated[300] ?? '', 'visit', 3);
    await does(treated[301] ?? '', 'purchase', 9);
    await does(heldOut[0] ?? '', 'purchase', 3);
    await recordReceipts(app.deps, [
      {
        ref: app.sender.outbox[0]?.ref ?? { jobId, shard: 0, chunk: 0, place: 0 },
        status: 'OPENED',
        at: app.clock.now(),
      },
    ]);
    app.clock.advance(10 * DAY_MS);
    const { report: told, csv, progress } = await report();
    expect(progress).toBe(1);
    expect(told.rows).toEqual([
      {
        wave: 0,
        channel: 'PUSH',
        treatment: 0,
        planned: treated.length,
        accepted: treated.length,
        delivered: 1,
        opened: 1,
        clicked: 0,
        goal: 200,
        goalEvents: 201,
        hardBounced: 0,
      },
    ]);
    expect(told.treated).toMatchObject({ members: treated.length, returned: 200 });
    expect(told.heldOut).toMatchObject({ members: heldOut.length, returned: 1, reached: 0 });
    expect(told.krwMicros).toBe(treated.length * 10_000_000);
    if (told.lift.kind !== 'MEASURED') throw new Error('There is a holdout.');
    expect(told.lift.lift.low).toBeGreaterThan(0);
    expect(told.lift.costPerReturned).toMatchObject({ kind: 'KRW_MICROS' });
    expect(csv).toContain('KRW_PER_RETURNED');
    expect(told.notes.map(({ code }) => code)).toEqual(['PUSH_DELIVERY', 'REPORTS_OVERLAP', 'EVENTS_BY_DAY']);
    // The one who bought on the ninth day is in a window of twelve.
    expect((await report({ withinDays: 12 })).report.treated.returned).toBe(201);
  });

  it('says that a lift is not distinguishable from nothing, and makes up no won', async () => {
    const { report, does, isKeptOut } = await sentCampaign(200);
    for (let index = 0; index < 200; index += 20) await does(`customer-${index}`, 'visit', 1);
    const { lift } = (await report()).report;
    expect(isKeptOut('customer-0')).toBe(false);
    expect(lift).toMatchObject({ kind: 'MEASURED', costPerReturned: { kind: 'NOT_DISTINGUISHABLE' } });
  });

  it('does not know what a run has cost while a price is missing', async () => {
    const { app, report } = await sentCampaign(20);
    await app.deps.prices.put({ prices: [{ ...WON_A_PUSH, currency: 'EUR' }], rates: [] }, 1, ACTOR);
    const { report: told } = await report();
    expect(told.krwMicros).toBeNull();
  });

  it('does not count what happened on the day of sending, but before it', async () => {
    const { app, does, report, isKeptOut } = await sentCampaign(20);
    const somebody = ['customer-0', 'customer-1', 'customer-2'].find((id) => !isKeptOut(id)) ?? '';
    await does(somebody, 'visit', -0.01);
    expect((await report()).report.treated.returned).toBe(0);
    await does(somebody, 'visit', 0.01);
    app.clock.advance(DAY_MS);
    expect((await report()).report.treated.returned).toBe(1);
  });

  it('C24 counts who of the holdout was reached on a phone that they share, by messages that were taken alone', async () => {
    const count = 300;
    const ids = Array.from({ length: count }, (_, index) => index);
    const probe = await sentCampaign(count);
    const kept = ids.filter((index) => probe.isKeptOut(`customer-${index}`));
    const [first = 0, second = 0] = kept;
    const treated = ids.filter((index) => !kept.includes(index));
    const [reached = 0, refused = 0] = treated;
    const people = ids.map((index) =>
      person(index, `token-${index === first ? reached : index === second ? refused : index}`),
    );
    const app = createMemoryApp(people, ({ address }) =>
      address === `token-${refused}`
        ? { kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code: 'GONE' }
        : ACCEPTED,
    );
    const jobId = await app.plan({}, { holdoutPercent: 10 });
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    // The campaign has the same id in both worlds, and so the same holdout.
    expect((await app.jobOf(jobId)).campaignId).toBe(probe.campaignId);
    const { report } = unwrap(await campaignReport(app.deps, { runId: jobId }));
    expect(report.heldOut).toMatchObject({ members: kept.length, reached: 1 });
    expect(app.sender.outbox.filter(({ address }) => address === `token-${reached}`)).toHaveLength(1);
    expect(report.notes.map(({ code }) => code)).toContain('HOLDOUT_REACHED');
  });

  it('counts every wave of a run, each customer once, and what all waves cost', async () => {
    const app = createMemoryApp(Array.from({ length: 20 }, (_, index) => person(index)));
    const { deps } = app;
    await deps.prices.put({ prices: [WON_A_PUSH], rates: [] }, 0, ACTOR);
    const { campaignId } = await app.jobOf(await app.plan());
    const known = (await deps.campaigns.get(campaignId))?.value;
    const [step] = known?.steps ?? [];
    if (known === undefined || step === undefined) throw new Error('There is no campaign.');
    const { id: _, ...plain } = known;
    const steps = [step, { ...step, waitMinutes: 60, goesOn: ['NOT_OPENED'] as const }];
    unwrap(await saveCampaign(deps, { actor: ACTOR, campaignId, input: { ...plain, steps } }));
    const { job } = unwrap(await planCampaign(deps, { actor: ACTOR, campaignId }));
    await app.work();
    unwrap(await launchJob(deps, { actor: ACTOR, jobId: job.id }));
    for (let minute = 0; minute < 70; minute += 10) {
      await app.work();
      await sweepJobs(deps);
      app.clock.advance(600_000);
    }
    await app.work();
    expect(app.sender.outbox).toHaveLength(40);
    const { report } = unwrap(await campaignReport(deps, { runId: job.id }));
    expect(report.rows.map(({ wave, planned, accepted }) => [wave, planned, accepted])).toEqual([
      [0, 20, 20],
      [1, 20, 20],
    ]);
    expect(report.treated.members).toBe(20);
    expect(report.krwMicros).toBe(400_000_000);
  });

  it('goes on where a call had no more time, and comes to the same', async () => {
    const { app, jobId, does, report } = await sentCampaign(100);
    await does('customer-3', 'visit', 1);
    const whole = await report();
    const first = unwrap(await campaignReport(app.deps, { runId: jobId }, 0));
    expect(first).toMatchObject({ progress: 0.5, report: { krwMicros: null } });
    if (first.state === undefined) throw new Error('One of two shards is left.');
    const second = unwrap(await campaignReport(app.deps, { runId: jobId, before: first.state }, 0));
    expect(second).toEqual(whole);
  });

  it('refuses what was not sent, is not there, or cannot be measured', async () => {
    const app = createMemoryApp([person(0)]);
    const runId = await app.plan();
    const codeOf = async (query: Parameters<typeof campaignReport>[1]) => {
      const reported = await campaignReport(app.deps, query);
      return reported.ok ? null : reported.error.code;
    };
    expect(await codeOf({ runId })).toBe('JOB_PHASE');
    expect(await codeOf({ runId: 'none' })).toBe('NOT_FOUND');
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId: runId }));
    expect(await codeOf({ runId, withinDays: 61 })).toBe('INVALID_INPUT');
  });
});

describe('the goal of a campaign', () => {
  it('is refused when it is no event that anybody has done, with the nearest one', async () => {
    const { app, campaignId, does } = await sentCampaign(20);
    const known = (await app.deps.campaigns.get(campaignId))?.value;
    if (known === undefined) throw new Error('There is no campaign.');
    const { id: _, ...plain } = known;
    const save = (goal: Campaign['goal']) =>
      saveCampaign(app.deps, { actor: ACTOR, campaignId, input: { ...plain, goal } });
    // Nothing is known of anybody yet: the first event is still to come.
    expect(await save({ event: 'purchase', withinDays: 7 })).toMatchObject({ ok: true });
    await does('customer-1', 'purchase', 0);
    expect(await save({ event: 'purchse', withinDays: 7 })).toMatchObject({ error: { code: 'UNKNOWN_EVENT' } });
    expect(JSON.stringify(await save({ event: 'purchse', withinDays: 7 }))).toContain('purchase');
    expect(await save({ event: ' purchase ', withinDays: 7 })).toMatchObject({
      campaign: { goal: { event: 'purchase', withinDays: 7 } },
    });
    expect(await save({ event: ' ', withinDays: 7 })).toMatchObject({ error: { code: 'INVALID_CAMPAIGN' } });
    expect(await save({ withinDays: 0 })).toMatchObject({ error: { code: 'INVALID_CAMPAIGN' } });
    expect(await save({ withinDays: 14 })).toMatchObject({ campaign: { goal: { withinDays: 14 } } });
  });
});
