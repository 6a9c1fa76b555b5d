import { describe, expect, it } from 'vitest';
import { DEFAULT_WORK_SETTINGS, type SendResult } from '../../../src/app/delivery/index.ts';
import { retryAfter } from '../../../src/app/delivery/send/retry-time.ts';

const NOW = Date.UTC(2026, 10, 24);
const { backoffMs, maxBackoffMs } = DEFAULT_WORK_SETTINGS;
const THROTTLED: SendResult = { kind: 'NOT_SENT', cause: 'THROTTLED', code: 'THROTTLED' };
const OWN: SendResult = { ...THROTTLED, isOwn: true };
const AWAY: SendResult = { kind: 'NOT_SENT', cause: 'UNREACHABLE', code: 'TimeoutError' };
const BUSY: SendResult = { kind: 'ANSWERED', status: 'FAILED', isRetriable: true, code: 'TEMPORARY_FAILURE' };

/** How long a chunk waits after such answers, without chance. */
function waitAfter(answers: readonly SendResult[], known: { stalls?: number; tries?: number[]; fresh?: boolean } = {}) {
  const { stalls = 0, tries = [], fresh = false } = known;
  const clock = { now: () => NOW, sleep: () => Promise.resolve() };
  const deps = { clock, settings: DEFAULT_WORK_SETTINGS, ids: { next: () => '', random: () => 1 } };
  const retry = retryAfter(deps, answers, { stalls, pending: [0, 1], tries, areOthersAsFresh: fresh });
  return { wait: retry.retryAt - NOW, stalls: retry.stalls };
}

describe('a chunk of which some are to be sent to again', () => {
  it('waits for nothing but its turn when the provider is busy with everybody', () => {
    expect(waitAfter([THROTTLED, THROTTLED], { stalls: 2 })).toEqual({ wait: 0, stalls: 2 });
  });

  it('waits, and longer each time, when devices of its own are throttled or the provider is away', () => {
    for (const answers of [
      [OWN, OWN],
      [THROTTLED, OWN],
      [AWAY, AWAY],
    ]) {
      expect(waitAfter(answers)).toEqual({ wait: backoffMs, stalls: 1 });
      expect(waitAfter(answers, { stalls: 2 })).toEqual({ wait: 4 * backoffMs, stalls: 3 });
      expect(waitAfter(answers, { stalls: 30 })).toEqual({ wait: maxBackoffMs, stalls: 31 });
    }
  });

  it('waits by the tries of those who were tried least, unless others are as fresh', () => {
    expect(waitAfter([BUSY, BUSY], { tries: [3, 2], stalls: 5 })).toEqual({ wait: 2 * backoffMs, stalls: 0 });
    expect(waitAfter([BUSY, BUSY], { tries: [3, 2], fresh: true })).toEqual({ wait: 0, stalls: 0 });
  });
});
