import { describe, expect, it } from 'vitest';
import type { SendResult } from '../../../src/app/delivery/index.ts';
import { tellPacer } from '../../../src/app/delivery/send/weigh-answers.ts';
import { ACCEPTED } from './memory-app.ts';

const THROTTLED: SendResult = { kind: 'NOT_SENT', cause: 'THROTTLED', code: 'THROTTLED' };
const REFUSED: SendResult = { kind: 'NOT_SENT', cause: 'REFUSED', code: 'BadRequest' };
const BUSY: SendResult = { kind: 'ANSWERED', status: 'FAILED', isRetriable: true, code: 'TEMPORARY_FAILURE' };

function told(answers: readonly SendResult[]): readonly string[] {
  const heard: string[] = [];
  tellPacer(
    {
      acquire: () => Promise.resolve(true),
      onTaken: () => void heard.push('taken'),
      onThrottled: (startedAt) => void heard.push(`throttled ${startedAt}`),
    },
    answers,
    42,
  );
  return heard;
}

/** A call of a hundred, so many of which have an answer of their own. */
const call = (count: number, answer: SendResult, others: SendResult = ACCEPTED): SendResult[] =>
  Array.from({ length: 100 }, (_, place) => (place < count ? answer : others));

describe('what the pacer hears of a call', () => {
  it('is nothing of a few throttled devices, and of the provider’s limit when they are more than a fifth', () => {
    expect(told(call(20, THROTTLED))).toEqual(['taken']);
    expect(told(call(21, THROTTLED))).toEqual(['taken', 'throttled 42']);
    expect(told(call(100, THROTTLED))).toEqual(['throttled 42']);
  });

  it('is that it was taken when one message was, and nothing when none was for another reason', () => {
    expect(told(call(99, REFUSED))).toEqual(['taken']);
    expect(told(call(100, REFUSED))).toEqual([]);
    expect(told(call(100, BUSY))).toEqual([]);
  });
});
