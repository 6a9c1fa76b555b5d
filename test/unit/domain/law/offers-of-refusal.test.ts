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
