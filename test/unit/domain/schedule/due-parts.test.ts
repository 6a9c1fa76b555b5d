import { describe, expect, it } from 'vitest';
import {
  checkSchedule,
  dueOccurrences,
  wallText,
  whereIn,
  zoneOf,
  type DueOccurrence,
  type ScheduleSpec,
} from '../../../../src/domain/schedule/index.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);

/** What is due in a minute of the bell, of a schedule in each customer's own time; `in` a zone: by whose clocks. */
function due(
  spec: Omit<ScheduleSpec, 'timezone'>,
  range: { since: string; after: string; now: string; limit?: number },
) {
  const checked = checkSchedule({ ...spec, timezone: 'LOCAL' }, at(range.since));
  if (!checked.ok) throw new Error(checked.error.message);
  const { schedule } = checked;
  const found = dueOccurrences(
    { schedule, since: at(range.since) },
    { after: at(range.after), now: at(range.now), limit: range.limit ?? 200 },
  );
  const wallsIn = (parts: readonly DueOccurrence[], zone: string): readonly string[] =>
    parts
      .filter((part) => 'local' in part && whereIn(part.local, zoneOf(zone)) === 'HERE')
      .map(({ id }) => id.slice(0, '2026-12-01T09:00'.length));
  return {
    ...found,
    runIn: (zone: string) => wallsIn(found.run, zone),
    missedIn: (zone: string) => wallsIn(found.missed, zone),
  };
}

const MADE_UP = { type: 'DAILY', time: '09:00', missed: 'MAKE_UP', makeUpWithinMinutes: 7 * 1_440 } as const;

describe('what was missed in each customer’s own time', () => {
  it('is made up once in each place: of several days the latest that has come there', () => {
    const range = { since: '2026-11-30T00:00:00Z', after: '2026-11-30T23:30:00Z', now: '2026-12-03T03:00:00Z' };
    const found = due(MADE_UP, range);
    expect(found.runIn('Asia/Seoul')).toEqual(['2026-12-03T09:00']);
    expect(found.missedIn('Asia/Seoul')).toEqual(['2026-12-01T09:00', '2026-12-02T09:00']);
    // The third day's nine o'clock has not come to New York.
    expect(found.runIn('America/New_York')).toEqual(['2026-12-02T09:00']);
    expect(found.missedIn('America/New_York')).toEqual(['2026-12-01T09:00']);
  });

  it('is overtaken by what comes on time', () => {
    const range = { since: '2026-11-30T00:00:00Z', after: '2026-11-30T23:30:00Z', now: '2026-12-02T00:00:00Z' };
    const found = due(MADE_UP, range);
    expect(found.runIn('Asia/Seoul')).toEqual(['2026-12-02T09:00']);
    expect(found.missedIn('Asia/Seoul')).toEqual(['2026-12-01T09:00']);
  });

  it.each([
    ['forward', '2026-03-27T23:00:00Z', '2026-03-29T07:30:00Z', '2026-03-28T09:00', '2026-03-29T09:00'],
    ['back', '2026-10-23T23:00:00Z', '2026-10-25T08:30:00Z', '2026-10-24T09:00', '2026-10-25T09:00'],
  ])('is made up once where clocks are set %s between the days', (_way, after, now, earlier, later) => {
    const found = due(MADE_UP, { since: after, after, now });
    expect(found.runIn('Europe/Berlin')).toEqual([later]);
    expect(found.missedIn('Europe/Berlin')).toEqual([earlier]);
  });

  it('is not made up where the schedule skips it', () => {
    const found = due(
      { type: 'DAILY', time: '09:00' },
      { since: '2026-11-30T00:00:00Z', after: '2026-11-30T23:30:00Z', now: '2026-12-01T03:00:00Z' },
    );
    expect(found.runIn('Asia/Seoul')).toEqual([]);
    expect(found.missedIn('Asia/Seoul')).toEqual(['2026-12-01T09:00']);
  });
});

/** Every part that comes up when the bell rings every so often, and how often it did. */
function ring(
  cron: string,
  { from, to, every, limit = 200 }: { from: string; to: string; every: number; limit?: number },
) {
  const checked = checkSchedule({ type: 'CRON', cron, timezone: 'LOCAL' }, at(from));
  if (!checked.ok) throw new Error(checked.error.message);
  const inForce = { schedule: checked.schedule, since: at(from) };
  const times = new Map<string, number>();
  let after = at(from);
  for (let now = after + every; now <= at(to); now += every) {
    const { run, missed, until } = dueOccurrences(inForce, { after, now, limit });
    for (const { id } of [...run, ...missed]) times.set(id, (times.get(id) ?? 0) + 1);
    after = until;
  }
  return { times, after };
}

describe('many times a day in each customer’s own time', () => {
  it('have all their parts, each once, however many are under way', () => {
    const range = { from: '2026-12-01T00:00:00Z', to: '2026-12-05T00:00:00Z', every: 8 * HOUR, limit: 2_000 };
    const { times } = ring('0,10,20,30,40,50 7-22 * * *', range);
    for (const day of ['2026-12-02', '2026-12-03', '2026-12-04']) {
      expect(times.get(`${day}T09:00_local@${day}T00:00Z`)).toBe(1);
    }
    expect(Math.max(...times.values())).toBe(1);
  });

  it('lose none of one moment when there are more than one look takes', () => {
    const range = { from: '2026-12-01T00:00:00Z', to: '2026-12-02T12:00:00Z' };
    const cron = '0,30 8-17 * * *';
    const all = ring(cron, { ...range, every: 36 * HOUR, limit: 100_000 });
    // More than seven come at many a moment.
    const few = ring(cron, { ...range, every: HOUR / 2, limit: 7 });
    const reached = [...all.times.keys()].filter((id) => at(id.slice(-'2026-12-01T00:00Z'.length)) <= few.after);
    expect([...few.times.keys()].sort()).toEqual(reached.sort());
    expect(reached.length).toBeGreaterThan(200);
  });

  it('that nobody looked at for weeks are taken up in stretches, none of which has a hole', () => {
    const spec = { type: 'CRON', cron: '0-59/5 0-23 * * *' } as const;
    const since = '2026-12-01T00:00:00Z';
    const found = due(spec, { since, after: since, now: '2027-01-15T00:00:00Z', limit: 1_000_000 });
    expect(found.until).toBeGreaterThan(at('2026-12-31T00:00:00Z'));
    expect(found.until).toBeLessThan(at('2027-01-05T00:00:00Z'));
    expect(found.nextAt).toBeGreaterThan(found.until);
    expect(found.nextAt).toBeLessThanOrEqual(found.until + 5 * 60_000);
    const ofSeoul = found.missed.filter(({ id, at: moment }) => id.startsWith(wallText(moment + 9 * HOUR)));
    // The first minute after `since`, and every five from there on.
    expect(ofSeoul).toHaveLength(Math.floor((found.until - at(since)) / (5 * 60_000)));
  });

  it('are refused at save when they are more than one in five minutes', () => {
    const save = (cron: string, timezone: string) =>
      checkSchedule({ type: 'CRON', cron, timezone }, at('2026-12-01T00:00:00Z'));
    const refused = save('0-59 0-23 * * *', 'LOCAL');
    expect(refused).toMatchObject({ error: { code: 'INVALID_CRON' } });
    expect(refused.ok ? '' : refused.error.message).toContain('0-59 0-23 * * *');
    expect(save('0-59 8-12 * * MON', 'LOCAL')).toMatchObject({ error: { code: 'INVALID_CRON' } });
    expect(save('0-59 8-11 * * MON', 'LOCAL').ok).toBe(true);
    expect(save('0-59 0-23 * * *', 'Asia/Seoul').ok).toBe(true);
  });
});
