import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../console/app/refusal.ts';
import { RefusedError } from '../../../console/ask/ask.ts';
import { ko } from '../../../console/words/ko.ts';

describe('a refusal', () => {
  it('is told in the words of the page, with those of the API beside them', () => {
    const message = 'budgetKrw: must be from 1 on.';
    expect(refusalOf(new RefusedError({ code: 'INVALID_CAMPAIGN', message }), (key) => ko[key])).toEqual({
      title: '캠페인을 저장할 수 없습니다',
      how: '아래 설명이 가리키는 칸을 고쳐서 다시 저장하세요.',
      told: message,
      code: 'INVALID_CAMPAIGN',
    });
  });

  it('names the rule of the law that it is about', () => {
    const message = 'The title must begin with (광고) (rule LABEL_FIRST).';
    const told = refusalOf(new RefusedError({ code: 'AD_LABEL', message }), (key) => ko[key]);
    expect(told.title).toBe('(광고)로 시작하기');
  });

  it('of a code without words of its own is told in those of the API', () => {
    const told = refusalOf(new RefusedError({ code: 'NEWER_THAN_THIS', message: 'Why.' }), (key) => ko[key]);
    expect(told).toEqual({ title: '요청이 거절되었습니다', how: 'Why.', told: null, code: 'NEWER_THAN_THIS' });
  });
});
