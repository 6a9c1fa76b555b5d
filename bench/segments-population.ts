import type { Customer, Endpoint } from '../src/domain/customer/index.ts';
import { createRandom } from '../test/simulation/random.ts';

export const NOW = Date.UTC(2026, 10, 23, 3);
const DAY = 86_400_000;
const TODAY = Math.floor((NOW + 9 * 3_600_000) / DAY);

const CITIES = ['서울', '부산', '인천', '대구', '대전', '광주', '수원', '울산'] as const;
const TIERS = ['gold', 'silver', 'bronze', 'vip'] as const;

/** Customers as they come out of the store: parsed from JSON, with some attributes absent, one to three endpoints. */
export function createPopulation(count: number): Customer[] {
  const random = createRandom(7);
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
  const endpointOf = (id: string): Endpoint => {
    const isIos = random() < 0.3;
    return {
      id,
      channelType: random() < 0.25 ? 'EMAIL' : isIos ? 'APNS' : 'GCM',
      address: `address-${id}`,
      status: random() < 0.9 ? 'ACTIVE' : 'INACTIVE',
      optOut: random() < 0.9 ? 'NONE' : 'ALL',
      effectiveAt: NOW - Math.floor(random() * 400 * DAY),
      attributes: random() < 0.8 ? { Interests: [pick(['books', 'food', 'travel']), pick(['golf', 'music'])] } : {},
      metrics: random() < 0.9 ? { Purchases: Math.floor(random() * 20), Balance: random() * 1000 } : {},
      demographic: { platform: isIos ? 'iOS' : 'Android', appVersion: pick(['3.0', '3.1', '4.0']) },
      location: { city: pick(CITIES), country: 'KR' },
    };
  };
  return Array.from({ length: count }, (_, index) => {
    const customer: Customer = {
      id: `m-${index}`,
      attributes: random() < 0.95 ? { Tier: [pick(TIERS)], City: [pick(CITIES)] } : {},
      consent: {},
      activity: {
        ...(random() < 0.9 ? { lastActiveAt: NOW - Math.floor(random() * 120 * DAY) } : {}),
        events: random() < 0.5 ? { Purchase: { days: [[TODAY - Math.floor(random() * 90), 1]] } } : {},
      },
      endpoints: Array.from({ length: 1 + Math.floor(random() * 3) }, (__, n) => endpointOf(`e-${index}-${n}`)),
    };
    return JSON.parse(JSON.stringify(customer)) as Customer;
  });
}
