import { saveCampaign } from '../../src/app/campaign/index.ts';
import { saveSegment } from '../../src/app/segment/index.ts';
import { saveTemplate } from '../../src/app/template/index.ts';
import { unwrap } from './unwrap.ts';

export const ACTOR = { id: 'bench' };

/** Substitutions with defaults, a helper and a condition, as marketers write them. */
export const TEMPLATE = {
  name: '겨울 다시 만나요',
  messageClass: 'AD',
  content: {
    channel: 'PUSH',
    title: '(광고) {{User.UserAttributes.GivenName}}님, 다시 만나서 반가워요',
    body:
      '{{User.UserAttributes.City}} 매장과 앱에서 {{#eq User.UserAttributes.Tier "GOLD"}}20%{{else}}15%{{/eq}} 할인. ' +
      '지금까지 {{Metrics.Purchases}}번 구매하셨어요. 무료수신거부: 앱 설정 > 알림',
    deepLink: 'shop://winter-sale?tier={{User.UserAttributes.Tier}}',
  },
  defaultSubstitutions: { 'User.UserAttributes.GivenName': '고객', 'User.UserAttributes.City': '가까운' },
} as const;

/** Members in Korea who bought at least twice and have not been seen for 30 days. */
export const SEGMENT = {
  name: '30일 이상 미방문, 구매 2회 이상',
  definition: {
    include: 'ALL',
    groups: [
      {
        type: 'ALL',
        sourceType: 'ANY',
        sourceSegmentIds: [],
        dimensions: [
          { recency: { type: 'INACTIVE', days: 30 } },
          { metrics: { Purchases: { comparison: 'GREATER_THAN_OR_EQUAL', value: 2 } } },
          { location: { country: { type: 'INCLUSIVE', values: ['KR'] } } },
          { userAttributes: { Tier: { type: 'INCLUSIVE', values: ['GOLD', 'SILVER', 'WELCOME'] } } },
        ],
      },
    ],
  },
} as const;

export const CAMPAIGN = { name: '겨울 윈백', messageClass: 'AD' } as const;

/** Saves what the bench sends, through the use cases; answers the campaign's id. */
export async function saveBenchCampaign(
  deps: Parameters<typeof saveSegment>[0] & Parameters<typeof saveTemplate>[0] & Parameters<typeof saveCampaign>[0],
): Promise<string> {
  const { template } = unwrap(await saveTemplate(deps, { actor: ACTOR, ...TEMPLATE }));
  const { segment } = unwrap(await saveSegment(deps, { actor: ACTOR, ...SEGMENT }));
  const steps = [{ channel: 'PUSH', templateId: template.id }] as const;
  const input = { ...CAMPAIGN, segmentId: segment.id, steps };
  return unwrap(await saveCampaign(deps, { actor: ACTOR, input })).campaign.id;
}
