import { CHANNELS } from '../customer/channel.ts';
import type { ConsentDecision } from '../consent/consent.ts';
import { hasWords } from '../consent/wording.ts';
import type { LawRule } from './rule.ts';
import { act, GUIDE_2025 } from './sources.ts';

/** A rule that is judged on a decision that is heard of somebody who has decided before. */
export type DecisionRule = LawRule & {
  readonly judges: 'DECISION';
  readonly effect: 'REFUSED';
  readonly isBroken: (known: ConsentDecision, heard: ConsentDecision) => boolean;
  readonly examples: {
    readonly right: readonly (readonly [known: ConsentDecision, heard: ConsentDecision])[];
    readonly wrong: readonly (readonly [known: ConsentDecision, heard: ConsentDecision])[];
  };
};

/** Whether a decision is shown by something: a refusal always is, a consent by its source and its words. */
export function isShown({ state, source, wording = '' }: ConsentDecision): boolean {
  return state === 'WITHDRAWN' || (hasWords(source) && hasWords(wording));
}

const REFUSED = { state: 'WITHDRAWN', at: Date.parse('2026-11-20T00:00:00Z'), source: 'unsubscribe link' } as const;
const CONSENT = { state: 'GRANTED', at: Date.parse('2026-11-25T00:00:00Z'), source: 'form in the shop' } as const;
const WORDED = { ...CONSENT, wording: 'w-1' };

/** The rules on what is heard of a person's decisions. */
export const DECISION_RULES: readonly DecisionRule[] = [
  {
    id: 'REFUSAL_STANDS',
    judges: 'DECISION',
    title: 'Who refused stays refused until they consent anew',
    says: 'Only a consent of its own changes it: later than the refusal, with its source and the words that were agreed to. A list, a sync or a sale is none.',
    sources: [act('50②'), GUIDE_2025],
    from: '2014-11-29',
    effect: 'REFUSED',
    messageClass: 'AD',
    channels: CHANNELS,
    isBroken: (known, heard) =>
      known.state === 'WITHDRAWN' && heard.state === 'GRANTED' && (!isShown(heard) || heard.at <= known.at),
    examples: {
      right: [
        [REFUSED, WORDED],
        [WORDED, REFUSED],
        [CONSENT, WORDED],
      ],
      wrong: [
        [REFUSED, CONSENT],
        [REFUSED, { ...WORDED, at: REFUSED.at }],
        [REFUSED, { ...WORDED, at: REFUSED.at - 1 }],
        [REFUSED, { ...WORDED, source: '' }],
      ],
    },
  },
];

/** Whether what is heard may not take the place of a refusal. */
export function isKeptRefused(known: ConsentDecision, heard: ConsentDecision): boolean {
  return DECISION_RULES.some((rule) => rule.isBroken(known, heard));
}
