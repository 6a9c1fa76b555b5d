import type { Customer, Endpoint } from '../src/domain/customer/index.ts';
import { NOW } from './segments-population.ts';

const DAY = 86_400_000;

/** One question in everybody's language. Peers are asked about `{ customer, endpoint }`, the pair our predicates get. */
export interface Question {
  readonly name: string;
  readonly definition: unknown;
  /** As a programmer would write it for this one question. */
  readonly byHand: (customer: Customer) => boolean;
  /** MongoDB's query language, as sift and mingo understand it. */
  readonly mongo: Record<string, unknown>;
  /** json-logic-js. */
  readonly logic: unknown;
}

const entries = (...dimensions: unknown[]) => ({ groups: [{ type: 'ALL', dimensions }] });
const variable = (path: string) => ({ var: path });
const any = (...list: unknown[]) => ({ or: list });

const MONTH = NOW - 30 * DAY;

/** The shapes that marketers ask most: a few sets, a range, recency; then two groups, one of which keeps out. */
export const QUESTIONS: readonly Question[] = [
  {
    name: 'city, tier, purchases, active',
    definition: entries({
      location: { city: { values: ['서울', '부산'] } },
      userAttributes: { Tier: { values: ['gold', 'vip'] } },
      metrics: { Purchases: { comparison: 'GREATER_THAN_OR_EQUAL', value: 5 } },
      recency: { type: 'ACTIVE', days: 30 },
    }),
    byHand: (customer) => {
      for (const endpoint of customer.endpoints) {
        if ((customer.activity.lastActiveAt ?? endpoint.effectiveAt) < MONTH) continue;
        const { city } = endpoint.location;
        if (city !== '서울' && city !== '부산') continue;
        const purchases = endpoint.metrics['Purchases'];
        if (purchases === undefined || purchases < 5) continue;
        if (customer.attributes['Tier']?.some((tier) => tier === 'gold' || tier === 'vip')) return true;
      }
      return false;
    },
    mongo: {
      $and: [
        {
          $or: [
            { 'customer.activity.lastActiveAt': { $gte: MONTH } },
            { 'customer.activity.lastActiveAt': { $exists: false }, 'endpoint.effectiveAt': { $gte: MONTH } },
          ],
        },
        { 'endpoint.location.city': { $in: ['서울', '부산'] } },
        { 'endpoint.metrics.Purchases': { $gte: 5 } },
        { 'customer.attributes.Tier': { $in: ['gold', 'vip'] } },
      ],
    },
    logic: {
      and: [
        { '>=': [{ var: ['customer.activity.lastActiveAt', variable('endpoint.effectiveAt')] }, MONTH] },
        { in: [variable('endpoint.location.city'), ['서울', '부산']] },
        { '>=': [{ var: ['endpoint.metrics.Purchases', -1] }, 5] },
        any(
          { in: ['gold', { var: ['customer.attributes.Tier', []] }] },
          { in: ['vip', { var: ['customer.attributes.Tier', []] }] },
        ),
      ],
    },
  },
  {
    name: 'platform and interest, or a big balance, but no old versions',
    definition: {
      include: 'ALL',
      groups: [
        {
          type: 'ANY',
          dimensions: [
            { demographic: { platform: { values: ['iOS'] } }, attributes: { Interests: { values: ['books'] } } },
            { metrics: { Balance: { comparison: 'GREATER_THAN', value: 900 } } },
          ],
        },
        { type: 'NONE', dimensions: [{ demographic: { appVersion: { values: ['3.0', '3.1'] } } }] },
      ],
    },
    byHand: (customer) => {
      for (const endpoint of customer.endpoints) {
        const { platform, appVersion } = endpoint.demographic;
        const isReader = platform === 'iOS' && (endpoint.attributes['Interests']?.includes('books') ?? false);
        if (!isReader && !((endpoint.metrics['Balance'] ?? 0) > 900)) continue;
        if (appVersion !== '3.0' && appVersion !== '3.1') return true;
      }
      return false;
    },
    mongo: {
      $and: [
        {
          $or: [
            { 'endpoint.demographic.platform': { $in: ['iOS'] }, 'endpoint.attributes.Interests': { $in: ['books'] } },
            { 'endpoint.metrics.Balance': { $gt: 900 } },
          ],
        },
        { $nor: [{ 'endpoint.demographic.appVersion': { $in: ['3.0', '3.1'] } }] },
      ],
    },
    logic: {
      and: [
        any(
          {
            and: [
              { '==': [variable('endpoint.demographic.platform'), 'iOS'] },
              { in: ['books', { var: ['endpoint.attributes.Interests', []] }] },
            ],
          },
          { '>': [{ var: ['endpoint.metrics.Balance', 0] }, 900] },
        ),
        { '!': { in: [variable('endpoint.demographic.appVersion'), ['3.0', '3.1']] } },
      ],
    },
  },
  {
    name: 'active customer, one of five cities',
    definition: entries({
      activeCustomer: { type: 'ACTIVE', days: 30 },
      userAttributes: { City: { values: ['서울', '부산', '인천', '대구', '대전'] } },
      demographic: { channel: { values: ['APNS', 'GCM'] } },
    }),
    byHand: ({ activity, attributes, endpoints }) => {
      if (activity.lastActiveAt === undefined || activity.lastActiveAt < MONTH) return false;
      if (!attributes['City']?.some((city) => FIVE_CITIES.has(city))) return false;
      return endpoints.some(({ channelType }: Endpoint) => channelType === 'APNS' || channelType === 'GCM');
    },
    mongo: {
      $and: [
        { 'customer.activity.lastActiveAt': { $gte: MONTH } },
        { 'endpoint.channelType': { $in: ['APNS', 'GCM'] } },
        { 'customer.attributes.City': { $in: ['서울', '부산', '인천', '대구', '대전'] } },
      ],
    },
    logic: {
      and: [
        { '>=': [{ var: ['customer.activity.lastActiveAt', 0] }, MONTH] },
        { in: [variable('endpoint.channelType'), ['APNS', 'GCM']] },
        any(
          ...['서울', '부산', '인천', '대구', '대전'].map((city) => ({
            in: [city, { var: ['customer.attributes.City', []] }],
          })),
        ),
      ],
    },
  },
];

const FIVE_CITIES: ReadonlySet<string> = new Set(['서울', '부산', '인천', '대구', '대전']);
