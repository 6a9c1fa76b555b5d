import { describe, expect, it } from 'vitest';
import { newCustomer, newEndpoint } from '../../../../src/domain/customer/index.ts';
import { judgeMessage } from '../../../../src/domain/law/index.ts';
import { compileTemplate, type RenderedMessage } from '../../../../src/domain/template/index.ts';
import { ROWS } from './messages.ts';

const NOW = Date.parse('2026-12-01T03:00:00Z');
const customer = newCustomer('p');
const endpoint = newEndpoint('e', 'SMS', '+821000000000');

/** What becomes of a message whose words are written in the template, and of one whose words are the recipient's data. */
function sent(message: RenderedMessage, isOfData: boolean): string {
  const words: Record<string, string> = {};
  const said = (field: string, text: string): string => {
    if (!isOfData || text.trim() === '') return text;
    words[field] = text;
    return `{{{User.UserAttributes.${field}}}}`;
  };
  const content: RenderedMessage =
    message.channel === 'EMAIL'
      ? { ...message, subject: said('subject', message.subject), html: said('html', message.html) }
      : message.channel === 'PUSH'
        ? { ...message, title: said('title', message.title), body: said('body', message.body) }
        : message.channel === 'CUSTOM' && message.subject !== undefined
          ? { ...message, subject: said('subject', message.subject), body: said('body', message.body) }
          : { ...message, body: said('body', message.body) };
  const compiled = compileTemplate({ content, defaultSubstitutions: {}, messageClass: 'AD' });
  if (!compiled.ok) return compiled.error.code;
  const attributes = Object.fromEntries(Object.entries(words).map(([name, text]) => [name, [text]]));
  const rendered = compiled.template.render({ ...customer, attributes }, endpoint, NOW);
  return rendered.ok ? 'SENT' : rendered.error.message;
}

describe('the law table', () => {
  it('has at least sixty rendered messages, and one for each rule on messages', () => {
    expect(ROWS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(ROWS.map(({ message }) => message.channel)).size).toBe(4);
    expect(new Set(ROWS.map(({ says }) => says)).size).toBe(ROWS.length);
  });

  it.each(ROWS.map((row) => [row.says, row] as const))('judges %s', (_, row) => {
    const { message, messageClass = 'AD', breaks, warns = [] } = row;
    const verdict = judgeMessage(message, messageClass, NOW);
    expect(verdict.ok ? null : verdict.rule).toBe(breaks);
    if (verdict.ok) expect(verdict.warnings.map(({ rule }) => rule)).toEqual(warns);
    else expect(verdict.error.message).toContain(`(rule ${breaks})`);
  });

  it.each(ROWS.filter(({ messageClass = 'AD' }) => messageClass === 'AD').map((row) => [row.says, row] as const))(
    'sends it or not to its recipient, whether template or data brought the words: %s',
    (_, { message, breaks }) => {
      for (const isOfData of [false, true]) {
        const answer = sent(message, isOfData);
        if (breaks === null) expect(answer).toBe('SENT');
        else expect(answer).not.toBe('SENT');
      }
    },
  );
});

describe('what data bring', () => {
  const judged = (content: RenderedMessage, value: string): string => {
    const compiled = compileTemplate({ content, defaultSubstitutions: {}, messageClass: 'AD' });
    if (!compiled.ok) return compiled.error.code;
    const rendered = compiled.template.render({ ...customer, attributes: { X: [value] } }, endpoint, NOW);
    return rendered.ok ? 'SENT' : rendered.error.message;
  };

  it('is judged with the words that are certain: a second label, a style that hides, a way that is missing', () => {
    const X = '{{User.UserAttributes.X}}';
    const sms: RenderedMessage = { channel: 'SMS', body: `(광고)봉화 ${X} 무료수신거부 080-123-4567` };
    expect(judged(sms, '김하나')).toBe('SENT');
    expect(judged(sms, '[광고]')).toContain('LABEL_SPELLING');
    const mail = (html: string): RenderedMessage => ({ channel: 'EMAIL', subject: '(광고) 소식', html });
    const styled = mail(`<p style="${X}"><a href="https://b.kr">무료수신거부</a></p>`);
    expect(judged(styled, 'color:red')).toBe('SENT');
    expect(judged(styled, 'display:none')).toContain('NOT_HIDDEN');
    expect(judged(mail(`<p>무료수신거부</p><p>${X}</p>`), '김하나')).toBe('SENT');
    const way: RenderedMessage = { channel: 'SMS', body: `(광고)봉화 무료수신거부 ${X}` };
    expect(judged(way, '080-123-4567')).toBe('SENT');
    expect(judged(way, '02-123-4567')).toContain('REFUSAL_FREE');
    expect(judged(way, `080-123-4567 ${'그리고 더 '.repeat(20)}`)).toContain('REFUSAL_LAST');
  });

  it('takes a time that grows with its length', () => {
    const started = performance.now();
    for (const part of ['<', '<a ', 'a', 'a.', 'a-', '광', '(광', '<p style="', '무료', '<!--']) {
      const html = part.repeat(Math.ceil(150_000 / part.length));
      judgeMessage({ channel: 'EMAIL', subject: '(광고) x', html }, 'AD', NOW);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('the rules by row of the cases', () => {
  it('C32 only (광고) is right as the first words; each other is refused with its rule', () => {
    const end = '봉화마트 무료수신거부 080-123-4567';
    const rule = (message: RenderedMessage): string | null => {
      const verdict = judgeMessage(message, 'AD', NOW);
      return verdict.ok ? null : verdict.rule;
    };
    expect(rule({ channel: 'SMS', body: `(광고)${end}` })).toBe(null);
    for (const label of ['(광 고)', '(광.고)', '("광고")', '[광고]', '(대출광고)', '(AD)', '<광고>']) {
      expect(rule({ channel: 'SMS', body: `${label}${end}` })).toBe('LABEL_SPELLING');
    }
    const html = '<a href="https://b.kr/u">무료수신거부</a>';
    expect(rule({ channel: 'EMAIL', subject: 'Re: (광고) 소식', html })).toBe('LABEL_FIRST');
    expect(rule({ channel: 'EMAIL', subject: '[봉화] (광고) 소식', html })).toBe('LABEL_FIRST');
    expect(rule({ channel: 'PUSH', title: '오늘만 50%', body: '(광고) 무료수신거부: 앱 설정' })).toBe('LABEL_FIRST');
    expect(rule({ channel: 'PUSH', title: '(광고) 오늘만 50%', body: '무료수신거부: 앱 설정' })).toBe(null);
  });
});
