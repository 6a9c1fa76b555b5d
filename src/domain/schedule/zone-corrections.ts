/** A change of a place's clocks that the zone data of a runtime may be too old to know. */
export type ZoneCorrection = {
  /** The release of the IANA database that brought it, and its day. https://data.iana.org/time-zones/tzdb/NEWS */
  readonly release: string;
  readonly releasedOn: string;
  readonly says: string;
  /** The zones concerned, with their links. */
  readonly zones: readonly string[];
  /** From when the new rule makes a difference to 2025c, and, if it ends, until when. */
  readonly from: string;
  readonly until?: string;
  /** The offset from UTC in minutes, or the zone whose clocks these have become. */
  readonly offset: { readonly minutes: number } | { readonly asIn: string };
  /** What data without the change answer at a moment: data that answer something else know better than this list. */
  readonly unaware: { readonly at: string; readonly minutes: number };
};

/** Data of this release and later are right for now and the future, together with `ZONE_CORRECTIONS`. */
export const CORRECTED_SINCE = '2025b';

/** The release up to which changes are known here. */
export const CORRECTED_UP_TO = '2026f';

/**
 * Every difference between the releases 2025c and 2026f for moments after 2022, as found on 2026-11-28 by comparing the
 * offsets of all 597 zones at each hour until 2040. All of it is winter 2026: five of seven places stopped changing clocks.
 */
export const ZONE_CORRECTIONS: readonly ZoneCorrection[] = [
  {
    release: '2026a',
    releasedOn: '2026-03-01',
    says: 'Moldova changes its clocks at the same moment as the European Union, since 2022',
    zones: ['Europe/Chisinau', 'Europe/Tiraspol'],
    from: '2022-01-01T00:00:00Z',
    offset: { asIn: 'Europe/Bucharest' },
    unaware: { at: '2026-03-29T00:30:00Z', minutes: 180 },
  },
  {
    release: '2026b',
    releasedOn: '2026-04-22',
    says: 'British Columbia stays on UTC-7',
    zones: ['America/Vancouver', 'Canada/Pacific'],
    from: '2026-11-01T09:00:00Z',
    offset: { minutes: -420 },
    unaware: { at: '2026-12-01T00:00:00Z', minutes: -480 },
  },
  {
    release: '2026c',
    releasedOn: '2026-07-08',
    says: 'Alberta stays on UTC-6',
    zones: ['America/Edmonton', 'America/Yellowknife', 'Canada/Mountain'],
    from: '2026-11-01T08:00:00Z',
    offset: { minutes: -360 },
    unaware: { at: '2026-12-01T00:00:00Z', minutes: -420 },
  },
  {
    release: '2026c',
    releasedOn: '2026-07-08',
    says: 'Morocco and Western Sahara went back to UTC for good',
    zones: ['Africa/Casablanca', 'Africa/El_Aaiun'],
    from: '2026-09-20T01:00:00Z',
    offset: { minutes: 0 },
    unaware: { at: '2026-12-01T00:00:00Z', minutes: 60 },
  },
  {
    release: '2026d',
    releasedOn: '2026-09-11',
    says: "Canada's Northwest Territories stay on UTC-6",
    zones: ['America/Inuvik'],
    from: '2026-11-01T08:00:00Z',
    offset: { minutes: -360 },
    unaware: { at: '2026-12-01T00:00:00Z', minutes: -420 },
  },
  {
    release: '2026e',
    releasedOn: '2026-09-29',
    says: 'Manitoba stays on UTC-5, and north-western Ontario with it',
    zones: ['America/Winnipeg', 'America/Rainy_River', 'Canada/Central'],
    from: '2026-11-01T07:00:00Z',
    offset: { minutes: -300 },
    unaware: { at: '2026-12-01T00:00:00Z', minutes: -360 },
  },
  {
    release: '2026f',
    releasedOn: '2026-10-27',
    says: 'Cuba stays on UTC-4 through its winter of 2026',
    zones: ['America/Havana', 'Cuba'],
    from: '2026-11-01T05:00:00Z',
    until: '2027-03-14T05:00:00Z',
    offset: { minutes: -240 },
    unaware: { at: '2026-12-01T00:00:00Z', minutes: -300 },
  },
];
