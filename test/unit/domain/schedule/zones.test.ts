import { describe, expect, it } from 'vitest';
import { adGate } from '../../../../src/domain/law/index.ts';
import {
  describeZoneData,
  instantOf,
  isWithin,
  wallAt,
  wallText,
  zoneOf,
} from '../../../../src/domain/schedule/index.ts';
import { ZONE_CORRECTIONS } from '../../../../src/domain/schedule/zone-corrections.ts';

const HOUR = 3_600_000;
const NIGHT = { start: 21 * 60, end: 8 * 60 };
const at = (text: string): number => Date.parse(text);
const shown = (zone: string, moment: string): string => wallText(wallAt(zoneOf(zone), at(moment)));

function adAt(moment: string, timezone: string): string {
  const consent = { PUSH: { ad: { state: 'GRANTED', at: 0, source: 'app' } } } as const;
  const now = at(moment);
  const gate = adGate({
    consent: { PUSH: { ad: { ...consent.PUSH.ad, at: now - HOUR } } },
    channel: 'PUSH',
    now,
    timezone,
  });
  return gate.ok ? 'sent' : gate.reason;
}

describe('the reader of zones', () => {
  it.each(['Asia/Seul', '', 'KST', 'GMT+9', '+09:00', 'Korea Standard Time'])(
    'C11 takes %j as unknown, and as Asia/Seoul: an advertisement goes at 14:00 KST and not at 22:00 KST',
    (name) => {
      expect(zoneOf(name)).toMatchObject({ name: 'Asia/Seoul', isKnown: false });
      expect(adAt('2026-12-01T05:00:00Z', name)).toBe('sent');
      expect(adAt('2026-12-01T13:00:00Z', name)).toBe('NO_NIGHT_CONSENT');
    },
  );

  it('C11 reads links, whatever the case, and the reversed sign of Etc/GMT', () => {
    for (const name of ['ROK', 'asia/seoul', 'rok', 'ASIA/SEOUL']) {
      expect(zoneOf(name).isKnown).toBe(true);
      expect(shown(name, '2026-12-01T13:00:00Z')).toBe('2026-12-01T22:00');
    }
    expect(shown('Etc/GMT+9', '2026-12-01T13:00:00Z')).toBe('2026-12-01T04:00');
    expect(shown('Etc/GMT+9', '2026-12-01T05:00:00Z')).toBe('2026-11-30T20:00');
    expect(shown('etc/gmt-9', '2026-12-01T13:00:00Z')).toBe('2026-12-01T22:00');
    expect(adAt('2026-12-01T13:00:00Z', 'Etc/GMT+9')).toBe('NO_NIGHT_CONSENT');
    expect(adAt('2026-12-01T05:00:00Z', 'Etc/GMT+9')).toBe('sent');
    expect(adAt('2026-12-01T13:00:00Z', 'Etc/GMT-9')).toBe('NO_NIGHT_CONSENT');
  });

  it('C11 takes no abbreviation for a place, though this runtime does', () => {
    for (const name of [
      'JST',
      'IST',
      'BST',
      'CST',
      'PST',
      'EST7',
      'UTC+9',
      'UTC-09:00',
      '-05:00',
      'SystemV/PST8',
      'Asia/Seoul ',
    ]) {
      expect([name, zoneOf(name).isKnown]).toEqual([name, false]);
    }
    for (const name of [
      'UTC',
      'EST5EDT',
      'GB',
      'Etc/UTC',
      'America/Argentina/Buenos_Aires',
      'Europe/Kyiv',
      'Asia/Calcutta',
    ]) {
      expect([name, zoneOf(name).isKnown]).toEqual([name, true]);
    }
  });

  it('takes nobody’s word for Asia/Seoul, and that is no unknown zone', () => {
    expect(zoneOf(undefined)).toMatchObject({ name: 'Asia/Seoul', isKnown: true });
  });

  it('knows a zone still after thousands of names that are none', () => {
    const seoul = zoneOf('Europe/Berlin');
    for (let name = 0; name < 5_000; name += 1) zoneOf(`Nowhere/${name}`);
    expect(zoneOf('Europe/Berlin')).toBe(seoul);
  });

  it('follows clocks to the second, in the past as well', () => {
    expect(shown('America/New_York', '2026-03-08T06:59:59Z')).toBe('2026-03-08T01:59:59');
    expect(shown('America/New_York', '2026-03-08T07:00:00Z')).toBe('2026-03-08T03:00');
    expect(shown('Australia/Lord_Howe', '2026-10-03T15:30:00Z')).toBe('2026-10-04T02:30');
    expect(shown('Asia/Seoul', '1988-07-01T00:00:00Z')).toBe('1988-07-01T10:00');
    expect(shown('Africa/Monrovia', '1970-01-01T00:00:00Z')).toBe('1969-12-31T23:15:30');
  });
});

describe('zone data that are too old', () => {
  it('C7 keeps British Columbia on UTC-7 in December 2026: 10:00 is 17:00Z, and night begins at 04:00Z', () => {
    for (const name of ['America/Vancouver', 'Canada/Pacific', 'america/vancouver']) {
      const zone = zoneOf(name);
      expect(instantOf(zone, at('2026-12-01T10:00:00Z'))).toBe(at('2026-12-01T17:00:00Z'));
      expect(isWithin(NIGHT, zone, at('2026-12-02T03:59:59Z'))).toBe(false);
      expect(isWithin(NIGHT, zone, at('2026-12-02T04:00:00Z'))).toBe(true);
      expect(shown(name, '2026-11-01T09:30:00Z')).toBe('2026-11-01T02:30');
      expect(shown(name, '2026-01-15T18:00:00Z')).toBe('2026-01-15T10:00');
    }
  });

  // Offsets in minutes, read from the compiled files of release 2026f (zoneinfo of Debian 2026f-0+deb12u1).
  it.each([
    ['America/Vancouver', [-480, -420, -420, -420, -420]],
    ['America/Edmonton', [-420, -360, -360, -360, -360]],
    ['America/Yellowknife', [-420, -360, -360, -360, -360]],
    ['America/Inuvik', [-420, -360, -360, -360, -360]],
    ['America/Winnipeg', [-360, -300, -300, -300, -300]],
    ['America/Rainy_River', [-360, -300, -300, -300, -300]],
    ['Canada/Central', [-360, -300, -300, -300, -300]],
    ['Africa/Casablanca', [60, 60, 0, 0, 0]],
    ['Africa/El_Aaiun', [60, 60, 0, 0, 0]],
    ['America/Havana', [-300, -240, -240, -240, -300]],
    ['Cuba', [-300, -240, -240, -240, -300]],
    ['Europe/Chisinau', [120, 180, 120, 180, 120]],
    // Not concerned, though neighbours: what is corrected is exactly that.
    ['America/Los_Angeles', [-480, -420, -480, -420, -480]],
    ['America/Chicago', [-360, -300, -360, -300, -360]],
  ])('C7 knows %s as release 2026f has it', (name, offsets) => {
    const moments = ['2026-01-15', '2026-07-15', '2026-12-15', '2027-07-15', '2027-12-15'];
    expect(moments.map((day) => zoneOf(name).offsetAt(at(`${day}T12:00:00Z`)) / 60_000)).toEqual(offsets);
  });

  it('C7 changes the clocks of Moldova at the same moment as the European Union', () => {
    expect(shown('Europe/Chisinau', '2027-03-28T00:59:59Z')).toBe('2027-03-28T02:59:59');
    expect(shown('Europe/Tiraspol', '2027-03-28T01:00:00Z')).toBe('2027-03-28T04:00');
  });

  it('C7 says which data are in use, and warns of those that do not know a change', () => {
    const known = describeZoneData('2025c');
    expect(known.version).toBe('2025c');
    expect(known.warning).toContain('2025c, older than 7 known changes');
    expect(known.corrected[1]).toBe('British Columbia stays on UTC-7 (2026b; America/Vancouver, Canada/Pacific)');
    expect(describeZoneData('2026e').corrected).toHaveLength(1);
    expect(describeZoneData('2026f')).toEqual({ version: '2026f', corrected: [], warning: null });
    expect(describeZoneData('2027a').warning).toBeNull();
    expect(describeZoneData('2024b').warning).toContain('before 2025b is not corrected');
    expect(describeZoneData(undefined).warning).toContain('unknown');
  });

  it('C7 corrects nothing when the runtime knows of a change, or of a later one', () => {
    for (const { zones, unaware } of ZONE_CORRECTIONS) {
      for (const name of zones) expect(zoneOf(name).isKnown).toBe(true);
      expect(Number.isInteger(unaware.minutes)).toBe(true);
    }
    // The data of the runtime that runs this test either lack a change, as the list says, or have it: never a third.
    for (const { zones, unaware, offset } of ZONE_CORRECTIONS) {
      const format = new Intl.DateTimeFormat('en-US', { timeZone: zones[0] ?? '', timeZoneName: 'longOffset' });
      const text = format.formatToParts(at(unaware.at)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
      const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d+):(\d+))?/.exec(text) ?? [];
      const raw = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
      const right = zoneOf('minutes' in offset ? (zones[0] ?? '') : offset.asIn).offsetAt(at(unaware.at)) / 60_000;
      expect([unaware.minutes, right]).toContain(raw);
    }
  });
});
