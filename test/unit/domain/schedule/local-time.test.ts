import { describe, expect, it } from 'vitest';
import {
  localMoment,
  nextOccurrences,
  parseSchedule,
  settleDue,
  zoneOf,
  type ScheduleInForce,
  type ScheduleSpec,
} from '../../../../src/domain/schedule/index.ts';

const at = (text: string): number => Date.parse(text);
const iso = (moment: number): string => `${new Date(moment).toISOString().slice(0, 16)}Z`;
const LAUNCH = at('2026-12-24T00:30:00Z');
const CHRISTMAS: ScheduleSpec = { type: 'AT', at: '2026-12-24T10:00', timezone: 'LOCAL' };

function inForce(spec: ScheduleSpec, since: number): ScheduleInForce {
  const parsed = parseSchedule(spec);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return { schedule: parsed.schedule, since };
}

describe("an occurrence in each customer's own time", () => {
  const wall = at('2026-12-24T10:00:00Z');

  it.each([
    ['Pacific/Kiritimati', 'PASSED', '2026-12-23T20:00Z', '2026-12-24T20:00Z'],
    ['Pacific/Chatham', 'PASSED', '2026-12-23T20:15Z', '2026-12-24T20:15Z'],
    ['Australia/Adelaide', 'PASSED', '2026-12-23T23:30Z', '2026-12-24T23:30Z'],
    ['Asia/Seoul', 'AT', '2026-12-24T01:00Z', '2026-12-24T01:00Z'],
    ['Australia/Eucla', 'AT', '2026-12-24T01:15Z', '2026-12-24T01:15Z'],
    ['Asia/Kathmandu', 'AT', '2026-12-24T04:15Z', '2026-12-24T04:15Z'],
    ['Asia/Kolkata', 'AT', '2026-12-24T04:30Z', '2026-12-24T04:30Z'],
    ['America/St_Johns', 'AT', '2026-12-24T13:30Z', '2026-12-24T13:30Z'],
    ['Pacific/Pago_Pago', 'AT', '2026-12-24T21:00Z', '2026-12-24T21:00Z'],
    ['nowhere', 'AT', '2026-12-24T01:00Z', '2026-12-24T01:00Z'],
  ] as const)('C8 comes to %s at its own moment, or has passed at the launch', (name, outcome, moment, nextDay) => {
    const zone = zoneOf(name);
    const excluded = localMoment(wall, zone, { launchedAt: LAUNCH, passed: 'EXCLUDE' });
    expect([excluded.outcome, iso(excluded.at)]).toEqual([outcome, moment]);
    const later = localMoment(wall, zone, { launchedAt: LAUNCH, passed: 'NEXT_DAY' });
    expect([later.outcome, iso(later.at)]).toEqual(['AT', nextDay]);
  });

  it('C8 opens at the launch, when its day has begun elsewhere, and closes with the last place on earth', () => {
    const [only, none] = nextOccurrences(inForce(CHRISTMAS, LAUNCH), LAUNCH, 2);
    expect(only).toMatchObject({
      id: '2026-12-24T10:00_local',
      at: at('2026-12-24T00:31:00Z'),
      lastAt: at('2026-12-24T22:00:00Z'),
    });
    expect(none).toBeUndefined();
    const early = nextOccurrences(inForce(CHRISTMAS, at('2026-12-01T00:00:00Z')), 0, 1)[0];
    expect(iso(early?.at ?? 0)).toBe('2026-12-23T20:00Z');
    expect(nextOccurrences(inForce(CHRISTMAS, at('2026-12-24T22:00:00Z')), 0, 1)).toEqual([]);
  });

  it('C8 has one occurrence for each local day, which is never missed while its time is to come somewhere', () => {
    const force = inForce(
      { type: 'DAILY', time: '10:00', timezone: 'LOCAL', start: '2026-12-24', end: '2026-12-25' },
      0,
    );
    const both = nextOccurrences(force, 0, 9);
    expect(both.map(({ id }) => id)).toEqual(['2026-12-24T10:00_local', '2026-12-25T10:00_local']);
    expect(settleDue(both, force.schedule, at('2026-12-24T21:30:00Z')).run).toHaveLength(2);
    expect(settleDue(both, force.schedule, at('2026-12-24T22:00:01Z')).missed.map(({ id }) => id)).toEqual([
      '2026-12-24T10:00_local',
    ]);
  });
});
