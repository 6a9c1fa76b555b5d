import { describe, expect, it } from 'vitest';
import {
  draftOfCampaign,
  EMPTY_CAMPAIGN,
  lacks,
  scheduleOf,
  variablesOf,
  withChannel,
  withClass,
  withoutStep,
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
    expect(lacks({ ...DRAFT, schedule: 'DAILY', time: '1' }, 2)).toEqual(['time']);
    expect(lacks({ ...DRAFT, schedule: 'MONTHLY', dayOfMonth: 32 }, 2)).toEqual(['dayOfMonth']);
  });

  const step = { templateId: 't', waitMinutes: 60, goesOn: [] };
  const cascade: CampaignDraft = {
    ...DRAFT,
    steps: [
      { ...step, channel: 'PUSH' },
      { ...step, channel: 'EMAIL' },
      { ...step, channel: 'SMS' },
    ],
    treatments: [{ name: 'A', sharePercent: 100, templates: { 0: 'a', 1: 'b', 2: 'c' } }],
  };

  it('takes the words of a treatment along when a step before theirs is taken away', () => {
    const { steps, treatments } = { ...cascade, ...withoutStep(cascade, 1) };
    expect(steps.map(({ channel }) => channel)).toEqual(['PUSH', 'SMS']);
    expect(treatments.map(({ templates }) => templates)).toEqual([{ 0: 'a', 1: 'c' }]);
  });

  it('has no template chosen that can no longer be seen, of another class or channel', () => {
    const other = { ...cascade, ...withClass(cascade, 'TRANSACTIONAL') };
    expect(lacks({ ...other, treatments: [] }, 1)).toEqual(['template']);
    expect(other.treatments.map(({ templates }) => templates)).toEqual([{}]);
    const mail = { ...cascade, ...withChannel(cascade, 0, 'EMAIL') };
    expect(mail.steps[0]).toMatchObject({ channel: 'EMAIL', templateId: '' });
    expect(variablesOf(mail, null).treatments?.[0]?.templates).toEqual([
      { stepIndex: 1, templateId: 'b' },
      { stepIndex: 2, templateId: 'c' },
    ]);
  });

  it('is not written on where it says more than the form asks for, and would lose', () => {
    const stored: Parameters<typeof draftOfCampaign>[0] = {
      __typename: 'Campaign',
      ...{ id: 'c', name: 'n', segmentId: 's', holdoutPercent: 5, createdAt: '', updatedAt: '' },
      messageClass: 'AD',
      inDoubtPolicy: 'HOLD',
      steps: [{ __typename: 'CampaignStep', channel: 'PUSH', templateId: 't' }],
    };
    const rest = { metric: 'CLICKED', afterMinutes: 60, testPercent: 20, ifNoWinner: 'HOLD' } as const;
    const look = { __typename: 'Look', ...rest } as const;
    const half = { __typename: 'Treatment', name: 'A', sharePercent: 33.3 } as const;
    expect(draftOfCampaign({ ...stored })).not.toBeNull();
    expect(draftOfCampaign({ ...stored, look })).toBeNull();
    expect(draftOfCampaign({ ...stored, holdoutPercent: 0.5 })).toBeNull();
    expect(draftOfCampaign({ ...stored, treatments: [half] })).toBeNull();
  });
});
