import { describe, expect, it } from 'vitest';
import { judgeMessage } from '../../../../src/domain/law/index.ts';

const NOW = Date.parse('2026-12-01T03:00:00Z');

/** The rule that an SMS breaks, or null. */
function broken(body: string): string | null {
  const verdict = judgeMessage({ channel: 'SMS', body: `(광고)봉화 ${body}` }, 'AD', NOW);
  return verdict.ok ? null : verdict.rule;
}

describe('a free number', () => {
  it.each([
    ['that only ends in 080', '1080-1234-5678 무료수신거부'],
    ['that has 080 in its middle', '문의 02-3080-1234 무료수신거부'],
    ['whose second part is 080', '031-080-1234567 무료수신거부'],
    ['whose second part is 080, by points', '031.080.123.4567 무료수신거부'],
    ['whose second part is 080, by spaces', '031 080 123 4567 무료수신거부'],
    ['whose second part is 080, behind brackets', '(031) 080-123-4567 무료수신거부'],
    ['that goes on behind', '무료수신거부 080-123-45678'],
    ['that is a price', '무료수신거부 12,080 1234 5678원'],
    ['of a mobile', '무료수신거부 010-8080-1234'],
  ])('is none %s', (_, body) => {
    expect(broken(body)).toBe('REFUSAL_FREE');
  });

  it.each([
    ['behind the offer', '무료수신거부 080-123-4567'],
    ['right behind the offer', '무료수신거부0801234567'],
    ['of four digits in the middle', '무료거부 080-1234-5678'],
    ['with its area in brackets', '무료거부 (080)123-4567'],
    ['behind another number and a space', '무료거부 문의 02-123-4567 080-123-4567'],
    ['behind another number by a slash', '02-123-4567/080-123-4567 무료거부'],
    ['behind another number by a comma', '무료거부 1588-1234, 080-123-4567'],
    ['behind another number in brackets', '(02-123-4567)080-123-4567 무료거부'],
    ['behind a word and a hyphen', '무료거부-080-123-4567'],
    ['behind the number of its line', '1. 080-123-4567 무료거부'],
  ])('is one %s', (_, body) => {
    expect(broken(body)).toBe(null);
  });

  it('is looked for in a time that grows with the length of the text', () => {
    const started = performance.now();
    for (const part of ['080', '0 ', '0) ', '031 ', '080-', '080 1', '080-123-', '080-123-45678']) {
      broken(`무료수신거부 ${part.repeat(Math.ceil(150_000 / part.length))}`);
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('words of refusal', () => {
  it.each([
    ['that is impossible', '무료수신거부는 없습니다 bhm.kr'],
    ['that cannot be done', '수신거부 할 수 없습니다 080-123-4567'],
    ['that is not possible', '수신거부 불가 bhm.kr'],
    ['that does not work', '무료수신거부는 안 됩니다 bhm.kr'],
    ['of those who refused', '수신거부하신 고객도 다시 bhm.kr/w'],
    ['of those who were refused', '무료거부된 번호도 bhm.kr/w'],
    ['of people', '수신거부자도 환영 bhm.kr/w'],
    ['of a feeling', '무료거부감 없는 가격 bhm.kr/w'],
  ])('are no offer %s', (_, body) => {
    expect(broken(body)).toBe('REFUSAL_FREE');
  });

  it.each([
    ['with a way', '무료수신거부 bhm.kr/u'],
    ['to whom it may concern', '수신거부하시려면 bhm.kr/u'],
    ['for who wants it', '수신거부를 원하시면 080-123-4567'],
    ['for who does not want more', '수신거부는 080-123-4567'],
    ['for when it fails', '수신거부가 안 되면 080-123-4567'],
    ['for when it is not possible', '수신거부 불가 시 080-123-4567'],
    ['that an automat answers', '수신거부 자동응답 080-123-4567'],
    ['that one calls', '수신거부 한통화로 080-123-4567'],
    ['behind a notice that it is free', '080-123-4567 무료수신거부'],
  ])('are an offer %s', (_, body) => {
    expect(broken(body)).toBe(null);
  });

  it('are an offer where they stand, whatever is said of refusal behind them', () => {
    expect(broken('무료수신거부 080-123-4567 수신거부 불가')).toBe(null);
  });

  it('are looked for in a time that grows with the length of the text', () => {
    const started = performance.now();
    for (const part of ['수신거부는 없습니다', '수신거부 ', '수신거부자', '수신거부할수 ', '거부', '는 ']) {
      broken(`무료수신거부${part.repeat(Math.ceil(150_000 / part.length))}`);
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
