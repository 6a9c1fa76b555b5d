import { describe, expect, it } from 'vitest';
import { answerFields } from '../../../amplify/functions/edge/answer-fields.ts';
import { saveCampaignField } from '../../../amplify/functions/manage-campaigns/save-campaign.ts';
import { createMemoryApp } from '../app/memory-app.ts';

const LIMITS = {
  holdoutPercent: 5,
  messagesPerSecond: 100,
  inDoubtPolicy: 'RESEND',
  quietTime: { start: '21:00', end: '08:00' },
  caps: { daily: 1, total: 3 },
  maxDurationMinutes: 60,
  budgetKrw: 10_000,
} as const;

describe('saving a campaign anew', () => {
  it('takes away whatever it leaves out or gives as null, at any depth', async () => {
    const app = createMemoryApp();
    const { campaignId } = await app.jobOf(await app.plan());
    const known = (await app.deps.campaigns.get(campaignId))?.value;
    if (known === undefined) throw new Error('There is no campaign.');
    const { id: _, ...plain } = known;
    const handler = answerFields({ saveCampaign: saveCampaignField(app.deps) });
    const save = async (fields: Record<string, unknown>) => {
      const identity = { sub: 'person-1', username: 'someone', groups: ['marketer'] };
      const saved = await handler({ field: 'saveCampaign', arguments: { campaignId, ...fields }, identity });
      expect(saved).toMatchObject({ ok: true });
      const stored = (await app.deps.campaigns.get(campaignId))?.value;
      if (stored === undefined) throw new Error('The campaign is gone.');
      // Each saving may be one more edit.
      const { edits: __, ...campaign } = stored;
      return campaign;
    };
    const schedule = { type: 'DAILY', time: '10:00', timezone: 'Asia/Seoul' } as const;
    const limited = {
      ...plain,
      ...LIMITS,
      schedule,
      steps: plain.steps.map((step) => ({ ...step, templateVersion: 1 })),
    };
    const scheduleSince = app.clock.now();
    expect(await save(limited)).toEqual({ id: campaignId, ...limited, scheduleSince });
    expect((await save({ ...limited, caps: { daily: null, total: 3 } })).caps).toEqual({ total: 3 });
    expect((await save({ ...limited, schedule: { ...schedule, cron: null, days: null } })).schedule).toEqual(schedule);
    const nothing = Object.fromEntries([...Object.keys(LIMITS), 'schedule'].map((name) => [name, null]));
    const steps = plain.steps.map((step) => ({ ...step, templateVersion: null, waitMinutes: null }));
    expect(await save({ ...plain, ...nothing, steps })).toEqual(known);
    await save(limited);
    const { holdoutPercent: _holdout, inDoubtPolicy: _policy, ...least } = plain;
    expect(await save(least)).toEqual(known);
  });
});
