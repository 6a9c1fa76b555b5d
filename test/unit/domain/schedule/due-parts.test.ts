import { describe, expect, it } from 'vitest';
import {
  checkSchedule,
  dueOccurrences,
  whereIn,
  zoneOf,
  type DueOccurrence,
  type ScheduleSpec,
} from '../../../../src/domain/schedule/index.ts';

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
