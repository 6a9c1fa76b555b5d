import { describe, expect, it } from 'vitest';
import { hasWords } from '../../../../src/domain/consent/index.ts';
import { CHANNELS } from '../../../../src/domain/customer/index.ts';
import { adGate, createRulesAt, judgeMessage, judgeWording, LAW_RULES } from '../../../../src/domain/law/index.ts';
import type { JudgedRule, SendingFacts } from '../../../../src/domain/law/index.ts';
import { isKeptRefused } from '../../../../src/domain/law/index.ts';

const NOW = Date.parse('2026-12-01T03:00:00Z');

/** Whether the judge of the product, asked about an example, answers by this rule; and whether it lets it pass. */
function answersOf(rule: JudgedRule): { readonly right: readonly string[]; readonly wrong: readonly string[] } {
  const asked = <Example>(
    examples: { readonly right: readonly Example[]; readonly wrong: readonly Example[] },
    answer: (example: Example) => string,
  ) => ({ right: examples.right.map(answer), wrong: examples.wrong.map(answer) });
  const gate = (facts: SendingFacts): string => {
    const answer = adGate(facts);
    return answer.ok ? 'passes' : answer.rule;
  };
  switch (rule.judges) {
    case 'MESSAGE':
      return asked(rule.examples, (message) => {
        const verdict = judgeMessage(message, rule.messageClass, NOW);
        if (!verdict.ok) return verdict.rule;
        return verdict.warnings.some((warning) => warning.rule === rule.id) ? rule.id : 'passes';
      });
    case 'SENDING':
      return rule.effect === 'PERMITTED'
        ? asked(rule.examples, (facts) => (gate(facts) === 'PRIOR_CONSENT' ? rule.id : gate(facts)))
        : asked(rule.examples, gate);
    case 'WORDING':
      return asked(rule.examples, (wording) => judgeWording(wording, rule.kinds.at(-1) ?? 'AD', NOW)?.rule ?? 'passes');
    case 'DECISION':
      return asked(rule.examples, ([known, heard]) => (isKeptRefused(known, heard) ? rule.id : 'passes'));
    case 'DUTY':
      return asked(rule.examples, (decision) => {
        const window = rule.windowOf(decision);
        return window === null || rule.examples.at < window.from ? 'passes' : rule.id;
      });
  }
}

describe('the rules of the law', () => {
  it('have each an id of its own, a source, a day in force, and examples right and wrong', () => {
    expect(new Set(LAW_RULES.map(({ id }) => id)).size).toBe(LAW_RULES.length);
    for (const rule of LAW_RULES) {
      expect(rule.sources.length, rule.id).toBeGreaterThan(0);
      expect(rule.from, rule.id).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(rule.channels.every((channel) => CHANNELS.includes(channel))).toBe(true);
      expect(rule.examples.right.length, rule.id).toBeGreaterThan(0);
      expect(rule.examples.wrong.length, rule.id).toBeGreaterThan(0);
    }
  });

  it.each(LAW_RULES.map((rule) => [rule.id, rule] as const))('%s judges its examples as it says', (id, rule) => {
    const { right, wrong } = answersOf(rule);
    if (rule.judges === 'WORDING') {
      // Words of a consent to the day alone are right by the rules on the day.
      expect(right.every((answer) => answer === 'passes' || answer === 'NIGHT_WORDING')).toBe(true);
    } else {
      expect(right.every((answer) => answer === 'passes')).toBe(true);
    }
    expect(new Set(wrong)).toEqual(new Set([id]));
  });

  it('are chosen by the day of sending in Korea, from their first day on and before the day of their end', () => {
    const rulesAt = createRulesAt([
      { from: '2014-11-29', until: '2027-01-01', name: 'old' },
      { from: '2027-01-01', name: 'new' },
    ]);
    const names = (at: string): readonly string[] => rulesAt(Date.parse(at)).rules.map(({ name }) => name);
    expect(names('2026-12-31T14:59:59.999Z')).toEqual(['old']);
    expect(names('2026-12-31T15:00:00.000Z')).toEqual(['new']);
    expect(names('2026-12-31T14:59:59.999Z')).toEqual(['old']);
    // Of the law before that nothing is kept: a clock that is wrong lets nothing pass.
    expect(names('1970-01-01T00:00:00Z')).toEqual(['old']);
  });

  it('do not ask for the title of a consent that was given before the guide did', () => {
    expect(judgeWording('마케팅 동의', 'AD', Date.parse('2025-11-30T14:59:59Z'))).toBe(null);
    expect(judgeWording('마케팅 동의', 'AD', Date.parse('2025-11-30T15:00:00Z'))?.rule).toBe('CONSENT_TITLE');
  });
});

describe('the gate of advertising', () => {
  const ad = { state: 'GRANTED', at: NOW - 1_000, source: 'form' } as const;
  const answer = (facts: Partial<SendingFacts>): string => {
    const gate = adGate({
      consent: { SMS: { ad }, EMAIL: { ad } },
      channel: 'SMS',
      now: NOW,
      timezone: undefined,
      ...facts,
    });
    return gate.ok ? 'sent' : `${gate.effect} ${gate.rule}`;
  };

  it('C10 holds an SMS from 21:00:00 on, before 08:00:00; an e-mail goes', () => {
    const consent = {
      SMS: { ad: { ...ad, at: 0, confirmedAt: NOW } },
      EMAIL: { ad: { ...ad, at: 0, confirmedAt: NOW } },
    };
    const at = (time: string, channel: 'SMS' | 'EMAIL' = 'SMS'): string =>
      answer({ consent, channel, now: Date.parse(`2026-12-02T${time}Z`), timezone: 'Asia/Seoul' });
    expect(at('11:59:59')).toBe('sent');
    expect(at('12:00:00')).toBe('HELD NIGHT_CONSENT');
    expect(at('22:59:59')).toBe('HELD NIGHT_CONSENT');
    expect(at('23:00:00')).toBe('sent');
    expect(at('12:00:00', 'EMAIL')).toBe('sent');
  });

  it('C11 takes a zone that does not exist for Asia/Seoul, and one that does for what it is', () => {
    const consent = { SMS: { ad: { ...ad, at: 0, confirmedAt: NOW } } };
    const at = (hour: number, timezone: string): string => {
      // 2026-12-02, in Korea.
      const now = Date.UTC(2026, 11, 2, hour - 9);
      return answer({ consent, now, timezone });
    };
    for (const zone of [
      'Asia/Seul',
      '',
      'KST',
      'GMT+9',
      '+09:00',
      'Korea Standard Time',
      'ROK',
      'asia/seoul',
      'Etc/GMT-9',
    ]) {
      expect(at(14, zone), zone).toBe('sent');
      expect(at(22, zone), zone).toBe('HELD NIGHT_CONSENT');
    }
    // The sign is reversed: nine hours behind UTC, so that 14:00 in Korea is 20:00 there, 15:00 is 21:00.
    expect(at(14, 'Etc/GMT+9')).toBe('sent');
    expect(at(15, 'Etc/GMT+9')).toBe('HELD NIGHT_CONSENT');
    expect(at(22, 'Etc/GMT+9')).toBe('HELD NIGHT_CONSENT');
  });

  it('takes a purchase for a consent to the same goods until six months after, and never against a refusal', () => {
    const deal = { goods: 'coats', at: Date.parse('2026-08-31T03:00:00Z'), source: 'order 7' };
    const at = (time: string, goods: string | undefined, state?: 'WITHDRAWN'): string =>
      answer({
        consent: { SMS: { deal, ...(state === undefined ? {} : { ad: { ...ad, state, at: 0 } }) } },
        now: Date.parse(time),
        goods,
      });
    // February is shorter than August.
    expect(at('2027-02-28T02:59:59Z', 'coats')).toBe('sent');
    expect(at('2027-02-28T03:00:00Z', 'coats')).toBe('REFUSED PRIOR_CONSENT');
    expect(at('2026-12-01T03:00:00Z', 'shoes')).toBe('REFUSED PRIOR_CONSENT');
    expect(at('2026-12-01T03:00:00Z', undefined)).toBe('REFUSED PRIOR_CONSENT');
    expect(at('2026-12-01T03:00:00Z', 'coats', 'WITHDRAWN')).toBe('REFUSED PRIOR_CONSENT');
    expect(at('2026-08-31T02:59:59Z', 'coats')).toBe('REFUSED PRIOR_CONSENT');
    expect(at('2026-12-01T12:00:00Z', 'coats')).toBe('HELD NIGHT_CONSENT');
  });
});

describe('the words of a consent', () => {
  const BLANK = [
    '',
    '   ',
    '\u200b\u200d',
    '\u3164\u3164',
    '\u115f\u1160',
    '\uffa0',
    '\u00ad',
    '\t\n\u3000',
    '—…',
    '\u2800',
  ];

  it.each(BLANK)('C31 are none where nobody can have read anything: %j', (wording) => {
    expect(hasWords(wording)).toBe(false);
    const refused = { state: 'WITHDRAWN', at: NOW - 86_400_000, source: 'link' } as const;
    const consent = { state: 'GRANTED', at: NOW, source: 'form', wording } as const;
    expect(isKeptRefused(refused, consent)).toBe(true);
    expect(isKeptRefused(refused, { ...consent, wording: 'w-1', source: wording })).toBe(true);
    expect(isKeptRefused(refused, { ...consent, wording: 'w-1' })).toBe(false);
  });

  it('are words in Korean, in English, or by their name, with whatever stands around them', () => {
    for (const wording of ['동의', 'yes', 'v3', '\u200b[선택] 광고성 정보 수신동의\u3164', '7']) {
      expect(hasWords(wording), wording).toBe(true);
    }
  });
});
