import { describe, expect, it } from 'vitest';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { sweepJobs } from '../../../src/app/delivery/index.ts';
import { explainRecipient, listRecipients } from '../../../src/app/recipients/index.ts';
import { listOccurrences, openDueCampaigns } from '../../../src/app/schedule/index.ts';
import { newCustomer, newEndpoint } from '../../../src/domain/customer/index.ts';
import type { ScheduleSpec } from '../../../src/domain/schedule/index.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (text: string): number => Date.parse(text);
const iso = (moment: number): string => `${new Date(moment).toISOString().slice(0, 16)}Z`;

/** The zones of row C8, one customer each, and one of whom nothing is known. */
const ZONES = {
  kiritimati: 'Pacific/Kiritimati',
  chatham: 'Pacific/Chatham',
  adelaide: 'Australia/Adelaide',
  seoul: 'Asia/Seoul',
  nowhere: undefined,
  unknown: 'KST',
  eucla: 'Australia/Eucla',
  kathmandu: 'Asia/Kathmandu',
  kolkata: 'Asia/Kolkata',
  stJohns: 'America/St_Johns',
  pagoPago: 'Pacific/Pago_Pago',
} as const;

/** People everywhere, and a campaign that was saved at `launch`; `waitMinutes`: its second wave comes so much later. */
async function launchEverywhere(launch: string, schedule: ScheduleSpec, waitMinutes?: number) {
  const people = Object.entries(ZONES).map(([id, timezone]) => {
    const endpoint = newEndpoint(`e-${id}`, 'GCM', `t-${id}`);
    return {
      ...newCustomer(id),
      endpoints: [{ ...endpoint, demographic: timezone === undefined ? {} : { timezone } }],
    };
  });
  const app = createMemoryApp(people);
  const { campaignId } = await app.jobOf(await app.plan());
  const known = (await app.deps.campaigns.get(campaignId))?.value;
  if (known === undefined) throw new Error('There is no campaign.');
  app.clock.advance(at(launch) - app.clock.now());
  const [first] = known.steps;
  const waiting = first === undefined || waitMinutes === undefined ? [] : [{ ...first, waitMinutes }];
  const input = { ...known, steps: [...known.steps, ...waiting], schedule };
  unwrap(await saveCampaign(app.deps, { actor: ACTOR, campaignId, input }));
  const sentAt = new Map<string, string>();
  const live = async (until: string): Promise<void> => {
    while (app.clock.now() < at(until)) {
      app.clock.advance(MINUTE);
      await openDueCampaigns(app.deps);
      const before = app.sender.outbox.length;
      const now = app.clock.now();
      await app.work();
      for (const { ref: _, ...message } of app.sender.outbox.slice(before)) {
        const who = people.find(({ endpoints }) => endpoints[0]?.address === message.address)?.id ?? '';
        expect(sentAt.has(who), who).toBe(false);
        sentAt.set(who, iso(now));
      }
    }
  };
  const records = async () => unwrap(await listOccurrences(app.deps, { campaignId, limit: 1_000 })).items.toReversed();
  return { ...app, live, records, sentAt };
}

describe('a schedule in each customer’s own time', () => {
  it('C8 sends to each at their ten o’clock, and never to those for whom it had passed, who are told so once', async () => {
    const app = await launchEverywhere('2026-12-24T00:30:00Z', {
      type: 'AT',
      at: '2026-12-24T10:00',
      timezone: 'LOCAL',
    });
    await app.live('2026-12-24T23:00:00Z');
    expect(Object.fromEntries(app.sentAt)).toEqual({
      seoul: '2026-12-24T01:00Z',
      nowhere: '2026-12-24T01:00Z',
      unknown: '2026-12-24T01:00Z',
      eucla: '2026-12-24T01:15Z',
      kathmandu: '2026-12-24T04:15Z',
      kolkata: '2026-12-24T04:30Z',
      stJohns: '2026-12-24T13:30Z',
      pagoPago: '2026-12-24T21:00Z',
    });
    const records = await app.records();
    expect(records.every(({ state }) => state === 'OPENED')).toBe(true);
    const passed = await Promise.all(
      records.map(async ({ jobId = '' }) => {
        const { items } = unwrap(await listRecipients(app.deps, { jobId, reason: 'LOCAL_TIME_PASSED' }));
        return items.map(({ customerId }) => customerId).sort();
      }),
    );
    expect(passed.filter((ids) => ids.length > 0)).toEqual([['adelaide', 'chatham', 'kiritimati']]);
    const [first] = records;
    const why = unwrap(await explainRecipient(app.deps, { jobId: first?.jobId ?? '', customerId: 'adelaide' }));
    expect(why).toMatchObject({ outcome: 'EXCLUDED', reason: 'LOCAL_TIME_PASSED' });
    expect(why.rule).toContain('2026-12-24T10:00');
    expect(await app.deps.dueCampaigns.listDue(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });

  it('C8 sends a day later to those for whom it had passed when the schedule says so', async () => {
    const schedule = { type: 'AT', at: '2026-12-24T10:00', timezone: 'LOCAL', passed: 'NEXT_DAY' } as const;
    const app = await launchEverywhere('2026-12-24T00:30:00Z', schedule);
    await app.live('2026-12-25T23:00:00Z');
    expect(app.sentAt.get('kiritimati')).toBe('2026-12-24T20:00Z');
    expect(app.sentAt.get('chatham')).toBe('2026-12-24T20:15Z');
    expect(app.sentAt.get('adelaide')).toBe('2026-12-24T23:30Z');
    expect(app.sentAt.get('pagoPago')).toBe('2026-12-24T21:00Z');
    expect(app.sentAt.size).toBe(Object.keys(ZONES).length);
  });

  it('opens the parts of each day at their moments, one day after the other, and misses those that come too late', async () => {
    const app = await launchEverywhere('2026-12-01T15:00:00Z', { type: 'DAILY', time: '10:00', timezone: 'LOCAL' });
    // Nobody hears a bell for two hours around Seoul's ten o'clock of the first day.
    await app.live('2026-12-02T00:30:00Z');
    app.clock.advance(2 * 3_600_000);
    await openDueCampaigns(app.deps);
    await app.work();
    const before = app.sentAt.size;
    app.sentAt.clear();
    await app.live('2026-12-02T22:00:00Z');
    const records = await app.records();
    const missed = records.filter(({ state }) => state === 'MISSED').map((one) => iso(one.at));
    expect(missed).toContain('2026-12-02T01:00Z');
    expect(missed.every((moment) => moment > '2026-12-02T00:30Z' && moment < '2026-12-02T02:30Z')).toBe(true);
    expect(app.sentAt.has('seoul')).toBe(false);
    expect([...app.sentAt.keys()].sort()).toEqual(
      ['kathmandu', 'kiritimati', 'kolkata', 'pagoPago', 'stJohns', 'chatham'].sort(),
    );
    // Of the first day from the launch on: Pago Pago, and of the second Kiritimati, Chatham and Adelaide.
    expect(before).toBe(4);
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
  });

  it('makes up one message after days without a bell, as in one zone', async () => {
    const schedule = { type: 'DAILY', time: '09:00', timezone: 'LOCAL', missed: 'MAKE_UP' } as const;
    const app = await launchEverywhere('2026-11-30T23:30:00Z', { ...schedule, makeUpWithinMinutes: 7 * 1_440 });
    app.clock.advance(at('2026-12-03T03:00:00Z') - app.clock.now());
    await app.live('2026-12-03T03:10:00Z');
    expect(app.sentAt.size).toBe(Object.keys(ZONES).length);
    expect((await app.records()).some(({ state }) => state === 'MISSED')).toBe(true);
  });

  it('begins for nobody while the run before it is under way for the same clocks, as in one zone', async () => {
    const daily = { type: 'DAILY', time: '10:00' } as const;
    const states = async (timezone: string, isOfSeoul: (id: string) => boolean) => {
      const app = await launchEverywhere('2026-12-05T15:00:00Z', { ...daily, timezone }, 2 * 1_440);
      for (let hour = 0; hour < 4 * 24; hour += 1) {
        app.clock.advance(HOUR);
        await openDueCampaigns(app.deps);
        await sweepJobs(app.deps);
        await app.work();
      }
      return (await app.records()).filter(({ id }) => isOfSeoul(id)).map(({ state, code }) => code ?? state);
    };
    const inSeoul = await states('Asia/Seoul', () => true);
    expect(inSeoul).toEqual(['OPENED', 'CAMPAIGN_RUNNING', 'CAMPAIGN_RUNNING', 'OPENED']);
    expect(await states('LOCAL', (id) => id.endsWith('T01:00Z'))).toEqual(inSeoul);
  });

  it('is refused beside a budget, which each of its parts would spend for itself', async () => {
    const app = createMemoryApp([]);
    const { campaignId } = await app.jobOf(await app.plan());
    const known = (await app.deps.campaigns.get(campaignId))?.value;
    if (known === undefined) throw new Error('There is no campaign.');
    const save = (timezone: string, budgetKrw: number | undefined) => {
      const schedule = { type: 'DAILY', time: '10:00', timezone } as const;
      return saveCampaign(app.deps, { actor: ACTOR, campaignId, input: { ...known, schedule, budgetKrw } });
    };
    const refused = await save('LOCAL', 20_000);
    expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID_CAMPAIGN' } });
    expect(refused.ok ? '' : refused.error.message).toMatch(/^budgetKrw: .*forty parts.*₩20,000.*monthlyBudgetKrw/);
    expect(await save('LOCAL', undefined)).toMatchObject({ ok: true });
    expect(await save('Asia/Seoul', 20_000)).toMatchObject({ ok: true });
  });
});
