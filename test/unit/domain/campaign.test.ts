import { describe, expect, it } from 'vitest';
import { checkTemplates, createCampaign, isHeldOut, type CampaignInput } from '../../../src/domain/campaign/index.ts';
import type { Template } from '../../../src/domain/template/index.ts';

const INPUT: CampaignInput = {
  id: 'c',
  name: '가을 할인',
  segmentId: 's',
  messageClass: 'AD',
  steps: [{ channel: 'PUSH', templateId: 't' }],
};

describe('a campaign', () => {
  it('holds in-doubt messages and holds nobody out unless it says so', () => {
    expect(createCampaign(INPUT)).toEqual({
      ok: true,
      campaign: { ...INPUT, holdoutPercent: 0, inDoubtPolicy: 'HOLD' },
    });
  });

  it('M7 says which types of endpoints a custom step takes', () => {
    const steps = [{ channel: 'CUSTOM', templateId: 't', endpointTypes: ['SMS', 'VOICE'] }] as const;
    expect(createCampaign({ ...INPUT, steps })).toMatchObject({ ok: true, campaign: { steps } });
  });

  const step = { channel: 'PUSH' as const, templateId: 't' };
  it.each<[Partial<CampaignInput>, string, RegExp]>([
    [{ name: ' ' }, 'INVALID_CAMPAIGN', /name/],
    [{ name: 'x'.repeat(129) }, 'INVALID_CAMPAIGN', /name/],
    [{ segmentId: '' }, 'INVALID_CAMPAIGN', /segmentId/],
    [{ steps: [] }, 'INVALID_CAMPAIGN', /1 to 5 steps/],
    [{ steps: [step, step] }, 'INVALID_CAMPAIGN', /steps\[1\]\.channel: PUSH is already/],
    [{ steps: [{ ...step, waitMinutes: 30 }] }, 'INVALID_CAMPAIGN', /nothing before the first step/],
    [{ steps: [{ ...step, templateVersion: 0 }] }, 'INVALID_CAMPAIGN', /templateVersion/],
    [{ steps: [{ ...step, templateId: '' }] }, 'INVALID_CAMPAIGN', /templateId/],
    [{ steps: [{ ...step, endpointTypes: ['SMS'] }] }, 'INVALID_CAMPAIGN', /only a CUSTOM step/],
    [{ steps: [{ ...step, channel: 'CUSTOM', endpointTypes: [] }] }, 'INVALID_CAMPAIGN', /endpointTypes/],
    [{ steps: [{ ...step, channel: 'CUSTOM', endpointTypes: ['SMS', 'SMS'] }] }, 'INVALID_CAMPAIGN', /endpointTypes/],
    [{ holdoutPercent: 51 }, 'INVALID_CAMPAIGN', /holdoutPercent/],
    [{ holdoutPercent: Number.NaN }, 'INVALID_CAMPAIGN', /holdoutPercent/],
    [{ messagesPerSecond: 0 }, 'INVALID_CAMPAIGN', /messagesPerSecond/],
    [{ messagesPerSecond: 20_001 }, 'INVALID_CAMPAIGN', /messagesPerSecond/],
    [{ quietTime: { start: '9:00', end: '10:00' } }, 'INVALID_CAMPAIGN', /quietTime\.start/],
    [{ quietTime: { start: '09:00', end: '24:00' } }, 'INVALID_CAMPAIGN', /quietTime\.end/],
    [{ quietTime: { start: '09:00', end: '09:00' } }, 'INVALID_CAMPAIGN', /quietTime/],
  ])('with %j is refused', (change, code, message) => {
    const made = createCampaign({ ...INPUT, ...change });
    expect(made).toMatchObject({ ok: false, error: { code } });
    expect(made.ok ? '' : made.error.message).toMatch(message);
  });

  it('needs templates that exist, on the same channel, of the same class', () => {
    const template: Template = {
      id: 't',
      name: 'T',
      channel: 'PUSH',
      messageClass: 'AD',
      activeVersion: 1,
      latestVersion: 2,
    };
    const check = (change: Partial<Template>, version?: number): string => {
      const steps = [version === undefined ? step : { ...step, templateVersion: version }];
      const answer = checkTemplates({ steps, messageClass: 'AD' }, new Map([['t', { ...template, ...change }]]));
      return answer.ok ? 'ok' : answer.error.code;
    };
    expect(check({})).toBe('ok');
    expect(check({}, 2)).toBe('ok');
    expect(check({}, 3)).toBe('TEMPLATE_NOT_FOUND');
    expect(check({ channel: 'SMS' })).toBe('TEMPLATE_MISMATCH');
    expect(check({ messageClass: 'TRANSACTIONAL' })).toBe('TEMPLATE_MISMATCH');
    expect(checkTemplates({ steps: [step], messageClass: 'AD' }, new Map())).toMatchObject({ ok: false });
  });
});

describe('the holdout', () => {
  const ids = Array.from({ length: 20_000 }, (_, n) => `customer-${n}`);
  const heldOut = (campaign: string, percent: number): Set<string> =>
    new Set(ids.filter((id) => isHeldOut(campaign, id, percent)));

  it('takes close to its percentage, and nobody at zero', () => {
    expect(heldOut('a', 0).size).toBe(0);
    expect(Math.abs(heldOut('a', 10).size - 2000)).toBeLessThan(200);
    expect(Math.abs(heldOut('a', 50).size - 10_000)).toBeLessThan(400);
  });

  it('is the same every time, grows with the percentage, and differs between campaigns', () => {
    const ten = heldOut('a', 10);
    expect(heldOut('a', 10)).toEqual(ten);
    const twenty = heldOut('a', 20);
    expect([...ten].every((id) => twenty.has(id))).toBe(true);
    const both = [...heldOut('b', 10)].filter((id) => ten.has(id)).length;
    expect(Math.abs(both - 200)).toBeLessThan(80);
  });
});
