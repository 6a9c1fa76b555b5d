import { describe, expect, it } from 'vitest';
import {
  approve,
  changesOf,
  FRESH_SIGN_IN_MS,
  lookAgain,
  needsApproval,
  refuseUnapproved,
  subjectOf,
  type Approval,
  type PlannedRun,
} from '../../../../src/domain/approval/index.ts';
import type { Campaign } from '../../../../src/domain/campaign/index.ts';

const TEN = Date.UTC(2026, 11, 1, 1);
const MINUTE = 60_000;

const CAMPAIGN: Campaign = {
  id: 'winter',
  name: '겨울',
  segmentId: 'dormant',
  messageClass: 'AD',
  steps: [{ channel: 'PUSH', templateId: 'push' }],
  holdoutPercent: 10,
  inDoubtPolicy: 'HOLD',
  budgetKrw: 600_000,
  caps: { daily: 1, total: 3 },
  schedule: { type: 'DAILY', time: '10:00', timezone: 'Asia/Seoul' },
  scheduleSince: TEN,
};

const RUN: PlannedRun = {
  campaign: CAMPAIGN,
  segmentVersion: 4,
  templates: [{ templateId: 'push', version: 3 }],
  recipients: 50_000,
  krwMicros: 600_000_000_000,
};

const LIMITS = { recipients: 10_000 };
const SUBJECT = subjectOf(RUN);
const withCampaign = (change: Partial<Campaign>) => subjectOf({ ...RUN, campaign: { ...CAMPAIGN, ...change } });

function granted(): Approval {
  const approved = approve({ subject: SUBJECT, author: 'minji' }, { id: 'jisu', signedInAt: TEN - MINUTE }, TEN);
  if (!approved.ok) throw new Error(approved.error.message);
  return approved.approval;
}

describe('the approval of a run', () => {
  it('C29 lapses with one letter of the template, says so at the launch, and does not come back with the old version', () => {
    const approval = granted();
    expect(refuseUnapproved(LIMITS, approval, SUBJECT)).toBeNull();
    const edited = subjectOf({ ...RUN, templates: [{ templateId: 'push', version: 4 }] });
    const refused = refuseUnapproved(LIMITS, approval, edited);
    expect(refused?.error.code).toBe('APPROVAL_LAPSED');
    expect(refused?.error.message).toMatch(/2026-12-01T01:00:00.000Z, when jisu approved.*: templates\./);
    const lapsed = lookAgain(approval, edited, TEN + 5 * MINUTE);
    expect(lapsed).toMatchObject({ state: 'LAPSED', lapsedAt: TEN + 5 * MINUTE, changes: ['templates'], by: 'jisu' });
    expect(lookAgain(lapsed, SUBJECT, TEN + 6 * MINUTE)).toBe(lapsed);
    expect(refuseUnapproved(LIMITS, lapsed, SUBJECT)?.error.code).toBe('APPROVAL_LAPSED');
  });

  it('C29 stays when the campaign is renamed, or its fields are written in another order', () => {
    const approval = granted();
    const { total, daily } = { total: 3, daily: 1 };
    for (const same of [withCampaign({ name: '겨울 세일' }), withCampaign({ caps: { total, daily } })]) {
      expect(lookAgain(approval, same, TEN + MINUTE)).toBe(approval);
      expect(refuseUnapproved(LIMITS, approval, same)).toBeNull();
    }
  });

  it('C29 names each part that has changed, and the numbers with what they were', () => {
    const cases: readonly (readonly [ReturnType<typeof subjectOf>, readonly string[]])[] = [
      [subjectOf({ ...RUN, segmentVersion: 5 }), ['segment']],
      [withCampaign({ segmentId: 'other' }), ['segment']],
      [withCampaign({ steps: [{ channel: 'EMAIL', templateId: 'push' }] }), ['steps']],
      [withCampaign({ schedule: { type: 'DAILY', time: '11:00', timezone: 'Asia/Seoul' } }), ['schedule']],
      [withCampaign({ holdoutPercent: 5 }), ['holdout']],
      [withCampaign({ budgetKrw: 700_000 }), ['budget']],
      [withCampaign({ caps: { daily: 2, total: 3 } }), ['limits']],
      [withCampaign({ quietTime: { start: '22:00', end: '07:00' } }), ['limits']],
      [withCampaign({ messageClass: 'TRANSACTIONAL' }), ['limits']],
      [subjectOf({ ...RUN, recipients: 50_001 }), ['recipients (50000, now 50001)']],
      [subjectOf({ ...RUN, krwMicros: null }), ['cost (₩600,000, now unknown)']],
    ];
    for (const [current, changes] of cases) expect(changesOf(SUBJECT, current)).toEqual(changes);
    expect(changesOf(SUBJECT, subjectOf({ ...RUN, segmentVersion: 5, recipients: 1 }))).toHaveLength(2);
  });

  it('is given by somebody else than the author, who has signed in less than 10 minutes ago', () => {
    const ask = (id: string, signedInAt: number) => {
      const answer = approve({ subject: SUBJECT, author: 'minji' }, { id, signedInAt }, TEN);
      return answer.ok ? answer.approval.state : answer.error.code;
    };
    expect(ask('minji', TEN)).toBe('SAME_PERSON');
    expect(ask('jisu', TEN - FRESH_SIGN_IN_MS + 1)).toBe('GRANTED');
    expect(ask('jisu', TEN - FRESH_SIGN_IN_MS)).toBe('SIGN_IN_AGAIN');
    expect(ask('jisu', TEN + 1)).toBe('SIGN_IN_AGAIN');
    expect(ask('jisu', Number.NaN)).toBe('SIGN_IN_AGAIN');
  });

  it('is needed above a number of recipients or won, and of what costs nobody knows how much', () => {
    expect(needsApproval({ recipients: 50_000 }, SUBJECT)).toBe(false);
    expect(needsApproval({ recipients: 49_999 }, SUBJECT)).toBe(true);
    expect(needsApproval({ krw: 600_000 }, SUBJECT)).toBe(false);
    expect(needsApproval({ krw: 599_999 }, SUBJECT)).toBe(true);
    expect(needsApproval({ krw: 1 }, subjectOf({ ...RUN, krwMicros: null }))).toBe(true);
    expect(needsApproval({}, SUBJECT)).toBe(false);
    expect(refuseUnapproved({}, null, SUBJECT)).toBeNull();
    expect(refuseUnapproved(LIMITS, null, SUBJECT)?.error.code).toBe('NOT_APPROVED');
  });
});
