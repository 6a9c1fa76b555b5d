import { describe, expect, it } from 'vitest';
import { calendarSearch } from '../../../console/pages/calendar/calendar-search.ts';
import { costsSearch } from '../../../console/pages/costs/costs-search.ts';
import { outboxSearch } from '../../../console/pages/offline/outbox-search.ts';
import { serversSearch } from '../../../console/pages/servers/servers-search.ts';
import { foldName } from '../../../console/parts/fold-name.ts';

describe('what stands in an address', () => {
  // `Date` takes the year 1 for 1901, and the calendar drew nineteen centuries of weeks.
  it.each(['0001-01', '0099-12', '9999-12', '2026-13', '2026-00', '2026-99', '<script>', 202_611])(
    'is left out as a month when it is none, such as %j',
    (month) => {
      expect(calendarSearch.parse({ month })).toEqual({});
      expect(costsSearch.parse({ month })).toEqual({});
    },
  );

  it('is kept as a month when it is one', () => {
    expect(calendarSearch.parse({ month: '2026-11' })).toEqual({ month: '2026-11' });
    expect(costsSearch.parse({ month: '2099-12' })).toEqual({ month: '2099-12' });
  });

  it('is left out as a day of the audit log that no calendar has', () => {
    expect(serversSearch.parse({ day: '2026-99-99' })).toEqual({});
    expect(serversSearch.parse({ day: '2026-02-30' })).toEqual({});
    expect(serversSearch.parse({ day: '2026-02-28' })).toEqual({ day: '2026-02-28' });
  });

  it('is left out as a place in the outbox when nothing can stand there', () => {
    for (const before of [-5, 1.5, 'x']) expect(outboxSearch.parse({ before })).toEqual({});
    expect(outboxSearch.parse({ before: 0 })).toEqual({ before: 0 });
    expect(outboxSearch.parse({ before: 12 })).toEqual({ before: 12 });
  });

  it('is compared as a name however its Hangul was typed, and with spaces that were pasted', () => {
    expect(foldName(' 서울 Sale '.normalize('NFD'))).toBe('서울 sale');
  });
});
