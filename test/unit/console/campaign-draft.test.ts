import { describe, expect, it } from 'vitest';
import {
  EMPTY_CAMPAIGN,
  lacks,
  scheduleOf,
  variablesOf,
  type CampaignDraft,
} from '../../../console/pages/campaigns/campaign-draft.ts';

const DRAFT: CampaignDraft = {
  ...EMPTY_CAMPAIGN,
  name: '겨울',
  segmentId: 's',
  steps: [{ channel: 'PUSH', templateId: 't', waitMinutes: null, goesOn: [] }],
};
const SHARES = [
  { name: 'A', sharePercent: 50, templates: {} },
  { name: 'B', sharePercent: 50, templates: { 0: 'other', 3: 'gone' } },
];

describe('a campaign as it is written', () => {
  it('K10 says its times in Korea, whatever clock the browser has', () => {
    expect(scheduleOf({ ...DRAFT, schedule: 'AT', day: '2026-11-28', time: '10:00' })).toEqual({
      type: 'AT',
      timezone: 'Asia/Seoul',
      at: '2026-11-28T10:00',
    });
    expect(scheduleOf({ ...DRAFT, schedule: 'MONTHLY', dayOfMonth: 25 })).toMatchObject({ dayOfMonth: 25 });
  });

  it('is opened by an event or by a schedule, never by both', () => {
    const byEvent = variablesOf({ ...DRAFT, schedule: 'EVENT', event: ' cart ', delayMinutes: 30 }, null);
    expect(byEvent.schedule).toBeUndefined();
    expect(byEvent.trigger).toMatchObject({ event: 'cart', rule: { kind: 'ONCE' }, wait: { minutes: 30 } });
    expect(variablesOf(DRAFT, null).trigger).toBeUndefined();
  });

  it('gives a treatment the templates of steps that there are, and leaves the others to the step', () => {
    expect(variablesOf({ ...DRAFT, treatments: SHARES }, null).treatments).toEqual([
      { name: 'A', sharePercent: 50, templates: [] },
      { name: 'B', sharePercent: 50, templates: [{ stepIndex: 0, templateId: 'other' }] },
    ]);
  });

  it('lacks what would be refused: shares that are not everybody, one end of a quiet time, an event without a name', () => {
    expect(lacks({ ...DRAFT, treatments: SHARES }, 1)).toEqual([]);
    expect(lacks({ ...DRAFT, treatments: SHARES.map((one) => ({ ...one, name: 'A' })) }, 1)).toEqual(['treatments']);
    expect(lacks({ ...DRAFT, treatments: SHARES.slice(0, 1) }, 1)).toEqual(['treatments']);
    expect(lacks({ ...DRAFT, quietStart: '21:00' }, 3)).toEqual(['quiet']);
    expect(lacks({ ...DRAFT, quietStart: '21:00', quietEnd: '08:00' }, 3)).toEqual([]);
    expect(lacks({ ...DRAFT, schedule: 'EVENT', event: ' ' }, 2)).toEqual(['event']);
    expect(lacks({ ...DRAFT, schedule: 'MONTHLY', dayOfMonth: 32 }, 2)).toEqual(['dayOfMonth']);
  });
});
