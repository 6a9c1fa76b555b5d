import { describe, expect, it } from 'vitest';
import { sweepJobs, type SendResult } from '../../../src/app/delivery/index.ts';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { explainRecipient, listRecipients } from '../../../src/app/recipients/index.ts';
import { retryFailed } from '../../../src/app/send-job/index.ts';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { saveTemplate } from '../../../src/app/template/index.ts';
import type { GoesOn } from '../../../src/domain/campaign/index.ts';
import { newCustomer, recordEvent } from '../../../src/domain/customer/index.ts';
import { settledTotal, type ExcludedCounts } from '../../../src/domain/send-job/index.ts';
import { recordAll } from '../../simulation/record-all.ts';
import { anEndpoint } from '../domain/people.ts';
import { ACCEPTED, ACTOR, unwrap } from './memory-app.ts';
import { HOUR, people, start } from './run-of-waves.ts';

function sum(excluded: ExcludedCounts): number {
  return Object.values(excluded).reduce((total, count) => total + count, 0);
}

describe('a run of several waves', () => {
  it('sends the next wave at its time to those of the wave before who have not come back', async () => {
    const app = await start();
    await app.launch();
    expect(app.sentTo(0)).toHaveLength(6);
    await app.change('customer-1', (customer) => ({
      ...customer,
      activity: { lastActiveAt: app.clock.now() + 1_000 },
    }));
    await app.pass(50 * 60_000);
    expect(app.sentTo(1)).toEqual([]);
    expect(await app.progress()).toMatchObject({
      run: { phase: 'RUNNING', wave: 1 },
      waves: [{}, { phase: 'SCHEDULED' }],
    });
    await app.pass(10 * 60_000);
    expect(app.sentTo(1)).toEqual(['customer-0', 'customer-2', 'customer-3', 'customer-4', 'customer-5']);
    const { run, totals } = await app.progress();
    expect(run.phase).toBe('COMPLETED');
    expect(totals).toMatchObject({ planned: 6, excluded: { CAME_BACK: 1 }, outcomes: { accepted: 5 } });
    expect(totals.messages.accepted).toBe(11);
  });

  it.each([
    ['is not sent the first wave any more, where later ones ask who is back', ['NOT_ACTIVE'], 5],
    ['is, where none of them does', ['NOT_OPENED'], 6],
  ] as const)('whoever comes back after the launch and before their message of it %s', async (_, goesOn, sent) => {
    const app = await start({ waits: [[60, goesOn]] });
    // As somebody who is held for the night, or waits for the rate, would be found.
    await app.change('customer-1', (customer) => ({ ...customer, activity: { lastActiveAt: app.clock.now() + 1 } }));
    await app.launch();
    expect(app.sentTo(0)).toHaveLength(sent);
    const { items } = unwrap(await listRecipients(app.deps, { jobId: app.runId, outcome: 'INCLUDED' }));
    const { status, code } = items.find(({ customerId }) => customerId === 'customer-1') ?? {};
    expect([status, code]).toEqual(sent === 6 ? ['ACCEPTED', undefined] : ['SKIPPED', 'CAME_BACK']);
  });

  it('decides everybody anew: opt-outs, new devices, those who opened, and those who were erased', async () => {
    const nobody = newCustomer('customer-6');
    const app = await start({ customers: [...people(6), { ...nobody, endpoints: [anEndpoint({ optOut: 'ALL' })] }] });
    await app.launch();
    expect(app.sentTo(0)).toHaveLength(6);
    const opened = app.sender.outbox.find(({ customer }) => customer.id === 'customer-0');
    if (opened === undefined) throw new Error('Nothing was sent to the first customer.');
    await recordAll(app.deps, [{ ref: opened.ref, status: 'OPENED', at: app.clock.now() }]);
    await app.change('customer-1', ({ endpoints, ...customer }) => ({
      ...customer,
      endpoints: endpoints.map((endpoint) => ({ ...endpoint, optOut: 'ALL' })),
    }));
    await app.store.remove('customer-2');
    await app.change('customer-6', (customer) => ({
      ...customer,
      endpoints: [anEndpoint({ id: 'endpoint-6', address: 'token-6' })],
    }));
    await app.pass(HOUR);
    expect(app.sentTo(1)).toEqual(['customer-3', 'customer-4', 'customer-5', 'customer-6']);
    const { totals } = await app.progress();
    expect(totals).toMatchObject({
      planned: 7,
      excluded: { ENGAGED: 1, ENDPOINT_OPT_OUT: 1, ENDPOINT_MISSING_CHANNEL: 1 },
      outcomes: { included: 4, accepted: 4 },
    });
    const jobId = `${app.runId}-w1`;
    const explained = await explainRecipient(app.deps, { jobId, customerId: 'customer-0' });
    expect(explained).toMatchObject({
      outcome: 'EXCLUDED',
      reason: 'ENGAGED',
      rule: expect.stringContaining('open or click') as string,
    });
    const listed = unwrap(await listRecipients(app.deps, { jobId, outcome: 'EXCLUDED' }));
    expect(listed.items).toHaveLength(3);
  });

  it('C15 leaves out who has bought since it began, at its time and not before', async () => {
    const limits = { goal: { event: 'purchase', withinDays: 7 } };
    const app = await start({ waits: [[480, ['NOT_OPENED', 'NOT_REACHABLE']]], limits });
    const buy = (id: string, at: number) =>
      app.change(id, (customer) => ({
        ...customer,
        activity: recordEvent(customer.activity, { name: 'purchase', at }, app.clock.now()),
      }));
    await buy('customer-3', app.clock.now() - 24 * HOUR);
    await app.launch();
    app.clock.advance(5 * 60_000);
    await buy('customer-0', app.clock.now());
    await app.pass(470 * 60_000);
    expect(app.sentTo(1)).toEqual([]);
    await app.change('customer-1', (customer) => ({ ...customer, activity: { lastActiveAt: app.clock.now() } }));
    await app.pass(10 * 60_000);
    expect(app.sentTo(1)).toEqual(['customer-1', 'customer-2', 'customer-3', 'customer-4', 'customer-5']);
    expect((await app.progress()).totals.excluded).toEqual({ CONVERTED: 1 });
  });

  it('C15 reads once more before each message who has come back', async () => {
    const app = await start({
      waits: [[480, ['NOT_ACTIVE']]],
      limits: { messagesPerSecond: 1 },
      customers: people(150),
    });
    await app.launch();
    app.clock.advance(480 * 60_000);
    await sweepJobs(app.deps);
    // Planned, and not yet sent to: at one message a second most wait.
    await app.work();
    const late = (
      await Promise.all(people(150).map(async ({ id }) => (app.sentTo(1).includes(id) ? [] : [id])))
    ).flat();
    const [first] = late;
    if (first === undefined) {
      expect(app.sentTo(1)).toHaveLength(150);
      return;
    }
    await app.change(first, (customer) => ({ ...customer, activity: { lastActiveAt: app.clock.now() } }));
    await app.pass(300_000);
    expect(app.sentTo(1)).not.toContain(first);
  });

  it('C16 takes no result for neither delivered nor not, and lets those without one go on only where the step says so', async () => {
    const answerless = async (goesOn: readonly GoesOn[]) => {
      const app = await start({ waits: [[26 * 60, goesOn]], customers: people(3) });
      await app.launch();
      const report = async (id: string, status: 'DELIVERED' | 'FAILED') => {
        const message = app.sender.outbox.find(({ customer }) => customer.id === id);
        if (message === undefined) throw new Error(`Nothing was sent to ${id}.`);
        await recordAll(app.deps, [{ ref: message.ref, status, at: app.clock.now() }]);
      };
      app.clock.advance(2 * HOUR);
      await report('customer-0', 'FAILED');
      app.clock.advance(22 * HOUR);
      expect(app.sentTo(1)).toEqual([]);
      await report('customer-1', 'DELIVERED');
      await app.pass(2 * HOUR);
      return app.sentTo(1);
    };
    expect(await answerless(['NOT_DELIVERED'])).toEqual(['customer-0']);
    expect(await answerless(['NOT_DELIVERED', 'NO_RESULT'])).toEqual(['customer-0', 'customer-2']);
  });

  it('C19 goes on with the versions it began with, whatever becomes of template, segment and campaign', async () => {
    const app = await start();
    await app.launch();
    const { deps, campaign } = app;
    const later = campaign.steps[1]?.templateId ?? '';
    const content = { channel: 'PUSH', title: '바뀐 말', body: '바뀐 말' } as const;
    const saved = { actor: ACTOR, templateId: later, name: '2차', messageClass: 'TRANSACTIONAL', content } as const;
    const { template } = unwrap(await saveTemplate(deps, saved));
    await deps.templates.put(
      { ...template, activeVersion: 2 },
      (await deps.templates.get(later))?.revision ?? 0,
      ACTOR,
    );
    const activity = { recency: { type: 'ACTIVE', days: 1 } };
    const groups = [{ type: 'ALL', sourceType: 'ANY', sourceSegmentIds: [], dimensions: [activity] }];
    const definition = { include: 'ALL', groups };
    unwrap(await saveSegment(deps, { actor: ACTOR, segmentId: campaign.segmentId, name: '아무도', definition }));
    const [step] = campaign.steps;
    const input = {
      name: '새',
      segmentId: campaign.segmentId,
      messageClass: 'TRANSACTIONAL',
      steps: step === undefined ? [] : [step],
    } as const;
    unwrap(await saveCampaign(deps, { actor: ACTOR, campaignId: campaign.id, input }));
    await app.pass(HOUR);
    expect(app.sentTo(1)).toHaveLength(6);
    const titles = app.sender.outbox.filter(({ ref }) => ref.jobId !== app.runId).map(({ message }) => message);
    expect(new Set(titles.map((message) => (message.channel === 'PUSH' ? message.title : '')))).toEqual(
      new Set(['2차']),
    );
  });

  it('C27 spends one budget over all waves and retries, whatever the number of shards', async () => {
    let isDown = true;
    const failing = (address: string): SendResult =>
      isDown && Number(address.replace('token-', '')) < 20
        ? { kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code: 'THROTTLED' }
        : ACCEPTED;
    const app = await start({ customers: people(1_000), limits: { budgetKrw: 10_000 }, answer: failing, priceKrw: 12 });
    await app.launch();
    const first = await app.progress();
    expect(first.totals).toMatchObject({
      planned: 1_000,
      excluded: { BUDGET_EXCEEDED: 167 },
      outcomes: { included: 833, failed: 20 },
    });
    isDown = false;
    unwrap(await retryFailed(app.deps, { actor: ACTOR, jobId: app.runId }));
    await app.pass(0);
    // Four won are left: nobody is sent to again.
    expect((await app.jobOf(app.runId)).sent).toMatchObject({ accepted: 813, failed: 0, skipped: 20 });
    const skipped = unwrap(
      await listRecipients(app.deps, { jobId: app.runId, status: 'SKIPPED', reason: 'BUDGET_EXCEEDED' }),
    );
    expect(skipped.items).toHaveLength(20);
    await app.pass(HOUR);
    expect(app.sentTo(1)).toEqual([]);
    const { run, totals } = await app.progress();
    expect(run.phase).toBe('COMPLETED');
    expect(totals).toMatchObject({ planned: 1_000, excluded: { BUDGET_EXCEEDED: 1_000 }, messages: { accepted: 813 } });
  });

  it('keeps those who are held out out of every wave', async () => {
    const app = await start({ customers: people(60), limits: { holdoutPercent: 30 } });
    await app.launch();
    await app.pass(HOUR);
    const { totals } = await app.progress();
    const heldOut = totals.excluded.TREATMENT_HOLDOUT ?? 0;
    expect(heldOut).toBeGreaterThan(5);
    expect(app.sentTo(1)).toEqual(app.sentTo(0));
    expect(app.sentTo(1)).toHaveLength(60 - heldOut);
    expect(totals.outcomes.included + sum(totals.excluded)).toBe(60);
  });

  it('sends a campaign whose steps do not wait as one wave, and its run ends with it', async () => {
    const app = await start({ waits: [] });
    await app.launch();
    const { run, waves, totals } = await app.progress();
    expect(run).toMatchObject({ id: app.runId, phase: 'COMPLETED', wave: 0, waveCount: 1 });
    expect(waves).toHaveLength(1);
    expect(settledTotal(totals.outcomes)).toBe(6);
  });
});
