import { describe, expect, it } from 'vitest';
import { isApprovalMissing } from '../../../console/live/approval.ts';
import { needOf, NEEDS } from '../../../console/pages/home/needs-person.ts';
import type { JobPhase } from '../../../src/client/index.ts';

const jobIn = (phase: JobPhase, more: { phaseReason?: string; inDoubt?: number; doubtHeldAt?: string } = {}) => ({
  ...{ phase, included: 100, inDoubt: 0 },
  ...more,
});
const LIMITS = { __typename: 'ApprovalLimits' as const, recipients: 50 };

describe('what needs a person', () => {
  it.each([
    [jobIn('PLANNED'), null, 'LAUNCH'],
    [jobIn('PLANNED'), LIMITS, 'APPROVAL'],
    [jobIn('PAUSED'), null, 'PAUSED'],
    [jobIn('PAUSED', { phaseReason: 'bad credentials' }), null, 'STOPPED_BY_SYSTEM'],
    [jobIn('COMPLETED', { inDoubt: 2 }), null, 'IN_DOUBT'],
    [jobIn('FAILED'), null, 'FAILED'],
  ] as const)('is told of a job: %o', (job, limits, need) => {
    expect(needOf(job, limits)).toBe(need);
    expect(NEEDS).toContain(need);
  });

  it('is nothing where a job goes on, or ended, by itself', () => {
    for (const phase of ['PLANNING', 'SCHEDULED', 'SENDING', 'COMPLETED', 'CANCELLED'] as const)
      expect(needOf(jobIn(phase), LIMITS)).toBeNull();
    expect(needOf(jobIn('COMPLETED', { inDoubt: 2, doubtHeldAt: '2026-11-24T01:00:00Z' }), null)).toBeNull();
  });

  it('is no approval once there is one, or for fewer people', () => {
    expect(isApprovalMissing({ included: 100, approvedBy: 'somebody' }, LIMITS)).toBe(false);
    expect(isApprovalMissing({ included: 50 }, LIMITS)).toBe(false);
    expect(isApprovalMissing({ included: 51 }, LIMITS)).toBe(true);
  });
});
