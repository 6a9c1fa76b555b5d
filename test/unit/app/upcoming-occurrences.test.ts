import { describe, expect, it } from 'vitest';
import { saveCampaign, upcomingOccurrences } from '../../../src/app/campaign/index.ts';
import { createMemoryCampaigns } from '../../../src/adapters/memory/index.ts';
import { scheduleOf, type Campaign } from '../../../src/domain/campaign/index.ts';
import { nextOccurrences, type ScheduleSpec } from '../../../src/domain/schedule/index.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const at = (text: string): number => Date.parse(text);
const iso = (moment: number): string => `${new Date(moment).toISOString().slice(0, 16)}Z`;

function createCalendar(start: string) {
  const campaigns = createMemoryCampaigns();
  const clock = { at: at(start), now: () => clock.at };
  const plain: Omit<Campaign, 'id'> = {
    ...{ name: '겨울', segmentId: 's', messageClass: 'AD', holdoutPercent: 0, inDoubtPolicy: 'HOLD' },
    steps: [{ channel: 'PUSH', templateId: 't' }],
  };
  const deps = { campaigns, scheduled: campaigns, clock };
  return {
    ...deps,
    put: (id: string, schedule?: ScheduleSpec, steps = plain.steps) => {
      const timed = schedule === undefined ? {} : { schedule, scheduleSince: clock.at };
      return campaigns.put({ ...plain, steps, id, ...timed }, 0, ACTOR);
    },
    ask: async (query: Parameters<typeof upcomingOccurrences>[1] = {}) =>
      unwrap(await upcomingOccurrences(deps, query)),
    deps,
  };
}

describe('the calendar', () => {
  it('C3 shows that cron has no run in short months, where the calendar form has', async () => {
    const calendar = createCalendar('2026-10-01T00:00:00Z');
    await calendar.put('cron', { type: 'CRON', cron: '0 10 31 * *' });
    await calendar.put('monthly', { type: 'MONTHLY', dayOfMonth: 31, time: '10:00' });
    const until = at('2027-03-01T00:00:00Z');
    const { occurrences, isCut } = await calendar.ask({ until });
    const days = (campaign: string) =>
      occurrences.filter(({ campaignId }) => campaignId === campaign).map(({ localTime }) => localTime.slice(0, 10));
    expect(days('cron')).toEqual(['2026-10-31', '2026-12-31', '2027-01-31']);
    expect(days('monthly')).toEqual(['2026-10-31', '2026-11-30', '2026-12-31', '2027-01-31', '2027-02-28']);
    expect(occurrences.find(({ campaignId }) => campaignId === 'cron')?.notes[0]).toContain('have no run');
    expect(occurrences[1]).toMatchObject({
      at: at('2026-10-31T01:00:00Z'),
      timezone: 'Asia/Seoul',
      campaignName: '겨울',
    });
    expect(isCut).toBe(false);
  });

  it('says which occurrences may meet a run that is under way, and fail by it', async () => {
    const calendar = createCalendar('2026-12-01T00:00:00Z');
    const after = (waitMinutes: number): Campaign['steps'] => [
      { channel: 'PUSH', templateId: 't' },
      { channel: 'EMAIL', templateId: 't', waitMinutes },
    ];
    await calendar.put('daily', { type: 'DAILY', time: '10:00' }, after(1_440));
    await calendar.put('short', { type: 'DAILY', time: '11:00' }, after(1_439));
    await calendar.put('own', { type: 'DAILY', time: '10:00', timezone: 'LOCAL' }, after(1_440));
    await calendar.put('plain', { type: 'DAILY', time: '10:00', timezone: 'LOCAL' });
    const { occurrences } = await calendar.ask({ until: at('2026-12-04T00:00:00Z') });
    const warned = (campaign: string) =>
      occurrences
        .filter(({ campaignId }) => campaignId === campaign)
        .map(({ notes }) => notes.filter((note) => note.includes('CAMPAIGN_RUNNING')).length);
    // Nothing comes before the first that is asked for.
    expect(warned('daily')).toEqual([0, 1, 1]);
    expect(warned('short')).toEqual([0, 0, 0]);
    // Those whose day has begun at the launch have the first, and yesterday's last zones meet nobody of today's first.
    expect(warned('own').slice(0, 3)).toEqual([0, 1, 1]);
    expect(warned('plain').slice(0, 3)).toEqual([0, 0, 0]);
  });

  it('C2 shows what clocks really show where the time of the schedule does not exist', async () => {
    const calendar = createCalendar('2026-03-08T00:00:00Z');
    await calendar.put('gap', { type: 'DAILY', time: '02:30', timezone: 'America/New_York' });
    const { occurrences } = await calendar.ask({ until: at('2026-03-09T12:00:00Z') });
    expect(occurrences.map(({ id, localTime }) => [id, localTime])).toEqual([
      ['2026-03-08T02:30_america-new_york', '2026-03-08T03:30'],
      ['2026-03-09T02:30_america-new_york', '2026-03-09T02:30'],
    ]);
  });

  it('is of one campaign or of all that have a schedule, for a month unless somebody says otherwise', async () => {
    const calendar = createCalendar('2026-12-01T00:00:00Z');
    await calendar.put('plain');
    await calendar.put('now', { type: 'NOW' });
    await calendar.put('christmas', { type: 'AT', at: '2026-12-24T10:00', timezone: 'LOCAL' });
    await calendar.put('mondays', { type: 'WEEKLY', days: ['MON'], time: '10:00' });
    const all = await calendar.ask();
    expect(all.occurrences.map(({ campaignId, at: moment }) => [campaignId, iso(moment)])).toEqual([
      ['mondays', '2026-12-07T01:00Z'],
      ['mondays', '2026-12-14T01:00Z'],
      ['mondays', '2026-12-21T01:00Z'],
      ['christmas', '2026-12-23T20:00Z'],
      ['mondays', '2026-12-28T01:00Z'],
    ]);
    expect(all.occurrences[3]).toMatchObject({
      timezone: 'LOCAL',
      localTime: '2026-12-24T10:00',
      lastAt: at('2026-12-24T22:00:00Z'),
    });
    expect((await calendar.ask({ campaignId: 'plain' })).occurrences).toEqual([]);
    expect((await calendar.ask({ campaignId: 'christmas' })).occurrences).toHaveLength(1);
    const monday = at('2026-12-07T01:00:00Z');
    expect((await calendar.ask({ campaignId: 'mondays', from: monday, until: monday })).occurrences).toHaveLength(1);
  });

  it('refuses a range that is none, and a campaign that is none; says when it leaves something out', async () => {
    const calendar = createCalendar('2026-12-01T00:00:00Z');
    const ask = (query: Parameters<typeof upcomingOccurrences>[1]) => upcomingOccurrences(calendar.deps, query);
    expect(await ask({ campaignId: 'nobody' })).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(await ask({ from: 2, until: 1 })).toMatchObject({ error: { code: 'INVALID_INPUT' } });
    expect(await ask({ from: 0, until: 401 * 86_400_000 })).toMatchObject({ error: { code: 'INVALID_INPUT' } });
    await calendar.put('hourly', { type: 'HOURLY' });
    await calendar.put('christmas', { type: 'AT', at: '2026-12-24T10:00' });
    const month = await calendar.ask();
    expect(month.isCut).toBe(true);
    expect(month.occurrences.at(-1)?.campaignId).toBe('christmas');
  });
});

describe('a campaign that is saved with a schedule', () => {
  async function createSaved() {
    const app = createMemoryApp();
    const { campaignId } = await app.jobOf(await app.plan());
    const known = (await app.deps.campaigns.get(campaignId))?.value;
    if (known === undefined) throw new Error('There is no campaign.');
    const save = (change: Partial<Campaign>) =>
      saveCampaign(app.deps, { actor: ACTOR, campaignId, input: { ...known, ...change } });
    return { app, save };
  }

  it('C5 has it from then on: a change has missed nothing, and saving it again changes nothing', async () => {
    const { app, save } = await createSaved();
    const daily: ScheduleSpec = { type: 'DAILY', time: '05:40' };
    const first = unwrap(await save({ schedule: daily })).campaign;
    app.clock.advance(3_600_000);
    const renamed = unwrap(await save({ name: 'another', schedule: { time: '05:40', type: 'DAILY' } })).campaign;
    expect(renamed.scheduleSince).toBe(first.scheduleSince);
    const changed = unwrap(await save({ schedule: { ...daily, time: '05:50' } })).campaign;
    expect(changed.scheduleSince).toBe(app.clock.now());
    const inForce = scheduleOf(changed);
    const [next] = inForce === null ? [] : nextOccurrences(inForce, 0, 1);
    expect(next?.at).toBeGreaterThan(app.clock.now());
    const none = unwrap(await save({})).campaign;
    expect(none).not.toHaveProperty('schedule');
    expect(none).not.toHaveProperty('scheduleSince');
  });

  it('can be renamed when its moment has passed, but not given one that has', async () => {
    const { app, save } = await createSaved();
    const schedule: ScheduleSpec = { type: 'AT', at: new Date(app.clock.now() + 60_000).toISOString() };
    unwrap(await save({ schedule }));
    app.clock.advance(120_000);
    unwrap(await save({ name: 'another', schedule }));
    expect(await save({ schedule: { ...schedule, missed: 'SKIP' } })).toMatchObject({
      error: { code: 'SCHEDULE_IN_PAST' },
    });
    expect(await save({ schedule: { type: 'DAILY' } })).toMatchObject({ error: { code: 'INVALID_SCHEDULE' } });
  });
});
