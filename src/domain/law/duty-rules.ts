import { CHANNELS, type Channel } from '../customer/channel.ts';
import {
  CONSENT_KINDS,
  DECISION_OF,
  type Consent,
  type ConsentDecision,
  type ConsentKind,
} from '../consent/consent.ts';
import { confirmationDueAt } from './calendar.ts';
import type { LawRule } from './rule.ts';
import { act, decree, NEWS_2014, RECONFIRMATION_NOTICE } from './sources.ts';

const DAY_MS = 86_400_000;

/** RESULT: what became of a decision; CONFIRMATION: that a consent is there, and how to change it. */
export const NOTICE_KINDS = ['RESULT', 'CONFIRMATION'] as const;

/** What people are told of their consent. */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** A rule by which a person must be told something by a day. */
export type DutyRule = LawRule & {
  readonly judges: 'DUTY';
  readonly effect: 'DUE';
  readonly notice: NoticeKind;
  /** From when on they may be told, and by when they must be, in milliseconds since the epoch; null: nothing is due. */
  readonly windowOf: (decision: ConsentDecision) => { readonly from: number; readonly dueAt: number } | null;
  /** Whether a notice after `dueAt` still does what the law asks. */
  readonly isOfUseLate: boolean;
  readonly examples: {
    readonly right: readonly ConsentDecision[];
    readonly wrong: readonly ConsentDecision[];
    /** The moment on which the examples are judged: the right ones need nothing, of the wrong ones a notice is due. */
    readonly at: number;
  };
};

const RESULT_DAYS = 14;
/** People are asked before the two years are over: nobody's consent lapses meanwhile. */
const CONFIRMED_AHEAD_DAYS = 30;

const AT = Date.parse('2026-12-01T03:00:00Z');
const GIVEN = { state: 'GRANTED', at: AT - 3 * DAY_MS, source: 'sign-up form' } as const;

/** The duties that a consent brings with it. */
export const DUTY_RULES: readonly DutyRule[] = [
  {
    id: 'RESULT_NOTICE',
    judges: 'DUTY',
    title: 'Within 14 days people are told what became of their decision',
    says: 'Of a consent, a refusal or a withdrawal: who the sender is, what was decided and when, and what was done.',
    sources: [act('50⑦'), decree('62-2'), NEWS_2014],
    from: '2014-11-29',
    effect: 'DUE',
    notice: 'RESULT',
    messageClass: 'TRANSACTIONAL',
    channels: CHANNELS,
    windowOf: ({ at, noticedAt }) =>
      noticedAt !== undefined && noticedAt >= at ? null : { from: at, dueAt: at + RESULT_DAYS * DAY_MS },
    isOfUseLate: false,
    examples: {
      right: [{ ...GIVEN, noticedAt: GIVEN.at }],
      wrong: [GIVEN, { ...GIVEN, state: 'WITHDRAWN' }],
      at: AT,
    },
  },
  {
    id: 'CONFIRMATION_NOTICE',
    judges: 'DUTY',
    title: 'Every two years people are told that they consented',
    says: 'Who the sender is, when they consented, and how to keep or withdraw it. Who does not answer has not withdrawn.',
    sources: [act('50⑧'), decree('62-3'), RECONFIRMATION_NOTICE],
    from: '2014-11-29',
    effect: 'DUE',
    notice: 'CONFIRMATION',
    messageClass: 'TRANSACTIONAL',
    channels: CHANNELS,
    windowOf: ({ state, at, confirmedAt = at }) => {
      if (state !== 'GRANTED') return null;
      const dueAt = confirmationDueAt(Math.max(at, confirmedAt));
      return { from: dueAt - CONFIRMED_AHEAD_DAYS * DAY_MS, dueAt };
    },
    isOfUseLate: true,
    examples: {
      right: [
        GIVEN,
        { ...GIVEN, at: AT - 760 * DAY_MS, confirmedAt: AT - DAY_MS },
        { ...GIVEN, at: AT - 760 * DAY_MS, state: 'WITHDRAWN' },
      ],
      wrong: [
        { ...GIVEN, at: AT - 701 * DAY_MS },
        { ...GIVEN, at: AT - 800 * DAY_MS },
      ],
      at: AT,
    },
  },
];

/** A notice that is due to a person; `isLate`: it should have gone before now. */
export type DueNotice = {
  readonly notice: NoticeKind;
  readonly channel: Channel;
  readonly kind: ConsentKind;
  readonly decision: ConsentDecision;
  readonly dueAt: number;
  readonly isLate: boolean;
};

/** The notices that a person should get now. One that is too late to be of use is named, so that it is counted. */
export function dueNotices(consent: Consent, now: number): readonly DueNotice[] {
  const due: DueNotice[] = [];
  for (const channel of CHANNELS) {
    for (const kind of CONSENT_KINDS) {
      const decision = consent[channel]?.[DECISION_OF[kind]];
      if (decision === undefined) continue;
      for (const { notice, windowOf } of DUTY_RULES) {
        const window = windowOf(decision);
        if (window === null || now < window.from) continue;
        due.push({ notice, channel, kind, decision, dueAt: window.dueAt, isLate: now >= window.dueAt });
      }
    }
  }
  return due;
}

/** Whether a notice still does what the law asks. */
export function isOfUse({ notice, isLate }: DueNotice): boolean {
  return !isLate || DUTY_RULES.some((rule) => rule.notice === notice && rule.isOfUseLate);
}
