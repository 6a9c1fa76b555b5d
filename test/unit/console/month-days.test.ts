import { describe, expect, it } from 'vitest';
import { monthAfter, weeksOf } from '../../../console/pages/calendar/month-days.ts';

describe('the days of a month', () => {
  it('are whole weeks from Monday on, with those of the months beside it', () => {
    const weeks = weeksOf('2026-11');
    expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7, 7]);
    expect(weeks[0]?.[0]).toBe('2026-10-26');
    expect(weeks.at(-1)?.[0]).toBe('2026-11-30');
    expect(weeks.flat().filter((day) => day.startsWith('2026-11'))).toHaveLength(30);
    // A February that begins on a Monday and fills four weeks.
    expect(weeksOf('2027-02')).toHaveLength(4);
  });

  it('go on over the end of a year, both ways', () => {
    expect(monthAfter('2026-12', 1)).toBe('2027-01');
    expect(monthAfter('2027-01', -1)).toBe('2026-12');
  });
});
