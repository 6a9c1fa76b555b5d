import { describe, expect, it } from 'vitest';
import { consentFromAttributes, mergeConsent, parseIsoTime, type Consent } from '../../../src/domain/consent/index.ts';
import { adGate } from '../../../src/domain/law/index.ts';
import { isStale } from '../../../src/domain/law/calendar.ts';
import { localMinuteOfDay, zoneOf } from '../../../src/domain/schedule/index.ts';
import { NOON } from './people.ts';

const HOUR = 3_600_000;
const NIGHT = NOON + 10 * HOUR;
const granted = (at = NOON - 1000): { state: 'GRANTED'; at: number; source: string } => ({
  state: 'GRANTED',
  at,
  source: 'app',
});

function gate(consent: Consent, now: number, timezone?: string, channel: 'PUSH' | 'EMAIL' = 'PUSH'): string {
  const answer = adGate({ consent, channel, now, timezone });
  return answer.ok ? 'ok' : answer.reason;
}

describe('the advertising gate', () => {
  it('asks for consent on the very channel', () => {
    expect(gate({}, NOON)).toBe('NO_AD_CONSENT');
    expect(gate({ EMAIL: { ad: granted() } }, NOON)).toBe('NO_AD_CONSENT');
    expect(gate({ PUSH: { ad: granted() } }, NOON)).toBe('ok');
    expect(gate({ PUSH: { ad: { ...granted(), state: 'WITHDRAWN' } } }, NOON)).toBe('NO_AD_CONSENT');
  });

  it('does not take a consent from the future', () => {
    expect(gate({ PUSH: { ad: granted(NOON + 1) } }, NOON)).toBe('NO_AD_CONSENT');
  });

  it('wants consent reconfirmed after two calendar years', () => {
    const given = Date.UTC(2024, 0, 15);
    expect(isStale(given, Date.UTC(2026, 0, 15) - 1)).toBe(false);
    const leap = Date.UTC(2024, 1, 29);
    expect(isStale(leap, Date.UTC(2026, 1, 28) - 1)).toBe(false);
    expect(isStale(leap, Date.UTC(2026, 1, 28))).toBe(true);
    expect(isStale(given, Date.UTC(2026, 0, 15))).toBe(true);
    expect(gate({ PUSH: { ad: granted(given) } }, NOON)).toBe('CONSENT_STALE');
  });

  it('asks for a separate consent from 21:00 to 08:00, except for e-mail', () => {
    const day = { PUSH: { ad: granted() }, EMAIL: { ad: granted() } };
    expect(gate(day, NOON + 9 * HOUR - 1)).toBe('ok');
    expect(gate(day, NOON + 9 * HOUR)).toBe('NO_NIGHT_CONSENT');
    expect(gate(day, NOON + 20 * HOUR - 1)).toBe('NO_NIGHT_CONSENT');
    expect(gate(day, NOON + 20 * HOUR)).toBe('ok');
    expect(gate(day, NIGHT, undefined, 'EMAIL')).toBe('ok');
    expect(gate({ PUSH: { ad: granted(), night: granted() } }, NIGHT)).toBe('ok');
    expect(gate({ PUSH: { ad: granted(), night: granted(Date.UTC(2024, 0, 1)) } }, NIGHT)).toBe('CONSENT_STALE');
  });

  it('C10 lets an SMS advertisement go until 20:59:59 and from 08:00:00 on, and an e-mail at any hour', () => {
    const given = Date.parse('2026-01-05T00:00:00Z');
    const consent = { SMS: { ad: granted(given) }, EMAIL: { ad: granted(given) } };
    const at = (moment: string, channel: 'SMS' | 'EMAIL') =>
      adGate({ consent, channel, now: Date.parse(moment), timezone: 'Asia/Seoul' }).ok;
    const moments = ['2026-12-01T11:59:59Z', '2026-12-01T12:00:00Z', '2026-12-01T22:59:59Z', '2026-12-01T23:00:00Z'];
    expect(moments.map((moment) => at(moment, 'SMS'))).toEqual([true, false, false, true]);
    expect(moments.map((moment) => at(moment, 'EMAIL'))).toEqual([true, true, true, true]);
  });

  it("goes by the endpoint's time zone, takes none as Korea, and a wrong one too", () => {
    const day = { PUSH: { ad: granted() } };
    expect(gate(day, NOON, 'America/New_York')).toBe('NO_NIGHT_CONSENT');
    expect(gate(day, NIGHT, 'America/New_York')).toBe('ok');
    for (const wrong of ['Nowhere/City', '+09:00', '']) {
      expect(gate(day, NOON, wrong)).toBe('ok');
      expect(gate(day, NIGHT, wrong)).toBe('NO_NIGHT_CONSENT');
    }
  });
});

describe('local time', () => {
  it('follows daylight saving to the minute, also by half an hour', () => {
    const before = Date.UTC(2026, 2, 8, 6, 59);
    const newYork = zoneOf('America/New_York');
    expect(localMinuteOfDay(newYork, before)).toBe(119);
    expect(localMinuteOfDay(newYork, before + 60_000)).toBe(180);
    const lordHowe = Date.UTC(2026, 9, 3, 15, 29);
    expect(localMinuteOfDay(zoneOf('Australia/Lord_Howe'), lordHowe)).toBe(119);
    expect(localMinuteOfDay(zoneOf('Australia/Lord_Howe'), lordHowe + 60_000)).toBe(150);
  });

  it('agrees with the platform for a year of odd minutes in zones of every kind', () => {
    for (const zone of ['Asia/Seoul', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia', 'Africa/Cairo']) {
      const format = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      });
      for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 61_237_000) {
        const [hour = 0, minute = 0] = format.format(at).split(':').map(Number);
        expect(localMinuteOfDay(zoneOf(zone), at)).toBe(hour * 60 + minute);
      }
    }
  });
});

describe('consent in user attributes', () => {
  it('is read with its time and source, and withdrawn by a third value', () => {
    expect(
      consentFromAttributes({
        'AdConsent.PUSH': ['2026-01-01T00:00:00Z', 'app'],
        'NightConsent.PUSH': ['2026-01-02T00:00:00+09:00'],
        'AdConsent.SMS': ['2026-01-03', 'call', 'WITHDRAWN'],
        'AdConsent.EMAIL': ['yes', 'web'],
        'AdConsent.CUSTOM': ['2026-01-03', 'web', 'PERHAPS'],
      }),
    ).toEqual({
      PUSH: {
        ad: { state: 'GRANTED', at: Date.UTC(2026, 0, 1), source: 'app' },
        night: { state: 'GRANTED', at: Date.UTC(2026, 0, 1, 15), source: '' },
      },
      SMS: { ad: { state: 'WITHDRAWN', at: Date.UTC(2026, 0, 2, 15), source: 'call' } },
    });
  });

  it('keeps the latest decision in any order, and the withdrawal of two at the same time', () => {
    const yes = { PUSH: { ad: granted(1) } };
    const no = { PUSH: { ad: { state: 'WITHDRAWN' as const, at: 2, source: 'web' } } };
    const noAtOnce = { PUSH: { ad: { state: 'WITHDRAWN' as const, at: 1, source: 'web' } } };
    expect(mergeConsent(yes, no)).toEqual(no);
    expect(mergeConsent(no, yes)).toEqual(no);
    expect(mergeConsent(yes, noAtOnce)).toEqual(noAtOnce);
    expect(mergeConsent(noAtOnce, yes)).toEqual(noAtOnce);
  });
});

describe('an ISO time', () => {
  it.each([
    ['2026-01-01T00:00:00Z', Date.UTC(2026, 0, 1)],
    ['2026-01-01T09:00:00.5+09:00', Date.UTC(2026, 0, 1) + 500],
    ['2026-01-01 09:00', Date.UTC(2026, 0, 1)],
    ['2026-01-01', Date.UTC(2025, 11, 31, 15)],
    ['2026-02-29', null],
    ['2026-01-01T24:00:00Z', null],
    ['2026-01-01T00:00:00+99:00', null],
    ['20260101', null],
    ['', null],
  ])('%s is %s', (text, at) => {
    expect(parseIsoTime(text)).toBe(at);
  });
});
