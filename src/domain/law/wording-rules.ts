import { CHANNELS } from '../customer/channel.ts';
import type { ConsentKind } from '../consent/consent.ts';
import { createRulesAt } from './in-force.ts';
import type { LawRule } from './rule.ts';
import { act, GUIDE_2025, NEWS_2014 } from './sources.ts';

/** A rule that is judged on the words to which a person agrees. */
export type WordingRule = LawRule & {
  readonly judges: 'WORDING';
  readonly effect: 'REFUSED';
  /** To which consents it applies. */
  readonly kinds: readonly ConsentKind[];
  /** What is wrong with the words, and what to write; null: nothing. */
  readonly judge: (wording: string) => string | null;
  readonly examples: { readonly right: readonly string[]; readonly wrong: readonly string[] };
};

/** 광고성 정보 수신 in Korean, advertising in English. */
const NAMES_IT = /광고성?\s*정보[^.\n]{0,12}수신|수신[^.\n]{0,6}광고성?\s*정보|advertis/iu;
const NAMES_NIGHT = /야간|심야|밤|21\s*시|오후\s*9\s*시|21:00|9\s*p\.?m|night/iu;
/** What is agreed to in one sentence with it, so that nobody can take the one without the other. */
const RIDES_ON =
  /(?:약관|개인\s*정보[^.\n]{0,20}(?:수집|이용|처리|제공))[^.\n]{0,20}(?:및|과|와|,|·|&)\s*[^.\n]{0,20}광고성?\s*정보|광고성?\s*정보[^.\n]{0,12}(?:및|과|와|,|·|&)\s*[^.\n]{0,20}(?:약관|개인\s*정보[^.\n]{0,20}(?:수집|이용|처리|제공))|terms[^.\n]{0,30}\band\b[^.\n]{0,30}advertis/iu;

/** The rules on the words of a consent. */
export const WORDING_RULES: readonly WordingRule[] = [
  {
    id: 'CONSENT_TITLE',
    judges: 'WORDING',
    title: 'A consent says that it is one to receive advertising',
    says: 'Its title is 광고성 정보 수신동의. "마케팅 동의" is void: nobody can tell from it that advertisements will come. The words are kept in the ledger with the consent.',
    sources: [act('50①'), GUIDE_2025],
    from: '2025-12-01',
    effect: 'REFUSED',
    messageClass: 'AD',
    channels: CHANNELS,
    kinds: ['AD', 'NIGHT'],
    judge: (wording) =>
      NAMES_IT.test(wording)
        ? null
        : 'wording: say that advertising will be received: title it "광고성 정보 수신동의".',
    examples: {
      right: [
        '[선택] 광고성 정보 수신동의: 문자로 할인 소식을 받겠습니다.',
        'I agree to receive advertising by e-mail.',
      ],
      wrong: ['마케팅 동의', '[선택] 마케팅 활용 동의', '이벤트 알림을 받겠습니다.', ''],
    },
  },
  {
    id: 'CONSENT_SEPARATE',
    judges: 'WORDING',
    title: 'A consent to advertising stands by itself',
    says: 'It is not part of the terms of service nor of the consent to keep personal data: whoever agrees to one must be able to refuse the other.',
    sources: [act('50①'), GUIDE_2025],
    from: '2025-12-01',
    effect: 'REFUSED',
    messageClass: 'AD',
    channels: CHANNELS,
    kinds: ['AD', 'NIGHT'],
    judge: (wording) =>
      RIDES_ON.test(wording)
        ? 'wording: ask for advertising by itself, not in one sentence with terms or the use of personal data.'
        : null,
    examples: {
      right: ['[선택] 광고성 정보 수신동의'],
      wrong: [
        '이용약관 및 광고성 정보 수신에 동의합니다.',
        '개인정보 수집·이용과 광고성 정보 수신에 동의합니다.',
        '광고성 정보 수신 및 이용약관에 동의합니다.',
      ],
    },
  },
  {
    id: 'NIGHT_WORDING',
    judges: 'WORDING',
    title: 'A consent to the night says so',
    says: 'Whoever consents to advertising has not consented to it between 21:00 and 08:00: the words name the night.',
    sources: [act('50③'), NEWS_2014],
    from: '2014-11-29',
    effect: 'REFUSED',
    messageClass: 'AD',
    channels: ['PUSH', 'SMS', 'CUSTOM'],
    kinds: ['NIGHT'],
    judge: (wording) =>
      NAMES_NIGHT.test(wording)
        ? null
        : 'wording: a consent to the night names it, such as "야간(21시~08시) 광고성 정보 수신동의".',
    examples: { right: ['[선택] 야간(21시~08시) 광고성 정보 수신동의'], wrong: ['[선택] 광고성 정보 수신동의'] },
  },
];

const rulesAt = createRulesAt(WORDING_RULES);

/** What the law finds in the words of a consent given at a time; null: nothing. */
export function judgeWording(
  wording: string,
  kind: ConsentKind,
  at: number,
): { readonly rule: string; readonly message: string } | null {
  for (const rule of rulesAt(at).rules) {
    const problem = rule.kinds.includes(kind) ? rule.judge(wording) : null;
    if (problem !== null) return { rule: rule.id, message: `${problem} (rule ${rule.id})` };
  }
  return null;
}
