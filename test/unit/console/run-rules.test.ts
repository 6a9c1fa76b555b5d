import { describe, expect, it } from 'vitest';
import { newerProgress } from '../../../console/live/newer-progress.ts';
import { CAUSES, causesOf } from '../../../console/pages/run/causes.ts';
import { ordersFor, RUN_ORDERS, type OrderContext } from '../../../console/pages/run/orders-for.ts';
import type { JobPhase, RunPhase } from '../../../src/client/index.ts';
import type { JobProgress } from '../../../src/client/job-progress.ts';

const NOTHING_ELSE: OrderContext = { needsApproval: false, isAuthor: false, isDoubtHeld: false };
const runIn = (phase: RunPhase) => ({
  run: {
    __typename: 'Run' as const,
    ...{ id: 'r', campaignId: 'c', campaignName: 'n', wave: 0, waveCount: 1, createdAt: '', createdBy: 'p', phase },
  },
});
const waveIn = (phase: JobPhase, counts: { failed?: number; inDoubt?: number } = {}) => ({
  ...{ phase, failed: 0, inDoubt: 0 },
  ...counts,
});
const progressAt = (seq: number, phase: JobPhase = 'SENDING'): JobProgress => ({
  ...{ jobId: 'j', seq, phase, phaseReason: null, planned: 1, included: 1, excluded: [], steps: [] },
  ...{
    accepted: 0,
    delivered: 0,
    opened: 0,
    clicked: 0,
    complained: 0,
    failed: 0,
    optedOut: 0,
    skipped: 0,
    inDoubt: 0,
  },
  ...{ recipientsPerSecond: null, secondsLeft: null, at: '2026-11-24T01:00:00Z' },
});

describe('what a run can be ordered', () => {
  it.each([
    ['PLANNED', waveIn('PLANNED'), NOTHING_ELSE, ['launch', 'cancel']],
    ['PLANNED', waveIn('PLANNED'), { ...NOTHING_ELSE, needsApproval: true }, ['approve', 'cancel']],
    ['PLANNED', waveIn('PLANNED'), { ...NOTHING_ELSE, needsApproval: true, isAuthor: true }, ['cancel']],
    ['PLANNED', waveIn('PLANNING'), NOTHING_ELSE, ['cancel']],
    ['RUNNING', waveIn('SENDING'), NOTHING_ELSE, ['pause', 'cancel']],
    ['PAUSED', waveIn('PAUSED'), NOTHING_ELSE, ['resume', 'cancel']],
    ['COMPLETED', waveIn('COMPLETED'), NOTHING_ELSE, []],
    ['COMPLETED', waveIn('COMPLETED', { failed: 2 }), NOTHING_ELSE, ['retryFailed']],
    ['COMPLETED', waveIn('COMPLETED', { inDoubt: 1 }), NOTHING_ELSE, ['resend', 'holdDoubt']],
    ['COMPLETED', waveIn('COMPLETED', { inDoubt: 1 }), { ...NOTHING_ELSE, isDoubtHeld: true }, ['resend']],
    ['CANCELLED', waveIn('CANCELLED', { failed: 2 }), NOTHING_ELSE, []],
  ] as const)('offers of a run that is %s only what changes something', (phase, last, context, orders) => {
    expect(ordersFor(runIn(phase), [last], context)).toEqual(orders);
    expect(RUN_ORDERS).toEqual(expect.arrayContaining([...orders]));
  });

  it('offers to send again to those who failed in a wave as long as the next one waits for its time', () => {
    const sent = waveIn('COMPLETED', { failed: 2 });
    const offered = (next: JobPhase) => ordersFor(runIn('RUNNING'), [sent, waveIn(next)], NOTHING_ELSE);
    expect(offered('SCHEDULED')).toEqual(['pause', 'retryFailed', 'cancel']);
    expect(offered('SENDING')).toEqual(['pause', 'cancel']);
  });
});

describe('what is heard of a job', () => {
  it('never goes back, and lets a job that was over go on in another round', () => {
    expect(newerProgress(progressAt(5), progressAt(4))).toBeNull();
    expect(newerProgress(progressAt(5), progressAt(5))).toBeNull();
    expect(newerProgress(progressAt(5, 'COMPLETED'), progressAt(6))?.seq).toBe(6);
    expect(newerProgress(null, progressAt(0))?.seq).toBe(0);
  });
});

describe('causes of failures', () => {
  it('are counted by their code, the most frequent first, and have words whatever the code is', () => {
    const failed = ['THROTTLED', 'PERMANENT_FAILURE', 'PERMANENT_FAILURE', 'SOMETHING_NEW', null].map((code) => ({
      code,
    }));
    expect(causesOf(failed)).toEqual([
      { code: 'PERMANENT_FAILURE', cause: 'ADDRESS', people: 2 },
      { code: 'THROTTLED', cause: 'THROTTLED', people: 1 },
      { code: 'SOMETHING_NEW', cause: 'OTHER', people: 1 },
      { code: 'UNKNOWN', cause: 'OTHER', people: 1 },
    ]);
    for (const { cause } of causesOf(failed)) expect(CAUSES).toContain(cause);
  });
});
