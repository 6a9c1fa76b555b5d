/** What the demo sends: a win-back campaign by app push, then e-mail, then SMS. */
export const TEMPLATES = [
  {
    name: '겨울 다시 만나요 (push)',
    messageClass: 'AD',
    content: {
      channel: 'PUSH',
      title: '(광고) {{User.UserAttributes.GivenName}}님, 다시 만나서 반가워요',
      body: '{{User.UserAttributes.City}} 매장과 앱에서 오늘만 15% 할인. 무료수신거부: 앱 설정 > 알림',
      deepLink: 'shop://winter-sale',
    },
    defaultSubstitutions: { 'User.UserAttributes.GivenName': '고객', 'User.UserAttributes.City': '가까운' },
  },
  {
    name: '겨울 다시 만나요 (e-mail)',
    messageClass: 'AD',
    content: {
      channel: 'EMAIL',
      subject: '(광고) {{User.UserAttributes.GivenName}}님을 위한 15% 쿠폰',
      html: '<p>{{User.UserAttributes.FamilyName}}{{User.UserAttributes.GivenName}}님, {{User.UserAttributes.Tier}} 회원께 드리는 쿠폰입니다.</p><p>봉화몰 02-123-4567</p><p><a href="{{amazonSESUnsubscribeUrl}}">무료수신거부</a> To stop these mails, click unsubscribe.</p>',
      from: 'news@example.com',
    },
    defaultSubstitutions: { 'User.UserAttributes.GivenName': '고객', 'User.UserAttributes.FamilyName': '' },
  },
  {
    name: '겨울 다시 만나요 (SMS)',
    messageClass: 'AD',
    content: {
      channel: 'SMS',
      body: '(광고)봉화몰 02-123-4567 {{User.UserAttributes.GivenName}}님 15% 쿠폰 도착. 무료수신거부 080-000-0000',
    },
    defaultSubstitutions: { 'User.UserAttributes.GivenName': '고객' },
  },
] as const;

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
        ],
      },
    ],
  },
} as const;

export const CAMPAIGN = { name: '겨울 윈백', messageClass: 'AD', holdoutPercent: 10, inDoubtPolicy: 'HOLD' } as const;

const DAY_MINUTES = 1_440;

/** When a wave after the first one goes out, and to whom of those who have not come back. */
export type LaterWave = { readonly waitMinutes: number; readonly goesOn: readonly string[] };

export const LATER_WAVES: readonly LaterWave[] = [
  { waitMinutes: 3 * DAY_MINUTES, goesOn: ['NOT_OPENED', 'NOT_REACHABLE', 'NOT_ACTIVE'] },
  { waitMinutes: 4 * DAY_MINUTES, goesOn: ['NOT_OPENED', 'NOT_REACHABLE', 'NOT_ACTIVE'] },
];

/** How many open the app again after each wave: of those who got a message, and of the holdout, who got none. */
export const COMES_BACK = { seed: 20261124, treated: 0.14, heldOut: 0.03 } as const;

/** Tuesday morning in Seoul: the result is the same whenever the demo runs, also at night. */
export const DEMO_TIME = Date.parse('2026-11-24T10:00:00+09:00');
