import { describe, expect, it } from 'vitest';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { listOccurrences, openDueCampaigns, type ScheduleReport } from '../../../src/app/schedule/index.ts';
import { launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import type { Campaign } from '../../../src/domain/campaign/index.ts';
import { newCustomer, newEndpoint } from '../../../src/domain/customer/index.ts';
import type { ScheduleSpec } from '../../../src/domain/schedule/index.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const at = (text: string): number => Date.parse(text);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Three people, a campaign that nobody has launched yet, and a bell that rings every minute. */
async function createSchedule(start: string, schedule: ScheduleSpec | undefined, limits: Partial<Campaign> = {}) {
  const people = ['a', 'b', 'c'].map((id) => ({
    ...newCustomer(id),
    endpoints: [newEndpoint(`e-${id}`, 'GCM', `t-${id}`)],
  }));
  const app = createMemoryApp(people);
  const goTo = (text: string): void => app.clock.advance(at(text) - app.clock.now());
  const { campaignId } = await app.jobOf(await app.plan());
  goTo(start);
  const known = (await app.deps.campaigns.get(campaignId))?.value;
  if (known === undefined) throw new Error('There is no campaign.');
  const save = async (change: Partial<Campaign>): Promise<void> => {
    const { schedule: _, scheduleSince: __, ...plain } = { ...known, ...limits, ...change };
    const timed = 'schedule' in change ? change.schedule : schedule;
    const input = { ...plain, ...(timed === undefined ? {} : { schedule: timed }) };
    unwrap(await saveCampaign(app.deps, { actor: ACTOR, campaignId, input }));
  };
  await save({});
  const ring = (): Promise<ScheduleReport> => openDueCampaigns(app.deps);
  /** Rings every minute until then, and works. */
  const live = async (until: string): Promise<void> => {
    while (app.clock.now() < at(until)) {
      app.clock.advance(Math.min(MINUTE, at(until) - app.clock.now()));
      await ring();
      await app.work();
    }
  };
  const records = async () => unwrap(await listOccurrences(app.deps, { campaignId, limit: 1_000 })).items.toReversed();
  const states = async () => (await records()).map(({ id, state }) => [id.slice(0, 16), state]);
  const jobs = async () => {
    const opened = (await records()).flatMap(({ jobId }) => (jobId === undefined ? [] : [jobId]));
    return Promise.all(opened.map((jobId) => app.jobOf(jobId)));
  };
  return { ...app, campaignId, save, goTo, ring, live, records, states, jobs };
}

const DAILY: ScheduleSpec = { type: 'DAILY', time: '09:00' };

describe('the scheduler', () => {
  it('opens a daily occurrence at its time, once, and looks again only when the next one is due', async () => {
    const app = await createSchedule('2026-12-01T08:58:00+09:00', DAILY);
    await app.live('2026-12-01T08:59:59+09:00');
    expect(app.sender.outbox).toHaveLength(0);
    await app.live('2026-12-01T09:03:00+09:00');
    expect(app.sender.outbox).toHaveLength(3);
    expect(await app.states()).toEqual([['2026-12-01T09:00', 'OPENED']]);
    const [job] = await app.jobs();
    expect(job).toMatchObject({ phase: 'COMPLETED', createdBy: 'schedule', launchedBy: 'schedule' });
    expect(await app.deps.dueCampaigns.listDue(at('2026-12-02T08:59:59+09:00'), 10)).toEqual([]);
    await app.live('2026-12-02T09:02:00+09:00');
    expect(app.sender.outbox).toHaveLength(6);
  });

  it('C2 opens each local day exactly once over both changes of clocks of New York', async () => {
    const gap = await createSchedule('2026-03-07T00:00:00Z', {
      type: 'DAILY',
      time: '02:30',
      timezone: 'America/New_York',
    });
    await gap.live('2026-03-10T00:00:00Z');
    expect((await gap.records()).map((one) => new Date(one.at).toISOString().slice(0, 16))).toEqual([
      '2026-03-07T07:30',
      '2026-03-08T07:30',
      '2026-03-09T06:30',
    ]);
    const overlap = await createSchedule('2026-10-31T00:00:00Z', {
      type: 'DAILY',
      time: '01:30',
      timezone: 'America/New_York',
    });
    await overlap.live('2026-11-02T12:00:00Z');
    expect((await overlap.records()).map((one) => new Date(one.at).toISOString().slice(0, 16))).toEqual([
      '2026-10-31T05:30',
      '2026-11-01T05:30',
      '2026-11-02T06:30',
    ]);
    expect(overlap.sender.outbox).toHaveLength(9);
  });

  it('C5 opens nothing for a time that a change put between the last run and now, and none at the old time', async () => {
    const app = await createSchedule('2026-12-01T05:39:00+09:00', { ...DAILY, time: '05:40' });
    await app.live('2026-12-01T07:14:00+09:00');
    await app.save({ schedule: { ...DAILY, time: '05:50' } });
    await app.live('2026-12-02T05:55:00+09:00');
    expect((await app.records()).map((one) => new Date(one.at).toISOString().slice(0, 16))).toEqual([
      '2026-11-30T20:40',
      '2026-12-01T20:50',
    ]);
  });

  it.each([
    ['SKIP', undefined, ['MISSED', 'MISSED', 'MISSED'], 0],
    ['MAKE_UP', undefined, ['MISSED', 'MISSED', 'OPENED'], 3],
    ['MAKE_UP', 120, ['MISSED', 'MISSED', 'MISSED'], 0],
  ] as const)(
    'C6 after three days without a bell, rule %s within %s minutes',
    async (missed, minutes, states, sent) => {
      const within = minutes === undefined ? {} : { makeUpWithinMinutes: minutes };
      const app = await createSchedule('2026-12-01T08:30:00+09:00', { ...DAILY, missed, ...within });
      await app.ring();
      app.goTo('2026-12-03T12:00:00+09:00');
      // The late bell and the sweep in the same second.
      await Promise.all([app.ring(), app.ring(), app.ring()]);
      await app.work();
      expect((await app.states()).map(([, state]) => state)).toEqual(states);
      expect((await app.records()).map((one) => new Date(one.at).toISOString().slice(0, 10))).toEqual([
        '2026-12-01',
        '2026-12-02',
        '2026-12-03',
      ]);
      expect(app.sender.outbox).toHaveLength(sent);
      await app.live('2026-12-04T09:01:00+09:00');
      expect((await app.records()).at(-1)).toMatchObject({ at: at('2026-12-04T00:00:00Z'), state: 'OPENED' });
    },
  );

  it('records thousands of missed occurrences in steps, and then runs the latest', async () => {
    const app = await createSchedule('2026-12-01T00:00:00Z', { type: 'CRON', cron: '* * * * *', timezone: 'UTC' });
    app.goTo('2026-12-01T08:20:30Z');
    for (let bell = 0; bell < 4; bell += 1) await app.ring();
    await app.work();
    const records = await app.records();
    expect(records).toHaveLength(500);
    expect(records.filter(({ state }) => state === 'OPENED').map((one) => one.at)).toEqual([
      at('2026-12-01T08:20:00Z'),
    ]);
  });

  it('opens hourly occurrences one after the other, though the last one has just been sent', async () => {
    const app = await createSchedule('2026-12-01T00:30:00Z', { type: 'HOURLY', timezone: 'UTC' });
    await app.live('2026-12-01T04:01:00Z');
    expect((await app.states()).map(([, state]) => state)).toEqual(['OPENED', 'OPENED', 'OPENED', 'OPENED']);
    expect(app.sender.outbox).toHaveLength(12);
  });

  it('fails an occurrence with the reason when its segment is gone, and the next one when its run is not through', async () => {
    const app = await createSchedule('2026-12-01T08:59:00+09:00', DAILY);
    const { segmentId } = (await app.deps.campaigns.get(app.campaignId))?.value ?? { segmentId: '' };
    const segments = { ...app.deps.segments, get: async () => null };
    app.goTo('2026-12-01T09:00:10+09:00');
    expect(await openDueCampaigns({ ...app.deps, segments })).toMatchObject({ failed: 1, opened: 0 });
    expect(await app.records()).toMatchObject([{ state: 'FAILED', code: 'NOT_FOUND' }]);
    expect((await app.records())[0]?.message).toContain(segmentId);
    app.goTo('2026-12-02T09:00:10+09:00');
    await app.ring();
    app.goTo('2026-12-03T09:00:10+09:00');
    await app.ring();
    expect((await app.records()).map(({ state, code }) => code ?? state)).toEqual([
      'NOT_FOUND',
      'OPENED',
      'CAMPAIGN_RUNNING',
    ]);
    const why = (await app.records())[2]?.message;
    expect(why).toContain('Leave more time between occurrences');
    // Nobody launches an occurrence by hand.
    expect(why).not.toContain('besideJobId');
    await app.work();
    expect(app.sender.outbox).toHaveLength(3);
  });

  it('begins nothing while all sending is stopped: it goes out when the stop ends in time, and is missed otherwise', async () => {
    const app = await createSchedule('2026-12-01T08:59:00+09:00', DAILY);
    const setStop = async (isStopped: boolean): Promise<void> => {
      const { revision, ...settings } = await app.deps.deliverySettings.get();
      await app.deps.deliverySettings.put({ ...settings, isStopped, reason: '점검' }, revision, ACTOR.id);
    };
    await setStop(true);
    await app.live('2026-12-01T09:10:00+09:00');
    expect(await app.states()).toEqual([]);
    await setStop(false);
    await app.live('2026-12-01T09:11:00+09:00');
    expect(await app.states()).toEqual([['2026-12-01T09:00', 'OPENED']]);
    await setStop(true);
    await app.live('2026-12-02T09:30:00+09:00');
    await setStop(false);
    await app.live('2026-12-02T10:00:00+09:00');
    expect((await app.states()).map(([, state]) => state)).toEqual(['OPENED', 'MISSED']);
    expect(app.sender.outbox).toHaveLength(3);
  });

  it('opens nothing any more after its schedule is taken away, has ended, or is that it runs now', async () => {
    const app = await createSchedule('2026-12-01T08:59:00+09:00', { ...DAILY, end: '2026-12-02' });
    await app.live('2026-12-01T09:02:00+09:00');
    await app.save({ schedule: { type: 'NOW' } });
    await app.live('2026-12-02T09:02:00+09:00');
    expect(await app.states()).toHaveLength(1);
    expect(await app.deps.dueCampaigns.listDue(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
    await app.save({ schedule: { ...DAILY, end: '2026-12-03' } });
    await app.live('2026-12-05T09:02:00+09:00');
    expect((await app.states()).map(([id]) => id)).toEqual(['2026-12-01T09:00', '2026-12-03T09:00']);
    expect(await app.deps.dueCampaigns.listDue(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });

  it('does not open an occurrence anew when the campaign is renamed while it is due', async () => {
    const app = await createSchedule('2026-12-01T08:59:00+09:00', DAILY);
    app.goTo('2026-12-01T09:00:10+09:00');
    await Promise.all([app.ring(), app.save({ name: '다른 이름' }), app.ring()]);
    await app.save({ name: '또 다른 이름' });
    await app.live('2026-12-01T09:05:00+09:00');
    expect(await app.states()).toEqual([['2026-12-01T09:00', 'OPENED']]);
    expect(app.sender.outbox).toHaveLength(3);
  });

  it('goes on where a crash left it: planned and not recorded, recorded and not launched', async () => {
    for (const [store, method] of [
      ['occurrences', 'create'],
      ['jobs', 'getSpec'],
      ['dueCampaigns', 'moveOn'],
    ] as const) {
      const app = await createSchedule('2026-12-01T08:59:00+09:00', DAILY);
      app.goTo('2026-12-01T09:00:10+09:00');
      const dying = { ...app.deps, [store]: { ...app.deps[store], [method]: () => Promise.reject(new Error('died')) } };
      await expect(openDueCampaigns(dying), method).rejects.toThrow('1 of 1 campaigns');
      await app.live('2026-12-01T09:03:00+09:00');
      expect(await app.states(), method).toEqual([['2026-12-01T09:00', 'OPENED']]);
      expect(app.sender.outbox, method).toHaveLength(3);
    }
  });

  it('cancels what was planned for an occurrence that was missed meanwhile', async () => {
    const app = await createSchedule('2026-12-01T08:59:00+09:00', DAILY);
    app.goTo('2026-12-01T09:00:10+09:00');
    const dying = {
      ...app.deps,
      occurrences: { ...app.deps.occurrences, create: () => Promise.reject(new Error('died')) },
    };
    await expect(openDueCampaigns(dying)).rejects.toThrow();
    app.goTo('2026-12-01T12:00:00+09:00');
    await app.ring();
    await app.work();
    expect((await app.states()).map(([, state]) => state)).toEqual(['MISSED']);
    expect(app.sender.outbox).toHaveLength(0);
    expect(app.deps.doorbell.take()).toBeUndefined();
  });

  it('keeps its places apart from a person’s launch: that one counts as another run, and is not missed', async () => {
    const app = await createSchedule('2026-12-01T08:50:00+09:00', DAILY);
    const { job } = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId: app.campaignId }));
    await app.work();
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId: job.id }));
    await app.work();
    await app.live('2026-12-01T09:02:00+09:00');
    // It went out ten minutes ago; the schedule is meant all the same.
    expect(app.sender.outbox).toHaveLength(6);
    // A person who launches it right after is asked whether that is meant.
    const again = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId: app.campaignId }));
    await app.work();
    expect(await launchJob(app.deps, { actor: ACTOR, jobId: again.job.id })).toMatchObject({
      error: { code: 'CAMPAIGN_JUST_SENT' },
    });
  });

  it('looks at the others when one campaign is damaged or cannot be looked at, and sets the damaged one aside', async () => {
    const app = await createSchedule('2026-12-01T08:59:00+09:00', DAILY);
    const campaign = (await app.deps.campaigns.get(app.campaignId))?.value;
    if (campaign === undefined) throw new Error('There is no campaign.');
    const broken: ScheduleSpec = { type: 'DAILY', time: 'nine' };
    await app.deps.campaigns.put({ ...campaign, id: 'broken', schedule: broken, scheduleSince: 0 }, 0, ACTOR);
    await app.deps.campaigns.put({ ...campaign, id: 'failing' }, 0, ACTOR);
    app.goTo('2026-12-01T09:00:10+09:00');
    const get: typeof app.deps.dueCampaigns.get = (id) =>
      id === 'failing' ? Promise.reject(new Error('The store is away.')) : app.deps.dueCampaigns.get(id);
    await expect(openDueCampaigns({ ...app.deps, dueCampaigns: { ...app.deps.dueCampaigns, get } })).rejects.toThrow(
      '1 of 3 campaigns failed',
    );
    expect(await app.states()).toEqual([['2026-12-01T09:00', 'OPENED']]);
    expect(await app.ring()).toMatchObject({ due: 1, damaged: [] });
  });
});

describe('what became of occurrences', () => {
  it('is answered in pages, the latest first, and no page is longer than 1,000', async () => {
    const app = await createSchedule('2026-12-01T00:30:00Z', { type: 'HOURLY', timezone: 'UTC' });
    app.clock.advance(5 * HOUR);
    await app.ring();
    const page = unwrap(await listOccurrences(app.deps, { campaignId: app.campaignId, limit: 2 }));
    expect(page.items.map(({ id }) => id)).toEqual(['2026-12-01T05:00Z', '2026-12-01T04:00Z']);
    const next = page.nextToken === undefined ? {} : { nextToken: page.nextToken };
    const rest = unwrap(await listOccurrences(app.deps, { campaignId: app.campaignId, limit: 10, ...next }));
    expect(rest.items.map(({ id }) => id)).toEqual(['2026-12-01T03:00Z', '2026-12-01T02:00Z', '2026-12-01T01:00Z']);
    expect(rest.nextToken).toBeUndefined();
    expect(await listOccurrences(app.deps, { campaignId: app.campaignId, limit: 1_001 })).toMatchObject({
      error: { code: 'INVALID_INPUT' },
    });
  });
});
