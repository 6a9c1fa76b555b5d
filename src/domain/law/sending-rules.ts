import { CHANNELS, type Channel } from '../customer/channel.ts';
import { isWithin, type LocalWindow } from '../schedule/local-window.ts';
import { zoneOf } from '../schedule/zone.ts';
import type { ConsentRecord } from '../consent/consent.ts';
import { isCoveredByDeal, isGranted, isUnconfirmed } from './consent-basis.ts';
import type { PermissionRule, SendingFacts, SendingRule } from './sending-rule.ts';
import { act, decree, GUIDE_2025, NEWS_2014, RECONFIRMATION_NOTICE } from './sources.ts';

const IN_FORCE = '2014-11-29';

/** Night by the law: from 21:00:00 on, before 08:00:00. */
/** The hours in which an advertisement needs a consent of its own, where the person is. */
export const NIGHT: LocalWindow = { start: 21 * 60, end: 8 * 60 };
/** Advertising by e-mail wakes nobody (decree 61②). */
const EXEMPT_AT_NIGHT: Channel = 'EMAIL';

/** Whether it is night where somebody is; no zone, or one that does not exist, is Korea's. */
function isNight(now: number, timezone: string | undefined): boolean {
  return isWithin(NIGHT, zoneOf(timezone), now);
}

const NOON = Date.parse('2026-12-01T03:00:00Z');
const EVENING = Date.parse('2026-12-01T12:00:00Z');
const AD = { state: 'GRANTED', at: Date.parse('2026-01-05T00:00:00Z'), source: 'sign-up form' } as const;
const COATS = { goods: 'coats', at: Date.parse('2026-10-05T00:00:00Z'), source: 'order 1' } as const;

function facts(record: ConsentRecord, now: number, rest: Partial<SendingFacts> = {}): SendingFacts {
  const { channel = 'SMS' } = rest;
  return { consent: { [channel]: record }, channel, now, timezone: undefined, ...rest };
}

/** The rules on who may be sent an advertisement when, in the order in which they are asked. */
export const SENDING_RULES: readonly SendingRule[] = [
  {
    id: 'PRIOR_CONSENT',
    judges: 'SENDING',
    title: 'Nobody gets an advertisement without having consented to it before',
    says: 'By any medium. Who has refused or withdrawn gets none, whatever else is known of them; permission for notifications on a phone is no consent. A purchase takes its place for a time (rule TRANSACTION).',
    sources: [act('50①, 50②'), NEWS_2014],
    from: IN_FORCE,
    effect: 'REFUSED',
    reason: 'NO_AD_CONSENT',
    messageClass: 'AD',
    channels: CHANNELS,
    isBroken: ({ consent, channel, now }) => !isGranted(consent[channel]?.ad, now),
    examples: {
      right: [facts({ ad: AD }, NOON)],
      wrong: [
        facts({}, NOON),
        facts({ ad: { ...AD, state: 'WITHDRAWN' } }, NOON),
        facts({ ad: { ...AD, at: NOON + 1 } }, NOON),
      ],
    },
  },
  {
    id: 'RECONFIRMATION',
    judges: 'SENDING',
    title: 'A consent is confirmed every two years',
    says: 'Within two years of the consent, and every two years after, the person is told that they consented, when, and how to keep or withdraw it. Until that is done nothing is sent on it.',
    sources: [act('50⑧'), decree('62-3'), RECONFIRMATION_NOTICE],
    from: IN_FORCE,
    effect: 'REFUSED',
    reason: 'CONSENT_STALE',
    messageClass: 'AD',
    channels: CHANNELS,
    isBroken: ({ consent, channel, now }) => {
      const ad = consent[channel]?.ad;
      return isGranted(ad, now) && isUnconfirmed(ad, now);
    },
    examples: {
      right: [
        facts({ ad: { ...AD, at: Date.parse('2024-12-01T03:00:01Z') } }, NOON),
        facts({ ad: { ...AD, at: Date.parse('2022-01-01T00:00:00Z'), confirmedAt: AD.at } }, NOON),
      ],
      wrong: [facts({ ad: { ...AD, at: Date.parse('2024-12-01T03:00:00Z') } }, NOON)],
    },
  },
  {
    id: 'NIGHT_CONSENT',
    judges: 'SENDING',
    title: 'From 21:00 to 08:00 a separate consent is needed, except for e-mail',
    says: 'The hours are those where the person is, 21:00:00 within and 08:00:00 without. Who has not consented to the night as well is sent to when it is over.',
    sources: [act('50③'), decree('61②'), NEWS_2014],
    from: IN_FORCE,
    effect: 'HELD',
    reason: 'NO_NIGHT_CONSENT',
    messageClass: 'AD',
    channels: ['PUSH', 'SMS', 'CUSTOM'],
    isBroken: ({ consent, channel, now, timezone }) =>
      channel !== EXEMPT_AT_NIGHT && isNight(now, timezone) && !isGranted(consent[channel]?.night, now),
    examples: {
      right: [
        facts({ ad: AD }, EVENING - 1_000),
        facts({ ad: AD }, Date.parse('2026-12-01T23:00:00Z')),
        facts({ ad: AD, night: AD }, EVENING),
        facts({ ad: AD }, EVENING, { channel: 'EMAIL' }),
        facts({ ad: AD }, EVENING, { timezone: 'Europe/Berlin' }),
      ],
      wrong: [facts({ ad: AD }, EVENING), facts({ ad: AD }, Date.parse('2026-12-01T22:59:59Z'))],
    },
  },
  {
    id: 'NIGHT_RECONFIRMATION',
    judges: 'SENDING',
    title: 'A consent to the night is confirmed every two years, too',
    says: 'It is a consent of its own, and grows as old.',
    sources: [act('50③, 50⑧'), decree('62-3')],
    from: IN_FORCE,
    effect: 'REFUSED',
    reason: 'CONSENT_STALE',
    messageClass: 'AD',
    channels: ['PUSH', 'SMS', 'CUSTOM'],
    isBroken: ({ consent, channel, now, timezone }) => {
      const night = consent[channel]?.night;
      if (channel === EXEMPT_AT_NIGHT || !isGranted(night, now) || !isUnconfirmed(night, now)) return false;
      return isNight(now, timezone);
    },
    examples: {
      right: [facts({ ad: AD, night: AD }, EVENING)],
      wrong: [facts({ ad: AD, night: { ...AD, at: Date.parse('2024-01-01T00:00:00Z') } }, EVENING)],
    },
  },
];

/** What permits an advertisement without the consent that PRIOR_CONSENT asks for. */
export const PERMISSION_RULES: readonly PermissionRule[] = [
  {
    id: 'TRANSACTION',
    judges: 'SENDING',
    title: 'A purchase permits advertising of the same kind of goods for six months',
    says: 'Who paid for goods and gave the seller their contact themselves may be sent advertisements of the same kind of goods until six months after, unless they refused. To sign up is no purchase. The night rule holds.',
    sources: [act('50① 1'), decree('61①'), GUIDE_2025],
    from: IN_FORCE,
    effect: 'PERMITTED',
    messageClass: 'AD',
    channels: CHANNELS,
    isPermitted: isCoveredByDeal,
    examples: {
      right: [facts({ deal: { ...COATS, at: Date.parse('2026-06-01T03:00:01Z') } }, NOON, { goods: 'coats' })],
      wrong: [
        facts({ deal: { ...COATS, at: Date.parse('2026-06-01T03:00:00Z') } }, NOON, { goods: 'coats' }),
        facts({ deal: COATS }, NOON, { goods: 'shoes' }),
        facts({ deal: COATS }, NOON),
        facts({ deal: COATS, ad: { ...AD, state: 'WITHDRAWN' } }, NOON, { goods: 'coats' }),
      ],
    },
  },
];
