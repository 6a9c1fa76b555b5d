import { describe, expect, it } from 'vitest';
import { duplicateCampaign } from '../../../src/app/campaign/index.ts';
import { sendMessages, sendTestMessage } from '../../../src/app/external-send/index.ts';
import { explainRecipient, listRecipients } from '../../../src/app/recipients/index.ts';
import { launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import type { FrequencyCap } from '../../../src/domain/campaign/index.ts';
import { newCustomer, type Customer } from '../../../src/domain/customer/index.ts';
import { anEndpoint } from '../domain/people.ts';
import { CLIENT, createCallDeps } from './call-deps.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const DAY = 86_400_000;
const AD = { title: '(광고) 겨울 세일', body: '{{User.UserId}} 무료수신거부: 앱 설정' };
const ONE_A_DAY: readonly FrequencyCap[] = [{ messageClass: 'AD', period: 'DAY', most: 1 }];

/** People who agreed to advertisements at any hour. */
function people(count: number): readonly Customer[] {
  const at = Date.UTC(2026, 9, 1);
  const granted = { state: 'GRANTED', at, source: '회원가입' } as const;
  return Array.from({ length: count }, (_, index) => ({
    ...newCustomer(`p${index}`),
    consent: { PUSH: { ad: granted, night: granted } },
    endpoints: [anEndpoint({ address: `token-${index}` })],
  }));
}

async function arrange(frequencyCaps: readonly FrequencyCap[], count = 1) {
  const app = createMemoryApp(people(count));
  unwrap(await changeDeliverySettings(app.deps, { actor: ACTOR, change: { frequencyCaps } }));
  /** Plans an advertisement, of a campaign of its own or once more of one. */
  const plan = async (campaignId?: string, limits: object = {}): Promise<string> => {
    if (campaignId === undefined) return app.plan(AD, { messageClass: 'AD', ...limits });
    const { job } = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId }));
    await app.work();
    return job.id;
  };
  const launch = async (jobId: string): Promise<void> => {
    const { campaignId } = await app.jobOf(jobId);
    const last = await app.deps.runs.get(campaignId);
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId, besideJobId: last?.jobId }));
  };
  const send = async (jobId: string) => {
    await launch(jobId);
    await app.work();
    return (await app.jobOf(jobId)).sent;
  };
  const moveTo = (text: string): void => app.clock.advance(Date.parse(`${text}+09:00`) - app.clock.now());
  const planPlain = () => app.plan();
  return { ...app, plan, planPlain, launch, send, moveTo };
}

describe('caps over all campaigns', () => {
  it('C13 send one advertisement a day to each of a thousand people of two campaigns that are launched together', async () => {
    const app = await arrange(ONE_A_DAY, 1_000);
    const jobs = [await app.plan(), await app.plan()];
    expect(await Promise.all(jobs.map(async (id) => (await app.jobOf(id)).sent.included))).toEqual([1_000, 1_000]);
    for (const id of jobs) await app.launch(id);
    // Both at one moment: shard by shard, side by side.
    await Promise.all([app.work(), app.work(), app.work()]);
    const sent = await Promise.all(jobs.map(async (id) => (await app.jobOf(id)).sent));
    expect(sent.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(1_000);
    expect(sent.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(1_000);
    const reached = new Set(app.sender.outbox.map(({ address }) => address));
    expect(reached.size).toBe(1_000);
    for (const jobId of jobs) {
      const { items } = unwrap(await listRecipients(app.deps, { jobId, status: 'SKIPPED', limit: 1_000 }));
      expect(items.every(({ code }) => code === 'FREQUENCY_CAP')).toBe(true);
    }
  });

  it('C14 count calendar days of the customer, and say which message used one up', async () => {
    const app = await arrange(ONE_A_DAY);
    const send = async (moment: string) => {
      app.moveTo(moment);
      const jobId = await app.plan();
      const { accepted, skipped } = await app.send(jobId);
      return { jobId, outcome: accepted === 1 ? 'SENT' : skipped === 1 ? 'SKIPPED' : 'LOST' };
    };
    const sent = [];
    for (const moment of ['2026-12-01T23:50', '2026-12-02T00:10', '2026-12-02T23:50']) sent.push(await send(moment));
    expect(sent.map(({ outcome }) => outcome)).toEqual(['SENT', 'SENT', 'SKIPPED']);
    const why = unwrap(await explainRecipient(app.deps, { jobId: sent[2]?.jobId ?? '', customerId: 'p0' }));
    expect(why.reason).toBe('FREQUENCY_CAP');
    expect(why.rule).toContain(`Job ${sent[1]?.jobId ?? ''} used that up on 2026-12-02 at 00:10`);
    expect(why.rule).toContain('Asia/Seoul');
    // One day in Korea, two of UTC.
    expect((await send('2026-12-03T08:50')).outcome).toBe('SENT');
    expect((await send('2026-12-03T09:10')).outcome).toBe('SKIPPED');
  });

  it('hold for weeks and months beside days, and for their class alone', async () => {
    const app = await arrange([
      { messageClass: 'AD', period: 'DAY', most: 2 },
      { messageClass: 'AD', period: 'WEEK', most: 3 },
    ]);
    const outcomes: number[] = [];
    // Monday, Monday, Monday, Tuesday, Wednesday and the Monday after.
    for (const day of ['07T10:00', '07T11:00', '07T12:00', '08T10:00', '09T10:00', '14T10:00']) {
      app.moveTo(`2026-12-${day}`);
      outcomes.push((await app.send(await app.plan())).accepted);
    }
    expect(outcomes).toEqual([1, 1, 0, 1, 0, 1]);
    // What is no advertisement is another matter.
    expect((await app.send(await app.planPlain())).accepted).toBe(1);
  });

  it('count what servers send, and nothing of a test', async () => {
    const app = await arrange(ONE_A_DAY);
    const calls = createCallDeps(app.deps);
    const jobId = await app.plan();
    const { campaignId } = await app.jobOf(jobId);
    const templateId = (await app.deps.campaigns.get(campaignId))?.value.steps[0]?.templateId ?? '';
    unwrap(
      await sendTestMessage(calls, {
        actor: ACTOR,
        templateId,
        recipients: [{ address: 'token-of-minji', channelType: 'GCM' }],
        customerId: 'p0',
      }),
    );
    await app.work();
    expect(app.sender.outbox).toHaveLength(1);
    const call = { client: CLIENT, messageClass: 'AD', channel: 'PUSH', templateId } as const;
    unwrap(await sendMessages(calls, { ...call, idempotencyKey: 'order-0001', recipients: [{ customerId: 'p0' }] }));
    await app.work();
    expect(app.sender.outbox).toHaveLength(2);
    expect(await app.send(jobId)).toMatchObject({ accepted: 0, skipped: 1 });
  });

  it('use up nothing of a campaign’s own caps', async () => {
    const app = await arrange(ONE_A_DAY);
    await app.send(await app.plan());
    const jobId = await app.plan(undefined, { caps: { total: 1 } });
    expect(await app.send(jobId)).toMatchObject({ accepted: 0, skipped: 1 });
    const { campaignId } = await app.jobOf(jobId);
    app.clock.advance(DAY);
    expect(await app.send(await app.plan(campaignId))).toMatchObject({ accepted: 1 });
  });

  it('hold as soon as they are set, also for what was planned before', async () => {
    const app = await arrange([]);
    const jobs = [await app.plan(), await app.plan()];
    unwrap(await changeDeliverySettings(app.deps, { actor: ACTOR, change: { frequencyCaps: ONE_A_DAY } }));
    expect((await app.send(jobs[0] ?? '')).accepted).toBe(1);
    expect((await app.send(jobs[1] ?? '')).skipped).toBe(1);
  });
});

describe('a campaign that is once for each customer', () => {
  it('C20 sends to nobody whom an earlier run has sent to, who left the segment and came back; a duplicate does', async () => {
    const app = await arrange([], 2);
    const first = await app.plan(undefined, { oncePerCustomer: true });
    const { campaignId } = await app.jobOf(first);
    // One of the two is not there yet.
    const late = (await app.store.getMany(['p1'])).get('p1');
    if (late === undefined) throw new Error('There are two.');
    await app.store.remove('p1');
    expect(await app.send(first)).toMatchObject({ accepted: 1, skipped: 1 });
    await app.store.put(late.value, 0);
    const gone = (await app.store.getMany(['p0'])).get('p0');
    if (gone === undefined) throw new Error('They are there.');
    await app.store.remove('p0');
    app.clock.advance(7 * DAY);
    expect(await app.send(await app.plan(campaignId))).toMatchObject({ accepted: 1 });
    await app.store.put(gone.value, 0);
    app.clock.advance(7 * DAY);
    const third = await app.plan(campaignId);
    expect((await app.jobOf(third)).sent).toMatchObject({ included: 0, excluded: { ENTERED_BEFORE: 2 } });
    expect(app.sender.outbox.map(({ address }) => address).toSorted()).toEqual(['token-0', 'token-1']);
    const copy = unwrap(await duplicateCampaign(app.deps, { actor: ACTOR, campaignId })).campaign;
    expect(copy.oncePerCustomer).toBe(true);
    expect(await app.send(await app.plan(copy.id))).toMatchObject({ accepted: 2 });
  });

  it('sends once to somebody whom two of its runs were planned for', async () => {
    const app = await arrange([], 1);
    const first = await app.plan(undefined, { oncePerCustomer: true });
    const second = await app.plan((await app.jobOf(first)).campaignId);
    expect(await app.send(first)).toMatchObject({ accepted: 1 });
    expect(await app.send(second)).toMatchObject({ accepted: 0, skipped: 1 });
    const { items } = unwrap(await listRecipients(app.deps, { jobId: second }));
    expect(items.map(({ code }) => code)).toEqual(['ENTERED_BEFORE']);
  });
});
